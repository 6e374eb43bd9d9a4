"""The codes of the event-data formats, read from tables: countries, sectors, groups, classes of CAMEO, columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sayso.knowledge.tables import Row, read_table

FOLDER = Path(__file__).parent
LONGEST_ROOT = 2


@dataclass(frozen=True, slots=True)
class Country:
    """One country as the formats write it; `name` is Sayso's, an empty code one that the scheme lacks."""

    alpha3: str
    name: str
    fips: str
    cameo: str
    icews: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A PLOVER type: its quad and score, and the CAMEO code of announcing it (None for conflict)."""

    type: str
    quad: int
    score: float
    announced: str | None


@cache
def columns(format: str) -> tuple[str, ...]:
    """The columns of a format in their order; of GDELT there are "gdelt" and "mentions"."""
    return tuple(column_types(format))


@cache
def column_types(format: str) -> Mapping[str, str]:
    """The same with what each holds: text, integer, number or date."""
    rows = read_table(FOLDER / "columns.csv", ("format", "column", "type"))
    return {row["column"]: row["type"] for row in rows if row["format"] == format}


@cache
def countries() -> Mapping[str, Country]:
    """Every country by its alpha-3 code."""
    names = {alpha3: row["name"] for alpha3, row in _names().items()}
    rows = read_table(FOLDER / "countries.csv", ("alpha3", "fips", "cameo", "icews"))
    return {
        row["alpha3"]: Country(row["alpha3"], names[row["alpha3"]], row["fips"], row["cameo"], row["icews"])
        for row in rows
    }


@cache
def alpha3_of_cameo() -> Mapping[str, str]:
    """From the CAMEO code of a country to alpha-3; the West Bank and the Gaza Strip are Palestine."""
    by_code = {country.cameo or country.alpha3: country.alpha3 for country in countries().values()}
    return by_code | {"WSB": "PSE", "GZS": "PSE"}


@cache
def alpha3_of_name() -> Mapping[str, str]:
    """From the names that ICEWS and Sayso know for a country, in small letters, to alpha-3."""
    found: dict[str, str] = {}
    for alpha3, row in _names().items():
        for name in (row["name"], *row.items("aliases")):
            found.setdefault(name.lower(), alpha3)
    # ICEWS comes last: its "Congo" is not the one that news agencies mean.
    return found | {country.icews.lower(): country.alpha3 for country in countries().values() if country.icews}


@cache
def cameo_sectors() -> Mapping[str, str]:
    """From PLOVER's sector to the CAMEO role, "" where there is none."""
    return {row["sector"]: row["cameo"] for row in _sectors()}


@cache
def icews_sectors() -> Mapping[str, tuple[str, ...]]:
    """From PLOVER's sector to the sectors that ICEWS would list."""
    return {row["sector"]: row.items("icews") for row in _sectors()}


@cache
def groups() -> Mapping[str, str]:
    """From the id of an entity to its CAMEO code as a known group."""
    return {row["id"]: row["cameo"] for row in read_table(FOLDER / "groups.csv", ("id", "cameo"))}


@cache
def kinds() -> Mapping[str, Kind]:
    """The PLOVER types by name."""
    rows = read_table(FOLDER / "types.csv", ("type", "quad", "score", "announced"))
    return {row["type"]: Kind(row["type"], int(row["quad"]), float(row["score"]), row.get("announced")) for row in rows}


@cache
def cameo_labels() -> Mapping[str, tuple[str, float | None]]:
    """From a CAMEO code to its label and its Goldstein score."""
    from sayso.knowledge.tables import FOLDER as KNOWLEDGE

    rows = read_table(KNOWLEDGE / "cameo.csv", ("code", "label", "goldstein"))
    return {row["code"]: (row["label"], float(row["goldstein"]) if row["goldstein"] else None) for row in rows}


@cache
def type_of_cameo() -> Mapping[str, str]:
    """From a CAMEO code to the PLOVER type; what PLOVER has no type for is left out."""
    rows = read_table(FOLDER / "cameo_types.csv", ("cameo", "type"))
    return {row["cameo"]: row["type"] for row in rows if row["type"]}


def quad_of_cameo(code: str) -> int | None:
    """GDELT's QuadClass of a CAMEO code."""
    return _roots().get(code[:LONGEST_ROOT], (None, None))[0]


def penta_of_cameo(code: str) -> int | None:
    """Phoenix' PentaClass of a CAMEO code."""
    return _roots().get(code[:LONGEST_ROOT], (None, None))[1]


@cache
def _roots() -> Mapping[str, tuple[int, int]]:
    rows = read_table(FOLDER / "cameo_roots.csv", ("root", "quad", "penta"))
    return {row["root"]: (int(row["quad"]), int(row["penta"])) for row in rows}


@cache
def _names() -> Mapping[str, Row]:
    from sayso.knowledge.facts.layout import COUNTRY_COLUMNS
    from sayso.knowledge.tables import FOLDER as KNOWLEDGE

    return {row["alpha3"]: row for row in read_table(KNOWLEDGE / "countries.csv", COUNTRY_COLUMNS)}


@cache
def _sectors() -> tuple[Row, ...]:
    return tuple(read_table(FOLDER / "sectors.csv", ("sector", "cameo", "icews")))
