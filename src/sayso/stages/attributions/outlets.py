"""Chains through an outlet: "X, quoted by Y, said", "Y quoted X as saying", "Y reported, citing X"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sayso.schema import Span
from sayso.stages.attributions.found import Found, quoted, without
from sayso.stages.attributions.hosts import (
    CONTENT_DEPENDENCIES,
    HANGING_CLAUSES,
    VEHICLES,
    introduces_content,
    phrase_span,
)
from sayso.stages.attributions.scene import Scene
from sayso.stages.syntax import children, is_passive, logical_subjects, subtree_span

if TYPE_CHECKING:
    from spacy.tokens import Token


# What says something though it is no actor: "quoting an army assessment".
SPEAKING = frozenset("assessment briefing cable conversation dossier intercept recording testimony transcript".split())
# Documents that are a reason for an act rather than somebody's word for it.
REASONS = frozenset("bill law rule regulation constitution treaty decree".split())


def through_outlet(verb: Token, scene: Scene) -> Iterator[Found]:
    """A chain through an outlet: "X, quoted by Y, said", "X was quoted by Y as saying", "Y quoted X as saying"."""
    agents = [noun for by in children(verb, "agent", "prep") if by.lower_ == "by" for noun in children(by, "pobj")]
    as_saying = [act for p in children(verb, "prep") if p.lower_ == "as" for act in children(p, "pcomp")]
    if verb.tag_ == "VBN" and agents and verb.dep_ in ("acl", "advcl", "relcl"):
        noun = verb.head
        if verb.lemma_ in ("report", "publish") and not any(introduces_content(c) for c in noun.children):
            return  # "a study published by the bank" has no content; "claims, first reported by …, that …" have
        clause = noun.head if noun.dep_ in ("nsubj", "nsubjpass") else told_in(noun) or noun
        yield outlet(verb, agents[0], subtree_span(clause), [subtree_span(verb)])
    elif verb.tag_ == "VBN" and agents and as_saying:
        yield outlet(verb, agents[0], subtree_span(as_saying[0]), [])
    elif as_saying and not is_passive(verb):
        sources, objects = logical_subjects(verb), children(verb, "dobj")
        if sources and objects:
            yield outlet(verb, sources[0], subtree_span(as_saying[0]), [])
    elif verb.tag_ == "VBG" and verb.lemma_ in ("cite", "quote") and names_source(verb, scene):
        yield from citing(verb)


def told_in(vehicle: Token) -> Token | None:
    """The verb whose content a statement holds: "said in a statement carried by Xinhua" carries all that is said."""
    verb = vehicle.head.head
    through = vehicle.dep_ == "pobj" and vehicle.lemma_.lower() in VEHICLES and verb.pos_ == "VERB"
    return verb if through else None


def names_source(verb: Token, scene: Scene) -> bool:
    """Whether "citing" is followed by somebody; in "citing technical problems" it is a reason, which has no mention."""
    nouns = [noun for noun in children(verb, "dobj") if noun.lemma_ not in REASONS]
    return any(noun.i in scene.by_head or noun.lemma_.lower() in SPEAKING for noun in nouns)


def outlet(verb: Token, source: Token, content: Span, holes: list[Span]) -> Found:
    """The outlet's own level of a chain."""
    return Found(
        f"{verb.lemma_} by outlet", quoted(verb), source, without(content, holes), cue_token=verb, outside=holes
    )


def citing(verb: Token) -> Iterator[Found]:
    """For "Y reported, citing X, that …" the same content as the verb it hangs on, one level further in."""
    source, clause = children(verb, "dobj")[0], verb.head
    hanging = [c for c in source.children if c.dep_ in HANGING_CLAUSES and introduces_content(c)]
    inner = hanging or [c for c in clause.children if c.dep_ in CONTENT_DEPENDENCIES]
    content = subtree_span(inner[0]) if inner else subtree_span(clause)
    phrase = Span(verb.idx, phrase_span(source).end)
    # Hung on the outlet itself ("According to Xinhua, citing a naval source, …") or on the verb that it reports by.
    yield Found(
        "citing", quoted(verb), source, without(content, [phrase]), cue_token=verb, outside=[phrase], within=clause
    )
