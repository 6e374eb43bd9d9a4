"""Recipients that a frame leaves open: named in the act spoken of, or behind a preposition further down the phrase."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sayso.knowledge.codebook import EventType
from sayso.schema import Entity
from sayso.stages.events.arguments import Participant, Participants
from sayso.stages.events.match import ASSAULT, HOSTILE, PROTEST, Match
from sayso.stages.events.surroundings import MODIFIERS, OWNERS, nouns_behind
from sayso.stages.syntax import children, is_finite, logical_subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

# How far below the predicate a recipient is looked for: "threatened to launch an offensive in its war with Iraq".
REACH = 7
# A prepositional phrase of these says where; it names the recipient only where nothing else does.
WHERE = frozenset({"in", "at", "near", "around", "outside"})
# Sectors whose members stand against somebody even where their country is not told.
OTHERS = frozenset({"REB", "UAF", "OPP", "UNK"})
# "Its forces", "their leader" belong to the actor's own side.
OWN = frozenset({"its", "their", "his", "her", "our", "my"})
PHRASES = frozenset("dobj dative attr oprd acomp xcomp acl pobj pcomp conj appos".split())
MADE = frozenset({"made", "built"})
# What `recipient_after` lists beside prepositions: the owner of a noun, a purpose ("to protest …"), and the place where
# it is done, for want of anybody named ("imposed a curfew in Cizre", "fired shells at targets in Jericho").
OWNER, PURPOSE, PLACE = "owner", "purpose", "place"

# Nouns for areas that bear a name before them.
AREAS = frozenset(
    "airport area border camp capital city coast county district enclave governorate island oblast peninsula port "
    "prefecture province region state strip territory town valley village zone".split()
)
RETREAT = "RETREAT"
AT_PLACES = frozenset({ASSAULT, "COERCE"})
# Acts against somebody that may follow one another in one breath.
QUARRELS = frozenset({"ACCUSE", "THREATEN"})
# The matches that stand within a match.
InnerMatches = Callable[[Match], Sequence[Match]]


def open_recipients(
    match: Match, types: Mapping[str, EventType], inside: InnerMatches, participants: Participants
) -> tuple[Participant, ...]:
    """Who is promised, threatened, asked, refused or protested against where the frame's own slots do not say."""
    if match.recipients or (match.frame.mutual and len(match.actors) > 1):
        return match.recipients
    kind = types[match.frame.event]
    own = participants.entity_ids(match.actors)
    by_content = recipients_by_content(match, types, inside, participants)
    found = tuple(p for p in by_content if participants.entity(p).id not in own)
    if found or not kind.recipient_after:
        return found
    if not match.actors and kind.name != PROTEST:
        return struck_places(match, kind, participants)
    behind = recipients_behind(match, kind, participants)
    return tuple(replace(participant, direct=False) for participant in behind)


def struck_places(match: Match, kind: EventType, participants: Participants) -> tuple[Participant, ...]:
    """Where force falls of which the text tells neither agent nor victim: "an attack on a mosque in Mali"."""
    if kind.name not in AT_PLACES or PLACE not in kind.recipient_after:
        return ()
    return place_behind(list(nouns_below(match, kind.recipient_after)), participants)


def recipients_by_content(
    match: Match, types: Mapping[str, EventType], inside: InnerMatches, participants: Participants
) -> tuple[Participant, ...]:
    """The actor or the recipient of the act spoken of, be that an event of its own or a verb without a frame."""
    wanted = types[match.frame.event].recipient_of_content
    if wanted is None:
        return ()
    # The act itself comes before what is told further down: "threatened to shell Iraqi towns …, where people died".
    for other in sorted(inside(match), key=lambda other: other.predicate.token not in match.acts):
        found = other.actors if wanted == "actor" else open_recipients(other, types, inside, participants)
        if found:
            return found
    if wanted == "actor":
        doers = [doer for act in match.acts for doer in doers_of(act)]
        return participants.at(doers)
    return ()


def quarrel_around(match: Match, matches: Sequence[Match], participants: Participants) -> Match | None:
    """The quarrel that an act goes on with, whose target is its own: "slammed the raid and demanded an apology"."""
    token, demands = match.predicate.token, match.predicate.token.lemma_ == "demand"
    if token.dep_ not in ("conj", "advcl", "xcomp") or not (match.frame.event in QUARRELS or demands):
        return None
    own = participants.entity_ids(match.actors)
    for other in matches:
        quarrels = other.frame.event in QUARRELS or other.predicate.token.lemma_ == "summon"
        if quarrels and other.predicate.token == token.head:
            return other if own and own == participants.entity_ids(other.actors) else None
    return None


