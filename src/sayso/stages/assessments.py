"""Assessments: statements about a relation itself: "ties between A and B have declined", "A severed ties with B"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from sayso.knowledge.operators import Operators
from sayso.knowledge.relation_words import RelationWords
from sayso.schema import Assessment, CodedDocument, Direction
from sayso.stages.events.arguments import Participants
from sayso.stages.events.coding import innermost
from sayso.stages.events.dates import governing
from sayso.stages.events.status import status_of
from sayso.stages.syntax import children, verb_predicate, with_conjuncts

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Verbs that turn what follows into news: "grew tense"; of what merely is so, no direction is told.
TURNING = frozenset("become get grow turn".split())
ASPECT = frozenset("continue begin start keep".split())


class Assessments:
    """Fills `assessments`."""

    needs: ClassVar[frozenset[str]] = frozenset({"entities", "times", "attributions", "parse"})
    fills: ClassVar[frozenset[str]] = frozenset({"assessments"})

    def __init__(self, words: RelationWords, operators: Operators) -> None:
        self.words = words
        self.operators = operators

    def __call__(self, coded: CodedDocument) -> CodedDocument:
        """Every verb whose subject or object is a relation of two actors."""
        found = self.assess(coded, coded.parse)
        return replace(coded, assessments=tuple(replace(each, id=f"s{n}") for n, each in enumerate(found, 1)))

    def assess(self, coded: CodedDocument, doc: Doc) -> Iterator[Assessment]:
        """Assessments in order of the text, ids still empty."""
        participants = Participants(coded)
        for word in doc:
            for relation, direction in self.judged(word):
                between = sides(relation, word, participants)
                if between is not None:
                    yield self.assessment(coded, word, relation, direction, between)
                    break

    def judged(self, word: Token) -> Iterator[tuple[Token, Direction]]:
        """The nouns for relations that a word judges, and which way."""
        for part, noun, judging in judgements(word):
            lemma = noun.lemma_.lower()
            direction = self.words.direction(part, lemma, judging) if lemma in self.words.names else None
            if direction is not None:
                yield noun, direction

    def assessment(
        self, coded: CodedDocument, word: Token, relation: Token, direction: Direction, between: tuple[str, str]
    ) -> Assessment:
        """One record; its id is given later."""
        top = operator(word)
        status = status_of(top, self.operators).status
        attribution = innermost(coded.attributions, word)
        time = next(iter(governing(top, status, coded.times, frozenset())), None)
        return Assessment(
            "",
            min(relation.idx, word.idx),
            max(relation.idx + len(relation), word.idx + len(word)),
            between,
            direction,
            time.id if time else None,
            status,
            attribution.id if attribution else None,
            reason=f"{relation.lemma_} {word.lemma_}",
        )


def judgements(word: Token) -> Iterator[tuple[str, Token, str]]:
    """(part of speech, noun, lemma) of what a word may judge: its subject and object, or the noun behind it."""
    if word.pos_ == "VERB":
        predicate = verb_predicate(word)
        nouns = with_conjuncts((*predicate.objects, *predicate.subjects))
        if word.lemma_ in TURNING:
            yield from (("adjective", noun, a.lower_) for a in children(word, "acomp") for noun in nouns)
        yield from (("verb", noun, word.lemma_) for noun in nouns)
    elif word.pos_ == "NOUN":
        behind = [n for p in children(word, "prep") if p.lower_ in ("of", "in") for n in children(p, "pobj")]
        yield from (("noun", noun, word.lemma_.lower()) for noun in behind)


def sides(relation: Token, verb: Token, participants: Participants) -> tuple[str, str] | None:
    """The two countries (or other actors): between A and B, A's relations with B, or the one who severs them and B."""
    nouns = [noun for p in children(relation, "prep") for noun in children(p, "pobj")]
    nouns += [noun for p in children(verb, "prep") if p.lower_ in ("with", "between") for noun in children(p, "pobj")]
    owners = [
        *children(relation, "poss", "amod", "compound"),
        *(verb_predicate(verb).subjects if verb.pos_ == "VERB" else ()),
    ]
    antecedent = governing_clause(verb, nouns, participants)
    named: list[str] = []
    for participant in participants.at([*nouns, *owners, *antecedent]):
        entity = participants.entity_of[participant.mention.id]
        side = entity.country or (entity.id if entity.kind in ("igo", "armed_group") else None)
        if side and side not in named:
            named.append(side)
    return (named[0], named[1]) if len(named) >= 2 else None


def governing_clause(verb: Token, nouns: list[Token], participants: Participants) -> list[Token]:
    """Where one side is missing, owners in the adverbial before it: "Following Russia's invasion, relations with …"."""
    if len(participants.at(nouns)) != 1:
        return []
    top = operator(verb)
    phrases = [noun for p in children(top, "prep", "advcl") for noun in children(p, "pobj")]
    return [owner for noun in phrases for owner in children(noun, "poss")]


def operator(verb: Token) -> Token:
    """The finite verb above an aspectual one: "continued to decline"."""
    return verb.head if verb.dep_ == "xcomp" and verb.head.lemma_ in ASPECT else verb
