"""How a batch tells what it does: a bar for a person, lines of JSON for a machine."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from sayso.runners.job import ShardDone
    from sayso.runners.manifest import Manifest, Plan

LINE_EVERY = 30.0


@dataclass(frozen=True, slots=True)
class WorkerState:
    """A worker as seen from outside: its shard and how far it is there, in documents, words and `bytes` of input.

    `seconds` is how long it has had the document in hand, `held` how many bytes of memory it holds.
    """

    shard: str | None
    documents: int
    of: int
    words: int
    bytes: int
    seconds: float
    held: int
    started: int


class Report(Protocol):
    """Who wants to know."""

    def began(self, plan: Plan) -> None:
        """The run begins."""
        ...

    def shard(self, done: ShardDone) -> None:
        """A shard is done and on the disk."""
        ...

    def workers(self, states: list[WorkerState], *, stopping: bool) -> None:
        """How the workers are; told about twice a second."""
        ...

    def ended(self, manifest: Manifest) -> None:
        """The run is over, complete or not."""
        ...


class Quiet:
    """Tells nobody."""

    def began(self, plan: Plan) -> None:
        """Nothing."""

    def shard(self, done: ShardDone) -> None:
        """Nothing."""

    def workers(self, states: list[WorkerState], *, stopping: bool) -> None:
        """Nothing."""

    def ended(self, manifest: Manifest) -> None:
        """Nothing."""


class Several:
    """Tells several."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self.reports = tuple(reports)

    def began(self, plan: Plan) -> None:
        """Pass it on."""
        for report in self.reports:
            report.began(plan)

    def shard(self, done: ShardDone) -> None:
        """Pass it on."""
        for report in self.reports:
            report.shard(done)

    def workers(self, states: list[WorkerState], *, stopping: bool) -> None:
        """Pass it on."""
        for report in self.reports:
            report.workers(states, stopping=stopping)

    def ended(self, manifest: Manifest) -> None:
        """Pass it on."""
        for report in self.reports:
            report.ended(manifest)


