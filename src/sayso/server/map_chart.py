"""Draws the map: one Vega-Lite specification for page, PNG and SVG, over Natural Earth's borders, offline.

At each place cooperation points up and conflict down, as everywhere on the site; areas go with occurrences. A town's
symbol is filled. Where only a region or a country is known it is pale, in a dashed ring as wide as that may be.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from typing import Any

from sayso.relations.plots import INK, KINDS, LEGEND, QUIET, SCHEMA, WIDTH, field
from sayso.server.places import Places, Spot, circle

WORLD = "vendor/countries-110m.json"
HEIGHT = 400
LINE = "#e6e6e6"
# Triangles that stand on the place itself; together they are a spindle. A symbol's area goes with its size.
SHAPES = {"up": "M-0.8,0L0.8,0L0,-1.6Z", "down": "M-0.8,0L0.8,0L0,1.6Z"}
LARGEST = 1800
# Degrees around the outermost places, and how much is shown at least.
MARGIN, LEAST_WIDE, LEAST_HIGH = 6.0, 60.0, 32.0
WHOLE_WORLD = (-170.0, -54.0, 178.0, 78.0)


def draw_map(
    found: Places, *, outlines: dict[str, Any], whole_world: bool = False, address: str = ""
) -> dict[str, Any]:
    """The specification; `outlines` are the `data` of the borders, `address` what a spot's key is put behind."""
    land = {
        "data": outlines,
        "mark": {"type": "geoshape", "fill": LINE, "stroke": "white", "strokeWidth": 0.8, "clip": True},
    }
    bounds = WHOLE_WORLD if whole_world else bounds_of(found.spots)
    return {
        "$schema": SCHEMA,
        "layer": [land, _rings(found.spots), _symbols(found.spots, address)],
        "projection": {"type": "equalEarth", "fit": _corners(bounds)},
        "width": WIDTH,
        "height": HEIGHT,
        "padding": 12,
        "background": "white",
        "usermeta": {"aspect": HEIGHT / WIDTH},
        "config": {"view": {"stroke": LINE}, "legend": LEGEND},
    }


def outlines_at(url: str) -> dict[str, Any]:
    """The borders, to be fetched by the page."""
    return {"url": url, "format": {"type": "topojson", "feature": "countries"}}


def outlines_within() -> dict[str, Any]:
    """The borders themselves, for a picture or a page that can fetch nothing."""
    words = files("sayso.web").joinpath("static", WORLD).read_text("utf-8")
    return {"values": json.loads(words), "format": {"type": "topojson", "feature": "countries"}}


def bounds_of(spots: Sequence[Spot]) -> tuple[float, float, float, float]:
    """West, south, east and north of what is worth showing; the whole world where there is nothing."""
    if not spots:
        return WHOLE_WORLD
    west, east = _stretched([spot.longitude for spot in spots], LEAST_WIDE, (-180.0, 180.0))
    south, north = _stretched([spot.latitude for spot in spots], LEAST_HIGH, (-60.0, 84.0))
    return west, south, east, north


def _stretched(values: list[float], least: float, within: tuple[float, float]) -> tuple[float, float]:
    low, high = min(values) - MARGIN, max(values) + MARGIN
    more = max(0.0, (least - (high - low)) / 2)
    return max(within[0], low - more), min(within[1], high + more)


def _corners(bounds: tuple[float, float, float, float]) -> dict[str, Any]:
    west, south, east, north = bounds
    points = [[west, south], [west, north], [east, south], [east, north], [(west + east) / 2, north]]
    return {"type": "Feature", "properties": {}, "geometry": {"type": "MultiPoint", "coordinates": points}}


def _rings(spots: Iterable[Spot]) -> dict[str, Any]:
    rings = [
        {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": circle(spot)}}
        for spot in spots
        if spot.precision != "town" and spot.uncertainty_km
    ]
    collection = {"type": "FeatureCollection", "features": rings}
    return {
        "data": {"values": collection, "format": {"property": "features", "type": "json"}},
        "mark": {
            "type": "geoshape",
            "filled": False,
            "stroke": QUIET,
            "strokeWidth": 1,
            "strokeDash": [3, 3],
            "clip": True,
        },
    }


def _symbols(spots: Sequence[Spot], address: str) -> dict[str, Any]:
    values = [each for spot in spots for each in _halves(spot, address)]
    # The largest ones lie below.
    values.sort(key=lambda each: -each["size"])
    most = max((each["size"] for each in values), default=1)
    return {
        "data": {"values": values},
        "mark": {"type": "point", "filled": True, "opacity": 1, "stroke": INK, "strokeWidth": 0.4, "clip": True},
        "encoding": {
            "longitude": field("longitude", "quantitative"),
            "latitude": field("latitude", "quantitative"),
            "size": field(
                "size",
                "quantitative",
                scale={"type": "linear", "domain": [0, most], "range": [0, _largest(most)]},
                legend=None,
            ),
            "shape": field("way", scale={"domain": list(SHAPES), "range": list(SHAPES.values())}, legend=None),
            "color": field(
                "kind",
                scale={"domain": list(KINDS), "range": list(KINDS.values())},
                legend={"title": None, "symbolType": "square", "symbolStrokeWidth": 0},
            ),
            "fillOpacity": {"condition": {"test": "datum.town", "value": 0.92}, "value": 0.45},
            "tooltip": [
                field("place"),
                field("known"),
                field("kind", title="acts"),
                field("occurrences", "quantitative"),
            ],
        },
    }


def _largest(most: int) -> float:
    """One occurrence has to be seen; a few need not look like a thousand."""
    return min(LARGEST, 220.0 * most)


def _halves(spot: Spot, address: str) -> Iterator[dict[str, Any]]:
    """Both ways with all that is said and done, and over it what is done alone, so that the areas add up."""
    known = {"town": "the place itself", "region": "its region"}.get(spot.precision, "its country only")
    verbal, done, verbal_conflict, done_conflict = (spot.occurrences[quad] for quad in (1, 2, 3, 4))
    for way, said, acted, kinds in (
        ("up", verbal, done, list(KINDS)[:2]),
        ("down", verbal_conflict, done_conflict, list(KINDS)[2:]),
    ):
        for kind, number, size in ((kinds[0], said, said + acted), (kinds[1], acted, acted)):
            if number:
                yield {
                    "place": spot.name,
                    "known": known,
                    "longitude": spot.longitude,
                    "latitude": spot.latitude,
                    "kind": kind,
                    "occurrences": number,
                    "size": size,
                    "way": way,
                    "town": spot.precision == "town",
                    "href": f"{address}{spot.key}",
                }
