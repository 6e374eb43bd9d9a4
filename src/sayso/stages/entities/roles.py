"""Roles: a nominal is the person beside it, the holder of the office on the day, one named before, or unnamed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from sayso.ids import slug
from sayso.knowledge.facts import Fact, Office, RoleNoun
from sayso.schema import Entity, EntityKind, Mention
from sayso.stages.entities.context import Context
from sayso.stages.entities.link import Link, body, person_in_office
from sayso.stages.entities.owners import (
    NATIONAL_SECTORS,
    ORGANISATIONS,
    fact_at,
    office_before,
    organisation_of,
    place_of_role,
)
from sayso.stages.entities.phrases import is_bare, is_definite, is_definite_holder, is_plural, noun_modifiers
from sayso.stages.entities.pronouns import owner
from sayso.stages.entities.states import country_meant, nearby
from sayso.stages.syntax import children

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

HEAD_OFFICES = ("head_of_state", "head_of_government", "supreme_leader")
# Role nouns whose title in the table of offices has another word.
TITLE_WORDS = {
    "premier": ("prime minister", "premier"),
    "pm": ("prime minister",),
    "prime minister": ("prime minister", "taoiseach", "premier", "head of government"),
    "taoiseach": ("taoiseach", "prime minister"),
    "monarch": ("king", "queen", "emperor", "sultan", "emir", "grand duke", "prince"),
    "sovereign": ("king", "queen", "emperor", "sultan", "emir", "grand duke", "prince"),
    "amir": ("emir", "amir"),
    "pontiff": ("pope",),
    "head of state": ("",),
    "chief of state": ("",),
    "head of government": ("",),
    "head of the government": ("",),
}
# Roles that in news of sport are those of a team.
TEAM_ROLES = frozenset({"captain", "commander", "general", "official"})
OFFICIALS = frozenset({"official", "senior official"})
# Services of a state of which news speaks without an article.
SERVICES = frozenset({"police", "authorities", "prosecutors"})
# How far back a noun takes up a body, and which bodies each noun takes up.
SENTENCES_BACK = 3
TAKES_UP: dict[str, Callable[[Entity], bool]] = {
    **dict.fromkeys(
        "group movement militant insurgent rebel fighter jihadist extremist terrorist faction".split(),
        lambda entity: entity.kind == "armed_group",
    ),
    **dict.fromkeys(
        "company firm airline carmaker manufacturer".split(),
        lambda entity: entity.kind == "organisation" and entity.sector == "BUS",
    ),
    "party": lambda entity: entity.kind == "organisation" and entity.sector == "PTY",
    **dict.fromkeys("bloc alliance organisation organization".split(), lambda entity: entity.kind == "igo"),
}
INTERIM = ("acting ", "interim ", "caretaker ", "transitional ")


def outlet_before(context: Context, head: Token) -> Link | None:
    """The outlet named right before a body: "the Anadolu agency", "the Bild newspaper"."""
    for token in head.lefts:
        link = context.link_at(token) if token.dep_ in ("compound", "nmod") else None
        if link and link.entity.kind == "outlet":
            return link
    return None


def link_role(context: Context, mention: Mention) -> Link | None:
    """The entity of a nominal; None where its head is no role noun and nothing named before."""
    head = context.heads[mention.id]
    role = context.role_of(head)
    if role is None or (role.noun in TEAM_ROLES and context.is_on_sport):
        return None
    is_person = role.kind == "person"
    if not is_person and (outlet := outlet_before(context, head)):
        return outlet
    if is_person and not is_plural(head) and (named := apposed_person(context, head)):
        return Link(named, f"apposition: {role.noun}")
    if (is_definite(head) or head.lower_ == "government") and is_bare(head) and (not is_person or is_plural(head)):
        body_before = None if is_person else earlier_body(context, mention, role)
        known = body_before or taken_up(context, mention, head) or earlier_group(context, mention, head)
        if known:
            return Link(known, f"{head.lower_} named before")
    country, sector = place_of_role(context, head, role)
    service = head.lower_ in SERVICES or (not is_person and is_definite(head))
    national = sector in NATIONAL_SECTORS and service
    if country is None and national:
        country = only_country(context) or context.country_of_article or only_nearby(context, mention, head)
    candidates = ""
    if is_person and country is None and role.office and is_definite_holder(head) and is_bare(head):
        country = country_meant(context, mention, head)
        candidates = "" if country else possible_holders(context, role)
    if is_person and is_definite_holder(head):
        holder = earlier_holder(context, mention, role, country) or holder_of_office(context, head, role, country)
        if holder:
            return holder
    organisation = organisation_of(context, head, role)
    if organisation:
        return Link(organisation, f"{role.noun} of {organisation.name}")
    if country is None and role.noun in OFFICIALS and is_of_unlisted(head):
        sector = None
    if country and sector not in (None, "UNK") and role.kind != "document":
        return Link(body(country, sector, context.knowledge), f"{role.noun} of {country}")
    return Link(unnamed(head, role, country, sector), f"role noun {role.noun}{candidates}")


def is_of_unlisted(head: Token) -> bool:
    """Whether a name stands before the noun that no table knows: "Scientology officials" serve no government."""
    return any(token.pos_ == "PROPN" and token.ent_type_ != "PERSON" for token in noun_modifiers(head))


def unnamed(head: Token, role: RoleNoun, country: str | None, sector: str | None) -> Entity:
    """An entity for a role of nobody in particular: a person, several, a body or a document; one for each country."""
    kinds: dict[str, EntityKind] = {
        "person": "person",
        "group": "people",
        "body": "organisation",
        "document": "document",
    }
    name, kind = role.noun, kinds[role.kind]
    if role.kind == "person" and is_plural(head):
        name, kind = f"{role.noun[: len(role.noun) - len(role.noun.split()[-1])]}{head.lower_}", "people"
    if country:
        name = f"{name} of {country}"
    return Entity(slug(name), name, kind, country, sector)


def apposed_person(context: Context, head: Token) -> Entity | None:
    """The person in apposition: "Taro Kono, Japan's foreign minister" or "Japan's foreign minister, Taro Kono"."""
    beside = [*children(head, "appos"), *([head.head] if head.dep_ == "appos" else [])]
    # "the governor of Tete, Paulo Machava": the parser hangs the name on the place.
    for preposition in children(head, "prep"):
        beside += [name for noun in children(preposition, "pobj") for name in children(noun, "appos")]
    beside += [name.root for name in names_after_office(context, head)]
    for token in beside:
        link = context.link_at(token)
        if link and link.entity.kind == "person":
            return link.entity
    return None


def names_after_office(context: Context, head: Token) -> Iterator[TokenSpan]:
    """The person named after the body or state of an office: "chairman of the Security Council Ana Ruiz"."""
    for token in head.doc[head.i + 3 : head.i + 12]:
        name = context.recognised_at(token)
        if name is not None and name.label_ == "PERSON" and name.start == token.i:
            if office_before(context, name) == head:
                yield name
            return


# Named before


def earlier_holder(context: Context, mention: Mention, role: RoleNoun, country: str | None) -> Link | None:
    """The last person to whom the text gave this role or office before, in the same country where one is said."""
    for earlier in reversed(context.linked_before(mention.start)):
        entity = context.links[earlier.id].entity
        if entity.kind != "person" or (country and entity.country != country):
            continue
        if has_role(entity, role) and agrees_in_gender(context, entity, role):
            return Link(entity, f"{role.noun} named before")
    return None


def has_role(entity: Entity, role: RoleNoun) -> bool:
    """Whether a person's office or title is of this role: "Prime Minister of Japan" and "prime minister"."""
    words = f" {(entity.role or '').lower()} "
    return f" {role.noun} " in words and "former" not in words


