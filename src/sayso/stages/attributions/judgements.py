"""Attributions by a verb of judging with what it says of a thing: "a request Paris called absurd"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.knowledge.cues import Cue
from sayso.schema import Span
from sayso.stages.attributions.answers import is_relative
from sayso.stages.syntax import children, is_passive, logical_subjects, subtree_span

if TYPE_CHECKING:
    from spacy.tokens import Token

PREDICATES = ("oprd", "acomp", "attr")
APPENDED = frozenset({"appos", "npadvmod", "dep", "attr"})


def judgement(verb: Token, cue: Cue) -> list[Span]:
    """What the source says the thing is, in a clause about it: "what it described as a massacre".

    Names are no judgements: "a force called Wagner", "what they call the Line".
    """
    if "predicate" not in cue.takes or not (is_relative(verb) or asks_what(verb)) or not logical_subjects(verb):
        return []
    word = predicate_of(verb)
    return [subtree_span(word)] if word is not None and word.i > verb.i and judges(word) else []


def asks_what(verb: Token) -> bool:
    """Whether the thing is "what": "an inquiry into what it described as a massacre"."""
    return any(child.lower_ == "what" for child in verb.children)


def predicate_of(verb: Token) -> Token | None:
    """The word that says what the thing is, right of the verb or after "as"."""
    words = [word for word in children(verb, *PREDICATES) if word.i > verb.i]
    if not is_passive(verb):
        words += [word for word in children(verb, "dobj") if word.i > verb.i]
    for preposition in children(verb, "prep"):
        if preposition.lower_ == "as":
            words += [word for word in preposition.children if word.i > preposition.i]
    return next(iter(words), None)


def judges(word: Token) -> bool:
    """Whether the word describes rather than names."""
    definite = any(t.lower_ in ("the", "its", "his", "her", "their") for t in word.lefts)
    return word.pos_ != "PROPN" and not word.text[0].isupper() and not definite


def with_judgement_apart(verb: Token) -> Span | None:
    """The clause by which the publisher adds a judgement at the end: "…, a request Paris called absurd"."""
    noun = verb.head
    return subtree_span(noun) if is_relative(verb) and noun.dep_ in APPENDED and predicate_of(verb) else None
