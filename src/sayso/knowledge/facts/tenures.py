"""Which offices one person holds at a time, and what becomes of a period when another is put over it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from sayso.knowledge.tables import Row

Seat = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class OfficeKinds:
    """The kinds of office in order of rank, and the offices of states that several people hold at once."""

    rows: Mapping[str, Row]
    joint: Collection[tuple[str, str]]

    def seat(self, tenure: Row) -> Seat | None:
        """What holders follow one another in: an office of a country, or one title of it. None where many hold it."""
        office, country = tenure["office"], tenure["country"]
        kind = self.rows.get(office)
        if kind is None or kind["holders"] == "many" or (country, office) in self.joint:
            return None
        return country, office, tenure["title"] if kind["holders"] == "one a title" else ""

    def rank(self, office: str) -> int:
        """The place in the order of rank; offices of a user's own stand last."""
        return self._ranks().get(office, len(self.rows))

    def _ranks(self) -> dict[str, int]:
        return {office: number for number, office in enumerate(self.rows)}


def overlaps(one: Row, other: Row) -> bool:
    """Whether two half-open periods share a day; an empty bound is open."""
    return (not other["end"] or one["begin"] < other["end"]) and (not one["end"] or other["begin"] < one["end"])


def outside(row: Row, begin: str, end: str) -> Iterator[Row]:
    """What is left of a row's period before and after another one: itself, one piece, two, or nothing."""
    if (row["end"] and row["end"] <= begin) or (end and end <= row["begin"]):
        yield row
        return
    if row["begin"] < begin:
        yield with_cells(row, end=begin)
    if end and (not row["end"] or end < row["end"]):
        yield with_cells(row, begin=end)


def with_cells(row: Row, **cells: str) -> Row:
    """The row with other cells."""
    return replace(row, cells={**row.cells, **cells})