def agrees_in_gender(context: Context, entity: Entity, role: RoleNoun) -> bool:
    """Whether a "spokeswoman" or "king" may be this person."""
    listed = context.knowledge.people.get(entity.id)
    gender = (listed.gender if listed else None) or context.genders.get(entity.id)
    return role.gender is None or gender is None or role.gender == gender


def earlier_body(context: Context, mention: Mention, role: RoleNoun) -> Entity | None:
    """The one body named before whose name ends in this noun: "the agency" after "Federal Aviation Agency"."""
    found = {}
    for earlier in context.linked_before(mention.start):
        entity = context.links[earlier.id].entity
        name = entity.name.lower().split()
        spoken = earlier.text.lower().split()
        named = role.noun in name or role.noun in spoken[-1:] or (earlier.form == "name" and role.noun in spoken)
        if entity.kind in ORGANISATIONS and earlier.form != "pronoun" and named and not is_vague(entity, role):
            found[entity.id] = entity
    return next(iter(found.values())) if len(found) == 1 else None


def taken_up(context: Context, mention: Mention, head: Token) -> Entity | None:
    """The one body of its kind named just before, by a noun that its name need not hold: "the group", "the bloc"."""
    wanted = TAKES_UP.get(head.lemma_.lower())
    if wanted is None:
        return None
    found = {}
    for earlier in context.linked_before(mention.start):
        entity = context.links[earlier.id].entity
        distance = context.sentence_at[head.i] - context.sentence_at[context.heads[earlier.id].i]
        if earlier.form == "name" and distance <= SENTENCES_BACK and wanted(entity):
            found[entity.id] = entity
    return next(iter(found.values())) if len(found) == 1 else None


def earlier_group(context: Context, mention: Mention, head: Token) -> Entity | None:
    """The one group called by the same noun just before: "the soldiers" after "Cameroonian soldiers"."""
    if not is_plural(head):
        return None
    found = {}
    for earlier in context.linked_before(mention.start):
        token, entity = context.heads[earlier.id], context.links[earlier.id].entity
        distance = context.sentence_at[head.i] - context.sentence_at[token.i]
        if token.lower_ == head.lower_ and distance <= SENTENCES_BACK and entity.country:
            found[entity.id] = entity
    return next(iter(found.values())) if len(found) == 1 else None


