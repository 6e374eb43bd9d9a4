"""Reads a table of event data line by line: finds its columns, and tells events from lines that are none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BufferedReader
from typing import Protocol

from sayso.errors import InputError
from sayso.formats.event_files.incoming.lines import numbered_lines
from sayso.schema import Issue
from sayso.store.imported import ImportedEvent, ImportedLine

BOM = b"\xef\xbb\xbf"
# Said one by one; of a file that is broken throughout the rest is counted.
ISSUES_SAID = 100
STAGE = "import"


class BadRow(Exception):
    """A line that cannot be read as an event; says why."""


class Reader(Protocol):
    """What is particular to a format."""

    def columns_of(self, name: str, first: Sequence[str]) -> tuple[tuple[str, ...], bool]:
        """The columns of a file, by the cells of its first line, and whether that line is a header."""

    def event(self, row: Mapping[str, str]) -> ImportedEvent:
        """What a row says; raises `BadRow`."""


@dataclass
class TableReading:
    """One reading of one file. `columns` are known at once, the `issues` when all `lines` have been read."""

    reader: Reader
    name: str
    stream: BufferedReader
    columns: tuple[str, ...] = ()
    has_header: bool = False
    _issues: list[Issue] = field(default_factory=list)
    _unsaid: int = 0
    _first: tuple[int, bytes] | None = None

    def __post_init__(self) -> None:
        self._numbered = numbered_lines(self.name, self.stream)
        self._first = next(self._numbered, None)
        if self._first is None:
            raise InputError(self.name, "the file is empty", "Leave it out")
        self.columns, self.has_header = self.reader.columns_of(self.name, cells_of(self._first[1]))

    def lines(self) -> Iterator[ImportedLine]:
        """Every line, with the event that it is."""
        assert self._first is not None
        if not self.has_header:
            yield self._line(*self._first)
        else:
            yield ImportedLine(*self._first, None)
        for number, raw in self._numbered:
            yield self._line(number, raw)

    def issues(self) -> list[Issue]:
        """What could not be read, with the numbers of the lines."""
        if not self._unsaid:
            return self._issues
        more = Issue(STAGE, f"{self._unsaid:,} more lines cannot be read either", path=self.name)
        return [*self._issues, more]

    def _line(self, number: int, raw: bytes) -> ImportedLine:
        cells = cells_of(raw)
        if not any(cells):
            return ImportedLine(number, raw, None)
        try:
            return ImportedLine(number, raw, self.reader.event(self._row(cells)))
        except BadRow as bad:
            if len(self._issues) < ISSUES_SAID:
                remedy = "It is kept as it is, but counts nowhere"
                self._issues.append(Issue(STAGE, str(bad), remedy, path=self.name, line=number))
            else:
                self._unsaid += 1
            return ImportedLine(number, raw, None, unreadable=True)

    def _row(self, cells: list[str]) -> dict[str, str]:
        # Some files have tabs at the ends of their lines that stand for nothing.
        while len(cells) > len(self.columns) and not cells[-1]:
            cells.pop()
        if len(cells) != len(self.columns):
            raise BadRow(f"it has {len(cells)} cells, expected {len(self.columns)}")
        return dict(zip(self.columns, cells, strict=True))


def cells_of(raw: bytes) -> list[str]:
    """The cells of a line. Quotation marks are part of them: none of these formats quotes."""
    raw = raw.removeprefix(BOM).rstrip(b"\r\n")
    try:
        words = raw.decode("utf-8")
    except UnicodeDecodeError:
        # Older files are in Latin 1, in which every byte is some letter.
        words = raw.decode("latin-1")
    return [cell.strip() for cell in words.replace("\x00", "").split("\t")]


def header_of(name: str, first: Sequence[str], known: Sequence[str], needed: Sequence[str]) -> tuple[str, ...]:
    """The columns that a header names, in our spelling of those that are known; small letters and "_" are allowed."""
    spelt = {_plain(column): column for column in known} | {"event intensity": "Intensity"}
    columns = tuple(spelt.get(_plain(cell), cell) for cell in first)
    missing = [column for column in needed if column not in columns]
    if missing:
        problem = f"its first line is no header with the column {missing[0]}"
        raise InputError(name, problem, "Give its own format with --as, and a file with tabs between the cells", line=1)
    return columns


def day_of(words: str) -> str:
    """An ISO day from 2017-03-05, 20170305 or, as in the ICEWS file of 2017, 3/5/2017 (month first)."""
    plain = words.strip().strip('"')[:10]
    if "/" in plain:
        for written in ("%m/%d/%Y", "%m/%d/%y"):
            try:
                return datetime.strptime(plain, written).date().isoformat()
            except ValueError:
                continue
    try:
        # Python would also read 2017-W10 and the like.
        if plain.replace("-", "").isdigit() and len(plain.replace("-", "")) == len("20170305"):
            return date.fromisoformat(plain).isoformat()
    except ValueError:
        pass
    raise BadRow(f"{words!r} is no day")


def number_of(words: str) -> float | None:
    """A number, None where the cell holds none."""
    try:
        number = float(words)
    except ValueError:
        return None
    return number if abs(number) != float("inf") and number == number else None


def needed_cell(row: Mapping[str, str], column: str) -> str:
    """A cell that must not be empty."""
    if not row[column]:
        raise BadRow(f"{column} is empty")
    return row[column]


def _plain(column: str) -> str:
    return column.strip().strip('"').lower().replace("_", " ")
