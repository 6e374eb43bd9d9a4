"""Names and roles: listed names, short forms of this document, offices and role nouns with their country."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from sayso.ids import slug
from sayso.knowledge.facts import Fact, Knowledge, Office, RoleNoun, holding, without_article
from sayso.schema import CodedDocument, Entity, EntityKind, Mention
from sayso.stages.entities.link import Link
from sayso.stages.mentions import MODIFIERS, role_of
from sayso.stages.syntax import children, head_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

FORMER = frozenset("former ex late then deposed ousted exiled onetime erstwhile".split())
ASSISTANT = frozenset("deputy vice assistant acting under junior".split())
NAME_PARTICLES = frozenset("al el bin ibn ben van von der de da di du la le abu umm".split())
PLACE_PREPOSITIONS = frozenset("in at near from inside outside around across over through into toward towards".split())
KIND_OF_SECTOR: dict[str, EntityKind] = {
    "GOV": "government",
    "REB": "armed_group",
    "PRM": "armed_group",
    "CVL": "people",
}
NATIONAL_SECTORS = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})
HEAD_OFFICES = ("head_of_state", "head_of_government", "foreign_minister", "defence_minister", "supreme_leader")


class Resolver:
    """The sieve for the names and roles of one document."""

    def __init__(self, knowledge: Knowledge, coded: CodedDocument) -> None:
        self.knowledge = knowledge
        self.doc: Doc = coded.parse
        self.day = coded.document.published
        self.mentions = coded.mentions
        self.heads = {mention.id: head_of(self.doc, mention) for mention in coded.mentions}
        self.by_head = {self.heads[mention.id].i: mention for mention in coded.mentions}
        self.links: dict[str, Link] = {}
        self.short_forms: dict[str, Link] = {}
        self.countries_named = self.count_countries()

    def resolve(self) -> dict[str, Link]:
        """All links for names and nominals."""
        names = [mention for mention in self.mentions if mention.form == "name"]
        for mention in sorted(names, key=lambda mention: (-len(self.name_of(mention).split()), mention.start)):
            self.keep(mention, self.link_name(mention))
        for mention in self.mentions:
            if mention.form == "nominal":
                self.keep(mention, self.link_role(mention))
        return self.links

    def keep(self, mention: Mention, link: Link | None) -> None:
        """Remember a link, and the short forms by which a person may be named from here on."""
        if link is None:
            return
        self.links[mention.id] = link
        if link.entity.kind == "person" and mention.form == "name":
            for short in short_forms(self.name_of(mention)):
                self.short_forms.setdefault(short, Link(link.entity, f"short form of {link.entity.name}"))

    # Names

    def name_of(self, mention: Mention) -> str:
        """The name itself, without titles before it: the listed name or spaCy's entity at the end of the mention."""
        matches = [m for m in self.knowledge.find(mention.text) if m.end == len(mention.text)]
        head = self.heads[mention.id]
        entity = next((span for span in self.doc.ents if span.start <= head.i < span.end), None)
        recognised = entity.text if entity is not None and mention.text.endswith(entity.text) else ""
        listed = mention.text[matches[-1].start :] if matches else ""
        return max((without_article(recognised), listed), key=len) or mention.text

    def link_name(self, mention: Mention) -> Link | None:
        """A short form of this document, a listed name, a body named by its role, or a name nobody listed."""
        name = self.name_of(mention)
        if name in self.short_forms:
            return self.short_forms[name]
        head = self.heads[mention.id]
        facts = holding(self.knowledge.facts_for(name), self.day)
        chosen = self.choose(facts, head)
        if chosen:
            return self.link_fact(chosen, mention, head)
        return self.link_surname(name) or self.link_body(mention, head) or self.link_unlisted(name, mention, head)

    def choose(self, facts: list[Fact], head: Token) -> Fact | None:
        """The one fact that fits; of several, the one whose country the document names elsewhere, else none."""
        facts = [fact for fact in facts if not fact.needs_context or speaks(head)]
        if head.ent_type_ == "PERSON" and any(fact.kind == "person" for fact in facts):
            facts = [fact for fact in facts if fact.kind == "person"]
        if head.tag_ == "JJ" or head.dep_ in MODIFIERS:
            facts = [fact for fact in facts if fact.usage == "adjective"] or facts
        else:
            facts = [fact for fact in facts if fact.usage != "adjective"] or facts
        if len({fact.id for fact in facts}) <= 1:
            return facts[0] if facts else None
        weights = {fact.id: self.countries_named.get(fact.country or "", 0) for fact in facts}
        best = max(weights.values())
        fitting = [fact for fact in facts if weights[fact.id] == best]
        return fitting[0] if len({fact.id for fact in fitting}) == 1 else None

    def link_fact(self, fact: Fact, mention: Mention, head: Token) -> Link:
        """The entity behind a fact; a capital is its government where it acts, a place where things happen."""
        if fact.kind == "person":
            return Link(self.person(fact, mention, head), f"listed name {fact.name}")
        if fact.usage == "adjective" and head.dep_ in (*MODIFIERS, "conj"):
            role = role_of(noun_above(head), self.knowledge)
            if role and role.sector:
                return Link(body(fact.country or "", role.sector, self.knowledge), f"nationality and {role.noun}")
        if fact.usage == "capital":
            if is_place_here(head):
                return Link(place(mention.text, fact.country), f"capital of {fact.name}, as a place")
            return Link(body(fact.id, "GOV", self.knowledge), f"capital of {fact.name} for its government")
        return Link(entity_of(fact), f"listed {fact.usage} of {fact.name}")

    def person(self, fact: Fact, mention: Mention, head: Token) -> Entity:
        """A listed person with the office held on the document's date."""
        office = self.knowledge.office_on(fact.id, self.day)
        if office and not is_former(head):
            return person_in_office(fact, office)
        former = self.knowledge.former_office(fact.id, self.day)
        role = None if is_former(head) else self.title_of(mention, head)
        country = (former.country if former else None) or fact.country
        if is_former(head) and not former:
            return replace(entity_of(fact), country=country, sector="ELI")
        if role and role[0].sector and not former:
            return replace(entity_of(fact), country=role[1] or country, sector=role[0].sector, role=role[0].noun)
        if former:
            return replace(entity_of(fact), country=country, sector="ELI", role=f"former {former.title}")
        return replace(entity_of(fact), country=country)

    def link_surname(self, name: str) -> Link | None:
        """A bare surname of a listed leader in office, where the document names the country and only one fits."""
        if " " in name or not self.day:
            return None
        found = {
            office.person
            for (office_name, country), offices in self.knowledge.holders.items()
            if office_name in HEAD_OFFICES and self.countries_named.get(country)
            for office in offices
            if office.held_on(self.day) and name in short_forms(self.knowledge.people[office.person].name)
        }
        if len(found) != 1:
            return None
        fact = self.knowledge.people[found.pop()]
        office = self.knowledge.office_on(fact.id, self.day)
        entity = person_in_office(fact, office) if office else entity_of(fact)
        return Link(entity, f"surname of {fact.name}, in office on {self.day}")

    def link_body(self, mention: Mention, head: Token) -> Link | None:
        """A name that is a country and a role noun: "the Russian Foreign Ministry", "Polish Border Guard"."""
        if head.ent_type_ == "PERSON":
            return None
        role = role_of(head, self.knowledge)
        country = self.country_of(head)
        if role and role.sector and country:
            return Link(body(country, role.sector, self.knowledge), f"{role.noun} of {country}")
        return None

    def link_unlisted(self, name: str, mention: Mention, head: Token) -> Link | None:
        """A name nobody listed: spaCy's label gives the kind, title or nationality gives country and sector."""
        label = head.ent_type_
        if label == "PERSON":
            role = self.title_of(mention, head)
            entity = Entity(slug(name), name, "person", country=self.country_of(head))
            if role:
                noun, country = role
                entity = replace(entity, country=country or entity.country, sector=noun.sector, role=noun.noun)
            return Link(entity, "person by spaCy" + (f", {role[0].noun} by the text" if role else ""))
        if label in ("GPE", "LOC", "FAC"):
            return Link(place(name, None), "place by spaCy")
        if label == "NORP":
            return Link(Entity(slug(name), name, "people"), "group by spaCy")
        if label == "ORG":
            return Link(Entity(slug(name), name, "organisation", self.country_of(head)), "organisation by spaCy")
        return None

    # Roles

    def link_role(self, mention: Mention) -> Link | None:
        """A nominal: the person it stands in apposition to, the holder of the office, else the body."""
        head = self.heads[mention.id]
        role = role_of(head, self.knowledge)
        if role is None:
            return None
        named = self.apposed_person(head) if role.kind == "person" else None
        if named:
            return Link(named, f"apposition: {role.noun}")
        country, sector = self.place_of_role(head, role)
        if country is None and sector in NATIONAL_SECTORS and role.kind != "person" and is_definite(head):
            country = self.only_country()
        if role.kind == "person" and is_definite_holder(head):
            earlier = self.earlier_holder(mention, role, country)
            if earlier:
                return Link(earlier, f"{role.noun} named before")
            held_by = self.knowledge.holder_of(role.office, country, self.day) if role.office and country else None
            office = self.knowledge.office_on(held_by.id, self.day) if held_by else None
            if held_by and office:
                return Link(person_in_office(held_by, office), f"{role.noun} of {country} on {self.day}")
        if country and sector:
            return Link(body(country, sector, self.knowledge), f"{role.noun} of {country}")
        kind: EntityKind = (
            "document" if role.kind == "document" else "organisation" if role.kind == "body" else "people"
        )
        return Link(Entity(slug(role.noun), role.noun, kind, country, sector), f"role noun {role.noun}")

    def apposed_person(self, head: Token) -> Entity | None:
        """The person in apposition: "Taro Kono, Japan's foreign minister" or "Japan's foreign minister, Taro Kono"."""
        beside = [*children(head, "appos"), *([head.head] if head.dep_ == "appos" else [])]
        # "the governor of Tete, Paulo Machava": the parser hangs the name on the place.
        for preposition in children(head, "prep"):
            beside += [name for noun in children(preposition, "pobj") for name in children(noun, "appos")]
        for token in beside:
            mention = self.by_head.get(token.i)
            link = self.links.get(mention.id) if mention else None
            if link and link.entity.kind == "person":
                return link.entity
        return None

    def earlier_holder(self, mention: Mention, role: RoleNoun, country: str | None) -> Entity | None:
        """The last person before whom the text gave this role or office, in the same country where one is said."""
        for earlier in reversed([m for m in self.mentions if m.end <= mention.start]):
            link = self.links.get(earlier.id)
            if link is None or link.entity.kind != "person":
                continue
            if country and link.entity.country != country:
                continue
            if has_role(link.entity, role):
                return link.entity
        return None

    def title_of(self, mention: Mention, head: Token) -> tuple[RoleNoun, str | None] | None:
        """The role noun before a name ("Spanish senator Ana Ruiz") or in apposition, with its country."""
        for token in [
            *reversed(list(head.lefts)),
            *children(head, "appos"),
            *([head.head] if head.dep_ == "appos" else []),
        ]:
            role = role_of(token, self.knowledge) if token.pos_ in ("NOUN", "PROPN") else None
            if role and role.kind == "person":
                country, sector = self.place_of_role(token, role)
                return replace(role, sector=sector), country or self.country_of(head)
        return None

    def place_of_role(self, head: Token, role: RoleNoun, depth: int = 0) -> tuple[str | None, str | None]:
        """Country and sector of a role; "spokesman", "aide" and their like take those of whom they serve."""
        if role.sector is None:
            for token in served(head):
                owner = self.owner(token)
                if owner:
                    return owner.country, owner.sector
                above = role_of(token, self.knowledge)
                if above and depth < 3:
                    country, sector = self.place_of_role(token, above, depth + 1)
                    return country or self.country_of(head), sector
                fact = self.fact_at(token)
                if fact:
                    return fact.country, fact.sector or ("GOV" if fact.kind == "state" else None)
            country = self.country_of(head)
            return country, "GOV" if country and role.kind == "person" else None
        return self.country_of(head), role.sector

    def country_of(self, head: Token) -> str | None:
        """The country a noun phrase says: "Russian …", "Russia's …", "… of Russia", "a court in Bujumbura"."""
        for token in noun_modifiers(head):
            fact = self.fact_at(token)
            if fact and fact.country:
                return fact.country
            if token.dep_ == "poss":
                inner = self.country_of(token) or self.country_of_owner(token)
                if inner:
                    return inner
        for preposition in children(head, "prep"):
            if preposition.lower_ in ("of", "in", "from", "for"):
                for noun in children(preposition, "pobj"):
                    fact = self.fact_at(noun)
                    if fact and fact.country:
                        return fact.country
        return None

    def country_of_owner(self, pronoun: Token) -> str | None:
        """The country of whom "its" or "his" takes up: the nearest entity before it in the sentence that has one."""
        owner = self.owner(pronoun)
        return owner.country if owner else None

    def owner(self, pronoun: Token) -> Entity | None:
        """Whom a possessive pronoun takes up: persons for "his", states and bodies for "its", the subject first."""
        if pronoun.tag_ != "PRP$" or pronoun.lower_ in ("my", "your", "our"):
            return None
        wanted = pronoun.lower_ in ("his", "her")
        before = [m for m in self.mentions if m.id in self.links and m.end <= pronoun.idx]
        near = [m for m in before if pronoun.i - self.heads[m.id].i < 40]
        near.sort(key=lambda m: (self.heads[m.id].dep_ not in ("nsubj", "nsubjpass"), -m.start))
        for mention in near:
            entity = self.links[mention.id].entity
            role = role_of(self.heads[mention.id], self.knowledge)
            personal = entity.kind == "person" or (role is not None and role.kind == "person")
            if entity.country and personal == wanted:
                return entity
        return None

    def only_country(self) -> str | None:
        """The one country that the document's actors are of; None where there are several or none."""
        countries = {link.entity.country for link in self.links.values() if link.entity.kind != "outlet"} - {None}
        return countries.pop() if len(countries) == 1 else None

    def fact_at(self, token: Token) -> Fact | None:
        """The listed name that ends at this token, where only one fits."""
        for size in (4, 3, 2, 1):
            start = max(0, token.i - size + 1)
            phrase = self.doc[start : token.i + 1].text
            facts = holding(self.knowledge.facts_for(phrase), self.day)
            if facts:
                return self.choose(facts, token)
        return None

    def count_countries(self) -> dict[str, int]:
        """How often the document names each country in words that can mean no other."""
        counts: dict[str, int] = {}
        for match in self.knowledge.find(self.doc.text):
            countries = {fact.country for fact in match.facts if fact.kind != "person"}
            if len(countries) == 1:
                country = countries.pop() or ""
                counts[country] = counts.get(country, 0) + 1
        return counts


