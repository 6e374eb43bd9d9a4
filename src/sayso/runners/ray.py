"""Runs a batch on a Ray cluster: the same shards, the same workers, as tasks on whatever machine has a free core.

Sections are read by tasks that hand on shards one by one, shards are coded by tasks that write their parts themselves.
Through the driver pass only references and counts.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sayso.errors import BatchError, SettingsError
from sayso.runners.cutter import ReadingProcess
from sayso.runners.job import Job, ShardDone
from sayso.runners.local import Stop, refuse_memory
from sayso.runners.manifest import Plan, Work
from sayso.runners.progress import Report
from sayso.runners.shards import Cutting, Section, Shard, Start
from sayso.runners.worker import CodingProcess

if TYPE_CHECKING:
    from types import ModuleType

LOCAL = "local"
# Tasks that wait for a core, for each there is: enough that none is idle, few enough that little is held in memory.
WAITING_A_CORE = 2
# How many sections are read at a time for so many cores, and how many of its shards may wait to be fetched.
CORES_A_READER = 8
SHARDS_AHEAD = 4
LOOK_EVERY = 0.5
# A machine may go away again and again, and what it did is done elsewhere.
RETRIES = 20

_process: CodingProcess | None = None


def run_on_ray(plan: Plan, job: Job, *, address: str, report: Report, stop: Stop | None = None) -> None:
    """Code what is left of a plan on the cluster at `address`; "local" is one made here for the time of the run."""
    ray = imported_ray()
    refuse_memory(plan)
    with connected(ray, address):
        RayRun(ray, plan, job, report, stop or Stop()).run()


def imported_ray() -> ModuleType:
    """The library, or what to install."""
    try:
        import ray
    except ImportError as error:
        raise SettingsError('--ray needs Ray, which is not installed: pip install "sayso[ray]"') from error
    module: ModuleType = ray
    return module


@contextmanager
def connected(ray: ModuleType, address: str) -> Iterator[None]:
    """Be connected to a cluster; one that we are connected to already is taken as it is."""
    if ray.is_initialized():
        yield
        return
    where = {} if address == LOCAL else {"address": address}
    try:
        ray.init(**where, log_to_driver=False, logging_level=logging.ERROR, configure_logging=False)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise BatchError(
            f"There is no Ray cluster at {address!r} ({error}). Start one with `ray start --head`."
        ) from error
    try:
        yield
    finally:
        ray.shutdown()


class RayRun:
    """One run: which sections are being read, which shards are being coded."""

    def __init__(self, ray: ModuleType, plan: Plan, job: Job, report: Report, stop: Stop) -> None:
        self.ray = ray
        self.plan = plan
        self.job = ray.put(job)
        self.report = report
        self.stop = stop
        self.cores = max(int(ray.cluster_resources().get("CPU", 1)), 1)
        self.work = iter(plan.work)
        self.reading: list[Any] = []
        self.coding: list[Any] = []
        ahead = {"_generator_backpressure_num_objects": SHARDS_AHEAD}
        self.read = ray.remote(num_cpus=0, num_returns="streaming", max_retries=RETRIES, **ahead)(read_section)
        self.code = ray.remote(num_cpus=1, max_retries=RETRIES)(code_shard)

    def run(self) -> None:
        """Keep sections being read and shards being coded until none is left."""
        self.stop.is_watched = True
        while True:
            self._read_more()
            waiting = [*self.coding, *(self.reading if self._has_room() else ())]
            if not waiting or (self.stop.wanted.is_set() and not self.coding) or self.stop.at_once.is_set():
                break
            ready, _ = self.ray.wait(waiting, num_returns=1, timeout=LOOK_EVERY)
            for each in ready:
                self._take(each)
            self.report.workers([], stopping=self.stop.wanted.is_set())
        for each in (*self.reading, *self.coding):
            self.ray.cancel(each, force=True)

    def _has_room(self) -> bool:
        """Whether another shard may be handed out."""
        return len(self.coding) < self.cores * WAITING_A_CORE and not self.stop.wanted.is_set()

    def _read_more(self) -> None:
        """Have as many sections read as it takes to feed all cores."""
        while len(self.reading) < 1 + self.cores // CORES_A_READER and not self.stop.wanted.is_set():
            work: Work | None = next(self.work, None)
            if work is None:
                return
            self.reading.append(self.read.remote(work.section, self.plan.cutting, work.start))

    def _take(self, ready: Any) -> None:
        """Hand on a shard that was read, or count one that was coded."""
        if ready in self.coding:
            self.coding.remove(ready)
            self.report.shard(self._result(ready))
            return
        try:
            self.coding.append(self.code.remote(self.job, next(ready)))
        except StopIteration:
            self.reading.remove(ready)

    def _result(self, reference: Any) -> ShardDone:
        try:
            done: ShardDone = self.ray.get(reference)
        except self.ray.exceptions.RayTaskError as error:
            cause = error.cause
            raise cause if isinstance(cause, BatchError) else BatchError(f"A task failed: {cause or error}") from error
        except self.ray.exceptions.RayError as error:
            raise BatchError(f"The cluster lost a task more than {RETRIES} times ({error}).") from error
        return done


def read_section(section: Section, cutting: Cutting, start: Start) -> Iterator[Shard]:
    """A task: the shards of a section, one by one, read in a watched process."""
    reader = ReadingProcess(cutting)
    try:
        yield from reader.shards(section, start)
    finally:
        reader.close()


def code_shard(job: Job, shard: Shard) -> ShardDone:
    """A task: code a shard in a watched process, which is kept for the next one."""
    global _process
    if _process is None or _process.job != job:
        if _process is not None:
            _process.close()
        _process = CodingProcess(job)
    return _process.code(shard)
