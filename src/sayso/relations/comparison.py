"""Several perspectives on one relation side by side, the periods in which they differ most first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sayso.errors import SettingsError
from sayso.frames import Framed, types_of
from sayso.relations.relate import relation
from sayso.relations.series import FIGURES, By, Figures, Relation
from sayso.schema import Status
from sayso.store import Store
from sayso.store.dyads import Way


@dataclass(frozen=True, slots=True)
class Difference:
    """One period as each perspective tells it; `figures` is None for one that tells nothing of it.

    `by` is how far apart the summed scores are. For this alone a perspective without data counts as zero: it adds
    nothing.
    """

    begin: str
    end: str
    by: float
    figures: tuple[Figures | None, ...]


@dataclass(frozen=True, slots=True)
class Comparison(Framed):
    """The same relation by several perspectives; `differences` holds the periods of which at least one tells."""

    by: By
    relations: tuple[Relation, ...]
    differences: tuple[Difference, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The perspectives in the order asked for."""
        return tuple(each.perspective for each in self.relations)

    def rows(self) -> list[dict[str, Any]]:
        """One flat row a period and perspective, for tables and data frames."""
        return [
            {"begin": each.begin, "end": each.end, "difference": each.by, "perspective": name}
            | (asdict(figures) if figures else dict.fromkeys(FIGURES))
            for each in self.differences
            for name, figures in zip(self.names, each.figures, strict=True)
        ]

    def frame(self) -> tuple[Mapping[str, Any], Iterable[Mapping[str, Any]]]:
        """The columns and rows of `to_pandas` and its like."""
        return {"begin": str, "end": str, "difference": float, "perspective": str} | types_of(Figures), self.rows()

    def as_json(self) -> dict[str, Any]:
        """The comparison as `sayso compare --json` prints it."""
        first = self.relations[0]
        return {
            "between": [side.code for side in first.between],
            "by": self.by,
            "perspectives": list(self.names),
            "captions": [each.caption for each in self.relations],
            "periods": [self._period(each) for each in self.differences],
        }

    def _period(self, difference: Difference) -> dict[str, Any]:
        told = {}
        for each, figures in zip(self.relations, difference.figures, strict=True):
            events = [list(period.events) for period in each.periods if period.begin == difference.begin]
            told[each.perspective] = (asdict(figures) if figures else dict.fromkeys(FIGURES)) | {
                "events": events[0] if events else []
            }
        return {"begin": difference.begin, "end": difference.end, "difference": difference.by, "told": told}


def compare(
    store: Store,
    a: str,
    b: str,
    *,
    perspectives: Sequence[str] = ("A", "B"),
    by: By = "month",
    since: str | None = None,
    until: str | None = None,
    statuses: tuple[Status, ...] = ("actual",),
    direction: Way = "both",
    known_on: str | None = None,
) -> Comparison:
    """The relation of `a` and `b` by each perspective, over the same periods (see `relation`)."""
    if len(set(perspectives)) < 2:
        raise SettingsError("A comparison needs two different perspectives, such as A and B.")
    told = [
        relation(
            store,
            a,
            b,
            by=by,
            since=since,
            until=until,
            perspective=name,
            statuses=statuses,
            direction=direction,
            known_on=known_on,
        )
        for name in perspectives
    ]
    return Comparison(by, tuple(told), _differences(told))


def _differences(told: Sequence[Relation]) -> tuple[Difference, ...]:
    by_begin = [{period.begin: period for period in each.with_data()} for each in told]
    ends = {period.begin: period.end for each in told for period in each.with_data()}
    found = []
    for begin, end in ends.items():
        figures = tuple(periods[begin].figures if begin in periods else None for periods in by_begin)
        sums = [each.score_sum if each else 0.0 for each in figures]
        found.append(Difference(begin, end, round(max(sums) - min(sums), 6), figures))
    return tuple(sorted(found, key=lambda each: (-each.by, each.begin)))
