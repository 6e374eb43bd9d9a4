"""Runs a batch on the cores of this machine: readers cut shards, worker processes code them, this one only watches."""

from __future__ import annotations

import queue
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType

from sayso.errors import SettingsError
from sayso.runners.coder import ShardCoder
from sayso.runners.cutter import ReadingProcess
from sayso.runners.job import Job, ShardDone, Task
from sayso.runners.manifest import Plan, Work
from sayso.runners.process import Stopped
from sayso.runners.progress import Report, WorkerState
from sayso.runners.shards import Shard, cut
from sayso.runners.worker import CodingProcess

# One reader feeds about so many workers, of pages in HTML; of JSONL many more.
WORKERS_A_READER = 8
TELL_EVERY = 0.5


class Stop:
    """Whether the user wants it to end: after the shards in hand, or at once.

    `is_watched` says that somebody looks at it all the time, so that nothing has to be broken off by force.
    """

    def __init__(self) -> None:
        self.wanted = threading.Event()
        self.at_once = threading.Event()
        self.is_watched = False

    def ask(self) -> None:
        """The first time asks for an end after the shards in hand, the second for one at once."""
        (self.at_once if self.wanted.is_set() else self.wanted).set()


@contextmanager
def asked_by_signals(stop: Stop) -> Iterator[None]:
    """Take Ctrl-C and SIGTERM for the wish to end."""

    def ask(number: int, frame: FrameType | None) -> None:
        stop.ask()
        if stop.at_once.is_set() and not stop.is_watched:
            raise KeyboardInterrupt

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def run_local(plan: Plan, job: Job, *, workers: int, report: Report, stop: Stop | None = None) -> None:
    """Code what is left of a plan. What is asked of `stop` ends it early; a `BatchError` says why it cannot go on."""
    refuse_memory(plan)
    LocalRun(plan, job, workers, report, stop or Stop()).run()


def run_here(plan: Plan, job: Job, *, report: Report, stop: Stop | None = None) -> None:
    """Code what is left of a plan in this process, where a debugger can follow; a document may end or hang it."""
    stop, code = stop or Stop(), ShardCoder(job, plan.folder)
    for work in plan.work:
        for shard in cut(work.section, plan.cutting, work.start):
            if stop.wanted.is_set():
                return
            report.shard(code(Task(shard)))


def refuse_memory(plan: Plan) -> None:
    """Raise `SettingsError` for an output that the workers could not share."""
    if plan.folder.name.startswith("memory:"):
        raise SettingsError(f"{plan.folder.name}: what lies in memory is not shared by processes. Give a folder.")


class LocalRun:
    """One run: threads that each mind one process, and what they share."""

    def __init__(self, plan: Plan, job: Job, workers: int, report: Report, stop: Stop) -> None:
        self.report = report
        self.stop = stop
        self.failure: BaseException | None = None
        # What is cut already and not yet coded is held in memory: so much that no worker waits.
        self.shards: queue.Queue[Shard] = queue.Queue(maxsize=workers)
        self.work = iter(plan.work)
        self.lock = threading.Lock()
        at_once = self.stop.at_once.is_set
        self.coders = [CodingProcess(job, is_stopped=at_once) for _ in range(workers)]
        readers = 1 + (workers - 1) // WORKERS_A_READER
        self.readers = [ReadingProcess(plan.cutting, is_stopped=self.stop.wanted.is_set) for _ in range(readers)]
        self.reading = [self._thread(partial(self._read, reader)) for reader in self.readers]
        self.coding = [self._thread(partial(self._code, coder)) for coder in self.coders]

    def run(self) -> None:
        """Start all, look on until all have ended, raise what went wrong."""
        self.stop.is_watched = True
        for thread in (*self.reading, *self.coding):
            thread.start()
        try:
            while any(thread.is_alive() for thread in self.coding):
                self.coding[0].join(TELL_EVERY) if self.coding[0].is_alive() else threading.Event().wait(TELL_EVERY)
                self.report.workers([state_of(coder) for coder in self.coders], stopping=self.stop.wanted.is_set())
        finally:
            self.stop.wanted.set()
            for thread in (*self.reading, *self.coding):
                thread.join()
        if self.failure is not None:
            raise self.failure

    def _thread(self, work: Callable[[], None]) -> threading.Thread:
        return threading.Thread(target=self._guarded, args=(work,), daemon=True)

    def _guarded(self, work: Callable[[], None]) -> None:
        # Processes inherit the mask of the thread that starts them: Ctrl-C reaches only the main thread.
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            work()
        except Stopped:
            pass
        except BaseException as error:
            self.failure = self.failure or error
            self.stop.wanted.set()

    def _read(self, reader: ReadingProcess) -> None:
        try:
            while (work := self._next_work()) is not None:
                for shard in reader.shards(work.section, work.start):
                    self._put(shard)
        finally:
            reader.close()

    def _next_work(self) -> Work | None:
        with self.lock:
            return None if self.stop.wanted.is_set() else next(self.work, None)

    def _put(self, shard: Shard) -> None:
        while not self.stop.wanted.is_set():
            try:
                return self.shards.put(shard, timeout=TELL_EVERY)
            except queue.Full:
                continue
        raise Stopped

    def _code(self, coder: CodingProcess) -> None:
        try:
            while (shard := self._take()) is not None:
                self._tell(coder.code(shard))
        finally:
            coder.close()

    def _take(self) -> Shard | None:
        while not self.stop.wanted.is_set():
            at_end = not any(thread.is_alive() for thread in self.reading)
            try:
                return self.shards.get(timeout=0 if at_end else 0.05)
            except queue.Empty:
                if at_end:
                    return None
        return None

    def _tell(self, done: ShardDone) -> None:
        with self.lock:
            self.report.shard(done)


def state_of(coder: CodingProcess) -> WorkerState:
    """What there is to see of a worker."""
    shard = coder.shard
    documents, words = coder.watched.counts
    return WorkerState(
        shard=shard.name if shard else None,
        documents=documents if shard else 0,
        of=shard.documents if shard else 0,
        words=words if shard else 0,
        bytes=shard.bytes * documents // max(shard.documents, 1) if shard else 0,
        seconds=coder.watched.seconds,
        held=coder.held,
        started=coder.process.started,
    )
