"""What the tables of facts hold: names and what they stand for, offices, role nouns, meanings of ambiguous names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from sayso.schema import EntityKind

Usage = Literal["name", "adjective", "national", "capital", "metonym", "region", "place", "seat"]

RoleKind = Literal["person", "group", "body", "document"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a name may stand for. `begin` and `end` bound when that holds (half-open, "" is open).

    `seat_in` is the country of the city, where a body is named by its seat ("Brussels"). `origin` says from which line
    of which table it comes.
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
    ownership: str | None = None
    origin: str = field(default="", compare=False)

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
    origin: str = field(default="", compare=False)

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
    origin: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class StateNumber:
    """The numbers of a state in the lists of Correlates of War and of Gleditsch & Ward, half-open [begin, end)."""

    cow: int | None
    gw: int | None
    begin: str = ""
    end: str = ""


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
