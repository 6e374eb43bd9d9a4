"""What passes between those who run a batch and those who code it: the job, a task, what became of a shard."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sayso.runners.reading import Place
from sayso.runners.shards import Shard
from sayso.schema import Issue

BUILD = "sayso.api:build_pipeline"


@dataclass(frozen=True, slots=True)
class Job:
    """All that a worker must know to code shards; it can be sent to another process or machine.

    `digest` stands for everything that decides what is coded. `memory` is in bytes: a worker that holds more is
    replaced after its shard, one that holds three times as much at once. `build` makes the pipeline from the settings.
    """

    settings: Mapping[str, Any]
    out: str
    digest: str
    sift: bool = False
    document_seconds: float = 300.0
    memory: int = 1_000_000_000
    build: str = BUILD


@dataclass(frozen=True, slots=True)
class Task:
    """A shard to code. `lost` are documents not to be touched again, `suspects` those to be tried before the others."""

    shard: Shard
    lost: Mapping[int, Issue] = field(default_factory=dict)
    suspects: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ShardDone:
    """What became of a shard; also the content of its marker. `errors` are documents or inputs that were lost.

    `seconds` went by, `cpu` were worked.
    """

    shard: str
    digest: str
    documents: int
    passed_over: int
    words: int
    errors: int
    notes: int
    rows: Mapping[str, int]
    seconds: float
    cpu: float
    bytes: int
    end: Place
    last: bool

    @property
    def events(self) -> int:
        """How many events were coded."""
        return self.rows["events"]

    def to_json(self) -> str:
        """The marker's content."""
        return json.dumps(asdict(self), indent=1)

    @classmethod
    def from_json(cls, data: str) -> ShardDone:
        """What `to_json` wrote."""
        values = json.loads(data)
        return cls(**{**values, "end": Place(**values["end"])})


def marker_name(shard: str) -> str:
    """Where the marker lies that says that all parts of a shard are there."""
    return f"done/{shard}.json"


class Watched:
    """What others may see of a worker while it works: plain numbers, which a process can share without a message."""

    IN_HAND, SINCE, DOCUMENTS, WORDS, SIZE = 0, 1, 2, 3, 4

    def __init__(self, numbers: Any = None) -> None:
        self.numbers = [0.0] * self.SIZE if numbers is None else numbers
        self.rest()

    def rest(self) -> None:
        """No document is in hand."""
        self.numbers[self.IN_HAND] = -1

    def take_up(self, position: int) -> None:
        """The document at this position of the shard is in hand from now on."""
        self.numbers[self.SINCE] = time.monotonic()
        self.numbers[self.IN_HAND] = position

    def count(self, documents: int, words: int) -> None:
        """So far in this shard."""
        self.numbers[self.DOCUMENTS], self.numbers[self.WORDS] = documents, words

    @property
    def in_hand(self) -> int | None:
        """The position of the document in hand."""
        position = int(self.numbers[self.IN_HAND])
        return None if position < 0 else position

    @property
    def seconds(self) -> float:
        """How long it has been in hand."""
        return 0.0 if self.in_hand is None else time.monotonic() - self.numbers[self.SINCE]

    @property
    def counts(self) -> tuple[int, int]:
        """Documents and words so far in this shard."""
        return int(self.numbers[self.DOCUMENTS]), int(self.numbers[self.WORDS])
