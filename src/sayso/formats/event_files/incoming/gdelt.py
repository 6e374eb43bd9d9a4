"""Reads GDELT's table of events: 61 columns in version 2.0, 57 or 58 in version 1.0, without a header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sayso.errors import InputError
from sayso.formats.event_files.codes import alpha3_of_cameo, columns, kinds, quad_of_cameo, type_of_cameo
from sayso.formats.event_files.incoming.table import day_of, needed_cell, number_of
from sayso.store.imported import ImportedEvent

FIRST = "GLOBALEVENTID"
# Version 1.0 has no second-level regions, and before April 2013 no address.
ONLY_IN_2 = frozenset(("Actor1Geo_ADM2Code", "Actor2Geo_ADM2Code", "ActionGeo_ADM2Code"))
# Known groups that Sayso takes for a side, as PLOVER does.
GROUP_SIDES = {"UNO": "UNO", "EEC": "EUR"}


class GdeltReader:
    """Reads rows of GDELT 1.0 and 2.0."""

    def columns_of(self, name: str, first: Sequence[str]) -> tuple[tuple[str, ...], bool]:
        """By the number of cells; a header that somebody put on top is one."""
        version_2 = columns("gdelt")
        version_1 = tuple(column for column in version_2 if column not in ONLY_IN_2)
        known = {len(layout): layout for layout in (version_2, version_1, version_1[:-1])}
        found = len(first)
        # Tabs at the end of a line may stand for nothing.
        while found and found not in known and not first[found - 1]:
            found -= 1
        if found not in known:
            problem = f"its first line has {len(first)} cells, where GDELT has 61, or 57 or 58 in version 1.0"
            raise InputError(
                name, problem, "Give its own format with --as, and a file with tabs between the cells", line=1
            )
        return known[found], first[0].strip('"').upper() == FIRST

    def event(self, row: Mapping[str, str]) -> ImportedEvent:
        """One row."""
        code = row["EventCode"]
        type = type_of_cameo().get(code)
        a, b = _country(row, "Actor1"), _country(row, "Actor2")
        quad = number_of(row["QuadClass"])
        return ImportedEvent(
            event_id=needed_cell(row, FIRST),
            day=day_of(row["SQLDATE"]),
            actor=row["Actor1Name"] or None,
            recipient=row["Actor2Name"] or None,
            code=code or None,
            type=type,
            quad=kinds()[type].quad if type else int(quad) if quad else quad_of_cameo(code),
            score=number_of(row["GoldsteinScale"]),
            pairs=((a, b),) if a and b and a != b else (),
        )


def _country(row: Mapping[str, str], actor: str) -> str | None:
    group = GROUP_SIDES.get(row[f"{actor}KnownGroupCode"])
    return group or alpha3_of_cameo().get(row[f"{actor}CountryCode"])