def is_vague(entity: Entity, role: RoleNoun) -> bool:
    """Whether the entity is itself only the noun, without a country."""
    return entity.id == slug(role.noun) and entity.country is None


def only_country(context: Context) -> str | None:
    """The one country that the document's actors are of; None where there are several or none."""
    actors = (link.entity for link in context.links.values() if link.entity.kind != "outlet")
    countries = {actor.country for actor in actors if actor.country in context.knowledge.countries}
    return countries.pop() if len(countries) == 1 else None


def only_nearby(context: Context, mention: Mention, head: Token) -> str | None:
    """The one country that this sentence and those just before speak of; of two, the body could be either's."""
    found = nearby(context, mention, head)
    return next(iter(found)) if len(found) == 1 else None


# Offices


def holder_of_office(context: Context, head: Token, role: RoleNoun, country: str | None) -> Link | None:
    """Who held the office on the day: of a state, of an organisation, or the counterpart of somebody named."""
    knowledge, day = context.knowledge, context.day
    if role.noun == "counterpart":
        office = counterpart_office(context, head)
        held_by = knowledge.holder_of(office, country, day) if office and country else None
    elif organisation := organisation_beside(context, head):
        held_by = head_of_organisation(context, organisation, role)
    else:
        held_by = holder_by_title(context, role, country) if role.office and country else None
    office_now = knowledge.office_on(held_by.id, day) if held_by else None
    if held_by and office_now:
        return Link(person_in_office(held_by, office_now), f"{role.noun} of {country or office_now.title} on {day}")
    return None


def holder_by_title(context: Context, role: RoleNoun, country: str) -> Fact | None:
    """The one holder whose title says the noun: "Iran's president" is not its supreme leader, who heads the state.

    A chancellor heads the government in Berlin and the treasury in London.
    """
    knowledge, day = context.knowledge, context.day
    noun = next((role.noun.removeprefix(word) for word in INTERIM if role.noun.startswith(word)), role.noun)
    if role.office not in HEAD_OFFICES:
        holder = knowledge.holder_of(role.office or "", country, day)
        return holder if holder and (role.gender is None or holder.gender in (None, role.gender)) else None
    words = TITLE_WORDS.get(noun, (noun,))
    titled = {
        office.person
        for name in (*HEAD_OFFICES, "finance_minister")
        for office in knowledge.holders.get((name, country), ())
        if day
        and office.held_on(day)
        and says_title(office, words, anywhere=name in HEAD_OFFICES)
        and (noun not in ("head of state", "chief of state", "head of government") or name == role.office)
    }
    holders = [knowledge.people[person] for person in titled]
    fitting = [holder for holder in holders if role.gender is None or holder.gender in (None, role.gender)]
    return fitting[0] if len(fitting) == 1 else None


def possible_holders(context: Context, role: RoleNoun) -> str:
    """Who may be meant, where the article names several countries: "; may be Ana Ruiz or Jan Novak"."""
    holders = (holder_by_title(context, role, country) for country in context.countries_named)
    names = dict.fromkeys(holder.name for holder in holders if holder)
    return f"; may be {' or '.join(names)}" if names else ""


def says_title(office: Office, words: tuple[str, ...], *, anywhere: bool) -> bool:
    """Whether the office's title has one of the words; of a minister only "Chancellor of the Exchequer"."""
    title = f" {office.title.lower()} "
    if "vice" in title or "deputy" in title:
        return False
    return any(
        not word or (f" {word} " in title if anywhere else title.startswith(f" {word} of the ex")) for word in words
    )


def organisation_beside(context: Context, head: Token) -> Fact | None:
    """The international body whose head is meant: "the secretary general of NATO", "the UN secretary-general"."""
    beside = [token for token in head.lefts if token.dep_ in ("compound", "poss", "nmod", "amod")]
    beside += [noun for of in children(head, "prep") if of.lower_ == "of" for noun in children(of, "pobj")]
    facts = (fact_at(context, token) for token in beside)
    return next((fact for fact in facts if fact and fact.kind == "igo"), None)


def head_of_organisation(context: Context, organisation: Fact, role: RoleNoun) -> Fact | None:
    """The one holder on the day of an office whose title names the role and the organisation."""
    knowledge, day = context.knowledge, context.day
    names = knowledge.names_of(organisation.id)
    found = {
        office.person
        for office in knowledge.holders.get(("igo_head", organisation.country or ""), ())
        if day
        and office.held_on(day)
        and role.noun.replace("-", " ") in office.title.lower().replace("-", " ")
        and any(office.title.endswith(name) for name in names)
    }
    return knowledge.people.get(found.pop()) if len(found) == 1 else None


def counterpart_office(context: Context, head: Token) -> str | None:
    """The office of whom "his" in "his British counterpart" takes up."""
    for token in children(head, "poss"):
        link = context.link_at(token)
        whose = owner(context, token) or (link.entity if link else None)
        held = context.knowledge.office_on(whose.id, context.day) if whose else None
        if held:
            return held.office
    return None
