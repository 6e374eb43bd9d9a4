"""Names: short forms and acronyms of this document, listed names, bodies named by their role, names nobody listed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from sayso.ids import slug
from sayso.knowledge.facts import Fact, Knowledge, RoleNoun, holding, without_article
from sayso.schema import Entity, Mention
from sayso.stages.entities.choice import choose, is_believed
from sayso.stages.entities.context import Context
from sayso.stages.entities.link import Link, body, entity_of, person_in_office, place
from sayso.stages.entities.owners import NATIONAL_SECTORS, belonging, country_of, office_before, place_of_role
from sayso.stages.entities.phrases import (
    is_apposed,
    is_former,
    is_generic,
    is_place_here,
    is_plural,
    noun_above,
    short_forms,
    title_gender,
)
from sayso.stages.entities.places import Places, capital
from sayso.stages.entities.teams import is_team
from sayso.stages.mentions import ACRONYM, MEMBER_OF_CONGRESS, MODIFIERS, is_prefixed
from sayso.stages.syntax import children

if TYPE_CHECKING:
    from spacy.tokens import Token

SURNAMED_OFFICES = (
    "head_of_state",
    "head_of_government",
    "foreign_minister",
    "defence_minister",
    "supreme_leader",
    "vice_president",
)
SURNAME_FIRST = frozenset({"CHN", "HKG", "KHM", "KOR", "PRK", "TWN", "VNM"})
# What may stand after an outlet's name without being part of it.
MEDIA_NOUNS = frozenset("agency newspaper daily weekly magazine broadcaster channel network website tabloid".split())

# What turns the name of a country into that of a part of it.
DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central upper lower northeast northwest southeast "
    "southwest northeastern northwestern southeastern southwestern".split()
)


class Names:
    """Links the names of one document, longest first, so that a full name explains its short forms."""

    def __init__(self, context: Context, surnames: Mapping[str, frozenset[str]]) -> None:
        self.context = context
        self.surnames = surnames
        self.places = Places(context)
        self.short: dict[str, list[tuple[Mention, Link]]] = {}
        self.given: dict[str, list[tuple[Mention, Link]]] = {}

    def link_all(self) -> None:
        """Fill `context.links` for every mention that is a name."""
        names = [mention for mention in self.context.mentions if mention.form == "name"]
        for mention in sorted(names, key=lambda mention: (-len(self.name_of(mention).split()), mention.start)):
            link = self.link(mention)
            if link:
                self.context.links[mention.id] = link
                self.remember(mention, link)

    def remember(self, mention: Mention, link: Link) -> None:
        """Keep the short forms by which a person, and the acronym by which a body, may be named elsewhere."""
        forms: list[str] = []
        name = self.name_of(mention)
        if link.entity.kind == "person":
            forms = short_forms(name)
            if forms:
                self.given.setdefault(name.split()[0], []).append((mention, link))
            gender = title_gender(self.context.heads[mention.id]) or self.context.knowledge.gender_of_name(name)
            if gender:
                self.context.genders.setdefault(link.entity.id, gender)
        elif link.entity.kind not in ("state", "place"):
            acronym = ACRONYM.match(self.context.text, mention.end)
            forms = [acronym["letters"]] if acronym else []
            self.context.acronyms.update((form, link) for form in forms)
        for form in forms:
            self.short.setdefault(form, []).append((mention, link))

    def name_of(self, mention: Mention) -> str:
        """The name itself, without titles before it: the listed name or spaCy's entity at the end of the mention."""
        matches = [m for m in self.context.matches if mention.start <= m.start and m.end == mention.end]
        head = self.context.heads[mention.id]
        entity = self.context.recognised_at(head)
        recognised = entity.text.strip() if entity is not None else ""
        recognised = recognised if mention.text.endswith(recognised) else ""
        listed = mention.text[matches[0].start - mention.start :] if matches else ""
        return max((without_article(recognised), listed), key=len) or mention.text

    def link(self, mention: Mention) -> Link | None:
        """The first rule that knows the name."""
        name = self.name_of(mention)
        head = self.context.heads[mention.id]
        facts = holding(self.facts_for(name, head), self.context.day)
        not_a_person = head.ent_type_ in ("GPE", "NORP", "LOC") and any(fact.kind != "person" for fact in facts)
        if not not_a_person and (known := self.link_short(name, mention, head)):
            return known
        if not is_prefixed(head) and (found := self.places.link(name, facts, mention, head)):
            return found
        chosen, doubt = choose(self.context, name, facts, head)
        if chosen and chosen.kind in ("state", "people") and is_team(self.context, head):
            self.context.doubts[mention.id] = f"team of {chosen.name}, no actor"
            return None
        if chosen and (chosen.kind != "person" or self.is_meant(chosen, head)):
            return self.link_fact(chosen, mention, head)
        if head.ent_type_ in ("GPE", "LOC") and (part := self.part_of_country(name)):
            return part
        here = self.context.country_named(2) if is_generic(name) else None
        if here and (doubt or facts) and head.ent_type_ == "ORG":
            entity = Entity(slug(f"{name} {here}"), name, "organisation", here, "PTY" if is_party(name) else None)
            return Link(entity, f"organisation by spaCy, of {here}, where the article plays")
        if doubt:
            self.context.doubts[mention.id] = doubt
            return None
        return self.link_surname(name, head) or self.link_body(head) or self.link_unlisted(name, mention, head)

    def facts_for(self, name: str, head: Token) -> tuple[Fact, ...]:
        """What the name may stand for; a dateline writes it in capitals, a prefix ("pro-Beijing") turns it round."""
        if is_prefixed(head):
            return ()
        facts = self.context.knowledge.facts_for(name)
        if not facts and name.isupper() and len(name) > 3:
            facts = self.context.knowledge.facts_for(name.title())
        first, _, last = name.rpartition(" ")
        if not facts and last.lower() in MEDIA_NOUNS:  # "the Anadolu agency", "Germany's Bild newspaper"
            facts = tuple(fact for fact in self.context.knowledge.facts_for(first) if fact.kind == "outlet")
        if not facts and last == "party":
            facts = self.context.knowledge.facts_for(f"{first} Party")
        return facts or self.after_state(name)

    def part_of_country(self, name: str) -> Link | None:
        """A part of a state or region that no table lists: "Western Cambodia", "South Lebanon"."""
        direction, _, rest = name.partition(" ")
        if direction.lower() not in DIRECTIONS:
            return None
        wholes = [fact for fact in self.context.knowledge.facts_for(rest) if fact.usage in ("name", "region")]
        countries = {fact.country for fact in wholes if fact.kind in ("state", "place") and fact.country}
        if len(countries) != 1:
            return None
        country = countries.pop()
        return Link(Entity(slug(f"{country} {name}"), name, "place", country), f"part of {rest}")

    def after_state(self, name: str) -> tuple[Fact, ...]:
        """A body of the state named before it: "United Kingdom Home Office"."""
        state = next(self.context.knowledge.find(name), None)
        if state is None or state.start > 0 or state.end == len(name):
            return ()
        countries = {fact.country for fact in state.facts if fact.kind == "state"}
        listed = self.context.knowledge.facts_for(name[state.end :].strip())
        return tuple(fact for fact in listed if fact.kind == "government" and fact.country in countries)

    def follows_town(self, mention: Mention, fact: Fact) -> bool:
        """Whether a town of the same country stands before, with a comma: "Seattle, Washington"."""
        towns = (match for match in self.context.matches if match.end == mention.start - len(", "))
        after_comma = self.context.text[max(0, mention.start - 2) : mention.start] == ", "
        facts = next((match.facts for match in towns if after_comma), ())
        return any(other.kind == "place" and other.country == fact.country for other in facts)

    # Short forms

    def link_short(self, name: str, mention: Mention, head: Token) -> Link | None:
        """The person or body of this document that the short name means: whose gender fits, the last one named."""
        known = self.short.get(name, []) or (self.given.get(name, []) if head.ent_type_ == "PERSON" else [])
        if not known and head.i + 1 < len(head.doc) and head.nbor().tag_ == "POS":
            known = self.short.get(name + "s", [])  # "Waters'" may be cut into "Water" and "'s"
        gender = title_gender(head)
        fitting = [
            (other, link)
            for other, link in known
            if not (gender and self.context.genders.get(link.entity.id, gender) != gender) and other.id != mention.id
        ]
        if not fitting:
            return None
        before = [pair for pair in fitting if pair[0].start < mention.start]
        _, link = (
            max(before, key=lambda pair: pair[0].start) if before else min(fitting, key=lambda pair: pair[0].start)
        )
        return Link(link.entity, f"short form of {link.entity.name}")

    def link_surname(self, name: str, head: Token) -> Link | None:
        """A bare surname of a listed leader in office, where the document names the country and only one fits."""
        context = self.context
        if " " in name:
            return None
        found = {
            office.person
            for person in self.surnames.get(name, ())
            for office in context.knowledge.offices.get(person, ())
            if office.office in SURNAMED_OFFICES
            and context.day
            and office.held_on(context.day)
            and context.countries_named.get(office.country or "")
        }
        if not found and head.ent_type_ == "PERSON":
            found = self.famous(name)
        if len(found) != 1:
            return None
        fact = context.knowledge.people[found.pop()]
        gender = title_gender(head)
        if (gender and fact.gender and gender != fact.gender) or self.is_of_another(name, fact):
            return None
        office = context.knowledge.office_on(fact.id, context.day)
        entity = person_in_office(fact, office) if office else entity_of(fact)
        when = f"in office on {context.day}" if context.day else "the only leader of that name"
        return Link(entity, f"surname of {fact.name}, {when}")

    def famous(self, surname: str) -> set[str]:
        """The head of a state or government on the day whose surname nobody else listed has: "Macron", not "Kim".

        Without a day whoever was one at any time.
        """
        knowledge, day = self.context.knowledge, self.context.day
        bearers = self.surnames.get(surname, frozenset())
        if len(bearers) != 1 or surname in knowledge.given_names:
            return set()
        person = next(iter(bearers))
        current = knowledge.office_on(person, day)
        held = knowledge.offices.get(person, ()) if day is None else [current] if current else []
        return {person} if any(office.office in ("head_of_state", "head_of_government") for office in held) else set()

    def is_of_another(self, surname: str, leader: Fact) -> bool:
        """Whether the text has the surname after another given name than the leader's: "Boris" but "Alice Johnson"."""
        own = {word.lower() for word in leader.name.split()}
        for before in re.findall(rf"\b([A-Z][\w’'.-]+) {re.escape(surname)}\b", self.context.text):
            word = before.lower().rstrip(".")
            known = word in own or self.context.knowledge.role_of(word) or self.context.knowledge.facts_for(before)
            if not known and self.context.knowledge.gender_of_name(before):
                return True
        return False

    # Listed names

    def link_fact(self, fact: Fact, mention: Mention, head: Token) -> Link:
        """The entity behind a fact; a capital is its government where it acts, a place where things happen."""
        context = self.context
        if fact.kind == "person":
            return Link(self.person(fact, head), f"listed name {fact.name}")
        if fact.usage == "adjective" and head.dep_ in (*MODIFIERS, "conj"):
            role = context.role_of(noun_above(head))
            if role and role.sector:
                return Link(body(fact.country or "", role.sector, context.knowledge), f"nationality and {role.noun}")
        if fact.usage == "capital":
            if is_place_here(head) or mention.text.isupper() or self.follows_town(mention, fact):
                return Link(capital(mention.text, fact.id), f"capital of {fact.name}, as a place")
            return Link(body(fact.id, "GOV", context.knowledge), f"capital of {fact.name} for its government")
        if fact.usage == "seat":
            if is_place_here(head) or mention.text.isupper():
                return Link(capital(mention.text, fact.seat_in or ""), f"seat of the {fact.name}, as a place")
            return Link(entity_of(fact), f"seat of the {fact.name} for the body")
        return Link(self.places.completed(entity_of(fact), fact), f"listed {fact.usage} of {fact.name}")

    def person(self, fact: Fact, head: Token) -> Entity:
        """A listed person with the office held on the document's date."""
        knowledge, day = self.context.knowledge, self.context.day
        if fact.gender:
            self.context.genders[fact.id] = fact.gender
        office = knowledge.office_on(fact.id, day)
        if office and not is_former(head):
            return person_in_office(fact, office)
        former = knowledge.former_office(fact.id, day)
        role = None if is_former(head) else self.title_of(head)
        country = (former.country if former else None) or fact.country
        if is_former(head) and not former:
            return replace(entity_of(fact), country=country, sector="ELI")
        # Of a former minister called by another title the text knows the present office.
        is_new = role and role[0].sector in NATIONAL_SECTORS and former and role[0].noun not in former.title.lower()
        if role and role[0].sector and (is_new or not former):
            return replace(entity_of(fact), country=role[1] or country, sector=role[0].sector, role=role[0].noun)
        if former:
            return replace(entity_of(fact), country=country, sector="ELI", role=f"former {former.title}")
        return replace(entity_of(fact), country=country)

    def is_meant(self, fact: Fact, head: Token) -> bool:
        """Whether the text means the listed person, not a namesake: by the title it gives, else by what is known."""
        title = self.title_of(head)
        if title and (title[0].office or title[0].sector in NATIONAL_SECTORS or is_former(head)):
            return True
        if title is None and any(noun.pos_ == "NOUN" for noun in children(head, "appos")):
            return bool(self.context.countries_named.get(fact.country or ""))  # "Mark Brown, a plumber"
        named = bool(self.context.countries_named.get(fact.country or ""))
        return is_believed(self.context, fact) and (
            title is None or title[0].sector in (None, "ELI", "PTY", "UNK") or named
        )

    # Names nobody listed

    def link_body(self, head: Token) -> Link | None:
        """A state organ named by country and role noun: "the Russian Foreign Ministry", "Polish Border Guard".

        Schools, banks and companies only bear the country's name ("Washington High School").
        """
        role = self.context.role_of(head)
        if head.ent_type_ == "PERSON" or role is None or role.sector not in NATIONAL_SECTORS:
            return None
        country = country_of(self.context, head)
        if country:
            return Link(body(country, role.sector or "", self.context.knowledge), f"{role.noun} of {country}")
        return None

    def link_unlisted(self, name: str, mention: Mention, head: Token) -> Link | None:
        """A name nobody listed: spaCy's label gives the kind, title or nationality gives country and sector."""
        label = head.ent_type_
        country = country_of(self.context, head)
        role = self.title_of(head)
        if label == "PERSON" or (role and is_apposed(head)):  # "Dolores Mbeki, a senator" is no place to be
            return self.unlisted_person(name, mention, head, country, role)
        if label in ("GPE", "LOC", "FAC"):
            return Link(place(name, self.country_within(name)), "place by spaCy")
        if label == "NORP":
            return Link(Entity(slug(name), name, "people"), "group by spaCy")
        if label == "ORG" or ACRONYM.match(self.context.text, mention.end):
            role_noun = self.context.role_of(head)
            sector = role_noun.sector if role_noun and role_noun.sector in NATIONAL_SECTORS else None
            sector = "PTY" if is_party(name) else sector
            return Link(Entity(slug(name), name, "organisation", country, sector), "organisation by spaCy")
        return None

    def unlisted_person(
        self, name: str, mention: Mention, head: Token, country: str | None, role: tuple[RoleNoun, str | None] | None
    ) -> Link:
        """A person by spaCy: of the country and sector that title, body, party or, failing all, the article say."""
        rule = "person by spaCy" + (f", {role[0].noun} by the text" if role else "")
        entity = Entity(slug(name), name, "person", country)
        if role:
            noun, of = role
            entity = replace(entity, country=of or country, sector=noun.sector, role=noun.noun)
            if noun.gender:
                self.context.genders.setdefault(entity.id, noun.gender)
        if belongs := belonging(self.context, head):
            of, sector = belongs
            entity = replace(entity, country=entity.country or of, sector=entity.sector or sector)
        if MEMBER_OF_CONGRESS.match(self.context.text, mention.end):
            entity = replace(entity, country="USA", sector=entity.sector or "LEG")
        of_state = entity.sector in NATIONAL_SECTORS and len(self.context.states_named) == 1
        here = self.context.country_named(1) if of_state else self.context.country_of_article
        if entity.country is None and here:
            entity = replace(entity, country=here, reason=f"of {here}, where the article plays")
        return Link(entity, rule)

    def country_within(self, name: str) -> str | None:
        """The country with whose name a place begins: "Hong Kong Island"."""
        first = next(self.context.knowledge.find(name), None)
        facts = first.facts if first and first.start == 0 else ()
        countries = {fact.country for fact in facts if fact.kind == "state" and fact.usage == "name"}
        return countries.pop() if len(countries) == 1 else None

    def title_of(self, head: Token) -> tuple[RoleNoun, str | None] | None:
        """The role noun before a name ("Spanish senator Ana Ruiz") or in apposition, with its country."""
        beside = [*reversed(list(head.lefts)), *children(head, "appos")]
        if head.dep_ == "appos":
            beside.append(head.head)
            if head.head.dep_ == "pobj":  # "the chairman of the council, Ana Ruiz"
                beside.append(head.head.head.head)
        name = self.context.recognised_at(head)
        if name is not None and name.start > name.sent.start:
            beside.append(head.doc[name.start - 1])  # where the parser hangs the title elsewhere
            office = office_before(self.context, name)
            beside += [office] if office else []
        found: tuple[RoleNoun, str | None] | None = None
        for token in beside:
            inside = name is not None and name.start <= token.i < name.end
            role = self.context.role_of(token) if token.pos_ in ("NOUN", "PROPN") and not inside else None
            if role and role.kind == "person" and not (token.dep_ == "poss" or is_plural(token)):
                country, sector = place_of_role(self.context, token, role)
                # "Col Jane Mbeki, the South African army's spokesperson": the first title; a later one may say whose.
                found = (found[0] if found else replace(role, sector=sector)), country
                if country:
                    break
        return (found[0], found[1] or country_of(self.context, head)) if found else None


def is_party(name: str) -> bool:
    """Whether the name says that it is a party."""
    return name.split()[-1].lower() == "party"


def surnames(person: Fact) -> list[str]:
    """The surname in every form; in East Asia it stands first."""
    words = person.name.split()
    return [*short_forms(person.name), *(words[:1] if person.country in SURNAME_FIRST and len(words) > 1 else ())]


def surnames_of(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    """Which listed persons go by each surname."""
    bearers: dict[str, set[str]] = {}
    for person in knowledge.people.values():
        for surname in surnames(person):
            bearers.setdefault(surname, set()).add(person.id)
    return {surname: frozenset(people) for surname, people in bearers.items()}
