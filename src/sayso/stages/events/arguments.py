"""From tokens to participants: which mention a token stands for, and whether it can take part in an event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sayso.schema import CodedDocument, Entity, Mention
from sayso.stages.syntax import children, head_of, with_conjuncts

if TYPE_CHECKING:
    from spacy.tokens import Token

# Nouns that only measure what follows: "a group of soldiers", "dozens of protesters", "members of the junta".
MEASURES = frozenset(
    "group number dozen hundred thousand score member series lot pair couple handful majority part some two three one "
    "all most many several crowd wave convoy unit team column rest".split()
)
MODIFIERS = frozenset({"amod", "compound", "nmod", "poss"})


@dataclass(frozen=True, slots=True)
class Participant:
    """A mention that fills a slot; `direct` is False where only a possessor or nationality of the noun does."""

    mention: Mention
    direct: bool = True


class Participants:
    """Looks up the participants of one document by token."""

    def __init__(self, coded: CodedDocument) -> None:
        entities = {entity.id: entity for entity in coded.entities}
        self.entity_of: dict[str, Entity] = {m.id: entities[m.entity] for m in coded.mentions if m.entity}
        self.by_head: Mapping[int, Mention] = {head_of(coded.parse, m).i: m for m in coded.mentions}

    def at(self, tokens: Iterable[Token]) -> tuple[Participant, ...]:
        """The participants that these tokens and what is coordinated with them stand for, each once."""
        found: dict[str, Participant] = {}
        for token in with_conjuncts(tokens):
            for participant in self.of(token):
                found.setdefault(participant.mention.id, participant)
        return tuple(found.values())

    def of(self, token: Token) -> list[Participant]:
        """The participants of one noun: its own mention, what it measures, else its possessor or nationality."""
        both = self.both(token)
        if both:
            return both
        own = self.actor_at(token)
        coordinated = [m for child in token.children if child.dep_ == "amod" and (m := self.actor_at(child))]
        if own:
            return [*(Participant(m) for m in coordinated), Participant(own)]
        if token.lemma_.lower() in MEASURES or token.like_num:
            measured = [noun for of in children(token, "prep") if of.lower_ == "of" for noun in children(of, "pobj")]
            if measured:
                return list(self.at(measured))
        beside = [child for child in token.lefts if child.dep_ in MODIFIERS]
        beside += [
            inner for child in beside if child.dep_ != "poss" for inner in child.lefts if inner.dep_ in MODIFIERS
        ]
        return [Participant(m, direct=False) for child in beside if (m := self.actor_at(child))]

    def both(self, token: Token) -> list[Participant]:
        """The two that "the two presidents", "both sides" takes up: the last two of different countries before it."""
        if token.tag_ not in ("NNS", "NNPS") or not any(t.lower_ in ("two", "both") for t in token.lefts):
            return []
        if not any(t.lower_ in ("the", "both", "these") for t in token.lefts):
            return []
        found: dict[str, Participant] = {}
        for index in sorted((i for i in self.by_head if i < token.i), reverse=True):
            mention = self.by_head[index]
            entity = self.entity_of.get(mention.id)
            if entity and entity.country and entity.kind in ("person", "state", "government"):
                found.setdefault(entity.country, Participant(mention))
            if len(found) == 2:
                return list(reversed(found.values()))
        return []

    def actor_at(self, token: Token) -> Mention | None:
        """The mention headed by this token, if what it refers to can act."""
        mention = self.by_head.get(token.i)
        entity = self.entity_of.get(mention.id) if mention else None
        if entity is None or entity.kind in ("place", "document"):
            return None
        named = entity.country or entity.sector or entity.kind in ("igo", "armed_group", "person", "organisation")
        return mention if named else None