def noun_modifiers(head: Token) -> Iterator[Token]:
    """Adjectives, compounds and possessors before a noun, those inside compounds included."""
    for token in head.lefts:
        if token.dep_ in (*MODIFIERS, "poss"):
            yield token
            if token.dep_ != "poss":
                yield from noun_modifiers(token)
                yield from (c for c in token.children if c.dep_ == "conj")


def noun_above(adjective: Token) -> Token:
    """The noun that a nationality qualifies, through coordination."""
    token = adjective
    while token.dep_ in (*MODIFIERS, "conj") and token.head != token:
        token = token.head
    return token


def served(head: Token) -> Iterator[Token]:
    """Whom a spokesman or aide serves: "the ministry's spokesman", "spokesman for the army", "army spokesman"."""
    yield from children(head, "poss")
    for preposition in children(head, "prep"):
        if preposition.lower_ in ("for", "of", "to", "at", "with"):
            yield from children(preposition, "pobj")
    yield from (token for token in reversed(list(head.lefts)) if token.dep_ in MODIFIERS and token.pos_ != "ADJ")


def speaks(head: Token) -> bool:
    """Whether the name stands where an outlet would: subject of a verb, told, or after "according to"."""
    return head.dep_ in ("nsubj", "dobj", "dative") or (
        head.dep_ == "pobj" and head.head.lower_ in ("to", "by", "with")
    )


