"""What people decide about coded events: each decision is a row with who and when, and none is ever overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# "undo" takes back an earlier decision of the same reviewer, which stays as a row; "skip" leaves it to others.
Verdict = Literal["accept", "correct", "reject", "skip", "undo"]
# How the event came before the reviewer: as what teaches most, by chance from all events or from those of one type, or
# opened by its address.
Drawn = Literal["teaching", "chance", "chance in type", "chosen"]
Field = Literal["type", "actors", "recipients", "status", "attribution"]
# A type, a status or an attribution's id; the ids of mentions; None is the publisher's own voice.
Value = str | tuple[str, ...] | None

FIELDS: tuple[Field, ...] = ("type", "actors", "recipients", "status", "attribution")


@dataclass(frozen=True, slots=True)
class Change:
    """A field that a reviewer corrected: what the coding `was`, and what it `becomes`."""

    field: Field
    was: Value
    becomes: Value


@dataclass(frozen=True, slots=True)
class Review:
    """One decision on one event of one coding; `made` is ISO 8601 in UTC. `undoes` is the id of another decision."""

    id: int
    document_id: str
    run_id: int
    event: str
    reviewer: str
    made: str
    verdict: Verdict
    drawn: Drawn
    undoes: int | None = None
    changes: tuple[Change, ...] = ()

    @property
    def key(self) -> tuple[str, int, str]:
        """The event, as the store names it."""
        return self.document_id, self.run_id, self.event

    @property
    def judges(self) -> bool:
        """Whether it says if the coding is right."""
        return self.verdict in ("accept", "correct", "reject")


@dataclass(frozen=True, slots=True)
class Coded:
    """The fields of an event that are reviewed, as one coder has them; people are ids of mentions."""

    type: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    status: str
    attribution: str | None
