"""Reads WARC files of web crawls: the HTML pages that were fetched, each once, with what was passed over counted."""

from __future__ import annotations

import codecs
import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from sayso.errors import DocumentTooLarge, InputError
from sayso.readers.archive import ArchiveRecord, read_archive
from sayso.readers.html import NoArticle, declared_encoding, decode_page, page_document
from sayso.readers.issues import Issues
from sayso.readers.options import ReadOptions, is_encoding
from sayso.readers.packing import OnePass
from sayso.readers.payload import OPENS_MARKUP, Unpackable, is_utf_8, without_coding
from sayso.readers.source import Source
from sayso.schema import Document

PAGE_TYPES = ("text/html", "application/xhtml+xml")
VAGUE_TYPES = ("", "text/plain", "application/octet-stream", "application/xml", "text/xml", "unknown/unknown")
# How the summary calls what is no page, by the whole media type or its first part.
KINDS = {
    "image": "images",
    "audio": "sounds and films",
    "video": "sounds and films",
    "font": "fonts",
    "text/css": "style sheets and scripts",
    "text/javascript": "style sheets and scripts",
    "application/javascript": "style sheets and scripts",
    "application/x-javascript": "style sheets and scripts",
    "application/json": "data files",
    "application/pdf": "PDF documents",
}
# What `extra` keeps of a record, under which names.
KEPT = {
    "fetched": "WARC-Date",
    "fetched_from": "WARC-Target-URI",
    "warc_record": "WARC-Record-ID",
    "warc_truncated": "WARC-Truncated",
}
OTHER = "files of other types"
UNCOUNTED = ""
REMEDY = "Articles are read from the HTML pages that a server answered with status 200"


@dataclass(slots=True)
class Crawl:
    """What one file held: the digests of pages seen, so that each is read once, and what was passed over."""

    seen: set[bytes] = field(default_factory=set)
    passed_over: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    packed: bool = False

    def is_new(self, page: bytes) -> bool:
        """Whether no page with the same bytes came before."""
        # The digest that the record states is not trusted: writers take it of other stretches of bytes.
        digest = hashlib.blake2b(page, digest_size=16).digest()
        if digest in self.seen:
            return False
        self.seen.add(digest)
        return True


@dataclass(frozen=True, slots=True)
class Page:
    """A page out of the archive, unpacked, and what its server said of it."""

    data: bytes
    address: str | None
    charset: str | None
    extra: dict[str, str]


def read_warc_file(source: Source, options: ReadOptions, issues: Issues) -> Iterator[Document]:
    """The article of each page; a record that fails is reported and the next is read."""
    crawl = Crawl(packed=source.packed)
    with archive_stream(source) as stream:
        for record in read_archive(stream, issues, name=source.name, searchable=source.file is not None):
            name = f"{source.name}, {record.address}" if record.address else source.name
            try:
                page = page_of(record, crawl, options, name=name)
                if page is None:
                    continue
                text = decode_archived(page, options, issues, name=name)
                document = page_document(text, options, path=name, url=page.address, extra=page.extra)
            except NoArticle:
                crawl.passed_over["pages without an article"] += 1
                continue
            except InputError as error:
                issues.fail(error)
                continue
            crawl.articles += 1
            yield document
    sum_up(crawl, source, issues)


@contextmanager
def archive_stream(source: Source) -> Iterator[BinaryIO]:
    """The file as it lies there, since its packing marks where records begin; else the unpacked stream."""
    if source.file is None:
        yield cast(BinaryIO, OnePass(source.stream))
    else:
        with source.file.open("rb") as stream:
            yield stream


def page_of(record: ArchiveRecord, crawl: Crawl, options: ReadOptions, *, name: str) -> Page | None:
    """The page in the record; None where it holds none, or one that was read before."""
    passed_over = why_passed_over(record, packed=crawl.packed)
    if passed_over is None:
        data = content_of(record, options, name=name)
        if data is None:
            return None
        if content_type(record) not in PAGE_TYPES and not OPENS_MARKUP.match(data):
            passed_over = OTHER
        elif not crawl.is_new(data):
            passed_over = "pages met before"
        else:
            return Page(data, record.address, record.record.http_charset, told_by_archive(record))
    if passed_over != UNCOUNTED:
        crawl.passed_over[passed_over] += 1
    return None


