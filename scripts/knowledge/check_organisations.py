"""Checks all tables as `sayso knowledge check` does; and in role nouns and organisations what matters in ours only.

That is names that two organisations claim, apostrophes in one shape only, plurals. Prints every problem, and exits with
1 when there is one: `python scripts/knowledge/check_organisations.py`.
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
    ORGANISATION_FILES,
    REGION_COLUMNS,
    plural_of,
    read_tables,
    without_article,
)
from sayso.knowledge.facts.checks import check_tables, errors_in
from sayso.knowledge.facts.tenures import overlaps
from sayso.knowledge.tables import FOLDER, Row, read_table

# Forms that two organisations share on the same day, and why the table keeps both.
AMBIGUOUS: Mapping[str, str] = {
    "PTI": "Pakistan's party and the Indian news agency; the agency's row needs context",
}

SPEAKING_FOR_OTHERS = re.compile(r"(?:deputy |chief )?(?:spokes(?:man|woman|person)|deputy|aide|advis[eo]r)")


def main() -> int:
    """Print the problems; 1 when there are any."""
    try:
        problems = [str(issue) for issue in errors_in(check_tables(read_tables(FOLDER)))]
        problems += [*organisation_problems(), *role_problems()]
    except (KnowledgeError, FileNotFoundError) as error:
        problems = [str(error)]
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problems")
    return 1 if problems else 0


def organisation_problems() -> Iterator[str]:
    """What is wrong with the names in the five organisation files."""
    tables = read_tables(FOLDER)
    rows = [row for file in ORGANISATION_FILES for row in tables[file]]
    for row in rows:
        for problem in form_problems(row):
            yield f"{row.file}:{row.line}: {row['name']}: {problem}"
    yield from shared_forms(rows)


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


def shared_forms(rows: list[Row]) -> Iterator[str]:
    """Forms that mean two things on one day, with organisations or with a country or region."""
    owners: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for form in {without_article(form) for form in (row["name"], *row.items("aliases"))}:
            owners[form].append(row)
    ambiguous = set()
    for form, claimants in owners.items():
        for one, other in combinations(claimants, 2):
            if overlaps(one, other):
                ambiguous.add(form)
                if form not in AMBIGUOUS:
                    yield f"{other.file}:{other.line}: {form!r} stands also in {one.file}:{one.line}"
    for form in sorted(AMBIGUOUS.keys() - ambiguous):
        yield f"{form!r} is listed as ambiguous but only one row has it"
    for form in sorted(owners.keys() & place_names()):
        row = owners[form][0]
        yield f"{row.file}:{row.line}: {form!r} is also a name in countries.csv or regions.csv"


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
    """What is wrong with the nouns in roles.csv."""
    rows = read_tables(FOLDER)["roles.csv"]
    nouns = {row["noun"]: row for row in rows}
    for row in rows:
        for problem in noun_problems(row):
            yield f"{row.file}:{row.line}: {row['noun']}: {problem}"
        other = nouns.get(plural_form(row))
        if other is not None and other["sector"] != row["sector"]:
            yield f"{other.file}:{other.line}: {other['noun']!r} has not the sector of {row['noun']!r}"


def noun_problems(row: Row) -> Iterator[str]:
    """Plural and sector of one role noun."""
    if re.search(r"m[ae]n$", row["noun"]) and row["kind"] == "person" and plural_form(row) == row["noun"] + "s":
        yield "its plural is not regular"
    if SPEAKING_FOR_OTHERS.fullmatch(row["noun"]) and row["sector"] != "OF":
        yield "speaks or acts for others, so its sector must be OF"


def plural_form(row: Row) -> str:
    """The plural in the table, else the regular one."""
    return row.get("plural") or plural_of(row["noun"])


if __name__ == "__main__":
    sys.exit(main())
