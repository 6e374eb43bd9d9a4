"""Reads POLECAT files: one row an event, several countries in a cell with "; " between them, None for the unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations, product

from sayso.formats.event_files.codes import columns, kinds
from sayso.formats.event_files.incoming.table import day_of, header_of, needed_cell, number_of
from sayso.knowledge.quads import QUADS
from sayso.store.imported import ImportedEvent

NEEDED = ("Event ID", "Event Date", "Event Type", "Actor Name", "Actor Country", "Recipient Name", "Recipient Country")
QUADS_BY_NAME = {name.replace("_", " ").upper(): quad for quad, name in QUADS.items()}
UNKNOWN = ("", "None", "NA")


class PolecatReader:
    """Reads rows of POLECAT by the names of the columns."""

    def columns_of(self, name: str, first: Sequence[str]) -> tuple[tuple[str, ...], bool]:
        """The header, which every file has; `Event Intensity` is another name of Intensity."""
        return header_of(name, first, columns("polecat"), NEEDED), True

    def event(self, row: Mapping[str, str]) -> ImportedEvent:
        """One row."""
        type = row["Event Type"].strip('"').upper()
        actors, recipients = _countries(row["Actor Country"]), _countries(row["Recipient Country"])
        pairs = product(actors, recipients) if recipients else permutations(actors, 2)
        known = kinds().get(type)
        return ImportedEvent(
            event_id=needed_cell(row, "Event ID"),
            day=day_of(row["Event Date"]),
            actor=_known(row["Actor Name"]),
            recipient=_known(row["Recipient Name"]),
            code=None,
            type=type or None,
            quad=known.quad if known else QUADS_BY_NAME.get(row.get("Quad Code", "").upper()),
            score=number_of(row.get("Intensity", "")),
            pairs=tuple((a, b) for a, b in pairs if a != b),
        )


def _countries(cell: str) -> list[str]:
    codes = (code.strip().upper() for code in cell.strip('"').split(";"))
    # PLOVER's codes of bodies that belong to no state, such as UNO, stand here too.
    return list(dict.fromkeys(code for code in codes if len(code) == 3 and code.isalpha()))


def _known(cell: str) -> str | None:
    return None if cell in UNKNOWN else cell
