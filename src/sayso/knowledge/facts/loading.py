"""Reads the tables of facts and indexes them for lookup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import cast, get_args

from sayso.errors import KnowledgeError
from sayso.ids import slug
from sayso.knowledge.facts.checks import check_files
from sayso.knowledge.facts.layout import FIXED_COLUMNS, ORGANISATION_FILES, TABLES, Table
from sayso.knowledge.facts.lookup import Knowledge, grouped, without_article
from sayso.knowledge.facts.merging import Tables, merged
from sayso.knowledge.facts.nouns import Fact, Meaning, Office, RoleKind, RoleNoun, StateNumber
from sayso.knowledge.tables import FOLDER, Row, read_table
from sayso.schema import EntityKind, Issue


@cache
def load_knowledge(folder: Path = FOLDER, own: tuple[Path, ...] = ()) -> Knowledge:
    """Read all tables of the folder, put a user's own files on top, in their order, and index them.

    Raises `KnowledgeError` for the first error in an own file.
    """
    tables = read_tables(folder)
    if own:
        rows, issues = check_files(own, tables)
        stop_at_error(issues)
        tables = merged(tables, rows)
    return knowledge_of(tables)


def read_tables(folder: Path = FOLDER) -> Tables:
    """The rows of every table, by file."""
    columns = {table.file: list(table.columns) for table in TABLES} | dict(FIXED_COLUMNS)
    return {file: list(read_table(folder / file, wanted)) for file, wanted in columns.items()}


def stop_at_error(issues: Iterable[Issue]) -> None:
    """Raise the first error there is; `sayso knowledge check` lists them all."""
    for issue in issues:
        if issue.severity == "error":
            problem = f"{issue.problem}. {(issue.remedy or '').rstrip('.')}"
            raise KnowledgeError(issue.path or "", problem.rstrip(". "), line=issue.line)


def knowledge_of(tables: Tables) -> Knowledge:
    """The tables, indexed."""
    people = {row["id"]: person_fact(row) for row in tables["people.csv"]}
    offices = [office_of(row) for row in tables["offices.csv"]]
    unknown = sorted({office.person for office in offices} - set(people))
    if unknown:
        raise KnowledgeError("offices.csv", f"people.csv has no {unknown[:3]}")
    return Knowledge(
        names=grouped((without_article(name), fact) for name, fact in listed_names(tables)),
        offices=grouped((office.person, office) for office in offices),
        holders=grouped(((office.office, office.country or ""), office) for office in offices),
        people=people,
        roles=role_names(tables["roles.csv"]),
        countries={row["alpha3"]: country_fact(row) for row in tables["countries.csv"]},
        sectors={row["sector"]: row["named"] for row in tables["sectors.csv"]},
        sector_meanings={row["sector"]: row["meaning"] for row in tables["sectors.csv"]},
        capitals=capitals_of(tables),
        ambiguous=grouped((row["name"], meaning_of(row)) for row in tables["ambiguous.csv"]),
        given_names={row["name"]: row["gender"] for row in tables["given_names.csv"]},
        state_numbers=grouped(state_numbers(tables)),
    )


def listed_names(tables: Tables) -> Iterator[tuple[str, Fact]]:
    """Every name with what it may stand for, without those that a user removed."""
    for table in TABLES:
        readings = reader_of(table, tables)
        for row in tables[table.file] if table.names else ():
            removed = row.items("remove") if "remove" in row.cells else ()
            for name, fact in readings(row):
                if not removed or not ({name, name.replace("’", "'"), "*"} & set(removed)):
                    yield name, fact


def reader_of(table: Table, tables: Tables) -> Callable[[Row], Iterator[tuple[str, Fact]]]:
    """What turns a row of this table into names and facts."""
    capitals = capitals_of(tables)
    if table.file in ORGANISATION_FILES:
        return lambda row: organisation_names(row, ORGANISATION_FILES[table.file][0], capitals)
    return {
        "countries.csv": country_names,
        "regions.csv": region_names,
        "cities.csv": city_names,
        "peoples.csv": people_names,
        "people.csv": person_names,
    }.get(table.file, lambda row: iter(()))


def capitals_of(tables: Tables) -> dict[str, str]:
    """The capital of each country that has one."""
    return {row["alpha3"]: row.items("capital")[0] for row in tables["countries.csv"] if row["capital"]}


def state_numbers(tables: Tables) -> Iterator[tuple[str, StateNumber]]:
    """The numbers of states by alpha-3: former periods first, then what holds otherwise."""
    for row in tables["state_numbers.csv"]:
        yield row["alpha3"], StateNumber(number(row, "cow"), number(row, "gw"), row["begin"], row["end"])
    for row in tables["countries.csv"]:
        if row["cow"] or row["gw"]:
            yield row["alpha3"], StateNumber(number(row, "cow"), number(row, "gw"))


def number(row: Row, column: str) -> int | None:
    """A cell that holds a number."""
    if row[column] and not row[column].isdecimal():
        raise row.error(f"{column} {row[column]!r} is no number")
    return int(row[column]) if row[column] else None


def country_fact(row: Row) -> Fact:
    """The state itself."""
    code = row["alpha3"]
    return Fact(code, row["name"], "state", country=code, wikidata=row.get("wikidata"), origin=row.origin)


def country_names(row: Row) -> Iterator[tuple[str, Fact]]:
    """Every word that names the state, its people or its government."""
    state = country_fact(row)
    people = Fact(
        f"{state.id}.CVL", f"People of {state.name}", "people", "national", state.id, "CVL", origin=row.origin
    )
    government = Fact(
        f"{state.id}.GOV", f"Government of {state.name}", "government", "metonym", state.id, "GOV", origin=row.origin
    )
    for name in (row["name"], *row.items("aliases"), *row.items("former")):
        yield name, state
    for name in row.items("adjectives"):
        yield name, replace(state, usage="adjective")
    for name in row.items("nationals"):
        yield name, people
    for name in row.items("capital"):
        yield name, replace(state, usage="capital")
    for name in row.items("metonyms"):
        yield name, government


def region_names(row: Row) -> Iterator[tuple[str, Fact]]:
    """A region is a place in its country; so is what its adjective points at. Its people are a people."""
    names, nationals = row.items("name"), row.items("nationals")
    identity = row.get("wikidata") or f"{row['country']}-{slug(names[0])}"
    region = Fact(
        identity, names[0], "place", "region", row["country"], wikidata=row.get("wikidata"), origin=row.origin
    )
    for name in names:
        yield name, region
    for name in row.items("adjectives"):
        yield name, replace(region, usage="adjective")
    for name in nationals:
        people = f"People of {names[0]}"
        yield name, Fact(slug(people), people, "people", "national", row["country"], "CVL", origin=row.origin)


def city_names(row: Row) -> Iterator[tuple[str, Fact]]:
    """A town or other place in its country, or in none ("Niger River")."""
    names = row.items("name")
    identity = row.get("wikidata") or slug(names[0])
    wikidata, country = row.get("wikidata"), row.get("country")
    place = Fact(identity, names[0], "place", "place", country, wikidata=wikidata, origin=row.origin)
    for name in names:
        yield name, place


def people_names(row: Row) -> Iterator[tuple[str, Fact]]:
    """A people without a state of its own."""
    fact = Fact(row["id"], row["name"], "people", "name", row.get("country"), "CVL", origin=row.origin)
    for name in (row["name"], *row.items("aliases")):
        yield name, fact


def person_names(row: Row) -> Iterator[tuple[str, Fact]]:
    """A person by every full form of the name."""
    fact = person_fact(row)
    for name in (row["name"], *row.items("aliases")):
        yield name, fact


def organisation_names(row: Row, kind: EntityKind, capitals: Mapping[str, str]) -> Iterator[tuple[str, Fact]]:
    """An organisation by its names and by the city where it sits."""
    fact = organisation_fact(row, kind)
    for name in (row["name"], *row.items("aliases")):
        yield name, fact
    for city in seats_of(row):
        yield city, seat_fact(fact, city, capitals)


def seats_of(row: Row) -> tuple[str, ...]:
    """Cities whose name stands for the body that sits there."""
    return row.items("seat") if "seat" in row.cells else ()


def seat_fact(body: Fact, city: str, capitals: Mapping[str, str]) -> Fact:
    """A body named by its seat."""
    country = next((country for country, capital in capitals.items() if capital == city), None)
    return replace(body, usage="seat", seat_in=country)


def meaning_of(row: Row) -> Meaning:
    """One line of the table of ambiguous names."""
    return Meaning(row["meaning"], row["label"], row.get("country"), row.items("words"), row["default"] == "yes")


def person_fact(row: Row) -> Fact:
    """A listed person; offices are looked up by date."""
    identity = row["id"]
    qid = identity if re.fullmatch(r"Q\d+", identity) else None
    country, gender = row.get("country"), row.get("gender")
    return Fact(identity, row["name"], "person", country=country, wikidata=qid, gender=gender, origin=row.origin)


def organisation_fact(row: Row, kind: EntityKind) -> Fact:
    """A body, outlet, armed group, party or international organisation."""
    identity = row["id"]
    own: EntityKind = "organisation" if row.cells.get("kind") == "organisation" else kind
    return Fact(
        identity,
        row["name"],
        own,
        country=row.get("country"),
        sector=row.get("sector"),
        wikidata=identity if re.fullmatch(r"Q\d+", identity) else None,
        begin=row["begin"],
        end=row["end"],
        needs_context=row.cells.get("context") == "yes",
        ownership=row.cells.get("ownership") or None,
        origin=row.origin,
    )


def office_of(row: Row) -> Office:
    """One tenure."""
    return Office(
        row["person"],
        row["office"],
        row["title"],
        row.get("country"),
        row.get("sector"),
        row["begin"],
        row["end"],
        row.origin,
    )


def role_names(rows: Iterable[Row]) -> dict[str, RoleNoun]:
    """Role nouns by singular and plural; a noun of its own ("authorities") is never some other's plural."""
    singulars, plurals = {}, {}
    for row in rows:
        kind = row["kind"]
        if kind not in get_args(RoleKind):
            raise row.error(f"unknown kind {kind!r}; known are {', '.join(get_args(RoleKind))}")
        sector = None if row["sector"] == "OF" else row.get("sector")
        noun = row["noun"]
        office, gender = row.get("office"), row.get("gender")
        singulars[noun] = RoleNoun(noun, sector, cast(RoleKind, kind), office, gender, row.origin)
        plurals[row.get("plural") or plural_of(noun)] = singulars[noun]
    return {**plurals, **singulars}


def plural_of(noun: str) -> str:
    """The regular plural; irregular ones stand in the table."""
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou"):
        return noun[:-1] + "ies"
    return noun + "s"
