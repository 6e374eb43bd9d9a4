"""What the tables of facts look like: their columns, which of them hold lists, what they are called in TOML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sayso.schema import EntityKind

# PLOVER's codes for actors that belong to no state.
NON_STATE_CODES = frozenset("UNO EUR IGO NGO IMG MNC ISM".split())

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
OFFICE_KIND_COLUMNS = "office title sector holders".split()
JOINT_OFFICE_COLUMNS = "country office reason".split()
STATE_NUMBER_COLUMNS = "alpha3 cow gw begin end".split()
ORGANISATION_FILES: Mapping[str, tuple[EntityKind, tuple[str, ...]]] = {
    "bodies.csv": ("government", ("kind",)),
    "outlets.csv": ("outlet", ("ownership", "context")),
    "igos.csv": ("igo", ("seat",)),
    "armed_groups.csv": ("armed_group", ()),
    "parties.csv": ("organisation", ()),
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table that users may add to. `word` is its name in TOML ([[person]]).

    `key` is the column that says which thing a row is about, `names` are those that hold its names, `lists` those that
    hold several items.
    """

    file: str
    word: str
    columns: tuple[str, ...]
    key: str
    required: tuple[str, ...]
    names: tuple[str, ...] = ("name", "aliases")
    lists: tuple[str, ...] = ("aliases",)

    @property
    def own_columns(self) -> tuple[str, ...]:
        """The columns that a user's own table may have: `remove` lists names that the thing loses."""
        return (*self.columns, "remove") if self.names else self.columns


def organisations(file: str, word: str) -> Table:
    """The table of one kind of organisation."""
    extras = ORGANISATION_FILES[file][1]
    lists = ("aliases", "seat") if "seat" in extras else ("aliases",)
    return Table(file, word, (*ORGANISATION_COLUMNS, *extras), "id", ("name", "country"), lists=lists)


NAMES_OF_COUNTRIES = ("aliases", "adjectives", "nationals", "capital", "metonyms", "former")

# In the order in which tables are read: offices name people, roles name offices.
TABLES = (
    Table(
        "countries.csv",
        "country_name",
        tuple(COUNTRY_COLUMNS),
        "alpha3",
        ("alpha3", "name"),
        ("name", *NAMES_OF_COUNTRIES),
        NAMES_OF_COUNTRIES,
    ),
    Table(
        "regions.csv",
        "region",
        tuple(REGION_COLUMNS),
        "name",
        ("name", "country"),
        ("name", "adjectives", "nationals"),
        ("name", "adjectives", "nationals"),
    ),
    Table("cities.csv", "place", tuple(CITY_COLUMNS), "name", ("name",), ("name",), ("name",)),
    Table("peoples.csv", "people", tuple(PEOPLES_COLUMNS), "id", ("name",)),
    Table("people.csv", "person", tuple(PEOPLE_COLUMNS), "id", ("name",)),
    organisations("bodies.csv", "organisation"),
    organisations("outlets.csv", "outlet"),
    organisations("igos.csv", "igo"),
    organisations("armed_groups.csv", "armed_group"),
    organisations("parties.csv", "party"),
    Table("roles.csv", "role", tuple(ROLE_COLUMNS), "noun", ("noun", "kind"), (), ()),
    Table("offices.csv", "office", tuple(OFFICE_COLUMNS), "person", ("person", "office", "country", "begin"), (), ()),
)
BY_WORD = {table.word: table for table in TABLES}
BY_FILE = {table.file: table for table in TABLES}

# Our other tables, which every run reads as they are.
FIXED_COLUMNS: Mapping[str, list[str]] = {
    "sectors.csv": SECTOR_COLUMNS,
    "ambiguous.csv": AMBIGUOUS_COLUMNS,
    "given_names.csv": GIVEN_NAME_COLUMNS,
    "office_kinds.csv": OFFICE_KIND_COLUMNS,
    "joint_offices.csv": JOINT_OFFICE_COLUMNS,
    "state_numbers.csv": STATE_NUMBER_COLUMNS,
}