class Pace:
    """How far a run is and how fast: what was done before it counts for how far, not for how fast."""

    def __init__(self, plan: Plan, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.began = clock()
        self.bytes_total = plan.bytes
        self.bytes_before = sum(done.bytes for done in plan.done.values())
        self.documents_before = sum(done.documents for done in plan.done.values())
        self.bytes = self.documents = self.words = self.errors = self.in_hand = self.words_in_hand = 0
        self.bytes_in_hand = 0

    def shard(self, done: ShardDone) -> None:
        """Count a shard."""
        self.bytes += done.bytes
        self.documents += done.documents
        self.words += done.words
        self.errors += done.errors

    def workers(self, states: list[WorkerState]) -> None:
        """Count what is in hand."""
        self.in_hand = sum(state.documents for state in states)
        self.words_in_hand = sum(state.words for state in states)
        self.bytes_in_hand = sum(state.bytes for state in states)

    @property
    def seconds(self) -> float:
        """Since this run began."""
        return max(self.clock() - self.began, 1e-9)

    @property
    def share(self) -> float:
        """The part of the input that is done, of 1."""
        read = self.bytes_before + self.bytes + self.bytes_in_hand
        return min(read / self.bytes_total, 1.0) if self.bytes_total else 1.0

    @property
    def documents_a_second(self) -> float:
        """Documents coded in this run, by the second."""
        return (self.documents + self.in_hand) / self.seconds

    @property
    def words_a_second(self) -> float:
        """Words coded in this run, by the second."""
        return (self.words + self.words_in_hand) / self.seconds

    @property
    def seconds_left(self) -> float | None:
        """By the pace so far; None as long as that says nothing."""
        before = self.bytes_before / self.bytes_total if self.bytes_total else 0
        done = self.share - before
        return (1 - self.share) * self.seconds / done if done > 0 else None


class Bar(Quiet):
    """A progress bar with a line for each worker; where there is no terminal, a line of text now and then."""

    def __init__(self, console: Console) -> None:
        from rich.live import Live

        self.console = console
        self.live = Live(console=console, refresh_per_second=4, transient=True) if console.is_terminal else None
        self.pace: Pace | None = None
        self.told = 0.0

    def began(self, plan: Plan) -> None:
        """Show it."""
        self.pace = Pace(plan)
        if not plan.work:
            self.console.print("Nothing is left to do.")
        elif self.live is not None:
            self.live.start()

    def shard(self, done: ShardDone) -> None:
        """Count it."""
        if self.pace is not None:
            self.pace.shard(done)

    def workers(self, states: list[WorkerState], *, stopping: bool) -> None:
        """Show them."""
        if self.pace is None:
            return
        self.pace.workers(states)
        if self.live is not None:
            self.live.update(picture(self.pace, states, stopping))
        elif self.pace.seconds - self.told >= LINE_EVERY:
            self.told = self.pace.seconds
            self.console.print(line(self.pace))

    def ended(self, manifest: Manifest) -> None:
        """Take the bar away; what is to be said at the end is the command's."""
        if self.live is not None:
            self.live.stop()


def picture(pace: Pace, states: list[WorkerState], stopping: bool) -> RenderableType:
    """The bar, the figures, the workers."""
    from rich.progress_bar import ProgressBar
    from rich.table import Table
    from rich.text import Text

    shown = Table.grid()
    shown.add_row(ProgressBar(total=1.0, completed=pace.share, width=60))
    shown.add_row(line(pace))
    for number, state in enumerate(states, 1):
        shown.add_row(Text("  " + worker_line(number, state), style="dim"))
    if stopping:
        shown.add_row(Text("Ending after the shards in hand; Ctrl-C again ends at once.", style="bold"))
    return shown


def line(pace: Pace) -> str:
    """The figures of a run."""
    documents = pace.documents_before + pace.documents + pace.in_hand
    left = pace.seconds_left
    return (
        f"{pace.share:6.1%} · {documents:,} documents · {pace.documents_a_second:,.1f} documents/s · "
        f"{pace.words_a_second:,.0f} words/s · {'' if left is None else in_time(left) + ' left · '}{pace.errors} lost"
    )


def worker_line(number: int, state: WorkerState) -> str:
    """What a worker does."""
    memory = f"{state.held / 1e6:5,.0f} MB"
    again = f", started {state.started} times" if state.started > 1 else ""
    if state.shard is None:
        return f"worker {number}  waits   {memory}{again}"
    slow = f", {state.seconds:.0f} s on one document" if state.seconds >= 10 else ""
    return f"worker {number}  {state.shard}  {state.documents:>4}/{state.of}  {memory}{slow}{again}"


def in_time(seconds: float) -> str:
    """Seconds as a person says them: 42 s, 7 min, 3 h 20 min, 4 days."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 120:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours < 48 else f"{round(hours / 24)} days"


class JsonLines(Quiet):
    """One JSON object a line for each thing that happens: began, shard, workers (now and then), ended."""

    def __init__(self, stream: IO[str] = sys.stderr, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.stream = stream
        self.clock = clock
        self.told = 0.0
        self.pace: Pace | None = None

    def began(self, plan: Plan) -> None:
        """What there is to do."""
        self.pace = Pace(plan, self.clock)
        self._write(
            "began",
            out=plan.folder.name,
            digest=plan.manifest.digest,
            files=sum(len(section.files) for section in plan.sections),
            bytes=plan.bytes,
            shards_done=len(plan.done),
        )

    def shard(self, done: ShardDone) -> None:
        """What became of a shard, and how fast it goes."""
        if self.pace is not None:
            self.pace.shard(done)
            self._write("shard", **asdict(done), **figures(self.pace))

    def workers(self, states: list[WorkerState], *, stopping: bool) -> None:
        """How the workers are, every half minute."""
        if self.pace is None or self.pace.seconds - self.told < LINE_EVERY:
            return
        self.told = self.pace.seconds
        self._write("workers", stopping=stopping, workers=[asdict(state) for state in states])

    def ended(self, manifest: Manifest) -> None:
        """The totals of all that is done."""
        self._write("ended", complete=manifest.complete, totals=manifest.totals)

    def _write(self, happened: str, **facts: Any) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        self.stream.write(json.dumps({"at": now, "event": happened, **facts}) + "\n")
        self.stream.flush()


def figures(pace: Pace) -> Mapping[str, Any]:
    """The figures of a run for a machine."""
    left = pace.seconds_left
    return {
        "share": round(pace.share, 4),
        "documents_per_second": round(pace.documents_a_second, 2),
        "words_per_second": round(pace.words_a_second, 1),
        "seconds_left": None if left is None else round(left),
    }
