"""Charts of pages: one of the specifications that `--plot` draws, with its words, its downloads and its citation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fastapi import Request

from sayso import __version__
from sayso.server.links import api_url

PICTURES = {"png": "image/png", "svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Download:
    """A file with what a chart shows."""

    name: str
    url: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What the macro `figure` in `parts/figure.html` shows.

    What is drawn is a Vega-Lite specification: `spec`, or what stands at the address `source`, so that the page need
    not wait for it; there is nothing to draw where both are None. `picture` is the address of the same as SVG, for a
    browser without JavaScript. `grain` makes its periods choosable: "month" tells what a period is.
    """

    id: str
    title: str
    caption: str
    spec: dict[str, Any] | None = None
    source: str | None = None
    picture: str | None = None
    downloads: tuple[Download, ...] = ()
    command: str = ""
    citation: str = ""
    grain: str | None = field(default=None)


def downloads_of(request: Request, name: str, *, pictures: bool = True) -> tuple[Download, ...]:
    """The files behind a page: pictures at /api/…/plot.png and .svg where it has a chart, JSON and CSV."""
    drawn = ("png", "svg") if pictures else ()
    return (
        *(Download(kind.upper(), api_url(request, f"/plot.{kind}"), f"{name}.{kind}") for kind in drawn),
        Download("CSV", api_url(request, ".csv"), f"{name}.csv"),
        Download("JSON", api_url(request), f"{name}.json"),
    )


def citation_of(what: str, store: str, request: Request) -> str:
    """The line to cite a view by: what it shows, of which store, by which version, where and when."""
    copy = request.app.state.copy
    day = copy.day if copy else date.today().isoformat()
    return f"“{what}”. Store {store}, Sayso {__version__}. {request.url}, retrieved on {day}."


def for_page(spec: dict[str, Any], *, panels_named: bool = False) -> dict[str, Any]:
    """The specification without the headings that the page itself shows; of several panels each keeps its name."""
    bare = {name: _bare(part, panels_named) for name, part in spec.items() if name not in ("title", "padding")}
    return bare | {"padding": 0, "background": "transparent"}


def _bare(part: Any, named: bool) -> Any:
    """Without the headings of panels, or their small print; the titles of axes and legends stay."""
    if isinstance(part, list):
        return [_bare(each, named) for each in part]
    if not isinstance(part, dict) or not part.keys() & {"layer", "vconcat", "mark"}:
        return part
    kept = {name: _bare(each, named) for name, each in part.items() if name != "title"}
    if named and isinstance(part.get("title"), dict):
        kept["title"] = {name: each for name, each in part["title"].items() if not name.startswith("subtitle")}
    return kept
