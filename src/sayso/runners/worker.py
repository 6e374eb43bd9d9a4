"""Worker processes: each codes one shard after another, and a document that it dies of is found and named."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

import psutil

from sayso.runners.coder import TIMES_OUT, ShardCoder
from sayso.runners.folder import open_folder
from sayso.runners.job import Job, ShardDone, Task, Watched
from sayso.runners.process import DEATHS, Died, Process, Stopped, refuse_more
from sayso.runners.shards import Shard
from sayso.schema import Issue

# What the alarm inside a process cannot stop is killed from outside so much later.
GRACE = 10.0
# A worker that holds so many times its memory is killed at once.
FAR_TOO_MUCH = 3
KILLED_REMEDY = "Look at it alone with `sayso read`, or leave it out"


def serve_coding(connection: Connection, numbers: Any, parent: int, job: Job) -> None:
    """Code the shards that come until none comes any more, or until this process holds too much memory."""
    watched = Watched(numbers)
    folder = open_folder(job.out, may_publish=lambda: os.getppid() == parent)
    code = ShardCoder(job, folder, watched)
    while True:
        done = code(connection.recv())
        full = psutil.Process().memory_info().rss > job.memory
        connection.send((done, full))
        if full:
            return


class CodingProcess:
    """A worker process that codes one shard after another, and is replaced when it dies, hangs or has grown."""

    def __init__(self, job: Job, *, is_stopped: Callable[[], bool] = lambda: False) -> None:
        self.job = job
        self.is_stopped = is_stopped
        self.process: Process[tuple[ShardDone, bool]] = Process(serve_coding, Watched.SIZE, job)
        self.watched = Watched(self.process.numbers)
        self.shard: Shard | None = None
        self.held = 0

    def code(self, shard: Shard) -> ShardDone:
        """Code a shard, however often the process dies of it; a document that it dies of becomes an issue."""
        self.shard = shard
        blame = Blame(shard)
        try:
            while True:
                try:
                    return self._try(blame.task())
                except Died as death:
                    position = self.watched.in_hand
                    how = self.process.end()
                    self.watched.rest()
                    blame.died(position, death.why, how)
        except BaseException:
            self.process.end()
            raise
        finally:
            self.shard = None

    def _try(self, task: Task) -> ShardDone:
        self.process.send(task)
        done, full = self.process.answer(self._look)
        if full:
            self.process.end(wait=GRACE)
        return done

    def _look(self) -> None:
        if self.is_stopped():
            raise Stopped
        limit, held = self.job.document_seconds, self.process.memory
        self.held = held
        if self.watched.seconds > limit + min(GRACE, limit):
            raise Died(f"it took more than {limit:g} s")
        if self.watched.in_hand is not None and held > FAR_TOO_MUCH * self.job.memory:
            raise Died(f"coding it took more than {held / 1e9:.1f} GB of memory")

    def close(self) -> None:
        """End the process."""
        self.process.end(wait=0.0)


class Blame:
    """Finds the document that a process dies of, from which one was in hand each time."""

    def __init__(self, shard: Shard) -> None:
        self.shard = shard
        self.lost: dict[int, Issue] = {}
        self.deaths: Counter[int] = Counter()
        self.elsewhere = 0

    def task(self) -> Task:
        """The shard with what is known of its documents."""
        return Task(self.shard, dict(self.lost), tuple(n for n in self.deaths if n not in self.lost))

    def died(self, position: int | None, why: str | None, how: str) -> None:
        """Note a death. With a reason the document is lost at once, else when it was in hand several times."""
        if position is None:
            self.elsewhere += 1
            refuse_more(self.elsewhere, f"A worker on shard {self.shard.name}", how)
            return
        self.deaths[position] += 1
        if why is not None or self.deaths[position] >= DEATHS:
            document = self.shard.unpack()[0][position]
            problem = why or f"coding it ended the process {self.deaths[position]} times, the last by {how}"
            remedy = TIMES_OUT if why and "GB" not in why else KILLED_REMEDY
            self.lost[position] = Issue("pipeline", problem, remedy, path=document.url or document.id)
