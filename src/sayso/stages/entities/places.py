"""Which place a name means: by the country or region named beside it, else by what the document speaks of and by size.

A place that several countries may have and the text does not tell apart stays without country; `rule` lists which.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from sayso.knowledge.facts import Fact, Match
from sayso.knowledge.places import REGION_WORDS, TOWN_WORDS, Gazetteer, Place, Setting, load_places, resolve
from sayso.schema import Entity, Mention
from sayso.stages.entities.context import Context
from sayso.stages.entities.link import Link, entity_of, place
from sayso.stages.entities.phrases import is_place_here

if TYPE_CHECKING:
    from spacy.tokens import Token

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
# What spaCy takes a place for that it does not know; "in Bakhmut" is one all the same where nobody bears the name.
MISTAKEN = frozenset({"", "ORG", "PERSON"})
LOCATIVE = frozenset("in near outside inside around".split())
# Names of regions somewhere, and what "the West" and "the South" are elsewhere.
QUARTERS = frozenset(
    "north south east west centre center middle coast northern southern eastern western central".split()
)
# Where news names a town with its state or province.
STATES_NAMED_WITH_TOWNS = frozenset({"AUS", "CAN", "USA"})
PLACE_USAGES = frozenset({"place", "region", "capital", "seat"})
DIRECTIONS = "|".join(
    [rf"(?:north|south|east|west)(?:[- ]?(?:east|west))?(?:ern)?{word}" for word in ("", "most")]
    + ["central", "coastal"]
)
KINDS = "|".join([*sorted(TOWN_WORDS | REGION_WORDS), "peninsula", "island", "enclave", "district"])
# Between a place and what it lies in: ", France", " in southern Syria", ", a town in Ukraine's".
BEHIND = re.compile(
    rf"(?:,| in|,? \(|, (?:a|the) (?:[a-z-]+ ){{0,2}}(?:{KINDS}) (?:in|of))(?: in)?(?: the| far)?(?: (?:{DIRECTIONS}))?"
    rf"(?: (?:{KINDS}) of)? "
)
# Between a country and the place in it: "Syria's Homs", "Ukraine's eastern Donetsk region", "the French city of Nice".
OWNED = re.compile(rf"['’]s?(?: [a-z-]+)?(?: (?:{DIRECTIONS}))?(?: (?:[a-z-]+ )?(?:{KINDS})(?: of)?)? ")
QUALIFIED = re.compile(rf"(?: [a-z-]+){{0,2}} (?:{KINDS})(?: of)? ")
CAPITALISED = re.compile(r"[A-ZÀ-Þ][\w’'.-]*(?: (?:of |and )?[A-ZÀ-Þ][\w’'-]*){0,3}")


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a place and says where it lies: a country, or a region of it with its code."""

    country: str
    region: str | None = None

    def holds(self, place: Place) -> bool:
        """Whether the place lies there."""
        return place.country == self.country and self.region in (None, place.region)


