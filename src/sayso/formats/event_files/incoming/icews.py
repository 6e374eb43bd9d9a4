"""Reads the event tables of ICEWS. Their key is Event ID with Event Date: the id alone stands twice now and then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sayso.formats.event_files.codes import alpha3_of_name, cameo_labels, columns, kinds, quad_of_cameo, type_of_cameo
from sayso.formats.event_files.incoming.table import day_of, header_of, needed_cell, number_of
from sayso.store.imported import ImportedEvent

NEEDED = ("Event ID", "Event Date", "Source Name", "Source Country", "CAMEO Code", "Target Name", "Target Country")
# ICEWS codes no act by its root alone.
SHORTEST_CODE = 3


class IcewsReader:
    """Reads rows of ICEWS by the names of the columns."""

    def columns_of(self, name: str, first: Sequence[str]) -> tuple[tuple[str, ...], bool]:
        """The header, which every file has."""
        return header_of(name, first, columns("icews"), NEEDED), True

    def event(self, row: Mapping[str, str]) -> ImportedEvent:
        """One row."""
        code = cameo_code(row["CAMEO Code"])
        type = type_of_cameo().get(code)
        a, b = (alpha3_of_name().get(row[f"{side} Country"].lower()) for side in ("Source", "Target"))
        return ImportedEvent(
            event_id=needed_cell(row, "Event ID"),
            day=day_of(row["Event Date"]),
            actor=row["Source Name"] or None,
            recipient=row["Target Name"] or None,
            code=code or None,
            type=type,
            quad=kinds()[type].quad if type else quad_of_cameo(code),
            score=number_of(row.get("Intensity", "")),
            pairs=((a, b),) if a and b and a != b else (),
        )


def cameo_code(words: str) -> str:
    """The code with the zero in front that spreadsheets drop: 40 is 040 and 831 is 0831, but 190 is itself."""
    code = words.strip('"').removesuffix(".0")
    if len(code) < SHORTEST_CODE or code not in cameo_labels():
        return f"0{code}" if f"0{code}" in cameo_labels() else code
    return code
