"""Draws a relation: one Vega-Lite specification for page, notebook, PNG and SVG, rendered offline.

Cooperation stands above zero and conflict below, in Okabe and Ito's colours, which the colour-blind can tell apart,
verbal acts lighter than material ones. The line is the mean score; it breaks where there is no data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from sayso.errors import SettingsError
from sayso.relations.calendar import label
from sayso.relations.comparison import Comparison
from sayso.relations.series import By, Relation

if TYPE_CHECKING:
    import altair

WIDTH, STRIP, HEIGHT = 760, 120, 170
LETTERS_A_LINE = 128
KINDS = {
    "verbal cooperation": "#56B4E9",
    "material cooperation": "#0072B2",
    "verbal conflict": "#E69F00",
    "material conflict": "#D55E00",
}
INK, QUIET, FAINT, GAP, TURN, SAID = "#222222", "#6f6f6f", "#8c8c8c", "#f4f4f4", "#8A3E7A", "#009E73"
NO_DATA = "no data"
WIDTH_OF_WORDS = 52
# The share of a period that stays free on either side of its bar.
MARGIN = 0.1
SHAPES = {
    "improving": "triangle-up",
    "restored": "circle",
    "stable": "square",
    "worsening": "triangle-down",
    "severed": "cross",
}
# PLOVER's scores lie between these.
SCORES = (-10, 10)
HOW_TO_READ = (
    "Line: mean PLOVER score of the occurrences. Bars: their summed scores, cooperation above zero and conflict below. "
    "Grey: no data, which is not the same as nothing."
)
FORMATS = (".png", ".svg", ".html")
# How many labels stand along the axis of time before they touch.
MOST_LABELS = 14


def write_plot(found: Relation | Comparison, path: Path) -> None:
    """Draw into a file of the format that its name ends in; `SettingsError` for another one or an impossible place."""
    if path.suffix.lower() not in FORMATS:
        raise SettingsError(f"{path}: a plot is written as {', '.join(FORMATS)}. End the file's name in one of them.")
    if not path.parent.is_dir():
        raise SettingsError(f"{path}: the folder {path.parent} does not exist. Make it first.")
    spec = plot(found).to_dict()
    import vl_convert

    version = ".".join(spec["$schema"].rpartition("/v")[2].split(".")[:2])
    if path.suffix.lower() == ".png":
        path.write_bytes(vl_convert.vegalite_to_png(spec, vl_version=version, scale=2))
    elif path.suffix.lower() == ".svg":
        path.write_text(vl_convert.vegalite_to_svg(spec, vl_version=version), encoding="utf-8")
    else:
        path.write_text(vl_convert.vegalite_to_html(spec, vl_version=version, bundle=True), encoding="utf-8")


def plot(found: Relation | Comparison) -> altair.VConcatChart:
    """The chart of a relation, or of several perspectives as panels under one another on the same scales."""
    import altair

    relations = found.relations if isinstance(found, Comparison) else (found,)
    bounds = _bounds(relations)
    if bounds is None:
        raise SettingsError(
            "There is nothing to draw: no period has data. Widen --since and --until, or ask for others."
        )
    frame = Frame(bounds, _reach(relations), relations[0].by)
    panels = [altair.vconcat(_score_strip(each, frame), _bars(each, frame), spacing=8) for each in relations]
    heading = altair.TitleParams(
        relations[0].title,
        subtitle=wrap(HOW_TO_READ, LETTERS_A_LINE),
        anchor="start",
        fontSize=20,
        subtitleFontSize=12,
        subtitleColor=QUIET,
        offset=16,
    )
    return (
        altair.vconcat(*panels, spacing=28, title=heading, padding=20, background="white")
        .resolve_scale(color="shared", shape="shared")
        .configure_view(stroke=None)
        .configure_axis(labelColor=INK, titleColor=INK, titleFontWeight="normal", labelFontSize=11, titleFontSize=11)
        .configure_axisY(gridColor="#e6e6e6")
        .configure_legend(labelColor=INK, titleColor=INK, orient="bottom", titleFontSize=11, labelFontSize=11)
    )


def _score_strip(relation: Relation, frame: Frame) -> altair.LayerChart:
    """The mean score of each period, what is said of the relation, and where it seems to change."""
    import altair

    y = altair.Y(
        "mean:Q",
        scale=altair.Scale(domain=list(SCORES)),
        axis=altair.Axis(title="mean score", values=[-10, -5, 0, 5, 10], titlePadding=12),
    )
    points = altair.Chart(altair.Data(values=list(_means(relation))))
    x = frame.x("middle")
    line = points.mark_line(color=INK, strokeWidth=1.6, strokeJoin="round").encode(x=x, y=y, detail="run:N")
    dots = points.mark_point(color=INK, filled=True, size=28, opacity=1).encode(
        x=x, y=y, tooltip=[altair.Tooltip("period:N"), altair.Tooltip("mean:Q", title="mean score")]
    )
    layers = [*frame.gaps(relation), frame.zero(), *_turns(relation, frame), line, dots, *_said(relation, frame)]
    return altair.layer(*layers).properties(width=WIDTH, height=STRIP, title=_heading(relation))


def _bars(relation: Relation, frame: Frame) -> altair.LayerChart:
    """The summed scores of each period by kind of act, stacked away from zero."""
    import altair

    bars = altair.Chart(altair.Data(values=list(_stacks(relation)))).mark_bar(stroke="white", strokeWidth=0.6)
    low, high = frame.reach
    shown = bars.encode(
        x=frame.x("begin", labelled=True),
        x2="end:T",
        y=altair.Y(
            "from:Q",
            scale=altair.Scale(domain=[low, high], nice=False),
            axis=altair.Axis(title="summed score", titlePadding=12, tickCount=5),
        ),
        y2="to:Q",
        color=altair.Color(
            "kind:N",
            scale=altair.Scale(domain=list(KINDS), range=list(KINDS.values())),
            legend=altair.Legend(title=None, symbolType="square"),
        ),
        tooltip=["period:N", "kind:N", "occurrences:Q", altair.Tooltip("score:Q", title="summed score")],
    )
    return altair.layer(*frame.gaps(relation, labelled=True), shown, frame.zero()).properties(
        width=WIDTH, height=HEIGHT
    )


@dataclass(frozen=True, slots=True)
class Frame:
    """What all strips share: the first day and the day after the last, the reach of the bars, the kind of period."""

    bounds: tuple[str, str]
    reach: tuple[float, float]
    by: By

    def x(self, field: str, *, labelled: bool = False) -> altair.X:
        """The axis of time, in UTC so that a day is the same day everywhere; its labels stand below the bars only."""
        import altair

        labels = altair.Axis(title=None, grid=False, tickCount=self._ticks(), format=self._format(), labelOverlap=True)
        scale = altair.Scale(type="utc", domain=list(self.bounds), nice=False)
        return altair.X(f"{field}:T", scale=scale, axis=labels if labelled else None)

    def gaps(self, relation: Relation, *, labelled: bool = False) -> Iterator[altair.Chart]:
        """A pale band over each stretch without data, with the words where they fit."""
        import altair

        found = list(_gaps(relation, self.bounds))
        bands = altair.Chart(altair.Data(values=[{"begin": begin, "end": end} for begin, end in found]))
        yield bands.mark_rect(color=GAP, opacity=1).encode(x=self.x("begin", labelled=labelled), x2="end:T")
        wide = [
            {"middle": _middle(begin, end), "label": NO_DATA}
            for begin, end in found
            if _days(begin, end) / _days(*self.bounds) * WIDTH > WIDTH_OF_WORDS
        ]
        words = altair.Chart(altair.Data(values=wide)).mark_text(color=FAINT, fontSize=10, baseline="bottom", dy=-3)
        yield words.encode(x=self.x("middle", labelled=labelled), y=altair.YDatum(0), text="label:N")

    def zero(self) -> altair.Chart:
        """The line between cooperation and conflict."""
        import altair

        return altair.Chart(altair.Data(values=[{"zero": 0}])).mark_rule(color=QUIET, strokeWidth=1).encode(y="zero:Q")

    def _ticks(self) -> Any:
        days = _days(*self.bounds)
        if days <= MOST_LABELS:
            return {"interval": "day", "step": 1}
        if days <= MOST_LABELS * 31:
            return {"interval": "month", "step": 1} if days > 62 else MOST_LABELS
        return {"interval": "year", "step": max(1, days // 366 // MOST_LABELS)} if days > 1500 else MOST_LABELS

    def _format(self) -> str:
        days = _days(*self.bounds)
        if days <= 62:
            return "%-d %b %Y" if days <= 8 else "%-d %b"
        return "%b %Y" if days <= 1500 else "%Y"


def _heading(relation: Relation) -> altair.TitleParams:
    """Who tells it, and what is seen in words."""
    import altair

    return altair.TitleParams(
        relation.told_by[:1].upper() + relation.told_by[1:],
        subtitle=wrap(relation.summary[:1].upper() + relation.summary[1:], LETTERS_A_LINE),
        anchor="start",
        fontSize=14,
        subtitleFontSize=12,
        subtitleColor=INK,
        subtitlePadding=4,
        offset=8,
    )


def _bounds(relations: tuple[Relation, ...]) -> tuple[str, str] | None:
    periods = [period for each in relations for period in each.periods]
    if not any(period.figures for period in periods):
        return None
    return min(period.begin for period in periods), _day_after(max(period.end for period in periods))


def _reach(relations: tuple[Relation, ...]) -> tuple[float, float]:
    tops = [row["to"] for each in relations for row in _stacks(each)]
    return 1.08 * min([0.0, *tops]), 1.08 * max([0.0, *tops])


def _gaps(relation: Relation, bounds: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Begin and end (excluded) of each stretch without data, also before and after the relation's own periods."""
    at = bounds[0]
    for period in relation.with_data():
        if period.begin > at:
            yield at, period.begin
        at = _day_after(period.end)
    if at < bounds[1]:
        yield at, bounds[1]


