"""Threats and refusals: words that are such only by whose act they speak of and whether it is denied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.knowledge.codebook import Codebook
from sayso.knowledge.quads import COOPERATION
from sayso.stages.events.arguments import Participants
from sayso.stages.events.match import HOSTILE, Match
from sayso.stages.events.positions import is_refused
from sayso.stages.syntax import children, is_finite, logical_subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

WILL = frozenset({"will", "would", "'ll", "’ll", "wo", "'d", "’d"})


def threatens(match: Match, matches: Sequence[Match], participants: Participants) -> bool:
    """Whether the act spoken of is hostile and by the speaker's side: "warned that his army would shell the town".

    Of what speakers will do themselves, a warning is always a threat: "warned that it would leave the talks".
    """
    if any(is_own(act, match, participants) for act in match.acts):
        return True
    sides = {participants.entity(actor).country or participants.entity(actor).id for actor in match.actors}
    return any(
        other.frame.event in HOSTILE
        and other.predicate.token in match.acts
        and any((participants.entity(p).country or participants.entity(p).id) in sides for p in other.actors)
        for other in matches
    )


def refuses(match: Match, codebook: Codebook, participants: Participants) -> bool:
    """Whether speakers say of their own cooperation that it will not be: "said it would never recognise the vote"."""
    return bool(match.actors) and any(
        is_refused(act)
        and (not is_finite(act) or is_own(act, match, participants))
        and any(codebook.types[frame.event].quad in COOPERATION for frame in codebook.frames_for(act.lemma_.lower()))
        for act in match.acts
    )


def is_own(act: Token, match: Match, participants: Participants) -> bool:
    """Whether what is to come is the speakers' own act: "said it would not sign"."""
    if not any(t.lower_ in WILL for t in children(act, "aux")):
        return False
    doers = participants.at(logical_subjects(act))
    return bool(doers) and participants.entity_ids(doers) <= participants.entity_ids(match.actors)
