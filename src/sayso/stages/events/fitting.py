"""Fits one frame to one predicate: its particle, its slots, and those who take part though no slot holds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.knowledge.codebook import Frame
from sayso.stages.events.arguments import Participant, Participants, is_proxy
from sayso.stages.events.filling import filled_in, is_plural
from sayso.stages.events.match import ASSAULT, Match
from sayso.stages.events.positions import agents_of_noun
from sayso.stages.events.surroundings import OWNERS, nouns_behind, words_around
from sayso.stages.syntax import Predicate, children

OBJECTS = frozenset({"object", "indirect", "to", "that"})
MOBILIZE = "MOBILIZE"
VIA = frozenset({"via", "through"})
# Where force falls.
STRUCK = frozenset({"on", "against", "at", "in", "near", "of", "outside"})


def fit(
    frame: Frame, predicate: Predicate, participants: Participants, *, owner_is_recipient: bool = False
) -> Match | None:
    """The frame with its slots filled, or None where an argument is missing or of the wrong kind."""
    if frame.passive and not predicate.passive:
        return None
    if (
        predicate.passive
        and frame.part == "verb"
        and not frame.passive
        and not any(a.position in OBJECTS for a in frame.arguments)
    ):
        return None  # "the zeal demonstrated by" is no demonstration
    if frame.particle:
        predicate = with_small_clause(frame.particle, predicate)
        if not has_particle(frame.particle, predicate):
            return None
    if frame.unless and not frame.unless.isdisjoint(words_around(predicate.token)):
        return None
    match, missing = filled_in(frame, predicate, participants)
    if missing is not None:
        return None
    match = with_moved_forces(with_agents_of_noun(match, participants), participants)
    match = with_via(match, participants)
    if owner_is_recipient and not match.recipients:
        match = replace(match, recipients=owners(match, participants))
    if frame.part == "noun" and not (match.actors or match.recipients):
        match = replace(match, recipients=place_struck(match, participants))
        if not match.recipients:
            return None
    match = with_mutual(match)
    if frame.without_actor and not match.actors and frame.without_actor.isdisjoint(words_around(predicate.token)):
        return None
    return None if is_alone(match) else match


def with_small_clause(particle: str, predicate: Predicate) -> Predicate:
    """The predicate with the subject of a clause without verb as its object: "found the commander guilty"."""
    clause = next((t for t in children(predicate.token, "ccomp") if t.lower_ == particle and t.pos_ == "ADJ"), None)
    if clause is None or predicate.objects:
        return predicate
    subjects = tuple(children(clause, "nsubj"))
    return replace(predicate, objects=subjects, particles=predicate.particles | {particle})


def has_particle(particle: str, predicate: Predicate) -> bool:
    """Whether the particle goes with the verb, also where it hangs on a number: "handed over four hostages"."""
    token = predicate.token
    if particle in predicate.particles or any(child.lower_ == particle for child in children(token, "acomp", "oprd")):
        return True  # "was set free", "found him guilty"
    return token.i + 1 < len(token.doc) and token.nbor().lower_ == particle and token.nbor().tag_ == "RP"


def with_agents_of_noun(match: Match, participants: Participants) -> Match:
    """The match with those as actors whose act of force a noun of the frame tells: "killed in a Russian strike"."""
    if match.actors or match.frame.part != "verb" or match.frame.event != ASSAULT:
        return match
    doc, taken = match.predicate.token.doc, {p.mention.id for p in match.recipients}
    nouns = [doc[i] for i in sorted(match.used) if doc[i].pos_ == "NOUN" and doc[i] not in match.predicate.objects]
    struck = {i for i, mention in participants.by_head.items() if mention.id in taken}
    nouns = [noun for noun in nouns if noun.i not in struck]
    found = participants.at(agent for noun in nouns for agent in agents_of_noun(noun, match.frame))
    return replace(match, actors=tuple(p for p in found if p.mention.id not in taken))


def with_moved_forces(match: Match, participants: Participants) -> Match:
    """The match with the forces themselves as actors where nobody is said to send them: "troops were deployed"."""
    if match.frame.event != MOBILIZE or not match.predicate.passive or match.actors or match.recipients:
        return match
    verb = match.predicate.token
    forces = [verb.doc[i] for i in sorted(match.used) if children(verb, "auxpass")]  # "stationed in Japan" describes
    return replace(match, actors=tuple(p for p in participants.at(forces) if p.direct or any(map(is_proxy, forces))))


def with_via(match: Match, participants: Participants) -> Match:
    """Intermediaries: "via a Polish company", "through Oman"."""
    nouns = [noun for preposition, noun in match.predicate.prepositions if preposition in VIA]
    named = {p.mention.id for p in (*match.actors, *match.recipients)}
    found = tuple(p for p in participants.at(nouns) if p.mention.id not in named)
    return replace(match, via=match.via + found) if found else match


def owners(match: Match, participants: Participants) -> tuple[Participant, ...]:
    """Whose the object is: "rejected Rome's offer", "turned down an invitation from Rome"."""
    doc = match.predicate.token.doc
    nouns = [doc[i] for i in sorted(match.used) if doc[i].pos_ == "NOUN"]
    beside = [t for noun in nouns for t in noun.lefts if t.dep_ in OWNERS]
    beside += [
        n for noun in nouns for p in children(noun, "prep") if p.lower_ in ("by", "from", "of") for n in p.children
    ]
    own = {participant.mention.id for participant in match.actors}
    return tuple(p for p in participants.at(beside) if p.direct and p.mention.id not in own)


def place_struck(match: Match, participants: Participants) -> tuple[Participant, ...]:
    """Where force falls of which neither agent nor victim is named: "a drone attack on a mosque in Mali"."""
    level = [match.predicate.token] if match.frame.event == ASSAULT else []
    for _ in range(3):
        level = [noun for token in level for noun in nouns_behind(token, STRUCK)]
        if found := participants.places_at(level):
            return found
    return ()


def with_mutual(match: Match) -> Match:
    """In mutual acts all participants are actors."""
    if match.frame.mutual and match.recipients:
        return replace(match, actors=distinct((*match.actors, *match.recipients)), recipients=())
    return match


def distinct(participants: Sequence[Participant]) -> tuple[Participant, ...]:
    """Each mention once, in order."""
    return tuple({p.mention.id: p for p in participants}.values())


def is_alone(match: Match) -> bool:
    """Whether a nominal of an act done together names but one of those who take part: "talks with Chad" of nobody."""
    slots = [a.slot for a in match.frame.arguments if a.slot in ("ACTOR", "ACTORS", "RECIPIENT")]
    if not match.frame.mutual or match.frame.part != "noun" or len(match.actors) != 1:
        return False
    return (len(slots) > 1 or "ACTORS" in slots) and not is_plural(match.actors[0], match)