def why_passed_over(record: ArchiveRecord, *, packed: bool) -> str | None:
    """What the record is, in the plural, where its headers say that it holds no page; None where it may."""
    from fastwarc.warc import WarcRecordType as Type

    kind = record.record.record_type
    if kind == Type.revisit:
        return "revisits of a page without its text"
    if kind in (Type.conversion, Type.continuation):
        return "conversions and continuations"
    # Gzip has a checksum of its own; a plain file has nothing but the digests.
    if not packed and kind in (Type.response, Type.resource) and not record.matches_digest():
        return UNCOUNTED
    if kind == Type.response:
        if not record.has_http():
            return UNCOUNTED if record.damage is not None else "answers that are not HTTP"
        if (status := record.record.http_headers.status_code) != 200:
            return why_not_200(status)
    elif kind != Type.resource:
        return UNCOUNTED if kind in (Type.warcinfo, Type.request, Type.metadata) else "records of an unknown kind"
    media = content_type(record)
    if media in PAGE_TYPES:
        return None
    if (record.address or "").partition("?")[0].endswith("/robots.txt"):
        return "robots.txt"
    if media in VAGUE_TYPES:
        return None
    return KINDS.get(media) or KINDS.get(media.partition("/")[0]) or OTHER


def why_not_200(status: int | None) -> str:
    """How the summary calls an answer that is not the page."""
    if status is None:
        return "answers without a status"
    if 300 <= status < 400:
        return "redirects"
    return "errors of the server (status 4xx, 5xx)" if status >= 400 else "answers without a page"


def content_type(record: ArchiveRecord) -> str:
    """The media type that the server stated, or for a resource the archive; "" where there is none."""
    stated = (
        record.record.http_content_type if record.record.is_http_parsed else record.record.headers.get("Content-Type")
    )
    return (stated or "").partition(";")[0].strip().lower()


def content_of(record: ArchiveRecord, options: ReadOptions, *, name: str) -> bytes | None:
    """The bytes of the page, unpacked; None where the archive is damaged there, which it reports itself."""
    most = options.max_bytes + 1
    data = record.read(most)
    if data is None:
        return None
    codings = ("Transfer-Encoding", "Content-Encoding") if record.record.is_http_parsed else ()
    is_page = content_type(record) in PAGE_TYPES
    try:
        for header in codings:
            data = without_coding(data, record.record.http_headers.get(header), most=most)
    except Unpackable as error:
        if not is_page:
            return b""
        raise InputError(name, f"the page cannot be unpacked: {error}", "Fetch it again") from error
    if len(data) < most or not is_page:
        return data
    raise DocumentTooLarge(
        name,
        f"the page has more than {options.max_bytes:,} bytes, far over the limit of {options.max_characters:,} "
        "characters for one document",
        "Leave it out, or raise `max_characters`",
    )


def told_by_archive(record: ArchiveRecord) -> dict[str, str]:
    """What `extra` keeps: when the page was fetched, which is no date of publication, and what was cut off."""
    stated = {key: record.record.headers.get(name) for key, name in KEPT.items()}
    return {key: value.strip("<>") for key, value in stated.items() if value}


def decode_archived(page: Page, options: ReadOptions, issues: Issues, *, name: str) -> str:
    """The page as text: UTF-8 where its bytes are, whatever anybody says; else as its server says, or it itself."""
    if options.encoding is None and page.charset is not None and is_encoding(page.charset):
        if is_utf_8(page.data):
            return page.data.decode("utf-8")
        codec = codecs.lookup(page.charset).name
        # Latin-1 is what many servers say of every page; a page that knows better says so.
        latin = codec in ("iso8859-1", "ascii", "cp1252") and declared_encoding(page.data) is None
        other = not codec.startswith(("utf-8", "iso8859-1", "ascii", "cp1252"))
        wide = codec.startswith(("utf-16", "utf-32"))
        if latin or (other and wide == (b"\0" in page.data)):
            with suppress(UnicodeError):
                return page.data.decode("cp1252" if latin else codec)
    return decode_page(page.data, options, name=name, issues=issues)


def sum_up(crawl: Crawl, source: Source, issues: Issues) -> None:
    """Say what was passed over, in one line; a file without a single article cannot be what the user meant."""
    counts = ", ".join(f"{count:,} {what}" for what, count in crawl.passed_over.most_common())
    if crawl.articles == 0:
        issues.fail(InputError(source.name, f"no article could be read ({counts or 'nothing was fetched'})", REMEDY))
    elif counts:
        issues.remark(source.name, f"{crawl.articles:,} articles were read; passed over were {counts}", REMEDY)
