"""The command that follows the news: `sayso watch`."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.common import (
    NOTHING_DONE,
    PARTLY_DONE,
    Codebook,
    ConfigFile,
    MaxCharacters,
    Model,
    StorePath,
    complain,
    settings_of,
)

if TYPE_CHECKING:
    from sayso.runners.watch import Round

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def watch(
    store: StorePath,
    feeds: Annotated[
        list[str],
        typer.Argument(metavar="FEED…", help="Web addresses of feeds and sitemaps; OPML files.", show_default=False),
    ],
    every: Annotated[str, typer.Option(metavar="TIME", help="Time between rounds: 90s, 15m, 2h, 1d.")] = "15m",
    once: Annotated[bool, typer.Option("--once", help="One round, then stop: for cron.")] = False,
    since: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="Leave older articles where the list says their day.")
    ] = None,
    config: ConfigFile = None,
    model: Model = None,
    codebook: Codebook = None,
    max_characters: MaxCharacters = None,
) -> None:
    """Follow feeds and sitemaps: code new and changed articles as they come, until Ctrl-C."""
    from sayso.api import begin_run, build_pipeline, open_store
    from sayso.fetching import Fetcher
    from sayso.readers import ReadOptions
    from sayso.runners.watch import Watcher, feeds_named
    from sayso.store.events import check_days

    settings = settings_of(config, model=model, codebook=codebook, max_characters=max_characters)
    pause, addresses = length_of(every), feeds_named(feeds)
    check_days(since=since)
    with open_store(store) as opened, stop_signals() as stop:
        watcher = Watcher(
            opened,
            addresses,
            fetcher=Fetcher(settings.fetching, clock=StoppableClock(stop)),
            # The language model is loaded with the first article.
            code=lambda documents: build_pipeline(settings).stream(documents),
            begin_run=lambda: begin_run(opened, settings),
            options=ReadOptions(max_characters=settings.max_characters),
            every=pause,
            since=since,
            on_issue=lambda issue: complain(str(issue)),
            stopping=stop.is_set,
        )
        for done in watcher.rounds(once=once):
            typer.echo(summary(done))
        if stop.is_set():
            typer.echo(f"stopped; the same command goes on from here: {opened.name}")
        elif once and done.failed:
            raise typer.Exit(PARTLY_DONE if done.read or done.unchanged else NOTHING_DONE)


def summary(done: Round) -> str:
    """One line for a round."""
    from sayso.formats.terminal import counted

    feeds = [f"{counted(done.read, 'feed')} read", f"{done.unchanged} unchanged"]
    feeds += [f"{done.failed} failed"] if done.failed else []
    feeds += [f"{done.waiting} to be asked later"] if done.waiting else []
    articles = f"{done.new} new, {done.changed} changed" + (f", {done.later} to be tried again" if done.later else "")
    parts = [", ".join(feeds), articles, counted(done.issues, "issue")]
    if done.next_at is not None:
        parts.append(f"next round at {done.next_at:%H:%M:%S}")
    return f"{done.started:%Y-%m-%d %H:%M:%S} UTC: {' · '.join(parts)}"


def length_of(every: str) -> timedelta:
    """The time that is written as 90s, 15m, 2h or 1d."""
    from sayso.errors import SettingsError

    found = re.fullmatch(r"(\d{1,6})\s*([smhd])", every.strip().lower())
    if found is None or int(found[1]) == 0:
        raise SettingsError(f"--every {every}: write a number and a unit, such as 90s, 15m, 2h or 1d.")
    return timedelta(**{UNITS[found[2]]: int(found[1])})


@contextmanager
def stop_signals() -> Iterator[Event]:
    """An event that Ctrl-C or SIGTERM sets, while the block runs; a second Ctrl-C ends the program at once."""
    stop = Event()

    def asked(number: int, frame: FrameType | None) -> None:
        if stop.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        stop.set()
        complain("stopping after the article in hand; Ctrl-C once more stops at once.")

    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class StoppableClock:
    """The machine's clock; a wait ends when somebody asks to stop."""

    def __init__(self, stop: Event) -> None:
        self.stop = stop

    def now(self) -> datetime:
        """The time, in UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Wait so long; `Stopped` where the wait was ended."""
        from sayso.runners.watch_items import Stopped

        if self.stop.wait(max(0.0, seconds)):
            raise Stopped