def is_place_here(head: Token) -> bool:
    """Whether a city is spoken of as a place: "in Minsk"; not "Minsk said", "accused Minsk"."""
    return head.dep_ == "pobj" and head.head.lower_ in PLACE_PREPOSITIONS


def is_former(head: Token) -> bool:
    """Whether the title before the name says that the office is past: "former prime minister Boris Johnson"."""
    return any(token.lower_ in FORMER for token in noun_modifiers(head)) or any(
        token.lower_ in FORMER for token in head.lefts
    )


def is_definite_holder(head: Token) -> bool:
    """Whether the phrase means the one present holder: "the prime minister", not "a former minister"."""
    if head.tag_ in ("NNS", "NNPS"):
        return False
    words = {token.lower_ for token in head.lefts}
    if words & FORMER or words & ASSISTANT or words & {"a", "an", "another", "any", "no", "some", "one"}:
        return False
    return bool(words & {"the", "his", "her", "their", "its"}) or any(token.dep_ == "poss" for token in head.lefts)


def is_definite(head: Token) -> bool:
    """Whether the phrase has a definite article or an owner."""
    return any(token.lower_ in ("the", "this", "that") or token.dep_ == "poss" for token in head.lefts)


def has_role(entity: Entity, role: RoleNoun) -> bool:
    """Whether a person's office or title is of this role: "Prime Minister of Japan" and "prime minister"."""
    return bool(entity.role) and role.noun in (entity.role or "").lower() and "former" not in (entity.role or "")


def short_forms(name: str) -> list[str]:
    """How a person is named after the first time: the surname, with its particle ("al-Thani", "von der Leyen")."""
    words = name.split()
    if len(words) < 2:
        return []
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in NAME_PARTICLES:
        start -= 1
    return list(dict.fromkeys([" ".join(words[start:]), words[-1]]))


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
    return Entity(f"{country}.{sector}", f"{state.name if state else country} ({sector})", kind, country, sector)


def place(name: str, country: str | None) -> Entity:
    """A place by name."""
    return Entity(slug(name), name, "place", country)
