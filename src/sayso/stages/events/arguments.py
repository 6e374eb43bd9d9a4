"""From tokens to participants: which mention a token stands for, and whether it can take part in an event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sayso.knowledge.facts.layout import COUNTRY_COLUMNS
from sayso.knowledge.operators import load_proxies
from sayso.knowledge.tables import FOLDER, read_table
from sayso.schema import CodedDocument, Entity, Mention
from sayso.stages.events.surroundings import OWNERS, nouns_behind
from sayso.stages.syntax import children, head_of, resolved, with_conjuncts

if TYPE_CHECKING:
    from spacy.tokens import Token

# Nouns that only measure what follows: "a group of soldiers", "dozens of protesters", "members of the junta".
MEASURES = frozenset(
    "group number dozen hundred thousand score member series ton tonne kilo kg barrel gallon pound dose round "
    "shipment worth batch load amount lot pair couple handful majority part some two three one all most many "
    "several crowd wave convoy unit team column rest package tranche array raft slew set string".split()
)
# How far back "both sides" looks; where more than two countries stand there it could be any of them.
WITHIN_TOKENS = 60
# Sectors whose members travel and confer for their state.
OFFICIAL = frozenset({"GOV", "MIL", "LEG", "SPY"})
# What is no person where it stands behind "the two".
STATES = frozenset("country government nation neighbour neighbor side state power ally party".split())
SETTLEMENTS = frozenset("city district island port province region state suburb town village".split())


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
        self._of: dict[int, list[Participant]] = {}
        self.by_head: Mapping[int, Mention] = {head_of(coded.parse, m).i: m for m in coded.mentions}

    def at(self, tokens: Iterable[Token], *, places: bool = False) -> tuple[Participant, ...]:
        """The participants that these tokens and what is coordinated with them stand for, each once.

        With `places` a place of a known country counts where nobody else is named: "shelled Homs", "visited Graz".
        """
        found: dict[str, Participant] = {}
        nouns = with_conjuncts(tokens)
        nouns += with_conjuncts(
            inner for token in nouns for inner in children(token, "appos") if self.lists(token, inner)
        )
        for token in nouns:
            for participant in self.of(token):
                found.setdefault(participant.mention.id, participant)
        if places and not found:
            return self.places_at(nouns)
        return tuple(found.values())

    def lists(self, token: Token, inner: Token) -> bool:
        """Whether an apposition is but the next of a list: "Kenya, Uganda and Chad", of which the parser makes one."""
        found = [mention for each in (token, inner) if (mention := self.by_head.get(each.i)) is not None]
        named = [self.entity_of[m.id] for m in found if m.id in self.entity_of and m.form == "name"]
        states = [entity for entity in named if entity.kind in ("state", "person") and entity.country]
        return len(states) == 2 and states[0].country != states[1].country

    def of(self, token: Token) -> list[Participant]:
        """The participants of one noun, looked up once."""
        if token.i not in self._of:
            self._of[token.i] = self.look_up(token)
        return self._of[token.i]

    def look_up(self, token: Token) -> list[Participant]:
        """The participants of one noun: its own mention, what it measures, else its possessor or nationality."""
        own = self.actor_at(token)
        if own is None or own.form == "nominal":  # "its ally Israel", "the two states, Ghana and Togo": names tell more
            listed = with_conjuncts(children(token, "appos"))
            named = [m for child in listed if (m := self.actor_at(child)) and m.form == "name"]
            if named:
                return [Participant(m) for m in named]
        if two := self.both(token):
            return two
        if relative := self.whose(token, own):
            return relative
        inner = self.behind_of(token, own)
        if inner:
            return inner
        nations = [t for child in token.lefts if child.dep_ in OWNERS for t in (child, *children(child, "conj"))]
        both = [m for t in nations if (m := self.actor_at(t)) and self.entity_of[m.id].kind in ("state", "people")]
        if token.tag_ == "NNS" and len(both) > 1:  # "Ugandan and Rwandan leaders": those of either
            return [Participant(m) for m in both]
        coordinated = [m for child in token.children if child.dep_ == "amod" and (m := self.actor_at(child))]
        if own:
            return [*(Participant(m) for m in coordinated), Participant(own)]
        beside = [child for child in token.lefts if child.dep_ in OWNERS]
        for child in beside:  # grows as it is read: "Chinese coast guard ships" hangs each word on the next
            if child.dep_ != "poss":
                beside += [inner for inner in child.lefts if inner.dep_ in OWNERS]
        beside += [other for child in beside for other in child.conjuncts if other.i < token.i]
        people = is_representing(token)
        return [Participant(m, direct=people) for child in beside if (m := self.actor_at(child))]

    def behind_of(self, token: Token, own: Mention | None) -> list[Participant]:
        """Those whom the noun only measures or represents: "dozens of rebels", "the ministers of Chile and Peru"."""
        nouns = nouns_behind(token, ("of", "from"))
        if not nouns:
            return []
        entity = self.entity_of[own.id] if own else None
        if token.lemma_.lower() in MEASURES or token.like_num:
            return list(self.at(nouns)) if entity is None or entity.country is None else []
        represented = [p for p in self.at(nouns) if p.direct and self.entity_of[p.mention.id].country]
        if represented and (entity is None or entity.country is None) and is_representing(token):
            return represented  # "a delegation of the Chadian rebels"
        if token.tag_ != "NNS" or len(represented) < 2:
            return []
        return [
            Participant(own) if own and entity and self.entity_of[p.mention.id].country == entity.country else p
            for p in represented
        ]

    def whose(self, token: Token, own: Mention | None) -> list[Participant]:
        """Those of whom a relative clause tells: "Egypt and Oman, whose ministers met"."""
        relative = next((t for t in children(token, "poss") if t.lower_ == "whose"), None)
        entity = self.entity_of.get(own.id) if own else None
        if relative is None or (entity is not None and entity.country is not None):
            return []
        if own is None and not is_proxy(token):
            return []
        antecedent = resolved(relative)
        return list(self.at([antecedent])) if antecedent != relative else []

    def both(self, token: Token) -> list[Participant]:
        """The two that "the two presidents" or "both sides" takes up: the only two countries' shortly before it.

        Where another stands in the same sentence, it is those before: "China's embassy urged the two countries to …".
        """
        if token.tag_ not in ("NNS", "NNPS") or not any(t.lower_ in ("two", "both") for t in token.lefts):
            return []
        if not any(t.lower_ in ("the", "both", "these") for t in token.lefts):
            return []
        here, before = self.countries_before(token, token.sent.start), self.countries_before(token, 0)
        earlier = {country: p for country, p in before.items() if country not in here}
        for found in (before, here, earlier):
            if len(found) == 2:
                return list(reversed(found.values()))
        return []

    def countries_before(self, token: Token, start: int) -> dict[str, Participant]:
        """By country those named shortly before the token, from the token `start` on, the nearest first."""
        found: dict[str, Participant] = {}
        for index in sorted((i for i in self.by_head if start <= i < token.i), reverse=True):
            mention = self.by_head[index]
            entity = self.entity_of.get(mention.id)
            if token.i - index > WITHIN_TOKENS:
                break
            if entity and entity.country and entity.kind in ("person", "state", "government"):
                first = found.setdefault(entity.country, Participant(mention))
                # "Both men" are the president and his guest, not the states named between.
                if entity.kind == "person" and token.lemma_.lower() not in STATES and not self.is_person(first):
                    found[entity.country] = Participant(mention)
        return found

    def is_official(self, token: Token) -> bool:
        """Whether the token names a person in a public office."""
        mention = self.by_head.get(token.i)
        entity = self.entity_of.get(mention.id) if mention else None
        if entity is None or entity.kind != "person":
            return False
        return entity.sector in OFFICIAL or (entity.role is not None and entity.country in ("EUR", "UNO"))

    def is_person(self, participant: Participant) -> bool:
        """Whether the participant is a single person."""
        return self.entity(participant).kind == "person"

    def places_at(self, nouns: Iterable[Token]) -> tuple[Participant, ...]:
        """The places of a known country that these tokens name, taken for those who live there."""
        named = [inner for token in nouns for inner in (token, *towns_behind(token))]
        return tuple(Participant(m, direct=False) for token in named if (m := self.place_at(token)))

    def place_at(self, token: Token) -> Mention | None:
        """The place of a known country that this token names."""
        mention = self.by_head.get(token.i)
        entity = self.entity_of.get(mention.id) if mention else None
        return mention if entity is not None and entity.kind == "place" and entity.country else None

    def capitals(self, tokens: Iterable[Token]) -> tuple[Participant, ...]:
        """The capitals among places, which speak for their country: "criticism from Vienna"."""
        named = [m for token in with_conjuncts(tokens) if (m := self.place_at(token)) is not None]
        return tuple(Participant(m, direct=True) for m in named if m.text in capital_names())

    def entity(self, participant: Participant) -> Entity:
        """What the participant refers to."""
        return self.entity_of[participant.mention.id]

    def entity_ids(self, those: Iterable[Participant]) -> frozenset[str]:
        """The ids of the entities that take part."""
        return frozenset(self.entity(participant).id for participant in those)

    def actor_at(self, token: Token) -> Mention | None:
        """The mention headed by this token, if what it refers to can act."""
        mention = self.by_head.get(token.i)
        entity = self.entity_of.get(mention.id) if mention else None
        if entity is None or entity.kind == "document" or (entity.kind == "place" and token.ent_type_ != "NORP"):
            return None  # "Iraqi Kurds" are people, whatever place the name stands for
        named = entity.country or entity.sector or entity.kind in ("igo", "armed_group", "person", "organisation")
        return mention if named else None


@cache
def capital_names() -> frozenset[str]:
    """The capitals of all countries."""
    rows = read_table(FOLDER / "countries.csv", COUNTRY_COLUMNS)
    return frozenset(name for row in rows for name in row.items("capital"))


def is_proxy(noun: Token) -> bool:
    """Whether whose it is tells who acts: "Russian missiles struck", but not "the Turkish lira threatened"."""
    return noun.lemma_.lower() in load_proxies()


def is_representing(noun: Token) -> bool:
    """Whether the noun stands for those whom it names beside it: "the Greek side", "delegations of both states"."""
    return load_proxies().get(noun.lemma_.lower()) == "people"


def towns_behind(noun: Token) -> list[Token]:
    """The name of a place behind the word for its kind: "the besieged town of El Fasher"."""
    if noun.lemma_.lower() not in SETTLEMENTS:
        return []
    return nouns_behind(noun, ("of",))
