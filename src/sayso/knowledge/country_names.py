"""What to call a code of a country, or of those who belong to none, without loading all the tables of facts."""

from __future__ import annotations

import csv
from functools import cache

from sayso.knowledge.tables import FOLDER

# PLOVER's codes of actors that belong to no state.
OF_NO_STATE = {
    "EUR": "European Union",
    "IGO": "international organisations",
    "IMG": "international armed groups",
    "ISM": "international movements",
    "MNC": "multinational companies",
    "NGO": "non-governmental organisations",
    "UNO": "United Nations",
}


def country_name(code: str) -> str | None:
    """The short English name of an ISO 3166 alpha-3 or PLOVER code; None where there is none."""
    return _names().get(code)


@cache
def _names() -> dict[str, str]:
    with (FOLDER / "countries.csv").open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(line for line in stream if not line.startswith("#"))
        return OF_NO_STATE | {row["alpha3"]: row["name"] for row in rows}
