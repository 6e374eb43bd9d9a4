"""What becomes of one item of a watched feed: new, changed, known, to be tried later, or given up with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Literal

from sayso.errors import InputError
from sayso.fetching import Fetcher, FetchError
from sayso.fetching.addresses import article_key
from sayso.fetching.failures import TooSoon
from sayso.readers.dates import iso_day, page_day
from sayso.readers.fetched import document_of_entry, document_of_page
from sayso.readers.issues import Issues
from sayso.readers.listings import Entry
from sayso.readers.options import ReadOptions
from sayso.schema import CodedDocument, Document, Issue
from sayso.store import Run, Store
from sayso.store.fetched import (
    ItemState,
    document_at,
    keep_page,
    put_in_place_of,
    write_addresses,
    write_item,
)
from sayso.store.records import UnfitRecord, read_documents

Outcome = Literal["new", "changed", "known", "later", "failed"]
Code = Callable[[Iterable[Document]], Iterator[CodedDocument]]

# A page that fails for a while is given up after so many rounds, but not on the first day.
LEAST_TRIES = 5
LONGEST_TRIED = timedelta(days=1)


class Stopped(Exception):
    """Somebody asked to stop, and the document in hand is done."""


class Items:
    """Takes items of feeds: fetches the page, codes its article, and notes what it was."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        code: Code,
        options: ReadOptions,
        *,
        run: Callable[[], Run],
        note: Callable[[Issue], None],
        since: str | None,
        stopping: Callable[[], bool],
    ) -> None:
        self.store = store
        self.fetcher = fetcher
        self.code = code
        self.options = options
        self.run = run
        self.note = note
        self.since = since
        self.stopping = stopping

    def take(self, feed: str, entry: Entry, before: ItemState | None) -> Outcome:
        """One item, unless the feed says the same of it as `before`, when it was settled."""
        if self.stopping():
            raise Stopped
        if before is None and self.is_too_old(entry):
            return "known"
        if before is not None and before.settled and before.stated == entry.stated:
            return "known"
        if before is None:
            with self.store.reading() as connection:
                current = document_at(connection, keys_of(entry.address))
            if current is not None:
                # Another feed has brought it.
                self.settle(feed, entry, before, current)
                return "known"
        try:
            document, keys = self.document_of(entry, last_try=self.is_last_try(before))
        except InputError as error:
            return self.put_off(feed, entry, before, error)
        return self.keep(feed, entry, before, document, keys)

    def document_of(self, entry: Entry, *, last_try: bool) -> tuple[Document, set[str]]:
        """The article's document and what its addresses come to: from its page, else from what the feed carries."""
        if entry.address is None:
            return document_of_entry(entry, self.options, name=entry.key, whole=True), set()
        try:
            return self.document_at(entry, entry.address)
        except InputError as error:
            if entry.content is None or (is_temporary(error) and not last_try):
                raise
            document = carried(entry, self.options, error)
            problem = f"{error.problem}; its text was taken from the feed"
            self.note(Issue("reader", problem, error.remedy, path=entry.address, severity="note"))
            return document, keys_of(entry.address)

    def document_at(self, entry: Entry, address: str) -> tuple[Document, set[str]]:
        """The article of an item's page; the page is kept as it came, also where no article is found in it."""
        fetched = self.fetcher.get(address)
        found: Document | None = None
        try:
            found = document_of_page(fetched, self.options, entry)
        finally:
            with self.store.writing() as connection:
                keep_page(connection, fetched, found.id if found else None)
        return found, keys_of(address, fetched.final_address, found.url)

    def put_off(self, feed: str, entry: Entry, before: ItemState | None, error: InputError) -> Outcome:
        """An item without an article: tried again where that may help, else given up. Told at first and in the end."""
        too_soon = isinstance(error, TooSoon)
        failures = failures_of(before) + (not too_soon)
        later = too_soon or (is_temporary(error) and not self.is_last_try(before))
        if not too_soon and (not later or failures == 1):
            Issues(self.note).fail(error)
        document_id = before.document_id if before else None
        self.write(feed, entry, before, document_id, settled=not later, failures=failures)
        return "later" if later else "failed"

    def keep(self, feed: str, entry: Entry, before: ItemState | None, document: Document, keys: set[str]) -> Outcome:
        """Code an article that is new or reads otherwise than before, and note under which addresses it is known."""
        with self.store.reading() as connection:
            current = document_at(connection, keys)
            text = next((each.text for each in read_documents(connection, current)), None) if current else None
        was_taken = before is not None and before.document_id is not None
        if current is not None and text is not None and (text == document.text or not was_taken):
            # The same article by another way, or one of which only what the feed says has changed.
            self.settle(feed, entry, before, current, keys)
            return "known"
        if not self.code_and_keep(document, again=current is not None):
            self.settle(feed, entry, before, before.document_id if before else None)
            return "failed"
        run = self.run()
        with self.store.writing() as connection:
            write_addresses(connection, keys, document.id)
            if current is not None and current != document.id:
                put_in_place_of(connection, document.id, current, time=run.started)
        self.settle(feed, entry, before, document.id)
        return "new" if current is None else "changed"

    def code_and_keep(self, document: Document, *, again: bool) -> bool:
        """Code a document and keep it; False where that failed, with the reason noted."""
        kept = self.store.recode if again else self.store.add
        done = False
        for coded in self.code([document]):
            for issue in coded.issues:
                self.note(issue)
            if not coded.issues:
                try:
                    kept(coded, self.run(), on_error="raise")
                    done = True
                except UnfitRecord as error:
                    self.note(Issue("store", str(error), path=document.url or document.id))
        return done

    def settle(
        self,
        feed: str,
        entry: Entry,
        before: ItemState | None,
        document_id: str | None,
        keys: set[str] | None = None,
    ) -> None:
        """Note that nothing more is to be done with an item until its feed says something else of it."""
        if keys and document_id is not None:
            with self.store.writing() as connection:
                write_addresses(connection, keys, document_id)
        self.write(feed, entry, before, document_id, settled=True, failures=0)

    def write(
        self,
        feed: str,
        entry: Entry,
        before: ItemState | None,
        document_id: str | None,
        *,
        settled: bool,
        failures: int,
    ) -> None:
        """Note the state of an item."""
        first_seen = before.first_seen if before else self.fetcher.clock.now().isoformat(timespec="seconds")
        state = ItemState(feed, entry.key, entry.address, entry.stated, int(settled), failures, document_id, first_seen)
        with self.store.writing() as connection:
            write_item(connection, state)

    def is_last_try(self, before: ItemState | None) -> bool:
        """Whether an item that fails once more is given up."""
        if before is None or failures_of(before) + 1 < LEAST_TRIES:
            return False
        return self.fetcher.clock.now() - datetime.fromisoformat(before.first_seen) >= LONGEST_TRIED

    def is_too_old(self, entry: Entry) -> bool:
        """Whether the list says that the article is from before the days that are watched for."""
        day = entry.published or page_day(entry.changed or "")
        return self.since is not None and day is not None and iso_day(day) is not None and day < self.since


def is_temporary(error: InputError) -> bool:
    """Whether the page may be had later."""
    return isinstance(error, FetchError) and error.temporary


def carried(entry: Entry, options: ReadOptions, error: InputError) -> Document:
    """What the feed carries of an article; the page's own error where that is too little."""
    try:
        return document_of_entry(entry, options, name=entry.address or entry.key, whole=True)
    except InputError:
        raise error from None


def keys_of(*addresses: str | None) -> set[str]:
    """What the addresses come to, as articles are known by."""
    return {article_key(address) for address in addresses if address}


def failures_of(before: ItemState | None) -> int:
    """How often an item has failed so far."""
    return before.failures if before and not before.settled else 0
