"""Reader processes: each cuts one section after another into shards; a file that ends it is passed over and named."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from multiprocessing.connection import Connection
from typing import Any

from sayso.runners.process import DEATHS, Died, Process, Stopped, refuse_more
from sayso.runners.shards import Cutting, Section, Shard, Start, cut
from sayso.schema import Issue

READING_SECONDS = 900.0
# The file and the number of documents of a reader that reads none: it starts, or waits until its shard is taken.
AT_REST = (-1.0, 0.0)


def serve_reading(connection: Connection, numbers: Any, parent: int, cutting: Cutting) -> None:
    """Cut the sections that come, and send their shards; the pipe holds it up where nobody takes them."""

    def tell(file: int, documents: int) -> None:
        numbers[:] = (file, documents)

    while True:
        section, start, broken = connection.recv()
        for shard in cut(section, cutting, start, broken=broken, on_document=tell):
            place = tuple(numbers)
            numbers[:] = AT_REST
            connection.send(shard)
            numbers[:] = place
        numbers[:] = AT_REST
        connection.send(None)


class ReadingProcess:
    """A process that reads sections; a file that ends it is named and passed over from the document where it did."""

    def __init__(self, cutting: Cutting, *, is_stopped: Callable[[], bool] = lambda: False) -> None:
        self.is_stopped = is_stopped
        self.process: Process[Shard | None] = Process(serve_reading, 2, cutting)
        self.seen: tuple[float, tuple[int, int] | None] = (0.0, None)

    def shards(self, section: Section, start: Start) -> Iterator[Shard]:
        """The shards of a section from a start on."""
        broken: dict[int, tuple[int, Issue]] = {}
        deaths: Counter[tuple[int, int] | None] = Counter()
        while True:
            try:
                for shard in self._try(section, start, broken):
                    number = int(shard.name.rpartition("-")[2])
                    yield shard
                    start = Start(number + 1, shard.end, start.done)
                return
            except Died as death:
                place = self._place
                how = self.process.end()
                deaths[place] += 1
                if place is None:
                    refuse_more(deaths[None], f"A reader of section {section.name}", how)
                elif death.why is not None or deaths[place] >= DEATHS:
                    broken[place[0]] = (place[1], unread(section, place, death.why or f"its reader ended by {how}"))

    def _try(self, section: Section, start: Start, broken: Mapping[int, tuple[int, Issue]]) -> Iterator[Shard]:
        self.process.numbers[:] = AT_REST
        self.process.send((section, start, dict(broken)))
        self.seen = (time.monotonic(), None)
        while (shard := self.process.answer(self._look)) is not None:
            yield shard
            self.seen = (time.monotonic(), self._place)

    @property
    def _place(self) -> tuple[int, int] | None:
        file, documents = map(int, self.process.numbers)
        return (file, documents) if file >= 0 else None

    def _look(self) -> None:
        if self.is_stopped():
            raise Stopped
        since, place = self.seen
        if place != self._place:
            self.seen = (time.monotonic(), self._place)
        elif time.monotonic() - since > READING_SECONDS:
            raise Died(f"its reader gave nothing for {READING_SECONDS:g} s")

    def close(self) -> None:
        """End the process."""
        self.process.end()


def unread(section: Section, place: tuple[int, int], why: str) -> Issue:
    """The issue of a file that could not be read on."""
    file, documents = place
    problem = f"{why} after {documents} documents; the rest of the file was not read"
    return Issue("reader", problem, "Look at the file, or leave it out", path=section.files[file].path)
