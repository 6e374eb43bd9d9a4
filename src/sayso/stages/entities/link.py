"""Links from mentions to entities, each with the rule that made it, and the entities that facts stand for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sayso.ids import slug
from sayso.knowledge.facts import Fact, Knowledge, Office
from sayso.schema import Entity, EntityKind

KIND_OF_SECTOR: dict[str, EntityKind] = {
    "GOV": "government",
    "REB": "armed_group",
    "PRM": "armed_group",
    "CVL": "people",
}


@dataclass(frozen=True, slots=True)
class Link:
    """An entity together with the rule that chose it."""

    entity: Entity
    rule: str


def entity_of(fact: Fact) -> Entity:
    """The entity as listed."""
    wikidata = fact.wikidata or (fact.id if fact.id.startswith("Q") and fact.id[1:].isdigit() else None)
    return Entity(fact.id, fact.name, fact.kind, fact.country, fact.sector, wikidata=wikidata)


def person_in_office(fact: Fact, office: Office) -> Entity:
    """A person with country and sector of the office held."""
    return replace(entity_of(fact), country=office.country, sector=office.sector, role=office.title)


def body(country: str, sector: str, knowledge: Knowledge) -> Entity:
    """An unnamed body or official of a state: RUS.GOV, ISR.MIL."""
    state = knowledge.countries.get(country)
    kind = KIND_OF_SECTOR.get(sector, "organisation")
    name = f"{knowledge.sectors.get(sector, sector)} {state.name if state else country}"
    return Entity(f"{country}.{sector}", name, kind, country, sector)


def place(name: str, country: str | None) -> Entity:
    """A place by name."""
    return Entity(slug(name), name, "place", country)


def with_numbers(entity: Entity, knowledge: Knowledge, day: str | None) -> Entity:
    """The entity with the state numbers of its country on a day."""
    numbers = knowledge.numbers_of(entity.country, day)
    return replace(entity, cow=numbers.cow, gw=numbers.gw) if numbers else entity


def richness(entity: Entity) -> int:
    """How much is known of an entity: of several records under one id the fullest is kept."""
    return sum(value is not None for value in (entity.country, entity.sector, entity.role, entity.wikidata))
