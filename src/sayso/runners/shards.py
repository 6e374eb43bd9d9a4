"""Cuts the inputs of a batch into shards: the unit of work, of writing and of taking up again.

Files are gathered into sections in the order given; within a section the stream of documents is cut every so many. So
a shard is named by its place in the inputs ("00003-00012"), and the same inputs give the same shards.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from sayso.readers import ReadOptions
from sayso.runners.inputs import InputFile
from sayso.runners.reading import Place, SectionReading
from sayso.schema import Document, Issue

SECTION_BYTES = 32_000_000
SECTION_FILES = 1_000
# A shard of very long documents ends before it has its number of them, so that memory stays bounded; and so does one
# of a file that gives little but issues.
SHARD_CHARACTERS = 4_000_000
# The first shards of a section are smaller, each twice the one before, so that a small corpus keeps several workers
# busy too. How many a shard takes depends on nothing but its number.
FIRST_SHARD = 25
ISSUES_A_DOCUMENT = 20
BEGIN = Place()


@dataclass(frozen=True, slots=True)
class Section:
    """A run of files that is read in one go."""

    name: str
    files: tuple[InputFile, ...]

    @property
    def bytes(self) -> int:
        """The size of its files together."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class Start:
    """Where cutting begins: with the shard of this number, at this place. Shards that are `done` are passed over."""

    number: int = 0
    place: Place = BEGIN
    done: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cutting:
    """How to cut: up to so many `documents` a shard, read with these options."""

    reading: ReadOptions
    documents: int

    def size_of(self, number: int) -> int:
        """How many documents the shard of this number takes."""
        return min(self.documents, FIRST_SHARD << min(number, 32))


@dataclass(frozen=True, slots=True)
class Shard:
    """Documents to be coded together, with what the reader noted on the way.

    `packed` holds both, so that they pass through other processes unopened. `bytes` is how much of the input they took,
    `end` where the next shard begins, `last` whether there is none in its section.
    """

    name: str
    packed: bytes = field(repr=False)
    documents: int
    bytes: int
    end: Place
    last: bool = False

    def unpack(self) -> tuple[tuple[Document, ...], tuple[Issue, ...]]:
        """The documents, and what the reader noted. The bytes never come from a file: `Basket.shard` made them."""
        documents, issues = pickle.loads(self.packed)
        return documents, issues


def shard_name(section: str, number: int) -> str:
    """The name of a shard: its section, and its number there."""
    return f"{section}-{number:05d}"


def gather(files: Iterable[InputFile], *, first: int = 0) -> Iterator[Section]:
    """Gather files into sections, in order; a large file is a section of its own."""
    held: list[InputFile] = []
    number, size = first, 0
    for file in files:
        if held and (size + file.size > SECTION_BYTES or len(held) == SECTION_FILES):
            yield Section(f"{number:05d}", tuple(held))
            number, size, held = number + 1, 0, []
        held.append(file)
        size += file.size
    if held:
        yield Section(f"{number:05d}", tuple(held))


def cut(
    section: Section,
    cutting: Cutting,
    start: Start = Start(),
    *,
    broken: Mapping[int, tuple[int, Issue]] | None = None,
    on_document: Callable[[int, int], None] = lambda file, documents: None,
) -> Iterator[Shard]:
    """The shards of a section from `start` on; `broken` and `on_document` are those of `SectionReading`."""
    reading = SectionReading(section.files, cutting.reading, start.place, broken=broken or {}, on_document=on_document)
    for shard in all_shards(section.name, reading, cutting, start):
        if shard.name not in start.done:
            yield shard


def all_shards(section: str, reading: SectionReading, cutting: Cutting, start: Start) -> Iterator[Shard]:
    """Every shard, at least one; each is held back until it is known whether another follows."""
    number, basket = start.number, Basket(start.place)
    held: Shard | None = None
    for item in reading:
        if held is not None:
            yield held
            held = None
        basket.put(item)
        if basket.is_full(cutting.size_of(number)):
            held = basket.shard(shard_name(section, number), reading.place)
            number, basket = number + 1, Basket(reading.place)
    if held is None:
        held = basket.shard(shard_name(section, number), reading.place)
    yield replace(held, last=True)


class Basket:
    """What is gathered for one shard."""

    def __init__(self, begin: Place) -> None:
        self.begin = begin
        self.documents: list[Document] = []
        self.issues: list[Issue] = []
        self.characters = 0

    def put(self, item: Document | Issue) -> None:
        """Take in a document, or an issue."""
        if isinstance(item, Issue):
            self.issues.append(item)
        else:
            self.documents.append(item)
            self.characters += len(item.text) + len(item.raw or "")

    def is_full(self, documents: int) -> bool:
        """Whether the shard ends here."""
        many_issues = len(self.issues) >= ISSUES_A_DOCUMENT * documents
        return len(self.documents) >= documents or self.characters >= SHARD_CHARACTERS or many_issues

    def shard(self, name: str, end: Place) -> Shard:
        """The shard, packed."""
        packed = pickle.dumps((tuple(self.documents), tuple(self.issues)), protocol=pickle.HIGHEST_PROTOCOL)
        return Shard(name, packed, len(self.documents), max(end.bytes - self.begin.bytes, 0), end)


def begin_after(section: str, done: Mapping[str, tuple[Place, bool]]) -> Start | None:
    """Where to go on in a section of which these shards are done (with their ends, and whether they were the last).

    None where nothing is left to do.
    """
    number, place, last = 0, Place(), False
    while (name := shard_name(section, number)) in done:
        place, last = done[name]
        number += 1
    return None if last else Start(number, place, frozenset(done))