class Places:
    """Resolves the places of one document."""

    def __init__(self, context: Context) -> None:
        self.context = context

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Loaded when the first place is looked up."""
        return load_places()

    def link(self, name: str, facts: Sequence[Fact], mention: Mention, head: Token) -> Link | None:
        """The place that a name means; None where it means something else, or a place that only its own table knows."""
        if any(fact.usage not in PLACE_USAGES and fact.kind != "state" for fact in facts):
            return None
        start = mention.end - len(name) if mention.text.endswith(name) else mention.start
        candidates = self.candidates(name, mention)
        if not candidates or not self.may_be_place(candidates, facts, mention, head):
            return None
        beside = self.beside(start, mention.end)
        there = [place for place in candidates if beside and beside.holds(place)]
        if there and (found := self.explicit(name, there, facts, beside)):
            return found
        if any(fact.usage == "region" or (fact.kind == "state" and fact.usage != "capital") for fact in facts):
            return None
        setting = self.setting(name, start, facts)
        if any(fact.usage in ("capital", "seat") for fact in facts):
            return self.namesake(name, candidates, facts, mention, head, setting)
        return self.chosen(name, candidates, facts, setting)

    def candidates(self, name: str, mention: Mention) -> tuple[Place, ...]:
        """Places of that name: of the kind that the next word says, "Donetsk region"."""
        if self.is_called_region(mention):
            return self.gazetteer.regions_named(name)
        return () if name.lower() in QUARTERS else self.gazetteer.named(name)

    def is_called_region(self, mention: Mention) -> bool:
        """Whether the next word says that it is a region: "Donetsk region"."""
        after = re.match(r" ([A-Za-z]+)", self.context.text[mention.end : mention.end + 20])
        return after is not None and after[1].lower() in REGION_WORDS

    def may_be_place(self, candidates: Sequence[Place], facts: Sequence[Fact], mention: Mention, head: Token) -> bool:
        """Whether the name stands for a place: spaCy or a table says so, or "in" before a name of places only."""
        if self.is_called_region(mention):
            return True
        if not facts and any(child.dep_ == "det" for child in head.children):  # "the Gulf", "a London of the future"
            return False
        if not facts and all(place.care for place in candidates):
            return head.ent_type_ == "GPE"
        if head.ent_type_ in PLACE_LABELS or (facts and head.ent_type_ not in ("PERSON", "ORG")):
            return True
        stands_in = head.dep_ == "pobj" and head.head.lower_ in LOCATIVE and len(list(head.lefts)) == 0
        return stands_in and head.ent_type_ in MISTAKEN and (bool(facts) or not any(place.care for place in candidates))

    def explicit(self, name: str, there: Sequence[Place], facts: Sequence[Fact], beside: Beside | None) -> Link | None:
        """What the country or region beside it decides. Where it is what the tables say anyway, they go first."""
        assert beside is not None
        if beside.region is None and any(fact.usage != "place" and fact.country == beside.country for fact in facts):
            return None
        found = resolve(there, Setting())
        if found is None:
            return Link(place(name, beside.country), f"place; may be {self.told(there)}")
        return Link(self.entity(found, name, facts), f"place in {beside.country}, named beside it")

    def namesake(
        self,
        name: str,
        candidates: Sequence[Place],
        facts: Sequence[Fact],
        mention: Mention,
        head: Token,
        setting: Setting,
    ) -> Link | None:
        """A town that bears a capital's name, where the document names only its country; None for the capital."""
        if not (is_place_here(head) or mention.text.isupper()):
            return None
        own = {fact.country for fact in facts if fact.usage == "capital"} | {fact.seat_in for fact in facts}
        found = resolve(candidates, setting)
        if found is None or (
            found.country in STATES_NAMED_WITH_TOWNS and (found.country, found.region) not in setting.regions
        ):
            return None  # "Secretary of State Antony Blinken, who was in Athens": in Greece, since Georgia is not named
        if found.country in set(setting.countries) - own and not own & set(setting.countries):
            return Link(self.entity(found, name, facts), "place by the countries of the document")
        return None

    def chosen(self, name: str, candidates: Sequence[Place], facts: Sequence[Fact], setting: Setting) -> Link | None:
        """What the document's countries and the size of the towns decide."""
        found = resolve(candidates, setting)
        if found is None:
            return Link(place(name, None), f"place; may be {self.told(candidates)}")
        if any(fact.country not in (None, found.country) for fact in facts) and found.country not in setting.countries:
            return None
        how = "by the countries of the document" if found.country in setting.countries else "by its size"
        return Link(
            self.entity(found, name, facts), f"place {how}" if len(candidates) > 1 else "place of the gazetteer"
        )

    def entity(self, found: Place, name: str, facts: Sequence[Fact]) -> Entity:
        """The place as an entity: the listed one where the tables have it with its Wikidata id."""
        for fact in facts:
            if fact.usage == "place" and fact.wikidata and fact.country == found.country:
                return replace(entity_of(fact), geonames=found.geonames)
        shown = name if not name.isupper() else found.name
        return Entity(found.id, shown, "place", found.country, geonames=found.geonames)

    def completed(self, entity: Entity, fact: Fact) -> Entity:
        """A listed place with its GeoNames id, where one place of its country bears the name."""
        if entity.kind != "place" or not fact.country:
            return entity
        found = self.gazetteer.inside(fact.name, "region" if fact.usage != "place" else None, fact.country)
        return replace(entity, id=entity.wikidata or found.id, geonames=found.geonames) if found else entity

    def told(self, candidates: Sequence[Place]) -> str:
        """The candidates in words."""
        states = {code: fact.name for code, fact in self.context.knowledge.countries.items()}
        return self.gazetteer.told(candidates, states)

    # What the document says

    def beside(self, start: int, end: int) -> Beside | None:
        """The country or region that the text names right behind or before the place."""
        text = self.context.text
        if (joint := BEHIND.match(text, end)) and (found := self.named_at(joint.end())):
            return found
        before = [match for match in self.context.matches if start - 60 <= match.end <= start]
        for match in reversed(before):
            between = text[match.end : start]
            state = self.state_of(match)
            if state and (OWNED.fullmatch(between) or QUALIFIED.fullmatch(between)):
                return Beside(state)
        return None

    def named_at(self, position: int) -> Beside | None:
        """The country or region whose name begins at a character."""
        for match in self.context.matches:
            if match.start == position:
                if state := self.state_of(match):
                    return Beside(state)
                if region := self.region_of(match):
                    return Beside(region.country, region.region)
        written = CAPITALISED.match(self.context.text, position)
        regions = self.gazetteer.regions_named(written[0]) if written else ()
        return Beside(regions[0].country, regions[0].region) if len(regions) == 1 else None

    def state_of(self, match: Match) -> str | None:
        """The state that a listed name or nationality surely means."""
        states = {fact.country for fact in match.facts if fact.kind == "state" and fact.usage in ("name", "adjective")}
        return states.pop() if len(states) == 1 else None

    def region_of(self, match: Match) -> Place | None:
        """The first-level region that a listed name means."""
        for fact in match.facts:
            if fact.usage == "region" and fact.country:
                return self.gazetteer.inside(fact.name, "region", fact.country)
        return None

    def setting(self, name: str, position: int, facts: Sequence[Fact]) -> Setting:
        """The countries of the document, those named nearest to a character first, its regions, the usual place."""
        nearest: dict[str, int] = {}
        for at, country, surface in self.countries:
            if surface != name:
                nearest[country] = min(abs(at - position), nearest.get(country, abs(at - position)))
        usual = {fact.country for fact in facts if fact.usage == "place" and fact.country}
        return Setting(sorted(nearest, key=lambda country: nearest[country]), self.regions, usual)

    @cached_property
    def countries(self) -> list[tuple[int, str, str]]:
        """Where the document names a country in words that can mean no other, with the words."""
        found = []
        for match in self.context.matches:
            named = {fact.country for fact in match.facts if fact.kind != "person"}
            if len(named) == 1 and (country := next(iter(named))) in self.context.knowledge.countries:
                found.append((match.start, country, self.context.text[match.start : match.end]))
        return found

    @cached_property
    def regions(self) -> frozenset[tuple[str, str]]:
        """The first-level regions that the document names."""
        regions: Iterable[Place | None] = (self.region_of(match) for match in self.context.matches)
        return frozenset((region.country, region.region) for region in regions if region)


def capital(name: str, country: str) -> Entity:
    """The capital of a state as a place."""
    found = load_places().inside(name, "town", country)
    if found is None:
        return place(name, country or None)
    return Entity(found.id, name.title() if name.isupper() else name, "place", country, geonames=found.geonames)
