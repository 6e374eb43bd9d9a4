"""Draws a relation: one Vega-Lite specification for page, notebook, PNG and SVG, rendered offline.

Cooperation stands above zero and conflict below, in Okabe and Ito's colours, which the colour-blind can tell apart,
verbal acts lighter than material ones. The line is the mean score; it breaks where there is no data.

The specification is written as it is, in the words of Vega-Lite. Altair would write the same, but copies and checks all
rows at every step: a second for a long series. `plot` gives it to Altair as a whole.
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

# The version of Vega-Lite in which it is written.
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.4.1.json"
WIDTH, STRIP, HEIGHT = 760, 120, 170
LETTERS_A_LINE = 128
KINDS = {
    "verbal cooperation": "#56B4E9",
    "material cooperation": "#0072B2",
    "verbal conflict": "#E69F00",
    "material conflict": "#D55E00",
}
INK, QUIET, FAINT, GAP, TURN, SAID = "#222222", "#6f6f6f", "#666666", "#f4f4f4", "#8A3E7A", "#009E73"
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
TEXT = {"labelColor": INK, "titleColor": INK, "labelFontSize": 11, "titleFontSize": 11}
LEGEND = TEXT | {"orient": "bottom"}
CONFIG = {
    "view": {"stroke": None},
    "axis": TEXT | {"titleFontWeight": "normal"},
    "axisY": {"gridColor": "#e6e6e6"},
    "legend": LEGEND,
}
# How many labels stand along the axis of time before they touch.
MOST_LABELS = 14

Spec = dict[str, Any]


def write_plot(found: Relation | Comparison, path: Path) -> None:
    """Draw into a file of the format that its name ends in; `SettingsError` for another one or an impossible place."""
    kind = path.suffix.lower()
    if kind not in FORMATS:
        raise SettingsError(f"{path}: a plot is written as {', '.join(FORMATS)}. End the file's name in one of them.")
    if not path.parent.is_dir():
        raise SettingsError(f"{path}: the folder {path.parent} does not exist. Make it first.")
    path.write_bytes(draw(specification(found), kind.removeprefix(".")))


def draw(spec: Spec, kind: str) -> bytes:
    """A Vega-Lite specification as "png", "svg" or "html", rendered on this machine."""
    import vl_convert

    version = ".".join(SCHEMA.rpartition("/v")[2].split(".")[:2])
    if kind == "png":
        png: bytes = vl_convert.vegalite_to_png(spec, vl_version=version, scale=2)
        return png
    if kind == "svg":
        svg: str = vl_convert.vegalite_to_svg(spec, vl_version=version)
        return svg.encode()
    html: str = vl_convert.vegalite_to_html(spec, vl_version=version, bundle=True)
    return html.encode()


def plot(found: Relation | Comparison) -> altair.VConcatChart:
    """The chart of a relation, or of several perspectives, as an Altair chart: for notebooks, or to go on with."""
    import altair

    return altair.VConcatChart.from_dict(specification(found))


def specification(found: Relation | Comparison) -> Spec:
    """The chart of a relation, or of several perspectives as panels under one another on the same scales."""
    relations = found.relations if isinstance(found, Comparison) else (found,)
    bounds = _bounds(relations)
    if bounds is None:
        raise SettingsError(
            "There is nothing to draw: no period has data. Widen --since and --until, or ask for others."
        )
    frame = Frame(bounds, _reach(relations), relations[0].by)
    return {
        "$schema": SCHEMA,
        "title": {
            "text": relations[0].title,
            "subtitle": wrap(HOW_TO_READ, LETTERS_A_LINE),
            "anchor": "start",
            "fontSize": 20,
            "subtitleFontSize": 12,
            "subtitleColor": QUIET,
            "offset": 16,
        },
        "vconcat": [{"vconcat": [_score_strip(each, frame), _bars(each, frame)], "spacing": 8} for each in relations],
        "spacing": 28,
        "padding": 20,
        "background": "white",
        "resolve": {"scale": {"color": "shared", "shape": "shared"}},
        "config": CONFIG,
    }


def _score_strip(relation: Relation, frame: Frame) -> Spec:
    """The mean score of each period, what is said of the relation, and where it seems to change."""
    points = {"values": list(_means(relation))}
    axis = {"title": "mean score", "values": [-10, -5, 0, 5, 10], "titlePadding": 12}
    place = {
        "x": frame.x("middle"),
        "y": field("mean", "quantitative", scale={"domain": list(SCORES)}, axis=axis),
    }
    line = {
        "data": points,
        "mark": {"type": "line", "color": INK, "strokeWidth": 1.6, "strokeJoin": "round"},
        "encoding": place | {"detail": field("run")},
    }
    dots = {
        "data": points,
        "mark": {"type": "point", "color": INK, "filled": True, "size": 28, "opacity": 1},
        "encoding": place | {"tooltip": [field("period"), field("mean", "quantitative", title="mean score")]},
    }
    layers = [*frame.gaps(relation), frame.zero(), *_turns(relation, frame), line, dots, *_said(relation, frame)]
    return {"layer": layers, "width": WIDTH, "height": STRIP, "title": _heading(relation)}


def _bars(relation: Relation, frame: Frame) -> Spec:
    """The summed scores of each period by kind of act, stacked away from zero."""
    axis = {"title": "summed score", "titlePadding": 12, "tickCount": 5}
    shown = {
        "data": {"values": list(_stacks(relation))},
        "mark": {"type": "bar", "stroke": "white", "strokeWidth": 0.6},
        "encoding": {
            "x": frame.x("begin", labelled=True),
            "x2": {"field": "end"},
            "y": field("from", "quantitative", scale={"domain": list(frame.reach), "nice": False}, axis=axis),
            "y2": {"field": "to"},
            "color": field(
                "kind",
                scale={"domain": list(KINDS), "range": list(KINDS.values())},
                legend={"title": None, "symbolType": "square"},
            ),
            "tooltip": [
                field("period"),
                field("kind"),
                field("occurrences", "quantitative"),
                field("score", "quantitative", title="summed score"),
            ],
        },
    }
    layers = [*frame.gaps(relation, labelled=True), shown, frame.zero()]
    return {"layer": layers, "width": WIDTH, "height": HEIGHT}


@dataclass(frozen=True, slots=True)
class Frame:
    """What all strips share: the first day and the day after the last, the reach of the bars, the kind of period."""

    bounds: tuple[str, str]
    reach: tuple[float, float]
    by: By

    def x(self, day: str, *, labelled: bool = False) -> Spec:
        """The axis of time, in UTC so that a day is the same day everywhere; its labels stand below the bars only."""
        labels = {
            "title": None,
            "grid": False,
            "tickCount": self._ticks(),
            "format": self._format(),
            "labelOverlap": True,
        }
        scale = {"type": "utc", "domain": list(self.bounds), "nice": False}
        return field(day, "temporal", scale=scale, axis=labels if labelled else None)

    def gaps(self, relation: Relation, *, labelled: bool = False) -> Iterator[Spec]:
        """A pale band over each stretch without data, with the words where they fit."""
        found = list(_gaps(relation, self.bounds))
        yield {
            "data": {"values": [{"begin": begin, "end": end} for begin, end in found]},
            "mark": {"type": "rect", "color": GAP, "opacity": 1},
            "encoding": {"x": self.x("begin", labelled=labelled), "x2": {"field": "end"}},
        }
        wide = [
            {"middle": _middle(begin, end), "label": NO_DATA}
            for begin, end in found
            if _days(begin, end) / _days(*self.bounds) * WIDTH > WIDTH_OF_WORDS
        ]
        yield {
            "data": {"values": wide},
            "mark": {"type": "text", "color": FAINT, "fontSize": 10, "baseline": "bottom", "dy": -3},
            "encoding": {"x": self.x("middle", labelled=labelled), "y": {"datum": 0}, "text": field("label")},
        }

    def zero(self) -> Spec:
        """The line between cooperation and conflict."""
        return {
            "data": {"values": [{"zero": 0}]},
            "mark": {"type": "rule", "color": QUIET, "strokeWidth": 1},
            "encoding": {"y": field("zero", "quantitative")},
        }

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


def _heading(relation: Relation) -> Spec:
    """Who tells it, and what is seen in words."""
    return {
        "text": relation.told_by[:1].upper() + relation.told_by[1:],
        "subtitle": wrap(relation.summary[:1].upper() + relation.summary[1:], LETTERS_A_LINE),
        "anchor": "start",
        "fontSize": 14,
        "subtitleFontSize": 12,
        "subtitleColor": INK,
        "subtitlePadding": 4,
        "offset": 8,
    }


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


def _turns(relation: Relation, frame: Frame) -> Iterator[Spec]:
    """Change points: a band for the interval, a dashed line, and the word that it is only suggested."""
    if not relation.change_points:
        return
    ends = {period.begin: _day_after(period.end) for period in relation.periods}
    values = [
        {"begin": point.begin, "earliest": point.earliest, "latest": ends[point.latest], "label": point.label}
        for point in relation.change_points
    ]
    for mark, encoding in (
        ({"type": "rect", "color": TURN, "opacity": 0.18}, {"x": frame.x("earliest"), "x2": {"field": "latest"}}),
        ({"type": "rule", "color": TURN, "strokeDash": [5, 4], "strokeWidth": 1.6}, {"x": frame.x("begin")}),
        (
            {"type": "text", "color": TURN, "align": "left", "baseline": "bottom", "dx": 4, "fontSize": 11},
            {"x": frame.x("begin"), "y": {"value": STRIP - 3}, "text": field("label")},
        ),
    ):
        yield {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _said(relation: Relation, frame: Frame) -> Iterator[Spec]:
    """Assessments: a mark by direction on the day they speak of, above the line."""
    values = [
        {"day": told.begin, "direction": told.direction, "words": told.words, "source": told.source or "unnamed"}
        for told in relation.assessments
        if told.begin and frame.bounds[0] <= told.begin < frame.bounds[1]
    ]
    if not values:
        return
    yield {
        "data": {"values": values},
        "mark": {"type": "point", "color": SAID, "filled": True, "size": 90, "opacity": 1},
        "encoding": {
            "x": frame.x("day"),
            "y": {"value": 7},
            "shape": field(
                "direction",
                scale={"domain": list(SHAPES), "range": list(SHAPES.values())},
                legend={"title": "said of the relation", "symbolFillColor": SAID, "symbolStrokeColor": SAID},
            ),
            "tooltip": [field("day", "temporal"), field("direction"), field("words"), field("source")],
        },
    }


def field(name: str, type: str = "nominal", **more: Any) -> Spec:
    """A channel that shows a field of the data."""
    return {"field": name, "type": type, **more}


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
