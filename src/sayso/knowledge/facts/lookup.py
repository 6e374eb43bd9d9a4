"""Looks up who is who: a name in a text, the holder of an office on a day, the role that a noun names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from sayso.knowledge.facts.nouns import Fact, Match, Meaning, Office, RoleNoun, StateNumber

PREFIXES = re.compile(r"\b(?:pro|anti|ex|non|neo|post|pre|half)-$", re.IGNORECASE)

Key = TypeVar("Key")
Value = TypeVar("Value")


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
    sector_meanings: dict[str, str] = field(default_factory=dict)
    capitals: dict[str, str] = field(default_factory=dict)
    ambiguous: dict[str, list[Meaning]] = field(default_factory=dict)
    given_names: dict[str, str] = field(default_factory=dict)
    state_numbers: dict[str, list[StateNumber]] = field(default_factory=dict)

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

    @cached_property
    def facts_by_id(self) -> dict[str, list[tuple[str, Fact]]]:
        """The names of each entity with what each says of it."""
        return grouped((fact.id, (name, fact)) for name, facts in self.names.items() for fact in facts)

    def numbers_of(self, country: str | None, day: str | None) -> StateNumber | None:
        """A state's numbers on a day, today's without one; None for a country that has none."""
        numbers = self.state_numbers.get(country or "", ())
        held = (one for one in numbers if one.end == "" or (day and one.begin <= day < one.end))
        return next(held, None)

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


def grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    """Values by key, in order, each once."""
    groups: dict[Key, list[Value]] = {}
    for key, value in pairs:
        values = groups.setdefault(key, [])
        if value not in values:
            values.append(value)
    return groups