def _means(relation: Relation) -> Iterator[dict[str, Any]]:
    """The points of the line; a gap begins another run."""
    run = 0
    for period in relation.periods:
        if period.figures is None:
            run += 1
            continue
        yield {
            "middle": _middle(period.begin, _day_after(period.end)),
            "mean": period.figures.score_mean,
            "run": run,
            "period": label(period.begin, relation.by),
        }


def _stacks(relation: Relation) -> Iterator[dict[str, Any]]:
    """The pieces of the bars, from zero outwards; a kind may lie on either side, as its scores do."""
    for period in relation.with_data():
        row, reached = period.row(), {True: 0.0, False: 0.0}
        for kind in KINDS:
            name = kind.replace(" ", "_")
            score = row[f"{name}_score"]
            if score == 0:
                continue
            begin = reached[score > 0]
            reached[score > 0] = begin + score
            yield {
                "begin": _part_of(period.begin, _day_after(period.end), MARGIN),
                "end": _part_of(period.begin, _day_after(period.end), 1 - MARGIN),
                "from": begin,
                "to": begin + score,
                "kind": kind,
                "occurrences": row[name],
                "score": score,
                "period": label(period.begin, relation.by),
            }


def _turns(relation: Relation, frame: Frame) -> Iterator[altair.Chart]:
    """Change points: a band for the interval, a dashed line, and the word that it is only suggested."""
    import altair

    if not relation.change_points:
        return
    ends = {period.begin: _day_after(period.end) for period in relation.periods}
    values = [
        {"begin": point.begin, "earliest": point.earliest, "latest": ends[point.latest], "label": point.label}
        for point in relation.change_points
    ]
    chart = altair.Chart(altair.Data(values=values))
    yield chart.mark_rect(color=TURN, opacity=0.18).encode(x=frame.x("earliest"), x2="latest:T")
    yield chart.mark_rule(color=TURN, strokeDash=[5, 4], strokeWidth=1.6).encode(x=frame.x("begin"))
    yield chart.mark_text(color=TURN, align="left", baseline="bottom", dx=4, fontSize=11).encode(
        x=frame.x("begin"), y=altair.YValue(STRIP - 3), text="label:N"
    )


