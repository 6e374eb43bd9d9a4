"""States taken up by a noun: "the country", "the nation", "their country", "the capital"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sayso.schema import Entity, Mention
from sayso.stages.entities.context import Context
from sayso.stages.entities.link import Link, entity_of, place
from sayso.stages.entities.owners import country_of
from sayso.stages.entities.phrases import SUBJECTS
from sayso.stages.entities.pronouns import owner
from sayso.stages.mentions import CAPITAL, takes_up_state
from sayso.stages.syntax import children

if TYPE_CHECKING:
    from spacy.tokens import Token

FIRST_PERSON = frozenset({"our", "my"})
SENTENCES_BACK = 3
STATE_LEVEL = frozenset({"state", "government", "people", "place"})
# How far the leading country must be ahead of the next: twice as much speaks for it.
LEAD = 2.0


def link_state(context: Context, mention: Mention) -> Link | None:
    """The state or capital that the noun takes up, where one country clearly dominates."""
    head = context.heads[mention.id]
    if not takes_up_state(head):
        return None
    country = country_of(context, head) or country_meant(context, mention, head)
    state = context.knowledge.countries.get(country or "")
    if state is None:
        return None
    if head.lower_ == CAPITAL:
        name = context.knowledge.capitals.get(state.id)
        return Link(place(name, state.id), f"capital of {state.name}") if name else None
    return Link(entity_of(state), f"{head.lower_}: {state.name} is spoken of")


def country_meant(context: Context, mention: Mention, head: Token) -> str | None:
    """The owner's country, or the country of which the text just spoke."""
    for possessor in children(head, "poss"):
        if possessor.lower_ in FIRST_PERSON:
            return governing_country(context, head) or leading(added(nearby(context, mention, head), overall(context)))
        whose = owner(context, possessor)
        return whose.country if whose else leading(nearby(context, mention, head))
    near = nearby(context, mention, head)
    governing = governing_country(context, head)
    if governing:
        near = added(near, {governing: 1.5})
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


def nearby(context: Context, mention: Mention, head: Token) -> dict[str, float]:
    """How much the sentence so far and those before speak of each country; nearer words weigh more."""
    weights: dict[str, float] = {}
    here = context.sentence_at[head.i]
    for earlier in context.linked_before(mention.start):
        distance = here - context.sentence_at[context.heads[earlier.id].i]
        entity = context.links[earlier.id].entity
        if distance <= SENTENCES_BACK and entity.country in context.knowledge.countries:
            weights[entity.country] = weights.get(entity.country, 0) + level(entity) / (1 + distance)
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
