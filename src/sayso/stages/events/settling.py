"""Settles the matches of a document among one another: what needs an act beside it, shares its people, repeats it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.knowledge.codebook import Codebook
from sayso.knowledge.quads import MATERIAL, VERBAL_CONFLICT
from sayso.stages.events.arguments import Participants
from sayso.stages.events.match import ASSAULT, PROTEST, Match
from sayso.stages.events.threats import threatens
from sayso.stages.syntax import is_finite

# What a frame may need of other matches, as the codebook writes it.
SHARED = frozenset({"shared"})
THREAT = frozenset({"threat"})
CODED = frozenset({"act"})
# Who vows one of these promises nothing to anybody.
NO_PROMISES = frozenset({"ACCUSE", "MOBILIZE", "PROTEST", "REJECT", "REQUEST", "THREATEN"})
# A nominal behind these says how the verb's act was done: "killed him in a raid"; "in the raid" is one told before.
MEANS = frozenset({"in", "during", "with", "by", "through"})
DEFINITE = frozenset({"the", "this", "that", "these", "those"})


def settled(matches: Sequence[Match], participants: Participants) -> list[Match]:
    """Frames that need other matches: they share the participants of the act around them, or threaten an act."""
    found: list[Match] = []
    for match in matches:
        if match.frame.needs == THREAT and not threatens(match, matches, participants):
            continue
        if match.frame.needs == CODED and not any(
            other.predicate.token in match.acts and other.frame.event not in NO_PROMISES for other in matches
        ):
            continue
        if match.frame.needs != SHARED:
            found.append(match)
            continue
        token = match.predicate.token
        around = [m for m in found if m.frame.event == match.frame.event and m.predicate.token.is_ancestor(token)]
        if around:
            outer = around[-1]
            actors, recipients = match.actors or outer.actors, match.recipients or outer.recipients
            via = tuple(p for p in match.via if p not in (*actors, *recipients))
            found.append(replace(match, actors=actors, recipients=recipients, via=via))
    return folded([with_shared_actors(match, found) for match in found], participants)


def with_shared_actors(match: Match, matches: Sequence[Match]) -> Match:
    """A nominal of force with the actors of the verb it belongs to: "killed a commander in a strike on the town"."""
    noun = match.predicate.token
    if match.actors or match.frame.part != "noun" or match.frame.event != ASSAULT or noun.dep_ != "pobj":
        return match
    if noun.head.lower_ not in MEANS or any(t.lower_ in DEFINITE for t in noun.lefts):
        return match
    verb = noun.head.head
    around = next((m for m in matches if m.predicate.token == verb and m.frame.event == ASSAULT), None)
    return replace(match, actors=around.actors) if around else match


def folded(matches: Sequence[Match], participants: Participants) -> list[Match]:
    """One match where two tell one act: "killed or wounded", "began a hunger strike to protest against"."""
    found: list[Match] = []
    for match in matches:
        same = next((n for n, other in enumerate(found) if is_told_again(match, other, participants)), None)
        if same is None:
            found.append(match)
        elif not found[same].recipients:
            found[same] = replace(found[same], recipients=match.recipients)
    return found


def is_told_again(match: Match, other: Match, participants: Participants) -> bool:
    """Whether a match repeats another of its type: coordinated with the same people, or the purpose of a protest."""
    if match.frame.event != other.frame.event:
        return False
    token, first = match.predicate.token, other.predicate.token
    same = participants.entity_ids(match.actors) == participants.entity_ids(other.actors)
    if match.frame.event == ASSAULT and token in first.conjuncts and token.i <= first.i + 2:
        return same and participants.entity_ids(match.recipients) == participants.entity_ids(other.recipients)
    if match.frame.event != PROTEST or not first.is_ancestor(token) or is_finite(token):
        return False
    return same or not match.actors or match.frame.part == "noun"


def is_part_of(match: Match, user: Match, codebook: Codebook) -> bool:
    """Whether a verb's frame has used the noun up ("launched an attack"); what words are about stays an act of its own.

    "Condemned the murder of the envoy" and "demanded the release of the crew" tell of two acts.
    """
    if match.predicate.token.i not in user.used:
        return False
    speaks, act = codebook.types[user.frame.event], codebook.types[match.frame.event]
    return not (speaks.quad == VERBAL_CONFLICT and act.quad in MATERIAL)
