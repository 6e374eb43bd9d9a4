"""Checks the cells of one row: codes, dates, words, names, and what may not be empty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sayso.knowledge.facts.checks.known import Known
from sayso.knowledge.facts.layout import ORGANISATION_FILES, Table
from sayso.knowledge.facts.merging import NOTHING
from sayso.knowledge.facts.own_files import did_you_mean, nearest
from sayso.knowledge.tables import Row

IDENTITY = re.compile(r"Q[1-9]\d*|[a-z0-9]+(?:-[a-z0-9]+)*")
WIKIDATA = re.compile(r"Q[1-9]\d*")
ALPHA3 = re.compile(r"[A-Z]{3}")
PARTIAL_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?")

# Columns that take one of a few words.
WORDS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("bodies.csv", "kind"): ("government", "organisation"),
    ("outlets.csv", "ownership"): ("state", "public", "private"),
    ("outlets.csv", "context"): ("yes",),
    ("roles.csv", "kind"): ("person", "group", "body", "document"),
    ("roles.csv", "gender"): ("m", "f"),
    ("people.csv", "gender"): ("m", "f"),
}
# Organisations that act for no sector of a state.
WITHOUT_SECTOR = frozenset({"igos.csv"})

Problem = tuple[str, str]


@dataclass(frozen=True)
class Cells:
    """The checks of one row."""

    known: Known

    def problems_of(self, table: Table, row: Row) -> Iterator[Problem]:
        """Everything wrong in the cells of one row."""
        yield from self.missing(table, row)
        yield from self.codes(table, row)
        yield from dates(row)
        yield from words(table, row)
        yield from names(table, row)
        if table.file == "offices.csv":
            yield from self.tenure(row)
        if table.file == "roles.csv":
            yield from self.role(row)

    def missing(self, table: Table, row: Row) -> Iterator[Problem]:
        """Cells that must not be empty; a row on a known thing may leave out what is known."""
        if (table.file, row[table.key]) in self.known.things:
            return
        for column in table.required:
            if not row[column]:
                yield f"{column} is empty", f"Fill in {column}"
        needs_sector = table.file in ORGANISATION_FILES and table.file not in WITHOUT_SECTOR
        if needs_sector and not row["sector"] and row["country"]:
            yield "sector is empty", f"Give one of PLOVER's: {', '.join(self.known.sectors)}"

    def codes(self, table: Table, row: Row) -> Iterator[Problem]:
        """Ids, countries, sectors, state numbers."""
        if table.key == "id" and row["id"] and not IDENTITY.fullmatch(row["id"]):
            yield f"the id {row['id']!r} is neither a Wikidata id nor a slug", "Write it as Q7747 or as jane-doe"
        if table.file == "countries.csv" and row["alpha3"] and not ALPHA3.fullmatch(row["alpha3"]):
            yield f"alpha3 {row['alpha3']!r} is not three capitals", self.code_for(row["alpha3"])
        if row.cells.get("wikidata") and not WIKIDATA.fullmatch(row["wikidata"]):
            yield f"{row['wikidata']!r} is no Wikidata id", "Write it as Q7747, or leave it out"
        for column in ("cow", "gw"):
            if row.cells.get(column) and not row[column].isdecimal():
                yield f"{column} {row[column]!r} is no number", "Give the state's number, or leave it out"
        country = row.cells.get("country", "")
        if country and country not in self.known.countries and country != NOTHING:
            yield f"unknown country {country!r}", self.code_for(country)
        sector = row.cells.get("sector", "")
        allowed = [*self.known.sectors, "OF"] if table.file == "roles.csv" else list(self.known.sectors)
        if sector and sector not in allowed and sector != NOTHING:
            yield f"{sector!r} is no sector of PLOVER", self.sector_for(sector, allowed)

    def code_for(self, word: str) -> str:
        """The code that somebody may have meant."""
        named = self.known.codes_by_name.get(word.lower()) or self.known.codes_by_name.get(
            nearest(word.lower(), list(self.known.codes_by_name)) or ""
        )
        if named and len(word) > 3:
            return f"Write {named}"
        code = word.upper() if word.upper() in self.known.countries else None
        return f"Write {code}" if code else "Give an ISO 3166 alpha-3 code, or UNO, EUR, IGO, NGO, IMG, MNC, ISM"

    def sector_for(self, word: str, allowed: list[str]) -> str:
        """The sector that somebody may have meant."""
        begun = (code for code in allowed if word.upper().startswith(code))
        close = next(begun, None) or nearest(word.upper(), allowed)
        close = close or next(
            (code for code, meaning in self.known.sectors.items() if word.lower() in meaning.lower()), None
        )
        meaning = f" ({self.known.sectors[close]})" if close in self.known.sectors else ""
        return f"Perhaps you mean {close}{meaning}" if close else f"There are {', '.join(allowed)}"

    def tenure(self, row: Row) -> Iterator[Problem]:
        """The person and the kind of a tenure."""
        if row["person"] and row["person"] not in self.known.people:
            yield (
                f"there is no person {row['person']!r}",
                "Add a row for the person, or give the id that `sayso who` shows",
            )
        if row["office"] and row["office"] not in self.known.offices:
            remedy = did_you_mean(row["office"], self.known.offices)
            yield (
                f"unknown office {row['office']!r}",
                f"{remedy}; a role noun of your own may bring another",
            )
        if not row["title"] and row["office"] not in self.known.kinds.rows:
            yield "title is empty", "Write the title as news would, such as Mayor of Kyiv"

    def role(self, row: Row) -> Iterator[Problem]:
        """Spelling and office of a role noun."""
        if any(cell != cell.lower() for cell in (row["noun"], row["plural"])):
            yield "a role noun is written in small letters", f"Write {row['noun'].lower()}"
        if not row["sector"] and ("roles.csv", row["noun"]) not in self.known.things:
            yield "sector is empty", "Give a sector of PLOVER, or OF where it is that of whom they serve"
        if row["office"] and row["kind"] not in ("person", ""):
            yield f"it names an office but is a {row['kind']}", "Make its kind person, or leave the office out"


def dates(row: Row) -> Iterator[Problem]:
    """Dates that are none, and periods that end before they begin."""
    if "begin" not in row.cells:
        return
    written = [column for column in ("begin", "end") if row[column] and row[column] != NOTHING]
    for column in written:
        if not is_date(row[column]):
            yield f"{column} {row[column]!r} is no date", "Write it as 2024-01-20, 2024-01 or 2024"
    if len(written) == 2 and all(is_date(row[column]) for column in written) and not row["begin"] < row["end"]:
        yield (
            f"it begins on {row['begin']} and ends on {row['end']}",
            "The end is the first day on which it no longer holds: it must be later",
        )


def is_date(text: str) -> bool:
    """Whether this is a day of the calendar, a month or a year."""
    if not PARTIAL_DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def words(table: Table, row: Row) -> Iterator[Problem]:
    """Columns that take one of a few words."""
    for (file, column), allowed in WORDS.items():
        if file == table.file and row[column] and row[column] != NOTHING and row[column] not in allowed:
            yield f"{column} {row[column]!r} is not one of {', '.join(allowed)}", did_you_mean(row[column], allowed)


def names(table: Table, row: Row) -> Iterator[Problem]:
    """Names that no text would match, or that would match everywhere."""
    for column in table.names:
        cell = row[column]
        items = cell.split("|") if column in table.lists and cell else [cell] if cell else []
        for item in items:
            if not item.strip():
                yield f"{column} holds an empty name", "Leave it out"
            elif item != item.strip():
                yield f"{column}: stray space in {item!r}", "Leave the space out"
            elif len(item) < 2 and item != NOTHING:
                yield f"{column}: {item!r} is too short to be a name", "Leave it out"
        if len(set(items)) < len(items):
            repeated = next(item for item in items if items.count(item) > 1)
            yield f"{column} holds {repeated!r} twice", "Leave one out"
