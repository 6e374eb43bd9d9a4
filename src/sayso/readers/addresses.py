"""Reads what stands at web addresses: pages, feeds, sitemaps, and files that list such addresses."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.errors import InputError
from sayso.fetching import Fetched, Fetcher
from sayso.fetching.addresses import article_key, checked_address, is_address
from sayso.readers.fetched import document_of_entry, document_of_page
from sayso.readers.issues import Issues
from sayso.readers.listings import Entry, listing_kind, listing_text, read_listing
from sayso.readers.options import ReadOptions
from sayso.readers.source import Source, decode, read_all
from sayso.schema import Document

# Lists that name lists that name lists: a sitemap index of an OPML file is the third.
DEEPEST = 4
REMEDY = "Write one address on each line; lines that begin with # are passed over"


class Visit:
    """One go through addresses, in which each article is read once however many lists name it."""

    def __init__(self, options: ReadOptions, issues: Issues) -> None:
        self.fetcher = options.fetcher or Fetcher()
        self.options = options
        self.issues = issues
        self.seen: set[str] = set()

    def read(self, address: str, entry: Entry | None = None, depth: int = 0) -> Iterator[Document]:
        """The documents of what stands at an address; what fails is reported."""
        try:
            address = checked_address(address)
            if self.is_seen(address):
                return
            fetched = self.fetcher.get(address)
            if entry is None and depth < DEEPEST and is_listing(fetched):
                yield from self.read_listed(fetched, depth)
                return
            document = self.document_of(fetched, entry)
        except InputError as error:
            if entry is None or entry.content is None:
                self.issues.fail(error)
                return
            yield from self.carried(entry, error)
            return
        if document is not None:
            yield document

    def read_listed(self, fetched: Fetched, depth: int) -> Iterator[Document]:
        """The documents of all that a list names."""
        listing = read_listing(
            fetched.body,
            name=fetched.final_address,
            content_type=fetched.headers.get("content-type", ""),
            address=fetched.final_address if is_address(fetched.final_address) else None,
        )
        if listing.remark:
            self.issues.remark(fetched.final_address, listing.remark, "Entries may be missing")
        for entry in listing.entries:
            yield from self.read_entry(entry, depth)
        for address in listing.lists:
            yield from self.read(address, None, depth + 1)

    def read_entry(self, entry: Entry, depth: int = 0) -> Iterator[Document]:
        """The article that a list names: from its page, else from the list itself."""
        if entry.address is not None:
            yield from self.read(entry.address, entry, depth + 1)
        else:
            yield from self.carried(entry, InputError(entry.key, "the feed names no page for it", "Leave it out"))

    def carried(self, entry: Entry, error: InputError) -> Iterator[Document]:
        """What the feed carries of an article whose page cannot be had."""
        try:
            document = document_of_entry(entry, self.options, name=entry.address or entry.key, whole=True)
        except InputError:
            self.issues.fail(error)
            return
        self.issues.remark(error.path, f"{error.problem}; its text was taken from the feed", error.remedy)
        yield document

    def document_of(self, fetched: Fetched, entry: Entry | None) -> Document | None:
        """The article of a page; None where another address led to the same before. The page is kept either way."""
        try:
            document = document_of_page(fetched, self.options, entry)
        except InputError:
            self.keep(fetched, None)
            raise
        # Both are noted before the answer is given: the address it was fetched from and the one it gives itself.
        keys = {article_key(fetched.final_address), article_key(document.url or fetched.final_address)}
        known = keys & (self.seen - {article_key(fetched.address)})
        self.seen |= keys
        if known:
            return None
        self.keep(fetched, document)
        return document

    def is_seen(self, address: str) -> bool:
        """Whether the address was asked for before; from now on it was."""
        key = article_key(address)
        seen = key in self.seen
        self.seen.add(key)
        return seen

    def keep(self, fetched: Fetched, document: Document | None) -> None:
        """Hand the page to whoever keeps pages."""
        if self.options.on_fetched is not None:
            self.options.on_fetched(fetched, document)


def read_address(address: str, options: ReadOptions, issues: Issues) -> Iterator[Document]:
    """What stands at an address: the article of a page, or those that a feed or a sitemap names."""
    yield from Visit(options, issues).read(address)


def read_addresses_file(source: Source, options: ReadOptions, issues: Issues) -> Iterator[Document]:
    """What stands at the addresses of a file, one on each line."""
    text = decode(read_all(source, options), name=source.name, encoding=options.encoding, issues=issues)
    visit, found = Visit(options, issues), False
    for number, line in enumerate(text.splitlines(), start=1):
        address = line.strip()
        if not address or address.startswith("#"):
            continue
        found = True
        if is_address(address):
            yield from visit.read(address)
        else:
            issues.fail(InputError(source.name, f"{address[:80]!r} is no web address", REMEDY, line=number))
    if not found:
        raise InputError(source.name, "the file holds no address", REMEDY)


def read_list_file(source: Source, options: ReadOptions, issues: Issues) -> Iterator[Document]:
    """What stands at the addresses that a saved sitemap or an OPML file names."""
    visit = Visit(options, issues)
    yield from visit.read_listed(Fetched(source.name, source.name, 200, "", {}, read_all(source, options)), depth=0)


def is_listing(fetched: Fetched) -> bool:
    """Whether what was fetched is a list rather than a page."""
    return listing_kind(listing_text(fetched.body, name=fetched.final_address)) is not None


def opens_with_addresses(head: str) -> bool:
    """Whether every line says a web address and nothing more, but for remarks; the last may be cut off."""
    lines = [line.strip() for line in head.splitlines()]
    saying = [line for line in lines if line and not line.startswith("#")]
    return bool(saying) and all(is_address(line) and len(line.split()) == 1 for line in saying)