def _said(relation: Relation, frame: Frame) -> Iterator[altair.Chart]:
    """Assessments: a mark by direction on the day they speak of, above the line."""
    import altair

    values = [
        {"day": told.begin, "direction": told.direction, "words": told.words, "source": told.source or "unnamed"}
        for told in relation.assessments
        if told.begin and frame.bounds[0] <= told.begin < frame.bounds[1]
    ]
    if not values:
        return
    shape = altair.Shape(
        "direction:N",
        scale=altair.Scale(domain=list(SHAPES), range=list(SHAPES.values())),
        legend=altair.Legend(title="said of the relation", symbolFillColor=SAID, symbolStrokeColor=SAID),
    )
    chart = altair.Chart(altair.Data(values=values)).mark_point(color=SAID, filled=True, size=90, opacity=1)
    yield chart.encode(
        x=frame.x("day"), y=altair.YValue(7), shape=shape, tooltip=["day:T", "direction:N", "words:N", "source:N"]
    )


def _day_after(day: str) -> str:
    given = date.fromisoformat(day)
    return day if given == date.max else (given + timedelta(days=1)).isoformat()


def _days(begin: str, end: str) -> int:
    return (date.fromisoformat(end) - date.fromisoformat(begin)).days


def _middle(begin: str, end: str) -> str:
    return _part_of(begin, end, 0.5)


def _part_of(begin: str, end: str, part: float) -> str:
    """The moment at which this part of the time from one day to another has passed."""
    first = datetime.fromisoformat(begin)
    return (first + timedelta(hours=24 * part * _days(begin, end))).isoformat(timespec="seconds") + "Z"
