"""The nouns of a relation: its periods with their figures, what is said of it, and where it seems to turn.

A gap is a period without figures, never one with zeros: that nothing was told does not mean that nothing happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

from sayso.frames import Framed, types_of
from sayso.knowledge.quads import QUADS as QUADS
from sayso.store.dyads import Way
from sayso.store.sides import Side

By = Literal["day", "week", "month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a period holds. An occurrence counts once, with the mean score of its reports.

    The four quads are numbers of occurrences, `…_score` the sums of their PLOVER scores. `score_mean` and
    `goldstein_mean` are means over occurrences; an act without a CAMEO code has no Goldstein score and is left out of
    both its figures, which are None where no act has one. `reports` are the events of documents that tell the
    occurrences, `origins` the independent origins of each occurrence added up, `claims` the claims that the reports'
    events took place and `denials` those that they did not.
    """

    occurrences: int
    reports: int
    origins: int
    claims: int
    denials: int
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int
    verbal_cooperation_score: float
    material_cooperation_score: float
    verbal_conflict_score: float
    material_conflict_score: float
    score_mean: float
    score_sum: float
    goldstein_mean: float | None
    goldstein_sum: float | None


FIGURES = tuple(each.name for each in fields(Figures))


@dataclass(frozen=True, slots=True)
class Period:
    """One day, ISO week, month, quarter or year, both ends included; `figures` is None where there is no data.

    `partial` periods are cut by the `since` or `until` that was asked for.
    """

    begin: str
    end: str
    figures: Figures | None
    partial: bool = False
    _events: Callable[[], tuple[str, ...]] = field(default=tuple, repr=False, compare=False)

    @property
    def events(self) -> tuple[str, ...]:
        """The ids of the events behind the figures, as "document/event"; asked of the store where not at hand."""
        return self._events() if self.figures else ()

    def row(self) -> dict[str, Any]:
        """Begin, end and figures, flat; the figures of a gap are None."""
        figures = asdict(self.figures) if self.figures else dict.fromkeys(FIGURES)
        return {"begin": self.begin, "end": self.end, "partial": self.partial, **figures}


@dataclass(frozen=True, slots=True)
class ToldOf:
    """An assessment in its document: what somebody says of the relation itself, not an act.

    `begin` and `end` are the days it speaks of, or the day of publication; `source` is who says so, the
    publisher where it says so itself.
    """

    id: str
    direction: str
    status: str
    begin: str | None
    end: str | None
    source: str | None
    publisher: str | None
    words: str


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """Where the mean score seems to move to another level. Suggested by the figures, not known.

    The new level begins with the period that begins on `begin`; in nine of ten resampled series it begins between
    `earliest` and `latest`, the first days of periods. `before` and `after` are the mean scores of the two levels.
    """

    begin: str
    earliest: str
    latest: str
    before: float
    after: float
    label: str = "suggested"


@dataclass(frozen=True, slots=True)
class Relation(Framed):
    """What passed between two sides, period by period, as one perspective tells it.

    `undated` is how many events have no day and so stand in no period, `told_by` says the perspective in words ("as
    Russia tells it"), `summary` what the figures show.
    """

    between: tuple[Side, Side]
    by: By
    perspective: str
    direction: Way
    statuses: tuple[str, ...]
    since: str | None
    until: str | None
    known_on: str | None
    periods: tuple[Period, ...]
    assessments: tuple[ToldOf, ...] = ()
    change_points: tuple[ChangePoint, ...] = ()
    undated: int = 0
    told_by: str = ""
    summary: str = ""

    @property
    def title(self) -> str:
        """The two sides, and who acts on whom where only one does."""
        a, b = (side.name for side in self.between)
        return {"both": f"{a} and {b}", "a-to-b": f"{a} towards {b}", "b-to-a": f"{b} towards {a}"}[self.direction]

    @property
    def caption(self) -> str:
        """What is seen, in words: between whom, as told by whom, and the summary of the figures."""
        return f"{self.title}, {self.told_by}: {self.summary}"

    def with_data(self) -> Iterator[Period]:
        """The periods that have figures."""
        return (period for period in self.periods if period.figures)

    def rows(self) -> list[dict[str, Any]]:
        """One flat row a period, for tables and data frames; the ids of the events are left out."""
        return [period.row() for period in self.periods]

    def frame(self) -> tuple[Mapping[str, Any], Iterable[Mapping[str, Any]]]:
        """The columns and rows of `to_pandas` and its like: begin, end, figures and the ids of the events."""
        days = types_of(Period)
        columns = {name: days[name] for name in ("begin", "end", "partial")} | types_of(Figures)
        rows = ({**period.row(), "events": period.events} for period in self.periods)
        return columns | {"events": tuple[str, ...]}, rows

    def as_json(self) -> dict[str, Any]:
        """The relation as `sayso relation --json` prints it."""
        return {
            "between": [side.code for side in self.between],
            "names": [side.name for side in self.between],
            "by": self.by,
            "perspective": self.perspective,
            "direction": self.direction,
            "statuses": list(self.statuses),
            "since": self.since,
            "until": self.until,
            "known_on": self.known_on,
            "caption": self.caption,
            "undated": self.undated,
            "periods": [{**period.row(), "events": list(period.events)} for period in self.periods],
            "assessments": [asdict(told) for told in self.assessments],
            "change_points": [asdict(point) for point in self.change_points],
        }
