"""The two anchors of a text, the publication date and the date the text has reached, and whether it is a narrative."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from sayso.schema import TimeType
from sayso.stages.times.calendar import FINENESS, Period
from sayso.stages.times.meanings import DayOfMonth, Meaning, Named, Step, Weekday

Tense = Literal["past", "present", "future"]
# How much a text must say of other years than that of its publication to be a narrative.
NARRATIVE_WEIGHT = 4
# A narrative does not jump so far by a year alone: it is a look ahead or back.
LEAP_YEARS = 8


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression comes to."""

    type: TimeType
    value: str
    begin: str | None = None
    end: str | None = None
    mod: str | None = None
    period: Period | None = None


@dataclass(slots=True)
class Timeline:
    """The anchors, and the dates the text has passed."""

    published: Period | None
    narrative: bool
    passed: list[Period] = field(default_factory=list)

    def reached(self, unit: str) -> Period | None:
        """The date the text has reached, at least as fine as the unit."""
        fineness = FINENESS.get("week" if unit == "fortnight" else unit, 8)
        fineness = min(fineness, FINENESS["month"]) if unit == "week" else fineness
        for period in reversed(self.passed):
            if FINENESS[period.unit] >= fineness:
                return period
            if self.narrative or period.unit not in ("year", "decade", "century"):
                return None
        return None

    def moves(self, meaning: Meaning, period: Period) -> bool:
        """Whether the text has moved to the period; in a narrative not by what is seen from publication."""
        if isinstance(meaning, Step):
            return not (self.narrative and meaning.anchor == "published")
        if self.narrative and isinstance(meaning, Named) and period.unit == "year" and self.passed:
            return abs(period.year - self.passed[-1].year) <= LEAP_YEARS
        return isinstance(meaning, Named | Weekday | DayOfMonth)

    def thread(self) -> Period:
        """Where a narrative stands: the last date; for a bare year the last finer date in it, if one is near."""
        last = self.passed[-1]
        if last.unit == "year":
            for period in reversed(self.passed[-4:-1]):
                if period.year == last.year and FINENESS[period.unit] > FINENESS["year"]:
                    return period
        return last

    def anchor(self, name: str, unit: str) -> Period | None:
        """The period that an anchor's name stands for."""
        if name == "unsaid":
            return None
        if name == "told":
            name = "running" if self.narrative else "published"
        return self.published if name == "published" else self.reached(unit)


def is_narrative(meanings: Iterable[Meaning], published: Period | None) -> bool:
    """Whether the text tells of other times than its own.

    Years that lie further back than the one before publication count for it, twice where a month is said with them.
    Nearer years count against it and so do, twice, expressions that only a reader who knows the day of publication
    understands (yesterday, on Monday, last week).
    """
    far = near = 0
    for meaning in meanings:
        if isinstance(meaning, Named) and meaning.year is not None and meaning.unit != "century":
            if published is None or meaning.year < published.year - 1:
                far += 1 if meaning.unit in ("year", "decade") else 2
            elif meaning.year <= published.year + 1:
                near += 1
        elif (isinstance(meaning, Step) and meaning.anchor == "published") or isinstance(meaning, Weekday):
            near += 2
    return far >= NARRATIVE_WEIGHT and far > near
