"""Pages: the templates, what all of them know, and which parts of the site their header leads to."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from sayso import __version__
from sayso.frames import BETWEEN_NAMES, BETWEEN_SOURCES
from sayso.relations.calendar import label
from sayso.server import links
from sayso.server.options import ServerOptions
from sayso.server.security import csrf_of, may_write
from sayso.server.stores import Stores

WEB = Path(str(files("sayso.web")))
# The parts of the site in the order of the header, each with the key that leads there after `g`. One stands there as
# soon as it has a route.
NAV = (
    ("Overview", "/", "o"),
    ("Events", "/events", "e"),
    ("Claims", "/claims", "c"),
    ("Map", "/map", "m"),
    ("Network", "/network", "n"),
    ("Review", "/review", "v"),
    ("Runs", "/runs", "r"),
)
# Parts that make no sense without a server.
NOT_IN_COPIES = ("/review", "/runs")
# Assets carry a hash of themselves in their addresses: what a browser has is right forever.
FOREVER = "public, max-age=31536000, immutable"
# BCP 47, as far as it takes to tell a language from other words.
LANGUAGE = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class Pages:
    """Renders templates from `sayso/web/templates`."""

    def __init__(self, stores: Stores, options: ServerOptions) -> None:
        self.stores = stores
        self.options = options
        self.assets = {path.relative_to(WEB / "static").as_posix(): _digest(path) for path in _files("static")}
        self.build = hashlib.sha256(
            "".join([*self.assets.values(), *(_digest(path) for path in _files("templates"))]).encode()
        ).hexdigest()
        self.environment = Environment(
            loader=FileSystemLoader(WEB / "templates"),
            # Every template, whatever its name: words of articles are text, never markup.
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.globals.update(
            {name: getattr(links, name) for name in dir(links) if name.endswith("_url") or name.startswith("with_")},
            asset=self.asset,
            version=__version__,
        )
        self.environment.filters.update(
            number=number, signed=signed, names=names, chain=chain, period=label, counted=counted, tag=tag
        )

    def answer(self, request: Request, template: str, status: int = 200, **context: Any) -> Response:
        """A page; what `render` does, as an answer."""
        return HTMLResponse(self.render(request, template, **context), status)

    def render(self, request: Request, template: str, **context: Any) -> str:
        """The words of a page. Besides its own context a template knows `request`, `store`, `nav` and `csrf`."""
        common = {
            "request": request,
            "store": self.stores.title,
            "nav": self._nav(request),
            "can_write": may_write(request),
            "csrf": csrf_of(self.options) if may_write(request) else "",
            "copy": request.app.state.copy,
        }
        return self.environment.get_template(template).render(common | context)

    def drawing(self, svg: str) -> Markup:
        """SVG that this package drew, its words escaped already, to stand in a page."""
        return Markup(svg)

    def asset(self, name: str) -> str:
        """The address of a file in `sayso/web/static`."""
        return f"/static/{name}?v={self.assets[name][:12]}"

    def _nav(self, request: Request) -> Sequence[Place]:
        there = {getattr(route, "path", None) for route in request.app.state.page_routes}
        path = request.url.path
        return [
            Place(name, address, key, path == address or (address != "/" and path.startswith(address + "/")))
            for name, address, key in NAV
            if address in there and not (request.app.state.copy and address in NOT_IN_COPIES)
        ]


@dataclass(frozen=True, slots=True)
class Copy:
    """That pages are made for a copy without a server; `day` is the one on which the store last changed."""

    day: str


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the site in the header; `here` where the page belongs to it."""

    name: str
    address: str
    key: str
    here: bool


class Assets(StaticFiles):
    """Static files, kept by browsers for good where their address has a hash."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, and how long to keep it."""
        answer = await super().get_response(path, scope)
        if answer.status_code == 200 and b"v=" in scope["query_string"]:
            answer.headers["Cache-Control"] = FOREVER
        return answer


def serve_assets(app: FastAPI) -> None:
    """Serve `sayso/web/static`."""
    app.mount("/static", Assets(directory=WEB / "static"), name="static")


def number(count: int) -> str:
    """A count with its thousands apart."""
    return f"{count:,}"


def signed(score: float | None) -> str:
    """A score with its sign, and a dash where there is none; zero has no sign."""
    if score is None:
        return "–"
    rounded = round(score, 1)
    return f"{rounded:+.1f}".replace("-", "−") if rounded else "0.0"


def names(cell: str | None) -> list[str]:
    """The names, ids or keys that a flat row joins into one cell."""
    return (cell or "").split(BETWEEN_NAMES) if cell else []


def chain(cell: str | None) -> list[str]:
    """The sources of a chain, outermost first."""
    return cell.split(BETWEEN_SOURCES) if cell else []


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """A number and its noun: "1 report", "2,000 reports"."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def tag(language: str | None) -> str:
    """The language as an attribute may hold it, "" where it is none that could be one."""
    return language if language and LANGUAGE.fullmatch(language) else ""


def _files(folder: str) -> list[Path]:
    return sorted(path for path in (WEB / folder).rglob("*") if path.is_file())


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
