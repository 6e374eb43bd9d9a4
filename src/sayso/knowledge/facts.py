"""Who is who: countries, people and their offices, organisations and role nouns, looked up by name and by date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, TypeVar, cast, get_args

from sayso.errors import KnowledgeError
from sayso.ids import slug
from sayso.knowledge.tables import FOLDER, Row, read_table
from sayso.schema import EntityKind

PREFIXES = re.compile(r"\b(?:pro|anti|ex|non|neo|post|pre|half)-$", re.IGNORECASE)

Usage = Literal["name", "adjective", "national", "capital", "metonym", "region", "place", "seat"]

COUNTRY_COLUMNS = "alpha3 wikidata name aliases adjectives nationals capital metonyms cow gw former".split()
REGION_COLUMNS = "name country adjectives nationals wikidata".split()
PEOPLE_COLUMNS = "id name aliases gender country".split()
OFFICE_COLUMNS = "person office title country sector begin end".split()
ORGANISATION_COLUMNS = "id name aliases country sector begin end".split()
SECTOR_COLUMNS = "sector meaning named".split()
ROLE_COLUMNS = "noun plural sector kind office gender".split()
PEOPLES_COLUMNS = "id name aliases country".split()
CITY_COLUMNS = "name country wikidata".split()
AMBIGUOUS_COLUMNS = "name meaning label country words default".split()
GIVEN_NAME_COLUMNS = "name gender".split()
ORGANISATION_FILES: Mapping[str, tuple[EntityKind, tuple[str, ...]]] = {
    "bodies.csv": ("government", ("kind",)),
    "outlets.csv": ("outlet", ("ownership", "context")),
    "igos.csv": ("igo", ("seat",)),
    "armed_groups.csv": ("armed_group", ()),
    "parties.csv": ("organisation", ()),
}
RoleKind = Literal["person", "group", "body", "document"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a name may stand for. `begin` and `end` bound when that holds (half-open, "" is open).

    `seat_in` is the country of the city, where a body is named by its seat ("Brussels").
    """

    id: str
    name: str
    kind: EntityKind
    usage: Usage = "name"
    country: str | None = None
    sector: str | None = None
    wikidata: str | None = None
    begin: str = ""
    end: str = ""
    gender: str | None = None
    needs_context: bool = False
    seat_in: str | None = None

    def holds_on(self, day: str | None) -> bool:
        """Whether the fact holds on an ISO day; without a day every fact may."""
        return day is None or (self.begin <= day and (not self.end or day < self.end))


@dataclass(frozen=True, slots=True)
class Office:
    """One person's tenure: half-open [begin, end), partial dates where the day is not known."""

    person: str
    office: str
    title: str
    country: str | None
    sector: str | None
    begin: str
    end: str

    def held_on(self, day: str) -> bool:
        """Whether the office was held on this ISO day."""
        return self.begin <= day and (not self.end or day < self.end)


@dataclass(frozen=True, slots=True)
class RoleNoun:
    """A noun for a role. `sector` None is that of whom they serve or speak for ("spokesman", "aide")."""

    noun: str
    sector: str | None
    kind: RoleKind
    office: str | None
    gender: str | None


