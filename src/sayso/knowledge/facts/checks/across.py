"""Checks rows against one another: things told twice, offices held by two, names that two things share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sayso.knowledge.facts.checks.known import Known, thing_of
from sayso.knowledge.facts.layout import TABLES, Table
from sayso.knowledge.facts.lookup import without_article
from sayso.knowledge.facts.merging import NOTHING
from sayso.knowledge.facts.tenures import Seat, overlaps
from sayso.knowledge.tables import Row
from sayso.schema import Issue


@dataclass(frozen=True)
class Across:
    """The checks of several rows together."""

    known: Known

    def issues(self) -> Iterator[Issue]:
        """All problems and notes."""
        yield from self.things_told_twice()
        yield from self.overlapping_tenures()
        yield from self.effects()
        yield from self.shared_names()

    def things_told_twice(self) -> Iterator[Issue]:
        """A thing that has two rows in one file, or that another table lists as something else."""
        seen: dict[object, Row] = {}
        files = {
            row["id"]: (table, row) for table in TABLES if table.key == "id" for row in self.known.tables[table.file]
        }
        for table, row in self.known.rows:
            if table.file == "offices.csv" or not row[table.key]:
                continue
            # A region and a town may share a name with another, an organisation may have several periods.
            parts = (
                row.cells.get("begin"),
                row.cells.get("context"),
                row.cells.get("country") if table.key == "name" else "",
            )
            place = row.file, table.file, row[table.key], parts
            before = seen.setdefault(place, row)
            if before is not row:
                yield error(table, row, f"it stands also on line {before.line}", "Make one of the two")
            other = files.setdefault(row[table.key], (table, row)) if table.key == "id" else (table, row)
            if other[0] is not table:
                yield error(
                    table,
                    row,
                    f"the id {row['id']} is that of {other[1]['name']} ({other[1].origin})",
                    f"Write it as [[{other[0].word}]], or give it another id",
                )
            elif other[1] is not row and other[1].file == row.file and before is row and overlaps_there(other[1], row):
                yield error(
                    table,
                    row,
                    f"its period overlaps that of line {other[1].line}",
                    "Let one end where the other begins",
                )

    def overlapping_tenures(self) -> Iterator[Issue]:
        """Two holders at a time of an office that one person holds."""
        by_seat: dict[Seat, list[tuple[Table, Row]]] = defaultdict(list)
        for table, row in self.known.rows:
            if table.file == "offices.csv" and (seat := self.known.kinds.seat(row)) is not None:
                by_seat[seat].append((table, row))
        for tenures in by_seat.values():
            tenures.sort(key=lambda pair: pair[1]["begin"])
            for (_, first), (table, second) in pairwise(tenures):
                if overlaps(first, second):
                    yield error(
                        table,
                        second,
                        f"{first['person']} holds the office from {first['begin']} to {first['end'] or 'now'} "
                        f"({first.origin})",
                        "Let the first end on the day the second begins, for one person holds it at a time",
                    )

    def effects(self) -> Iterator[Issue]:
        """What own rows do to built-in ones."""
        by_seat: dict[Seat, list[Row]] = defaultdict(list)
        for row in self.known.tables["offices.csv"]:
            if (seat := self.known.kinds.seat(row)) is not None:
                by_seat[seat].append(row)
        for table, row in self.known.rows:
            if table.file == "offices.csv":
                for other in by_seat.get(self.known.kinds.seat(row) or ("", "", ""), ()):
                    if overlaps(other, row):
                        verb = "replaces" if other["person"] == row["person"] else "cuts short"
                        tenure = f"{other['person']}, {other['begin']} to {other['end'] or 'now'}"
                        yield note(table, row, f"it {verb} a built-in tenure ({tenure}; {other.origin})")
            elif (thing := self.known.things.get((table.file, row[table.key]))) is not None:
                yield note(table, row, f"it adds to {thing_of(table, thing)} ({thing.origin})")

    def shared_names(self) -> Iterator[Issue]:
        """Names that something else has as well."""
        owners: dict[str, dict[str, str]] = defaultdict(dict)
        built_in = [(table, row) for table in TABLES for row in self.known.tables[table.file]]
        for table, row in built_in + self.known.rows:
            place = f"{thing_of(table, row)} ({row.origin})"
            for name in names_in(table, row):
                owners[name].setdefault(f"{table.word} {identity(table, row)}", place)
        for table, row in self.known.rows:
            own = f"{table.word} {identity(table, row)}"
            shared: dict[str, list[str]] = defaultdict(list)
            for name in names_in(table, row):
                others = [place for key, place in owners[name].items() if key != own]
                if others:
                    shared[", ".join(others[:3])].append(repr(name))
            for others_named, names in shared.items():
                problem = f"{', '.join(names)}: also a name of {others_named}"
                yield note(table, row, problem, "What a document says besides decides; where it says nothing, nobody")


def identity(table: Table, row: Row) -> str:
    """What tells the thing of a row from others of its table."""
    country = row["country"] if table.key == "name" else ""
    return f"{row.items('name')[0] if table.key == 'name' and row['name'] else row[table.key]} {country}"


def names_in(table: Table, row: Row) -> list[str]:
    """The names that a row gives its thing, each once."""
    cells = [item for column in table.names for item in row.items(column) if item != NOTHING]
    return list(dict.fromkeys(without_article(name) for name in cells))


def overlaps_there(one: Row, other: Row) -> bool:
    """Whether two rows of one organisation hold at the same time and in the same way."""
    return "begin" in one.cells and overlaps(one, other) and one.cells.get("context") == other.cells.get("context")


def error(table: Table, row: Row, problem: str, remedy: str) -> Issue:
    """What keeps a file from being used."""
    return Issue("knowledge", f"{thing_of(table, row)}: {problem}", remedy, row.file, row.line)


def note(table: Table, row: Row, problem: str, remedy: str | None = None) -> Issue:
    """What a user may want to know."""
    return Issue("knowledge", f"{thing_of(table, row)}: {problem}", remedy, row.file, row.line, "note")