def doers_of(act: Token) -> list[Token]:
    """Who would do what is asked: the subject of a verb, "an admission by Moscow", "Moscow's admission"."""
    if act.pos_ in ("VERB", "AUX"):
        return logical_subjects(act)
    agents = nouns_behind(act, ("by", "from"))
    nations = [t for t in children(act, *MODIFIERS) if t.ent_type_ in ("NORP", "GPE")]
    return children(act, "poss") or agents or nations


def recipients_behind(match: Match, kind: EventType, participants: Participants) -> tuple[Participant, ...]:
    """The nearest public participant below the predicate that is not the actor itself."""
    actors = [participants.entity(actor) for actor in match.actors]
    below = list(nouns_below(match, kind.recipient_after))
    # "Resigned in London" is done to nobody there; "lifted the curfew in London" is.
    done_there = kind.name in HOSTILE or bool(match.used)
    for places in (False, True) if done_there or kind.name != RETREAT else (False,):
        for token, is_place in below:
            if is_place == places:
                found = participants.at([token])
                if any(p.mention.text.split()[0].lower() in OWN for p in found):
                    continue
                if found and all(is_other(participants.entity(p), actors, kind) for p in found):
                    return found
    return place_behind(below, participants) if PLACE in kind.recipient_after and done_there else ()


def place_behind(below: Sequence[tuple[Token, bool]], participants: Participants) -> tuple[Participant, ...]:
    """The nearest place of a known country below the predicate, also at home: PLOVER counts the people there."""
    for token, is_place in below:
        named = children(token, "compound", "nmod") if token.lemma_.lower() in AREAS else []
        for noun in (token, *named):  # "in Montenegro province"
            if (mention := participants.place_at(noun)) is not None:
                return (Participant(mention),)
            state = participants.actor_at(noun) if is_place else None
            if state is not None and participants.entity_of[state.id].kind == "state":
                return (Participant(state),)
    return ()


def is_other(entity: Entity, actors: Sequence[Entity], kind: EventType) -> bool:
    """Whether the entity may be acted on: no actor, nobody unknown, not the actor's country; media only by force."""
    if (entity.kind == "outlet" or entity.sector == "JRN") and kind.name not in HOSTILE:
        return False
    if not (entity.country or entity.sector in OTHERS):
        return False
    return not any(
        entity.id == actor.id or (entity.kind == "state" and entity.country == actor.country) for actor in actors
    )


def nouns_below(match: Match, prepositions: frozenset[str]) -> Iterator[tuple[Token, bool]]:
    """Nouns in reach of the predicate, the shallowest first, and whether a preposition of place leads to them."""
    trigger = match.predicate.token
    roots = (trigger, *match.acts, *(match.predicate.objects if match.predicate.passive else ()))
    level: list[tuple[Token, bool]] = [(token, False) for token in roots]
    seen = {token.i for token, _ in level}
    yield from ((token, False) for token in match.acts if token.pos_ not in ("VERB", "AUX"))
    for _ in range(REACH):
        following: list[tuple[Token, bool]] = []
        for token, is_place in level:
            for child, place in steps(token, prepositions):
                # What is said before a verb belongs to its subject or its circumstances.
                before = token == trigger and child.i < trigger.i and match.frame.part != "noun"
                if child.i not in seen and not before:
                    seen.add(child.i)
                    following.append((child, is_place or place))
        yield from ((token, place) for token, place in following if token.pos_ not in ("VERB", "AUX"))
        level = following


def steps(token: Token, prepositions: frozenset[str]) -> Iterator[tuple[Token, bool]]:
    """One step down: objects, infinitives and participles, owners, and phrases of the prepositions allowed."""
    for child in token.children:
        if child.dep_ in ("prep", "agent", "dative") and child.pos_ in ("ADP", "SCONJ", "PART", "ADV"):
            if child.lower_ in prepositions:
                holders = [child, *children(child, "prep")]
                yield from ((n, child.lower_ in WHERE) for h in holders for n in children(h, "pobj", "pcomp"))
        elif child.dep_ in PHRASES:
            if child.pos_ not in ("VERB", "AUX") or not is_finite(child):
                yield child, False
        elif child.dep_ in OWNERS and token.pos_ not in ("VERB", "AUX"):
            if OWNER in prepositions:
                yield child, False
            yield from ((maker, False) for maker in makers(child))
        elif child.dep_ == "advcl" and PURPOSE in prepositions and is_purpose(child):
            yield child, False


def makers(participle: Token) -> list[Token]:
    """Whose goods are meant: "Chinese-made cars"."""
    return children(participle, "npadvmod") if participle.lower_ in MADE else []


def is_purpose(verb: Token) -> bool:
    """Whether a clause says what for: "to protest …", "calling for …"."""
    return verb.tag_ == "VBG" or any(t.tag_ == "TO" for t in verb.children)
