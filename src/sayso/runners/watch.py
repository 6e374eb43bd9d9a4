"""Watches feeds and sitemaps: reads them in rounds, codes what is new or has changed, keeps all state in the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from sayso.errors import InputError
from sayso.fetching import Fetched, Fetcher, FetchError
from sayso.fetching.addresses import checked_address
from sayso.fetching.failures import TooSoon
from sayso.readers.issues import Issues
from sayso.readers.listings import MOST_BYTES, Listing, read_listing
from sayso.readers.options import ReadOptions
from sayso.relations.joining import join
from sayso.runners.watch_items import Code, Items, Outcome, Stopped
from sayso.schema import Issue
from sayso.store import Run, Store
from sayso.store.fetched import FeedState, read_feed, read_items, write_feed

# A feed that goes on failing is asked at least once in so long.
LONGEST_PAUSE = timedelta(days=1)
# Lists that name lists: an OPML file on the web that names a sitemap's index is the third.
DEEPEST = 3


@dataclass(slots=True)
class Round:
    """What one round did. `next_at` is when the next one begins; None after the last."""

    started: datetime
    read: int = 0
    unchanged: int = 0
    failed: int = 0
    waiting: int = 0
    new: int = 0
    changed: int = 0
    later: int = 0
    issues: int = 0
    stopped: bool = False
    next_at: datetime | None = None

    def count(self, outcome: Outcome) -> None:
        """Count what became of an item."""
        self.new += outcome == "new"
        self.changed += outcome == "changed"
        self.later += outcome == "later"


class Watcher:
    """Reads the feeds round by round. What goes wrong with one never stops the others.

    `code` is the stream of a pipeline, loaded once; `begin_run` notes in the store that a run begins, once a round and
    only where there is something to keep. `stopping` is asked between documents; the fetcher's clock may raise
    `Stopped` while it waits.
    """

    def __init__(
        self,
        store: Store,
        feeds: Sequence[str],
        *,
        fetcher: Fetcher,
        code: Code,
        begin_run: Callable[[], Run],
        options: ReadOptions,
        every: timedelta,
        since: str | None = None,
        on_issue: Callable[[Issue], None] = lambda issue: None,
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self.store = store
        self.feeds = feeds
        self.fetcher = fetcher
        self.clock = fetcher.clock
        self.every = every
        self.on_issue = on_issue
        self.stopping = stopping
        self.begin_run = begin_run
        self.run: Run | None = None
        self.current: Round = Round(self.clock.now())
        self.items = Items(
            store, fetcher, code, options, run=self.run_of_round, note=self.note, since=since, stopping=stopping
        )

    def rounds(self, *, once: bool = False) -> Iterator[Round]:
        """Each round when it is over; without `once` they go on until somebody stops them."""
        while True:
            done = self.round()
            if once or done.stopped:
                yield done
                return
            done.next_at = max(done.started + self.every, self.clock.now())
            yield done
            try:
                self.clock.sleep((done.next_at - self.clock.now()).total_seconds())
            except Stopped:
                return
            if self.stopping():
                return

    def round(self) -> Round:
        """Read every feed once."""
        self.current = Round(self.clock.now())
        try:
            for feed in self.feeds:
                self.read(feed)
        except Stopped:
            self.current.stopped = True
        if self.run is not None:
            self.store.finish_run(self.run)
            self.run = None
        if self.current.new or self.current.changed:
            join(self.store)
        return self.current

    def read(self, feed: str, depth: int = 0) -> None:
        """Read one feed and take its items; what is wrong with it is noted, and when it will be read again."""
        if self.stopping():
            raise Stopped
        with self.store.reading() as connection:
            state = read_feed(connection, feed)
        if self.is_paused(state):
            self.current.waiting += 1
            return
        try:
            fetched = self.fetcher.get(feed, etag=state.etag, last_modified=state.last_modified, most=MOST_BYTES)
            listing = None if fetched.not_modified else list_in(fetched, feed)
        except TooSoon:
            self.current.waiting += 1
        except InputError as error:
            self.failed(state, error)
        else:
            if listing is not None:
                self.current.read += 1
                self.take_all(state, fetched, listing, depth)
            else:
                self.current.unchanged += 1
                self.write(replace(state, failures=0, last_read=stamp(self.clock.now())), self.every)

    def is_paused(self, state: FeedState) -> bool:
        """Whether a feed that failed is left alone for now."""
        if not state.failures or state.next_read is None:
            return False
        return datetime.fromisoformat(state.next_read) > self.clock.now()

    def take_all(self, state: FeedState, fetched: Fetched, listing: Listing, depth: int) -> None:
        """Take what a list names, and note its state when that is done."""
        read_at, feed = stamp(self.clock.now()), state.address
        if listing.remark and listing.remark != state.problem:
            self.note(Issue("reader", listing.remark, "Entries may be missing", path=feed, severity="note"))
        with self.store.reading() as connection:
            known = read_items(connection, feed)
        settled = True
        # The oldest first: what replaces or repeats an article comes after it.
        for entry in reversed(listing.entries):
            outcome = self.items.take(feed, entry, known.get(entry.key))
            self.current.count(outcome)
            settled = settled and outcome != "later"
        for further in listing.lists:
            if depth < DEEPEST:
                self.read(further, depth + 1)
        # With these marks the host may say next time that nothing is new: only true when everything was taken.
        etag, modified = fetched.headers.get("etag"), fetched.headers.get("last-modified")
        marks = (etag, modified) if settled and not listing.lists else (None, None)
        self.write(FeedState(feed, *marks, last_read=read_at, problem=listing.remark), self.every)

    def failed(self, state: FeedState, error: InputError) -> None:
        """A feed that gave nothing: told when it begins to fail or fails in another way, and asked less often."""
        self.current.failed += 1
        if error.problem != state.problem:
            Issues(self.note).fail(error)
        failures = state.failures + 1
        pause = min(LONGEST_PAUSE, self.every * 2 ** min(failures - 1, 10))
        asked = error.retry_at if isinstance(error, FetchError) else None
        if asked is not None:
            pause = max(pause, asked - self.clock.now())
        self.write(replace(state, failures=failures, problem=error.problem), pause)

    def write(self, state: FeedState, pause: timedelta) -> None:
        """Note the state of a feed and when it is read next."""
        with self.store.writing() as connection:
            write_feed(connection, replace(state, next_read=stamp(self.clock.now() + pause)))

    def note(self, issue: Issue) -> None:
        """One problem: kept with the run, and told."""
        self.current.issues += issue.severity == "error"
        self.store.add_issue(issue, self.run_of_round())
        self.on_issue(issue)

    def run_of_round(self) -> Run:
        """The run of this round, begun when it is first asked for."""
        if self.run is None:
            self.run = self.begin_run()
        return self.run


def list_in(fetched: Fetched, feed: str) -> Listing:
    """The list that was fetched."""
    content_type = fetched.headers.get("content-type", "")
    return read_listing(fetched.body, name=feed, content_type=content_type, address=fetched.final_address)


def feeds_named(arguments: Iterable[str]) -> list[str]:
    """The feeds behind the arguments, each once: web addresses, and OPML files with many of them."""
    feeds: dict[str, None] = {}
    for argument in arguments:
        for address in [argument] if "://" in argument else feeds_of_file(argument):
            feeds[checked_address(address)] = None
    return list(feeds)


def feeds_of_file(name: str) -> Sequence[str]:
    """The feeds that an OPML file names."""
    try:
        data = Path(name).read_bytes()
    except OSError as error:
        remedy = "Give the web address of a feed, or an OPML file"
        raise InputError(name, f"the file cannot be read ({error.strerror})", remedy) from error
    listing = read_listing(data, name=name)
    if not listing.lists:
        raise InputError(name, "a file on this machine does not change", "Give the web address of the feed")
    return listing.lists


def stamp(moment: datetime) -> str:
    """A time as the store keeps it."""
    return moment.isoformat(timespec="seconds")
