"""Reads a name as a user may write it: an id, a listed name, an office, a role noun, a surname, a misspelling."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from functools import cached_property

from sayso.knowledge.facts import Fact, Knowledge, Office, Usage, holding, without_article
from sayso.knowledge.places import folded, load_places
from sayso.knowledge.who.answer import Answer, Entry
from sayso.knowledge.who.entries import Entries, ends_with

# Offices whose holders are listed together under whatever title each had (king, president, chairman of the council).
SINGLE = ("head_of_state", "head_of_government", "foreign_minister", "defence_minister")
SPOKESPEOPLE = {
    "foreign": "spokesperson_foreign_ministry",
    "military": "spokesperson_military",
    "army": "spokesperson_military",
    "defence": "spokesperson_military",
    "defense": "spokesperson_military",
}
# How a name is read that stands for something by what it is.
READINGS: dict[Usage, str] = {
    "adjective": "an adjective of {}",
    "national": "the people of {}",
    "capital": "the capital of {}: its government where it acts, a place after “in”, “near” or “at”",
    "metonym": "stands for the government of {}",
    "seat": "the seat of {}: the body where it acts, a place after “in”, “near” or “at”",
}
LITTLE_WORDS = frozenset("the of and for in on to a s de la el al".split())
MOST_ENTRIES = 12
MOST_SPELLINGS = 5


def who_is(knowledge: Knowledge, name: str, day: str) -> Answer:
    """What the name may stand for on an ISO day. The first reading that finds something is the answer."""
    asked = " ".join(name.split())
    search = Search(knowledge, day)
    readings: tuple[tuple[Callable[[str], list[Entry]], str | None], ...] = (
        (search.by_id, None),
        (search.by_name, None),
        (search.by_office, None),
        (search.by_spelling, "read without regard to capitals and marks"),
        (search.by_surname_or_place, None),
        (search.by_part, "read as part of a name"),
    )
    for read, how in readings:
        entries = read(asked) if asked else []
        if entries:
            kept = tuple(entries[:MOST_ENTRIES])
            said = [how or search.usage(asked) or ""]
            said += [f"{len(entries) - len(kept)} more are left out"] if len(entries) > len(kept) else []
            return Answer(asked, day, kept, "; ".join(filter(None, said)) or None, search.choice(asked, kept))
    return Answer(asked, day, (), near=search.near(asked))


class Search:
    """One way after the other of reading a name."""

    def __init__(self, knowledge: Knowledge, day: str) -> None:
        self.knowledge = knowledge
        self.day = day
        self.entries = Entries(knowledge, day)

    def by_id(self, asked: str) -> list[Entry]:
        """RUS, RUS.GOV, Q7747, helmut-kohl, geonames-703448."""
        if asked.startswith("geonames-") and asked[9:].isdecimal():
            place = load_places().get(int(asked[9:]))
            return [self.entries.place(place)] if place else []
        if asked in self.knowledge.facts_by_id or asked in self.knowledge.countries or asked in self.knowledge.people:
            return [self.entries.of_entity(asked)]
        states = [code for code, state in self.knowledge.countries.items() if state.wikidata == asked]
        return [self.entries.state(code) for code in states]

    def by_name(self, asked: str) -> list[Entry]:
        """A name as the tables write it, and a role noun."""
        facts = holding(self.knowledge.facts_for(asked), self.day) or list(self.knowledge.facts_for(asked))
        entries = [*self.of_facts(facts), *self.cities_of(asked, facts)]
        role = self.knowledge.role_of(without_article(asked))
        return [*entries, self.entries.role(role)] if role else entries

    def usage(self, asked: str) -> str | None:
        """How a name stands for something that is called otherwise, where all that it may stand for agree."""
        facts = self.knowledge.facts_for(asked)
        told = {READINGS[fact.usage].format(self.state_or(fact)) for fact in facts if fact.usage in READINGS}
        return told.pop() if len(told) == 1 and len({fact.id for fact in facts}) == 1 else None

    def state_or(self, fact: Fact) -> str:
        """The name of a fact's state, or its own where it is no state's."""
        state = self.knowledge.countries.get(fact.id.partition(".")[0])
        return state.name if state else fact.name

    def of_facts(self, facts: Iterable[Fact]) -> list[Entry]:
        """One entry an entity; the people of a state are told with the state."""
        ids = dict.fromkeys(fact.id for fact in facts)
        return [self.entries.of_entity(identity) for identity in dict.fromkeys(map(self.home_of, ids))]

    def cities_of(self, asked: str, facts: Iterable[Fact]) -> list[Entry]:
        """The towns that a name for a government or body is the name of as well."""
        seats = dict.fromkeys(fact.seat_in or fact.country for fact in facts if fact.usage in ("capital", "seat"))
        towns = [load_places().inside(asked, "town", country) for country in seats if country]
        return [self.entries.place(town) for town in towns if town]

    def home_of(self, identity: str) -> str:
        """The id under which an entity is told of."""
        country, _, sector = identity.partition(".")
        return country if sector == "CVL" and country in self.knowledge.countries else identity

    def by_office(self, asked: str) -> list[Entry]:
        """A title, or an office with its country or body: "Israeli prime minister", "foreign minister of France"."""
        wanted = folded(without_article(asked))
        titled = [office for office in self.all_offices() if folded(office.title) == wanted]
        if titled:
            return [self.entries.office(titled[0].title, self.same_seat(titled))]
        for whose, what in splits(without_article(asked)):
            entry = self.office_of(whose, what)
            if entry:
                return [entry]
        return []

    def office_of(self, whose: str, what: str) -> Entry | None:
        """The office, or else the body, that a role noun names in a country or organisation."""
        role = self.knowledge.role_of(what)
        facts = self.knowledge.facts_for(whose) or self.knowledge.facts_for(whose.title())
        for fact in facts:
            if fact.kind in ("igo", "organisation", "armed_group", "government") and (head := self.head_of(fact, what)):
                return head
        countries = dict.fromkeys(fact.country for fact in facts if fact.country and fact.kind != "person")
        for country in countries:
            if role is None or country not in self.knowledge.countries:
                continue
            offices = self.offices_named(role.office, what, country)
            if offices:
                return self.entries.office(newest(offices, self.day).title, offices)
            if role.sector and role.sector not in ("CVL", "ELI"):
                return self.entries.unnamed_body(country, role, f"{whose} {what}")
        return None

    def offices_named(self, office: str | None, what: str, country: str) -> list[Office]:
        """Tenures of a kind of office in a country; for words of no kind those whose title holds them."""
        words = folded(what)
        if "spokes" in words:
            office = next((kind for word, kind in SPOKESPEOPLE.items() if word in words), "spokesperson_government")
        if office:
            return self.knowledge.holders.get((office, country), [])
        return [one for one in self.all_offices() if one.country == country and words in folded(one.title)]

    def head_of(self, fact: Fact, what: str) -> Entry | None:
        """Who leads an organisation under this title."""
        names = {name for name, one in self.knowledge.facts_by_id[fact.id] if one.usage == "name"}
        words = folded(what)
        found = [
            office
            for office in self.all_offices()
            if folded(office.title).startswith(words) and any(ends_with(office.title, name) for name in names)
        ]
        return self.entries.office(newest(found, self.day).title, found) if found else None

    def all_offices(self) -> Iterable[Office]:
        """Every tenure."""
        return (office for offices in self.knowledge.offices.values() for office in offices)

    def same_seat(self, offices: Sequence[Office]) -> list[Office]:
        """All tenures of the office that these have, under whatever title, where a state has one at a time."""
        first = offices[0]
        if first.office in SINGLE:
            return self.knowledge.holders[first.office, first.country or ""]
        return list(offices)

    def by_spelling(self, asked: str) -> list[Entry]:
        """A name in other capitals, without its marks, or with a hyphen."""
        names = self.spellings.get(folded(without_article(asked)), ())
        facts = [fact for name in names for fact in self.knowledge.facts_for(name)]
        return self.of_facts(holding(facts, self.day) or facts)

    @cached_property
    def spellings(self) -> dict[str, list[str]]:
        """Listed names by their folded form."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in self.knowledge.names:
            found[folded(name)].append(name)
        return found

    def by_surname_or_place(self, asked: str) -> list[Entry]:
        """People of that surname, and towns and regions of the gazetteer, the largest first."""
        ending = f" {folded(asked)}"
        people = [fact for fact in self.knowledge.people.values() if folded(fact.name).endswith(ending)]
        people.sort(key=lambda fact: self.prominence(fact, ending))
        return [*self.of_facts(people), *self.places(asked)]

    def places(self, asked: str) -> list[Entry]:
        """Towns and regions, the largest first."""
        places = sorted(load_places().named(asked), key=lambda place: -place.population)
        return [self.entries.place(place) for place in places]

    def by_part(self, asked: str) -> list[Entry]:
        """A surname or another part of a name: people in office on the day first."""
        words = folded(asked)
        facts = [fact for name, facts in self.knowledge.names.items() if is_part(words, name) for fact in facts]
        facts.sort(key=lambda fact: self.prominence(fact, words))
        return self.of_facts(facts)

    def prominence(self, fact: Fact, words: str) -> tuple[bool, bool, bool]:
        """Sorts people before others, bearers of a surname before others, those in office first."""
        return (
            fact.kind != "person",
            not folded(fact.name).endswith(words),
            self.knowledge.office_on(fact.id, self.day) is None,
        )

    def near(self, asked: str) -> tuple[str, ...]:
        """Known names and role nouns that are spelt nearly so."""
        known = dict(self.spellings)
        for person in self.knowledge.people.values():
            known.setdefault(folded(person.name).split()[-1], [person.name])
        for role in self.knowledge.roles:
            known.setdefault(role, [role])
        wanted = folded(asked)
        likely = [name for name in known if abs(len(name) - len(wanted)) <= 3 and name[:1] in wanted[:2]]
        return tuple(known[name][0] for name in get_close_matches(wanted, likely, n=MOST_SPELLINGS, cutoff=0.75))

    def choice(self, asked: str, entries: Sequence[Entry]) -> tuple[str, ...]:
        """What decides in a document which entry the name means."""
        if len(entries) < 2:
            return ()
        meanings = self.knowledge.ambiguous.get(without_article(asked))
        if meanings:
            clues = [f"{meaning.label}, beside {', '.join(meaning.words[:5])} …" for meaning in meanings]
            usual = [meaning.label for meaning in meanings if meaning.default]
            return (*clues, f"where nothing speaks for one: {usual[0] if usual else 'nobody'}")
        if all(entry.kind == "person" for entry in entries):
            return ("a full name, an office on the day, or the country that the document names",)
        if all(entry.kind == "place" for entry in entries):
            return ("the country and region that the document names, else the by far largest",)
        return ("the grammar (an adjective, a person, a place after “in”), then the country that the document names",)


def is_part(words: str, name: str) -> bool:
    """Whether the words stand in the name, and are more of it than an article or preposition."""
    if not words or f" {words} " not in f" {folded(name)} ":
        return False
    asked = set(words.split()) - LITTLE_WORDS
    return any(part[0].isupper() and folded(part) in asked for part in name.split())


def splits(words: str) -> Iterable[tuple[str, str]]:
    """Whose and what: "France's president", "president of France", "French president", each way it can be cut."""
    possessor = re.fullmatch(r"(.+?)['’]s? (.+)", words)
    if possessor:
        yield possessor[1], possessor[2]
    for match in re.finditer(r" (?:of|for|in) (?:the )?", words):
        yield words[match.end() :], words[: match.start()]
    parts = words.split(" ")
    for cut in range(1, len(parts)):
        yield " ".join(parts[:cut]), " ".join(parts[cut:])


def newest(offices: Sequence[Office], day: str) -> Office:
    """The tenure of the day, else the last one."""
    held = [office for office in offices if office.held_on(day)]
    return held[0] if held else max(offices, key=lambda office: office.begin)
