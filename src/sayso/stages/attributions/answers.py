"""Answers: "Moscow denied this", "a charge Yaounde denied", "denied any role" take up what was told before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.knowledge.cues import Cue, Cues
from sayso.schema import Span
from sayso.stages.attributions.found import Found, without
from sayso.stages.attributions.hosts import begins_anew
from sayso.stages.attributions.nouns import noun_content
from sayso.stages.attributions.scene import Scene
from sayso.stages.syntax import children, is_finite, subtree_span

if TYPE_CHECKING:
    from spacy.tokens import Token

ANSWERING = frozenset({"nominal", "answer"})
TAKING_UP = frozenset({"this", "that", "it", "these", "those", "which", "something"})


def taken_up(verb: Token, cue: Cue, scene: Scene) -> Token | None:
    """The pronoun or noun by which the verb takes up what was told before; None where it has content of its own."""
    own = [t for t in children(verb, "ccomp", "xcomp", "pcomp", "nsubjpass") if t.i > verb.i or not begins_anew(verb)]
    if not cue.takes & ANSWERING or own:
        return None
    objects = children(verb, "dobj")
    if is_relative(verb) and all(noun.lower_ in ("which", "that") for noun in objects):
        return verb.head if is_answer(verb.head, scene.cues) else next(iter(objects), None)
    return next((noun for noun in objects if is_answer(noun, scene.cues)), None)


def is_relative(verb: Token) -> bool:
    """Whether the verb heads a relative clause, which the parser may take for another clause on the noun."""
    return verb.dep_ == "relcl" or (verb.dep_ == "acl" and is_finite(verb))


def words_of(answered: Token, verb: Token) -> Span:
    """The noun phrase taken up, without the clause that does so: "a charge" of "a charge Yaounde denied"."""
    if verb.head == answered:
        return Span(answered.left_edge.idx, answered.idx + len(answered))
    return subtree_span(answered)


def is_answer(token: Token, cues: Cues) -> bool:
    """Whether a noun or pronoun points back: "this", "the charge", "any role"; "the charge that …" says itself what."""
    if token.pos_ == "PRON" or token.tag_ in ("DT", "WDT"):
        return token.lower_ in TAKING_UP
    if ("answer", token.lemma_.lower()) not in cues:
        return False
    cue = cues.get(("noun", token.lemma_.lower()))
    return cue is None or noun_content(token, cue) is None


def appended(verb: Token) -> Span | None:
    """The clause that an answer makes at a sentence's end: ", a charge Yaounde denied", "; he denies the charge"."""
    if begins_anew(verb):
        return Span(next(iter(children(verb, "nsubj")), verb).left_edge.idx, subtree_span(verb).end)
    if not is_relative(verb):
        return None
    noun = verb.head
    return subtree_span(noun if noun.dep_ in ("appos", "npadvmod", "dep", "attr") else verb)


def set_apart(found: Sequence[Found]) -> None:
    """Take such a clause out of the content before it: it is the publisher who tells of the answer."""
    for answer in found:
        for other in found:
            if answer.apart and other.cue and other is not answer and other.cue.end <= answer.apart.start:
                other.content = [piece for span in other.content for piece in without(span, [answer.apart])]
