"""Whose: the country and sector that a noun phrase says, by nationality, possessor, organisation or preposition."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sayso.knowledge.facts import Fact, RoleNoun
from sayso.schema import Entity
from sayso.stages.entities.choice import choose
from sayso.stages.entities.context import Context
from sayso.stages.entities.link import entity_of
from sayso.stages.entities.phrases import noun_modifiers, served
from sayso.stages.entities.pronouns import owner
from sayso.stages.mentions import MODIFIERS
from sayso.stages.syntax import children

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

ORGANISATIONS = frozenset({"government", "organisation", "armed_group", "igo", "outlet"})
# Who is in a country without being of it.
ABROAD = frozenset(
    "ambassador base consul contractor correspondent diplomat embassy envoy force inspector journalist mercenary "
    "mission peacekeeper reporter soldier tourist troop".split()
)
# Sectors of bodies whose heads are of the government, or speak for the state.
NATIONAL_SECTORS = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})
# Who is sent to a body by a state.
SENT = frozenset("ambassador delegate delegation diplomat envoy mission representative".split())
BELONGING = frozenset("of from at with".split())
# What the noun says of somebody who serves an organisation: it yields to the organisation's own sector.
SERVANTS = frozenset({None, "BUS", "GOV", "MIL", "UAF", "REB", "PRM", "SPY", "UNK", "PTY", "JRN", "LEG", "COP"})


def fact_at(context: Context, token: Token) -> Fact | None:
    """The listed name that ends at this token, where only one fits and the text means no other by it."""
    facts = context.facts_at(token) if token.text not in context.acronyms else []
    fact = choose(context, token.text, facts, token)[0] if facts else None
    link = context.link_at(token)
    if fact is None or link is None or link.entity.id == fact.id:
        return fact
    if link.entity.kind == "place" and link.entity.country != fact.country:  # Lebanon, Pennsylvania
        return replace(fact, kind="place", country=link.entity.country, sector=None)
    is_longer = link.entity.kind == "organisation" and fact.kind in ORGANISATIONS  # "Free Democratic Alliance"
    return None if is_longer else fact


def country_of(context: Context, head: Token) -> str | None:
    """The country a noun phrase says: "Russian …", "Russia's …", "… of Russia", "a court in Bujumbura"."""
    body: str | None = None
    for token in noun_modifiers(head):
        fact = fact_at(context, token)
        if fact and fact.kind == "igo":  # "Iran's UN ambassador" is Iran's
            body = body or fact.country
        elif fact and fact.country:
            return fact.country
        if token.dep_ == "poss":
            link = context.link_at(token)
            inner = (link.entity.country if link else None) or country_of(context, token)
            inner = inner or country_of_owner(context, token)
            if inner:
                return inner
    for preposition in children(head, "prep"):
        if says_owner(preposition):
            for noun in children(preposition, "pobj"):
                fact = fact_at(context, noun)
                if fact and fact.country and fact.kind != "person":
                    return body or fact.country
    return body


def says_owner(preposition: Token) -> bool:
    """Whether what follows is whose the noun is: "police in Moscow"; not "diplomats in Vienna"."""
    word, noun = preposition.lower_, preposition.head
    if word == "from" and noun.dep_ == "dobj":  # "withdraw its forces from Ukraine"
        return False
    return word in ("of", "for", "from") or (word == "in" and noun.lemma_.lower() not in ABROAD)


def country_of_owner(context: Context, pronoun: Token) -> str | None:
    """The country of whom "its" or "his" takes up."""
    whose = owner(context, pronoun)
    return whose.country if whose else None


def organisation_of(context: Context, head: Token, role: RoleNoun) -> Entity | None:
    """The organisation whose official, envoy or fighter this is: "a Hamas official", "the UN's envoy"."""
    if role.kind not in ("person", "group") or role.sector not in SERVANTS:
        return None
    beside = [token for token in noun_modifiers(head) if token.dep_ in (*MODIFIERS, "poss")]
    beside += [
        noun
        for of in children(head, "prep")
        if of.lower_ in ("of", "for", "from", "at", "with")
        for noun in children(of, "pobj")
    ]
    sent = role.noun.split()[-1] in SENT and any(is_state(context, token) for token in beside)
    for token in beside:
        fact = fact_at(context, token)
        if fact and fact.kind in ORGANISATIONS and fact.usage == "name":
            return None if sent and fact.kind == "igo" else entity_of(fact)
        link = context.acronyms.get(token.text) or context.link_at(token)
        if link and link.entity.kind in ORGANISATIONS and token.pos_ == "PROPN" and token.ent_type_ == "ORG":
            return link.entity
    return None


def is_state(context: Context, token: Token) -> bool:
    """Whether the word names a state or a nationality."""
    fact = fact_at(context, token)
    return fact is not None and fact.kind == "state"


def office_before(context: Context, name: TokenSpan) -> Token | None:
    """The role whose body or state stands between it and the name: "ambassador to the United States Ana Ruiz"."""
    doc, last = name.doc, name.start - 1
    match = context.matches_by_end.get(last)
    seen = context.recognised_at(doc[last]) if last > 0 else None
    if match is None and seen is None:
        return None
    begin = context.token_at(match.start).i if match else last
    begin = min(begin, seen.start if seen else last)
    while begin > 1 and doc[begin - 1].pos_ in ("DET", "ADJ"):
        begin -= 1
    if begin < 2 or doc[begin - 1].lower_ not in ("of", "to", "for", "at"):
        return None
    role = context.role_of(doc[begin - 2])
    return doc[begin - 2] if role and role.kind == "person" else None


def belonging(context: Context, head: Token) -> tuple[str | None, str | None] | None:
    """Country and sector of the body that a person is of: "Ana Ruiz of the Chilean army", "the FTU's Alice Mak"."""
    beside = [noun for of in children(head, "prep") if of.lower_ in BELONGING for noun in children(of, "pobj")]
    beside += children(head, "poss")
    name = context.recognised_at(head)
    if name is not None and name.start > 0 and office_before(context, name):
        beside.append(head.doc[name.start - 1])  # "deputy head of the Security Council Ana Ruiz"
    for token in beside:
        link = context.link_at(token)
        if link and link.entity.kind in ORGANISATIONS:
            return link.entity.country, link.entity.sector
        role = context.role_of(token)
        if role and role.kind != "person" and role.sector:
            return country_of(context, token), role.sector
    return None


def place_of_role(context: Context, head: Token, role: RoleNoun, depth: int = 0) -> tuple[str | None, str | None]:
    """Country and sector of a role; "spokesman", "aide" and their like take those of whom they serve."""
    if role.noun == "counterpart":
        return country_of(context, head), sector_of_owner(context, head)
    if role.sector == "GOV" and (headed := private_body(context, head)):
        return headed.country or country_of(context, head), headed.sector
    if role.sector is not None:
        return country_of(context, head), role.sector
    is_document = role.kind == "document"
    for token in served(head, is_document=is_document):
        whose = owner(context, token) or served_body(context, token)
        if whose:
            return whose.country, whose.sector
        above = context.role_of(token)
        if above and depth < 3:
            country, sector = place_of_role(context, token, above, depth + 1)
            return country or country_of(context, head), sector
        fact = fact_at(context, token)
        if fact and not (is_document and fact.usage == "capital"):  # "the Jerusalem declaration" was only signed there
            return fact.country, fact.sector or ("GOV" if fact.kind == "state" else None)
    country = country_of(context, head)
    return country, "GOV" if country and role.kind == "person" else None


def private_body(context: Context, head: Token) -> Entity | None:
    """The organisation of which somebody is president: of the chess federation, not of the state."""
    for of in children(head, "prep"):
        for noun in children(of, "pobj") if of.lower_ == "of" else ():
            link = context.link_at(noun)
            if link and link.entity.kind == "organisation" and link.entity.sector not in NATIONAL_SECTORS:
                return link.entity
    return None


def served_body(context: Context, token: Token) -> Entity | None:
    """A body or person linked before whom a spokesman serves: "the ministry's spokesman"."""
    link = context.link_at(token)
    known = link and link.entity.sector and link.entity.kind != "place"
    return link.entity if link and known else None


def sector_of_owner(context: Context, head: Token) -> str | None:
    """The sector of whom "his" in "his British counterpart" takes up."""
    for token in children(head, "poss"):
        link = context.link_at(token)
        whose = owner(context, token) or (link.entity if link else None)
        if whose:
            return whose.sector
    return None
