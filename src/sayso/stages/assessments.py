"""Assessments: statements about a relation itself: "ties between A and B have declined", "A severed ties with B"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from sayso.schema import Assessment, CodedDocument, Direction
from sayso.stages.events.arguments import Participants
from sayso.stages.events.coding import innermost
from sayso.stages.events.dates import governing
from sayso.stages.events.status import ACTUAL, status_of_verb
from sayso.stages.syntax import children, verb_predicate, with_conjuncts

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

RELATIONS = frozenset("relation relationship tie link partnership alliance friendship rapport tension".split())
VERBS: dict[Direction, frozenset[str]] = {
    "worsening": frozenset(
        "decline deteriorate worsen sour cool strain fray chill plummet suffer degrade crumble erode damage".split()
    ),
    "improving": frozenset(
        "improve warm thaw strengthen deepen blossom flourish grow rebound mend normalise normalize".split()
    ),
    "severed": frozenset("sever cut break rupture suspend".split()),
    "restored": frozenset("restore resume renew re-establish reestablish".split()),
}
# Tension is the opposite of a good relation: what makes it grow makes relations worse.
OF_TENSION: dict[str, Direction] = {
    **dict.fromkeys("rise escalate grow mount increase heighten flare intensify deepen worsen".split(), "worsening"),
    **dict.fromkeys("ease subside fall decrease lessen reduce defuse calm".split(), "improving"),
}
ASPECT = frozenset("continue begin start keep".split())


class Assessments:
    """Fills `assessments`."""

    needs: ClassVar[frozenset[str]] = frozenset({"entities", "times", "attributions", "parse"})
    fills: ClassVar[frozenset[str]] = frozenset({"assessments"})

    def __call__(self, coded: CodedDocument) -> CodedDocument:
        """Every verb whose subject or object is a relation of two actors."""
        found = self.assess(coded, coded.parse)
        return replace(coded, assessments=tuple(replace(each, id=f"s{n}") for n, each in enumerate(found, 1)))

    def assess(self, coded: CodedDocument, doc: Doc) -> Iterator[Assessment]:
        """Assessments in order of the text, ids still empty."""
        participants = Participants(coded)
        for verb in doc:
            if verb.pos_ != "VERB":
                continue
            relation = relation_of(verb)
            direction = direction_of(verb, relation) if relation is not None else None
            if relation is None or direction is None:
                continue
            between = sides(relation, verb, participants)
            if between is None:
                continue
            status = (status_of_verb(operator(verb)) or ACTUAL).status
            attribution = innermost(coded.attributions, verb)
            time = next(iter(governing(operator(verb), status, coded.times, frozenset())), None)
            start, end = min(relation.idx, verb.idx), max(relation.idx + len(relation), verb.idx + len(verb))
            yield Assessment(
                "",
                start,
                end,
                between,
                direction,
                time.id if time else None,
                status,
                attribution.id if attribution else None,
                reason=f"{relation.lemma_} {verb.lemma_}",
            )


def relation_of(verb: Token) -> Token | None:
    """The noun for a relation among the verb's subject and object."""
    predicate = verb_predicate(verb)
    for token in with_conjuncts((*predicate.objects, *predicate.subjects)):
        if token.lemma_.lower() in RELATIONS:
            return token
    return None


def direction_of(verb: Token, relation: Token | None) -> Direction | None:
    """Which way the relation goes, by the verb; tension is read the other way round."""
    if relation is not None and relation.lemma_.lower() == "tension":
        return OF_TENSION.get(verb.lemma_)
    return next((direction for direction, verbs in VERBS.items() if verb.lemma_ in verbs), None)


def sides(relation: Token, verb: Token, participants: Participants) -> tuple[str, str] | None:
    """The two countries (or other actors): between A and B, A's relations with B, or the one who severs them and B."""
    nouns = [noun for p in children(relation, "prep") for noun in children(p, "pobj")]
    nouns += [noun for p in children(verb, "prep") if p.lower_ in ("with", "between") for noun in children(p, "pobj")]
    owners = [*children(relation, "poss", "amod", "compound"), *verb_predicate(verb).subjects]
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
