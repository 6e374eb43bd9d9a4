"""The record that matching makes: a frame, the predicate it fits, and who fills its slots."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sayso.knowledge.codebook import Frame
from sayso.stages.events.arguments import Participant
from sayso.stages.syntax import Predicate

if TYPE_CHECKING:
    from spacy.tokens import Token

ASSAULT, PROTEST = "ASSAULT", "PROTEST"
# What makes a promise or a warning a threat.
HOSTILE = frozenset({ASSAULT, "COERCE", "SANCTION"})


@dataclass(frozen=True, slots=True)
class Match:
    """A frame that fits a predicate. `acts` are the tokens of embedded acts (DO), `used` those of literals."""

    frame: Frame
    predicate: Predicate
    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    via: tuple[Participant, ...] = ()
    acts: tuple[Token, ...] = ()
    used: frozenset[int] = field(default_factory=frozenset)
