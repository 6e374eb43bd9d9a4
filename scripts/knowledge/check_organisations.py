"""Checks the role nouns and the five organisation files: columns, codes, dates, and names that two rows claim.

Prints every problem and exits with 1 when there is one: `python scripts/knowledge/check_organisations.py`.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

from sayso.errors import KnowledgeError
from sayso.knowledge.facts import (
    COUNTRY_COLUMNS,
    OFFICE_COLUMNS,
    ORGANISATION_COLUMNS,
    ORGANISATION_FILES,
    REGION_COLUMNS,
    ROLE_COLUMNS,
    plural_of,
    without_article,
)
from sayso.knowledge.tables import FOLDER, Row, read_table

NON_STATE_CODES = frozenset("UNO EUR IGO NGO IMG MNC ISM".split())
ALLOWED_VALUES: Mapping[str, frozenset[str]] = {
    "kind": frozenset({"government", "organisation"}),
    "ownership": frozenset({"state", "public", "private"}),
    "context": frozenset({"", "yes"}),
}
# Offices that a role noun may name although offices.csv lists no holders of them yet.
OFFICES_WITHOUT_HOLDERS = frozenset({"opposition_leader"})

# Forms that two organisations share on the same day, and why the table keeps both.
AMBIGUOUS: Mapping[str, str] = {
    "PTI": "Pakistan's party and the Indian news agency; the agency's row needs context",
}

IDENTITY = re.compile(r"Q[1-9]\d*|[a-z0-9]+(?:-[a-z0-9]+)*")
PARTIAL_DATE = re.compile(r"(1[89]|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
SPEAKING_FOR_OTHERS = re.compile(r"(?:deputy |chief )?(?:spokes(?:man|woman|person)|deputy|aide|advis[eo]r)")


def main() -> int:
    """Print the problems; 1 when there are any."""
    try:
        problems = [*organisation_problems(), *role_problems()]
    except (KnowledgeError, FileNotFoundError) as error:
        problems = [str(error)]
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problems")
    return 1 if problems else 0


def organisation_problems() -> Iterator[str]:
    """Everything wrong in the five organisation files."""
    countries = {row["alpha3"] for row in read_table(FOLDER / "countries.csv", COUNTRY_COLUMNS)} | NON_STATE_CODES
    sectors = known_sectors()
    rows = [
        row
        for file, (_, extras) in ORGANISATION_FILES.items()
        for row in read_table(FOLDER / file, [*ORGANISATION_COLUMNS, *extras])
    ]
    for row in rows:
        for problem in (*cell_problems(row, countries, sectors), *form_problems(row)):
            yield f"{row.file}:{row.line}: {row['name']}: {problem}"
    yield from repeated_ids(rows)
    yield from shared_forms(rows)


def cell_problems(row: Row, countries: set[str], sectors: set[str]) -> Iterator[str]:
    """Codes, dates and values that do not fit."""
    if not IDENTITY.fullmatch(row["id"]):
        yield f"id {row['id']!r} is neither a QID nor a slug"
    if row["country"] not in countries:
        yield f"unknown country {row['country']!r}"
    if row["sector"] not in sectors and not (row.file == "igos.csv" and row["sector"] == ""):
        yield f"unknown sector {row['sector']!r}"
    for column in ("begin", "end"):
        if row[column] and not PARTIAL_DATE.fullmatch(row[column]):
            yield f"{column} {row[column]!r} is no date"
    if row["begin"] and row["end"] and not row["begin"] < row["end"]:
        yield f"begins {row['begin']}, not before its end {row['end']}"
    for column, allowed in ALLOWED_VALUES.items():
        if column in row.cells and row[column] not in allowed:
            yield f"{column} {row[column]!r} is not one of {sorted(allowed)}"


def form_problems(row: Row) -> Iterator[str]:
    """Names that no text would match, and apostrophes given in one shape only."""
    aliases = row.items("aliases")
    forms = {row["name"], *aliases}
    if len(forms) != 1 + len(aliases):
        yield "repeats a form"
    for form in sorted(forms):
        if form != form.strip() or not form:
            yield f"stray space in {form!r}"
        if len(form) < 2:
            yield f"{form!r} is too short to be a name"
        if form in aliases and form != without_article(form):
            yield f"alias {form!r} begins with an article"
        for mark, other in (("'", "’"), ("’", "'")):
            if mark in form and "(" not in form and form.replace(mark, other) not in forms:
                yield f"{form!r} lacks its form with {other}"


def repeated_ids(rows: list[Row]) -> Iterator[str]:
    """An id may recur for successive periods of one organisation, or for its forms that need context."""
    by_id: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_id[row["id"]].append(row)
    for identity, same in by_id.items():
        for one, other in combinations(same, 2):
            parted = one.file == other.file and (
                not overlap(one, other) or one.cells.get("context", "") != other.cells.get("context", "")
            )
            if not parted:
                yield f"{other.file}:{other.line}: id {identity} stands also in {one.file}:{one.line}"


def shared_forms(rows: list[Row]) -> Iterator[str]:
    """Forms that mean two things on one day, with organisations or with a country or region."""
    owners: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for form in {without_article(form) for form in (row["name"], *row.items("aliases"))}:
            owners[form].append(row)
    ambiguous = set()
    for form, claimants in owners.items():
        for one, other in combinations(claimants, 2):
            if overlap(one, other):
                ambiguous.add(form)
                if form not in AMBIGUOUS:
                    yield f"{other.file}:{other.line}: {form!r} stands also in {one.file}:{one.line}"
    for form in sorted(AMBIGUOUS.keys() - ambiguous):
        yield f"{form!r} is listed as ambiguous but only one row has it"
    for form in sorted(owners.keys() & place_names()):
        row = owners[form][0]
        yield f"{row.file}:{row.line}: {form!r} is also a name in countries.csv or regions.csv"


def overlap(one: Row, other: Row) -> bool:
    """Whether two half-open periods share a day; an empty bound is open."""
    starts_before_end = not other["end"] or one["begin"] < other["end"]
    return starts_before_end and (not one["end"] or other["begin"] < one["end"])


def place_names() -> set[str]:
    """Every form in the tables of countries and regions."""
    names: set[str] = set()
    for row in read_table(FOLDER / "countries.csv", COUNTRY_COLUMNS):
        names.add(row["name"])
        for column in ("aliases", "adjectives", "nationals", "capital", "metonyms", "former"):
            names.update(row.items(column))
    for row in read_table(FOLDER / "regions.csv", REGION_COLUMNS):
        names.update((row["name"], *row.items("adjectives"), *row.items("nationals")))
    return names


def role_problems() -> Iterator[str]:
    """Everything wrong in roles.csv."""
    rows = list(read_table(FOLDER / "roles.csv", ROLE_COLUMNS))
    sectors = known_sectors() | {"OF"}
    offices = {row["office"] for row in read_table(FOLDER / "offices.csv", OFFICE_COLUMNS)} | OFFICES_WITHOUT_HOLDERS
    nouns: dict[str, Row] = {}
    for row in rows:
        for problem in role_cell_problems(row, sectors, offices):
            yield f"{row.file}:{row.line}: {row['noun']}: {problem}"
        if row["noun"] in nouns:
            yield f"{row.file}:{row.line}: {row['noun']!r} stands also on line {nouns[row['noun']].line}"
        nouns[row["noun"]] = row
    for row in rows:
        other = nouns.get(plural_form(row))
        if other is not None and other["sector"] != row["sector"]:
            yield f"{other.file}:{other.line}: {other['noun']!r} has not the sector of {row['noun']!r}"


def role_cell_problems(row: Row, sectors: set[str], offices: set[str]) -> Iterator[str]:
    """Codes and spellings of one role noun."""
    if row["noun"] != row["noun"].lower() or row["plural"] != row["plural"].lower():
        yield "is not in lower case"
    if row["sector"] not in sectors:
        yield f"unknown sector {row['sector']!r}"
    if row["kind"] not in {"person", "group", "body", "document"}:
        yield f"unknown kind {row['kind']!r}"
    if row["gender"] not in {"", "m", "f"}:
        yield f"unknown gender {row['gender']!r}"
    if row["office"] and row["office"] not in offices:
        yield f"office {row['office']!r} is not in offices.csv"
    if row["office"] and row["kind"] != "person":
        yield "names an office but is no person"
    if re.search(r"m[ae]n$", row["noun"]) and row["kind"] == "person" and plural_form(row) == row["noun"] + "s":
        yield "its plural is not regular"
    if SPEAKING_FOR_OTHERS.fullmatch(row["noun"]) and row["sector"] != "OF":
        yield "speaks or acts for others, so its sector must be OF"


def plural_form(row: Row) -> str:
    """The plural in the table, else the regular one."""
    return row.get("plural") or plural_of(row["noun"])


def known_sectors() -> set[str]:
    """PLOVER's sector codes."""
    return {row["sector"] for row in read_table(FOLDER / "sectors.csv", ["sector", "meaning", "named"])}


if __name__ == "__main__":
    sys.exit(main())