@dataclass(frozen=True, slots=True)
class Meaning:
    """One of the things that an ambiguous name may mean, with the words that speak for it.

    `id` is that of a fact, or a word for what is no actor. `default` is what it means when nothing speaks for any.
    """

    id: str
    label: str
    country: str | None
    words: tuple[str, ...]
    default: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A listed name in a text, with everything it may stand for."""

    start: int
    end: int
    facts: tuple[Fact, ...]


@dataclass
class Knowledge:
    """The facts of one set of data files, indexed. Build it with `load_knowledge`."""

    names: dict[str, list[Fact]] = field(default_factory=dict)
    offices: dict[str, list[Office]] = field(default_factory=dict)
    holders: dict[tuple[str, str], list[Office]] = field(default_factory=dict)
    people: dict[str, Fact] = field(default_factory=dict)
    roles: dict[str, RoleNoun] = field(default_factory=dict)
    countries: dict[str, Fact] = field(default_factory=dict)
    sectors: dict[str, str] = field(default_factory=dict)
    capitals: dict[str, str] = field(default_factory=dict)
    ambiguous: dict[str, list[Meaning]] = field(default_factory=dict)
    given_names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        from ahocorasick_rs import AhoCorasick

        self._surfaces = sorted(self.names)
        self._automaton = AhoCorasick(self._surfaces)

    def find(self, text: str) -> Iterator[Match]:
        """Listed names in the text, leftmost and longest first, whole words only, never overlapping."""
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        whole = [(start, end, which) for which, start, end in found if is_whole_word(text, start, end)]
        last = 0
        for start, end, which in sorted(whole, key=lambda match: (match[0], -match[1])):
            if start >= last:
                last = end
                yield Match(start, end, tuple(self.names[self._surfaces[which]]))

    def facts_for(self, name: str) -> tuple[Fact, ...]:
        """What this exact name may stand for; a leading article is no part of it."""
        return tuple(self.names.get(name) or self.names.get(without_article(name)) or ())

    def office_on(self, person: str, day: str | None) -> Office | None:
        """The person's highest office on a day, at home first. Without a day, None."""
        held = [office for office in self.offices.get(person, ()) if day and office.held_on(day)]
        home = self.people[person].country if person in self.people else None
        # France's president is also a prince of Andorra: offices at home come first. Within a country the table
        # stands in order of rank, so that a secretary of state who is also an adviser is called by the former.
        return next(iter(sorted(held, key=lambda office: office.country != home)), None)

    def former_office(self, person: str, day: str | None) -> Office | None:
        """The last office that had ended by then."""
        ended = [office for office in self.offices.get(person, ()) if day and office.end and office.end <= day]
        return max(ended, key=lambda office: office.end, default=None)

    def holder_of(self, office: str, country: str, day: str | None) -> Fact | None:
        """Who held a national office on a day, where the facts give exactly one person."""
        held = {o.person for o in self.holders.get((office, country), ()) if day and o.held_on(day)}
        return self.people.get(held.pop()) if len(held) == 1 else None

    def gender_of_name(self, name: str) -> str | None:
        """The gender that a given name at the start of a name tells, where it is given to one only."""
        return self.given_names.get(name.split()[0]) if name.split() else None

    def names_of(self, identity: str) -> tuple[str, ...]:
        """Every form by which the tables name an entity."""
        return self._names_by_id.get(identity, ())

    @cached_property
    def _names_by_id(self) -> dict[str, tuple[str, ...]]:
        pairs = ((fact.id, name) for name, facts in self.names.items() for fact in facts)
        return {identity: tuple(names) for identity, names in grouped(pairs).items()}

    def role_of(self, noun: str) -> RoleNoun | None:
        """The role noun, singular or plural, of one or several words in any case."""
        return self.roles.get(noun.lower())


