"""What an evaluation says: scores with their meaning and their floor, and the single misses behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sayso.schema import CodedDocument, Document

Code = Callable[[Document], CodedDocument]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of those found are in the gold, and what follows from that."""

    right: int
    found: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 0.0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.found + other.found, self.gold + other.gold)


@dataclass(frozen=True, slots=True)
class Score:
    """One figure: `count` of `of` were right. `floor` is what it may not fall below; None where none is kept."""

    name: str
    value: float
    count: int
    of: int
    meaning: str
    floor: float | None = None

    @property
    def is_below_floor(self) -> bool:
        """Whether the score fell below its floor."""
        return self.floor is not None and self.value < self.floor


@dataclass(frozen=True, slots=True)
class Miss:
    """Something that Sayso should have found, or found and should not have. `kind` groups misses of one sort."""

    document: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """The scores on one gold set, and its misses."""

    gold: str
    rows: tuple[Score, ...]
    details: tuple[Miss, ...] = ()

    @property
    def below_floor(self) -> tuple[Score, ...]:
        """The scores that fell below their floor."""
        return tuple(row for row in self.rows if row.is_below_floor)


def share(name: str, count: int, of: int, meaning: str) -> Score:
    """How many of all, as a score; with none at all it is 0."""
    return Score(name, count / of if of else 0.0, count, of, meaning)


def precision_recall_f1(name: str, counts: Counts, meaning: str) -> tuple[Score, Score, Score]:
    """Three scores of one count: of what was found, of the gold, and their harmonic mean."""
    return (
        Score(f"{name} precision", counts.precision, counts.right, counts.found, f"{meaning}: share of what was found"),
        Score(f"{name} recall", counts.recall, counts.right, counts.gold, f"{meaning}: share of the gold"),
        Score(f"{name} F1", counts.f1, counts.right, counts.gold, f"{meaning}: harmonic mean of the two"),
    )
