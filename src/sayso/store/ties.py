"""Ties: the events of a coding laid flat, one row for each actor and recipient, so that a relation is one look-up.

A tie repeats what stands in `events`, `participants`, `mentions` and `entities`; a voice what stands in `claims`, with
the country of whoever makes the claim. Both are written with their document, in the same transaction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from pathlib import Path

from sayso.knowledge.quads import COOPERATION
from sayso.schema import Claim, CodedDocument, Document, Entity, Event

# A claim that leaves open whether the event happened speaks for nobody.
OPEN = "unknown"
COUNTRY = re.compile("[A-Z]{3}")
# The files of facts of the user's own.
OwnFacts = tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """One event between an actor `a` and a recipient `b` (entity ids; None where nobody is known).

    In an act done together each pair of those who take part is one tie, `mutual` being 1. `claimed` is 1 where
    somebody, be it the publisher, positively claims the event.
    """

    event: str
    a: str | None
    a_country: str | None
    b: str | None
    b_country: str | None
    begin: str | None
    end: str | None
    type: str
    quad: int
    score: float
    goldstein: float | None
    status: str
    mutual: int
    claimed: int


@dataclass(frozen=True, slots=True)
class Voice:
    """One claim on one event with the country of the claimant; `outlet` is 1 for the publisher's own claim."""

    event: str
    claimant: str | None
    country: str | None
    outlet: int
    certainty: str
    polarity: str


def ties_of(coded: CodedDocument) -> Iterator[Tie]:
    """The ties of a coded document, in order of its events."""
    entities = entities_by_mention(coded)
    claimed = {claim.event for claim in coded.claims if asserts(claim)}
    for event in coded.events:
        for a, b, mutual in pairs(event, entities):
            yield Tie(
                event.id,
                a.id if a else None,
                a.country if a else None,
                b.id if b else None,
                b.country if b else None,
                event.date.begin if event.date else None,
                event.date.end if event.date else None,
                event.type,
                event.quad,
                event.score,
                event.goldstein,
                event.status,
                int(mutual),
                int(event.id in claimed),
            )


def voices_of(coded: CodedDocument, own_facts: OwnFacts = ()) -> Iterator[Voice]:
    """The voices of a coded document, in order of its claims; `own_facts` may list its outlet."""
    entities = entities_by_mention(coded)
    outlet = outlet_of(coded.document, own_facts)
    for claim in coded.claims:
        own = claim.attribution is None
        speaker = entities.get(claim.claimant or "")
        name, country = outlet if own else (speaker.id if speaker else None, speaker.country if speaker else None)
        yield Voice(claim.event, name, country, int(own), claim.certainty, claim.polarity)


def is_mutual(event: Event) -> bool:
    """Whether several actors without a recipient did it to one another: "met", but not "condemned the raid".

    The frame that the event's reason names says so: it asks for ACTORS, or for a RECIPIENT who became one of them.
    Where no frame is named, they did.
    """
    if "ACTOR" not in event.reason:
        return True
    return "ACTORS" in event.reason or (event.quad in COOPERATION and "RECIPIENT" in event.reason)


def asserts(claim: Claim) -> bool:
    """Whether the claim says that the event took place, be it but possibly."""
    return claim.polarity == "positive" and claim.certainty != OPEN


def entities_by_mention(coded: CodedDocument) -> dict[str, Entity]:
    """The entity of each mention that has one."""
    entities = {entity.id: entity for entity in coded.entities}
    return {mention.id: entities[mention.entity] for mention in coded.mentions if mention.entity in entities}


def pairs(event: Event, entities: dict[str, Entity]) -> Iterator[tuple[Entity | None, Entity | None, bool]]:
    """Who acts on whom, each pair of entities once; together where an act has several actors and no recipient."""
    actors = list(dict.fromkeys(entities[each] for each in event.actors if each in entities))
    recipients = list(dict.fromkeys(entities[each] for each in event.recipients if each in entities))
    if len(actors) > 1 and not event.recipients and is_mutual(event):
        yield from ((a, b, True) for a, b in combinations(actors, 2))
        return
    nobody: list[Entity | None] = [None]
    if actors or recipients:
        yield from ((a, b, False) for a, b in product(actors or nobody, recipients or nobody))


def outlet_of(document: Document, own_facts: OwnFacts = ()) -> tuple[str | None, str | None]:
    """The id and the country of the outlet; where nobody lists it, the `country` that the input gives counts."""
    name, country = publisher_of(document.publisher, own_facts)
    given = document.extra.get("country")
    if country is None and isinstance(given, str) and COUNTRY.fullmatch(given):
        country = given
    return name, country


@cache
def publisher_of(name: str | None, own_facts: OwnFacts = ()) -> tuple[str | None, str | None]:
    """The id and the country of an outlet, by its name; of one that is not listed, its name alone."""
    from sayso.knowledge.facts import load_knowledge

    if name is None:
        return None, None
    outlets = [fact for fact in load_knowledge(own=own_facts).facts_for(name) if fact.kind == "outlet"]
    return (outlets[0].id, outlets[0].country) if outlets else (name, None)
