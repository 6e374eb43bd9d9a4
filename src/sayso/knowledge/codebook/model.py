"""What a codebook holds: event types with their modes and frames, CAMEO codes, and contexts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from sayso.knowledge.codebook.contexts import ContextIndex
from sayso.knowledge.frames import PREPOSITIONS, Argument
from sayso.schema import Status


@dataclass(frozen=True)
class Frame:
    """A pattern and what it codes. `heads` are lemmas (the participle itself when `passive`)."""

    text: str
    event: str
    part: Literal["verb", "noun", "adjective"]
    heads: frozenset[str]
    arguments: tuple[Argument, ...]
    example: str
    particle: str | None = None
    passive: bool = False
    mode: str | None = None
    cameo: str | None = None
    contexts: tuple[str, ...] = ()
    unless: frozenset[str] = frozenset()
    unless_act: frozenset[str] = frozenset()
    without_actor: frozenset[str] = frozenset()
    mutual: bool = False
    needs: frozenset[str] | None = None

    @cached_property
    def specificity(self) -> int:
        """How much the frame asks for; the most specific match wins."""
        literal = sum(2 for argument in self.arguments if argument.words or argument.kinds)
        literal += sum(any("_" in word for word in argument.words) for argument in self.arguments)
        return 2 * len(self.arguments) + literal + (2 if self.particle else 0)

    @cached_property
    def wants(self) -> tuple[frozenset[str], ...]:
        """Sets of words of which a sentence must have one each: the frame's literals and prepositions."""
        literals = [
            frozenset(part for word in argument.words for part in (word, word.rpartition("_")[2]))
            for argument in self.arguments
            if argument.words and argument.position != "subject"
        ]
        places = [frozenset(argument.position.split("|")) for argument in self.arguments]
        # "Called the raid a crime" leaves the "as" out.
        return (*literals, *(words for words in places if words <= PREPOSITIONS and words != {"as"}))

    @property
    def name(self) -> str:
        """How a reason names this frame."""
        return f"{self.event.lower()}: {self.text}"


@dataclass(frozen=True, slots=True)
class Mode:
    """A mode of an event type with its PLOVER score (None where PLOVER gives none) and usual CAMEO code."""

    score: float | None
    cameo: str | None
    definition: str


@dataclass(frozen=True, slots=True)
class EventType:
    """A category of the codebook. `needs` are the roles without which nothing is coded.

    `content_status` is the status of an act that this one speaks of ("promised to send": future), and
    `mode_of_content` the mode by the type of that act (a request to meet is REQUEST/meet). `recipient_of_content` says
    whose part in that act makes them the recipient of this one where no other is named (promised to send X aid: X;
    demanded that X leave: X). Where none is, it is whoever stands behind a preposition of `recipient_after` further
    down the phrase ("took to the streets against the decree of the Togolese minister"); "owner" in that list adds the
    owner of a noun there, and "purpose" those named in a purpose. With `owner_is_recipient` the owner of the object is
    the recipient: to reject Rome's offer is to reject Rome. A promise of force or sanctions is of the type
    `hostile_content`. `barred_actors` are kinds and sectors that cannot act so. With `attempts_count` an attempt counts
    as the act: who tried to kill has attacked.
    """

    name: str
    definition: str
    quad: int
    score: float
    cameo: str | None
    needs: frozenset[str]
    mutual: bool
    modes: Mapping[str, Mode]
    frames: tuple[Frame, ...]
    content_status: Status | None = None
    recipient_of_content: Literal["actor", "recipient"] | None = None
    owner_is_recipient: bool = False
    barred_actors: frozenset[str] = frozenset()
    recipient_after: frozenset[str] = frozenset()
    hostile_content: str | None = None
    attempts_count: bool = False
    mode_of_content: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Code:
    """A CAMEO code with its label and Goldstein score (None for the five codes that have none)."""

    code: str
    label: str
    goldstein: float | None


@dataclass(frozen=True, slots=True)
class Codebook:
    """Event types by name, CAMEO codes by code, the frames indexed by head word, and the contexts."""

    types: Mapping[str, EventType]
    cameo: Mapping[str, Code]
    digest: str
    index: Mapping[str, tuple[Frame, ...]]
    contexts: ContextIndex

    def frames_for(self, word: str) -> tuple[Frame, ...]:
        """The frames whose head is this lemma (or participle)."""
        return self.index.get(word, ())

    def score(self, event: str, mode: str | None) -> float:
        """PLOVER's score of the mode, else of the type."""
        kind = self.types[event]
        own = kind.modes[mode].score if mode is not None and mode in kind.modes else None
        return kind.score if own is None else own

    def code_for(self, frame: Frame, mode: str | None, kind: EventType) -> str | None:
        """The CAMEO code: the frame's own where it decides the type, else the mode's, else the type's, if any."""
        of_mode = kind.modes[mode].cameo if mode is not None and mode in kind.modes else None
        return (frame.cameo if kind.name == frame.event else None) or of_mode or kind.cameo
