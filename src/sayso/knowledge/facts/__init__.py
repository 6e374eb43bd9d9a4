"""Who is who: countries, people and their offices, organisations and role nouns, looked up by name and by date."""

from sayso.knowledge.facts.layout import (
    AMBIGUOUS_COLUMNS,
    CITY_COLUMNS,
    COUNTRY_COLUMNS,
    GIVEN_NAME_COLUMNS,
    OFFICE_COLUMNS,
    ORGANISATION_COLUMNS,
    ORGANISATION_FILES,
    PEOPLE_COLUMNS,
    PEOPLES_COLUMNS,
    REGION_COLUMNS,
    ROLE_COLUMNS,
    SECTOR_COLUMNS,
)
from sayso.knowledge.facts.loading import load_knowledge, plural_of, read_tables
from sayso.knowledge.facts.lookup import PREFIXES, Knowledge, holding, is_whole_word, without_article
from sayso.knowledge.facts.nouns import Fact, Match, Meaning, Office, RoleKind, RoleNoun, StateNumber, Usage

__all__ = [
    "AMBIGUOUS_COLUMNS",
    "CITY_COLUMNS",
    "COUNTRY_COLUMNS",
    "GIVEN_NAME_COLUMNS",
    "OFFICE_COLUMNS",
    "ORGANISATION_COLUMNS",
    "ORGANISATION_FILES",
    "PEOPLES_COLUMNS",
    "PEOPLE_COLUMNS",
    "PREFIXES",
    "REGION_COLUMNS",
    "ROLE_COLUMNS",
    "SECTOR_COLUMNS",
    "Fact",
    "Knowledge",
    "Match",
    "Meaning",
    "Office",
    "RoleKind",
    "RoleNoun",
    "StateNumber",
    "Usage",
    "holding",
    "is_whole_word",
    "load_knowledge",
    "plural_of",
    "read_tables",
    "without_article",
]
