"""States taken up by a noun: "the country", "the nation", "their country", "the capital"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sayso.schema import Entity, Mention
from sayso.stages.entities.context import Context
from sayso.stages.entities.link import Link, entity_of
from sayso.stages.entities.owners import country_of
from sayso.stages.entities.phrases import SUBJECTS, is_bare
from sayso.stages.entities.places import capital
from sayso.stages.entities.pronouns import owner, speaks_here
from sayso.stages.mentions import CAPITAL, CITY, takes_up_state
from sayso.stages.syntax import children

if TYPE_CHECKING:
    from spacy.tokens import Token

FIRST_PERSON = frozenset({"our", "my"})
SENTENCES_BACK = 3
CITY_BACK = 15
STATE_LEVEL = frozenset({"state", "government", "people", "place"})
# How far the leading country must be ahead of the next: twice as much speaks for it.
LEAD = 2.0
SPEAKER_WEIGHT = 1.5
SUBJECT_WEIGHT = 1.5


def link_state(context: Context, mention: Mention) -> Link | None:
    """The state or capital that the noun takes up, where one country clearly dominates."""
    head = context.heads[mention.id]
    if not takes_up_state(head):
        return None
    if head.lower_ == CITY:
        return link_city(context, mention, head)
    country = country_of(context, head) or country_meant(context, mention, head)
    state = context.knowledge.countries.get(country or "")
    if state is None:
        return None
    if head.lower_ == CAPITAL:
        name = context.knowledge.capitals.get(state.id)
        return Link(capital(name, state.id), f"capital of {state.name}") if name else None
    return Link(entity_of(state), f"{head.lower_}: {state.name} is spoken of")


def link_city(context: Context, mention: Mention, head: Token) -> Link | None:
    """The last place named, where the noun stands alone: "the city" after "Taipei"."""
    if not is_bare(head):
        return None
    for earlier in reversed(context.linked_before(mention.start)):
        entity, token = context.links[earlier.id].entity, context.heads[earlier.id]
        near = context.sentence_at[head.i] - context.sentence_at[token.i] <= CITY_BACK
        if not near or earlier.form != "name":
            continue
        if entity.country and earlier.text == context.knowledge.capitals.get(entity.country):
            return Link(capital(earlier.text, entity.country), f"city: {earlier.text} is spoken of")
        if entity.kind == "place" and all(fact.usage != "region" for fact in context.facts_at(token)):
            return Link(entity, f"city: {entity.name} is spoken of")
    return None


def country_meant(context: Context, mention: Mention, head: Token) -> str | None:
    """The owner's country, or the country of which the text just spoke."""
    speaking = governing_country(context, head) or quoted_country(context, mention, head)
    near = nearby(context, mention, head)
    for possessor in children(head, "poss"):
        if possessor.lower_ in FIRST_PERSON:
            return speaking or leading(added(near, overall(context)))
        whose = owner(context, possessor)
        return whose.country if whose else leading(near)
    if speaking:
        near = added(near, {speaking: SPEAKER_WEIGHT})
    return leading(near) or leading(added(near, overall(context)))


def governing_country(context: Context, head: Token) -> str | None:
    """The country of who says or decides: the subject of a verb above ("Iran vowed that the country would …")."""
    verb = head
    for above in head.ancestors:
        if above.pos_ in ("VERB", "AUX") and verb.dep_ in ("ccomp", "xcomp", "advcl"):
            for subject in children(above, *SUBJECTS):
                link = context.link_at(subject)
                if link and link.entity.country in context.knowledge.countries:
                    return link.entity.country
        if above.pos_ in ("VERB", "AUX"):
            verb = above
    return None


def quoted_country(context: Context, mention: Mention, head: Token) -> str | None:
    """The country of the last speaker before, for words in a quotation: "our country", "the nation"."""
    if context.quotation_of(head) is None:
        return None
    for earlier in reversed(context.linked_before(mention.start)):
        token, entity = context.heads[earlier.id], context.links[earlier.id].entity
        if context.sentence_at[head.i] - context.sentence_at[token.i] > SENTENCES_BACK:
            return None
        if token.dep_ in SUBJECTS and speaks_here(token) and context.quotation_of(token) is None:
            return entity.country if entity.country in context.knowledge.countries else None
    return None


def nearby(context: Context, mention: Mention, head: Token) -> dict[str, float]:
    """How much the sentence so far and those before speak of each country; nearer words weigh more."""
    weights: dict[str, float] = {}
    here = context.sentence_at[head.i]
    for earlier in context.linked_before(mention.start):
        distance = here - context.sentence_at[context.heads[earlier.id].i]
        entity = context.links[earlier.id].entity
        if distance <= SENTENCES_BACK and entity.country in context.knowledge.countries:
            subject = context.heads[earlier.id].dep_ in SUBJECTS
            weight = level(entity) * (SUBJECT_WEIGHT if subject else 1) / (1 + distance)
            weights[entity.country] = weights.get(entity.country, 0) + weight
    return weights


def overall(context: Context) -> dict[str, float]:
    """How much the whole document speaks of each country, as a share."""
    states = context.knowledge.countries
    named = {country: count for country, count in context.countries_named.items() if country in states}
    return {country: count / sum(named.values()) for country, count in named.items()}


def added(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    """Two sets of weights together."""
    return {country: one.get(country, 0) + other.get(country, 0) for country in {**one, **other}}


def level(entity: Entity) -> float:
    """A state counts more than one of its people."""
    return 1.0 if entity.kind in STATE_LEVEL else 0.5


def leading(weights: Mapping[str, float]) -> str | None:
    """The country that is clearly ahead of all others."""
    ranked = sorted(weights.items(), key=lambda pair: -pair[1])[:2]
    if not ranked:
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] >= LEAD * ranked[1][1] else None