def is_whole_word(text: str, start: int, end: int) -> bool:
    """Whether no letter or digit touches the match, nor a prefix that turns it round ("anti-Russian")."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before.isalnum() or after.isalnum():
        return False
    return before != "-" or not PREFIXES.search(text, max(0, start - 6), start)


def holding(facts: Iterable[Fact], day: str | None) -> list[Fact]:
    """The facts that hold on a day; of an entity that has ended or not begun by then, the nearest period.

    News goes on naming what is no more ("the KGB"), so a name is not lost with its last day.
    """
    found = list(facts)
    now = [fact for fact in found if fact.holds_on(day)]
    current = {fact.id for fact in now}
    past = [fact for fact in found if fact.id not in current and day is not None and fact.begin <= day]
    latest = {fact.id: fact for fact in sorted(past, key=lambda fact: fact.begin)}
    return now or list(latest.values())


def without_article(name: str) -> str:
    """The name without a leading "the"."""
    return re.sub(r"^(?:the|The)\s+", "", name)


@cache
def load_knowledge(folder: Path = FOLDER) -> Knowledge:
    """Read all tables of the folder and index them."""
    countries: dict[str, Fact] = {}
    capitals: dict[str, str] = {}
    names: list[tuple[str, Fact]] = []
    for row in read_table(folder / "countries.csv", COUNTRY_COLUMNS):
        countries[row["alpha3"]] = country_fact(row)
        names += country_names(row)
        if row.items("capital"):
            capitals[row["alpha3"]] = row.items("capital")[0]
    for row in read_table(folder / "regions.csv", REGION_COLUMNS):
        names += region_names(row)
    for row in read_table(folder / "cities.csv", CITY_COLUMNS):
        names += city_names(row)
    for row in read_table(folder / "peoples.csv", PEOPLES_COLUMNS):
        fact = Fact(row["id"], row["name"], "people", "name", row.get("country"), "CVL")
        names += [(name, fact) for name in (row["name"], *row.items("aliases"))]
    people = {}
    for row in read_table(folder / "people.csv", PEOPLE_COLUMNS):
        fact = person_fact(row)
        people[fact.id] = fact
        names += [(name, fact) for name in (row["name"], *row.items("aliases"))]
    for file, (kind, extras) in ORGANISATION_FILES.items():
        for row in read_table(folder / file, [*ORGANISATION_COLUMNS, *extras]):
            fact = organisation_fact(row, kind)
            names += [(name, fact) for name in (row["name"], *row.items("aliases"))]
            names += [(name, seat_fact(fact, name, capitals)) for name in seats_of(row)]
    offices = [office_of(row) for row in read_table(folder / "offices.csv", OFFICE_COLUMNS)]
    unknown = sorted({office.person for office in offices} - set(people))
    if unknown:
        raise KnowledgeError("offices.csv", f"people.csv has no {unknown[:3]}")
    return Knowledge(
        names=grouped((without_article(name), fact) for name, fact in names),
        offices=grouped((office.person, office) for office in offices),
        holders=grouped(((office.office, office.country or ""), office) for office in offices),
        people=people,
        roles=role_names(read_table(folder / "roles.csv", ROLE_COLUMNS)),
        countries=countries,
        sectors={row["sector"]: row["named"] for row in read_table(folder / "sectors.csv", SECTOR_COLUMNS)},
        capitals=capitals,
        ambiguous=grouped(
            (row["name"], meaning_of(row)) for row in read_table(folder / "ambiguous.csv", AMBIGUOUS_COLUMNS)
        ),
        given_names={row["name"]: row["gender"] for row in read_table(folder / "given_names.csv", GIVEN_NAME_COLUMNS)},
    )


Key = TypeVar("Key")
Value = TypeVar("Value")


def grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    """Values by key, in order, each once."""
    groups: dict[Key, list[Value]] = {}
    for key, value in pairs:
        values = groups.setdefault(key, [])
        if value not in values:
            values.append(value)
    return groups


def country_fact(row: Row) -> Fact:
    """The state itself."""
    code = row["alpha3"]
    return Fact(code, row["name"], "state", country=code, wikidata=row.get("wikidata"))


def country_names(row: Row) -> Iterator[tuple[str, Fact]]:
    """Every word that names the state, its people or its government."""
    state = country_fact(row)
    people = Fact(f"{state.id}.CVL", f"People of {state.name}", "people", "national", state.id, "CVL")
    government = Fact(f"{state.id}.GOV", f"Government of {state.name}", "government", "metonym", state.id, "GOV")
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
    region = Fact(identity, names[0], "place", "region", row["country"], wikidata=row.get("wikidata"))
    for name in names:
        yield name, region
    for name in row.items("adjectives"):
        yield name, replace(region, usage="adjective")
    for name in nationals:
        people = f"People of {names[0]}"
        yield name, Fact(slug(people), people, "people", "national", row["country"], "CVL")


def city_names(row: Row) -> Iterator[tuple[str, Fact]]:
    """A town or other place in its country, or in none ("Niger River")."""
    names = row.items("name")
    identity = row.get("wikidata") or slug(names[0])
    for name in names:
        yield name, Fact(identity, names[0], "place", "place", row.get("country"), wikidata=row.get("wikidata"))


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
    return Fact(identity, row["name"], "person", country=row.get("country"), wikidata=qid, gender=row.get("gender"))


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
    )


def office_of(row: Row) -> Office:
    """One tenure."""
    return Office(
        row["person"], row["office"], row["title"], row.get("country"), row.get("sector"), row["begin"], row["end"]
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
        singulars[noun] = RoleNoun(noun, sector, cast(RoleKind, kind), row.get("office"), row.get("gender"))
        plurals[row.get("plural") or plural_of(noun)] = singulars[noun]
    return {**plurals, **singulars}


def plural_of(noun: str) -> str:
    """The regular plural; irregular ones stand in the table."""
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou"):
        return noun[:-1] + "ies"
    return noun + "s"
