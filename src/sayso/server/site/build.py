"""Builds the copy: asks the application for one page after the other, the most important first, and writes each."""

from __future__ import annotations

import asyncio
import heapq
import json
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
from fastapi import FastAPI, Request

from sayso.errors import SettingsError, StoreError
from sayso.server.app import create_app
from sayso.server.map_chart import WORLD
from sayso.server.options import ServerOptions
from sayso.server.pages import WEB, Copy
from sayso.server.site.addresses import FILE, Address, Copied, Files, copied, without_record
from sayso.server.site.rewriting import LINK, rewritten
from sayso.server.site.words import index_of
from sayso.server.stores import Stores

# A name that no server has, so that it is found wherever a page cites its own address.
ORIGIN = "http://copy.invalid"
MOST_PAGES = 1_000
# No one waits at the other end.
SECONDS = 3_600.0
MARKER = "sayso-copy.json"
# The scripts of a page with a chart, and what they would fetch, as a script that brings it along.
OUTLINES = "vendor/countries-110m.js"
NOT_COPIED = re.compile(r"vendor/(?:htmx\.|manifest)|review|runs")
TITLE = re.compile(r"<h1[^>]*>(?P<words>.*?)</h1>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
# Not compressed: it goes no further than this process.
PLAINLY = {"Accept": "text/html, application/json", "Accept-Encoding": "identity"}
SEARCH, ABOUT = "search.html", "about.html"
FIXED = {"/search": SEARCH, "/about-copy": ABOUT}


@dataclass(frozen=True, slots=True)
class Built:
    """What was written: pages and files by kind, what was left out for its number, and how many bytes all have."""

    pages: int
    here: dict[str, int]
    left_out: dict[str, int]
    titles_only: int
    size: int


def build_site(
    store: str | Path, folder: Path, *, base_url: str | None = None, force: bool = False, most_pages: int = MOST_PAGES
) -> Built:
    """Copy the reading pages of a store into a folder; `SettingsError` where that holds anything, unless `force`.

    With `force` the files of an earlier copy are replaced, and nothing else is touched. `base_url` is where the copy
    will stand: citations name it. The same store and day give the same files.
    """
    if most_pages < 1:
        raise SettingsError("`most_pages` has to be one or more.")
    folder = ready(folder, force=force)
    app = create_app(store, ServerOptions(hosts=("copy.invalid",), seconds=SECONDS))
    stores: Stores = app.state.stores
    try:
        app.state.copy = Copy(day_of(stores))
        builder = Builder(app, folder, (base_url or "").rstrip("/") + "/" if base_url else "", most_pages)
        # In a thread of its own, since a notebook has a loop running in this one.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(lambda: asyncio.run(builder.build())).result()
    finally:
        stores.close()


def ready(folder: Path, *, force: bool) -> Path:
    """The folder, made or emptied of an earlier copy."""
    if folder.is_file():
        raise SettingsError(f"{folder} is a file. Give a folder.")
    folder.mkdir(parents=True, exist_ok=True)
    marker = folder / MARKER
    if any(folder.iterdir()):
        if not force:
            raise SettingsError(f"{folder} is not empty. Give another folder, or --force to replace an earlier copy.")
        if not marker.is_file():
            raise SettingsError(f"{folder} holds something else than a copy of a store. Nothing was changed.")
        for name in json.loads(marker.read_text("utf-8"))["files"]:
            within(folder, name).unlink(missing_ok=True)
        marker.unlink()
    return folder.resolve()


def within(folder: Path, name: str) -> Path:
    """A file in the folder; `SettingsError` where a link or a name would lead out of it."""
    path = folder / name
    if path.is_symlink() or not path.parent.resolve().is_relative_to(folder.resolve()):
        raise SettingsError(f"{path} leads out of {folder}. Nothing is written there.")
    return path


def day_of(stores: Stores) -> str:
    """The day on which the store last changed: a copy says so, not on which day it was made."""
    runs = stores.reader.runs()
    if not runs:
        raise StoreError(f"{stores.reader.name} holds no run yet. Add articles with `sayso add` first.")
    return max((run.finished or run.started)[:10] for run in runs)


@dataclass(slots=True)
class Builder:
    """One copy in the making."""

    app: FastAPI
    folder: Path
    base_url: str
    most_pages: int
    files: Files = field(default_factory=Files)
    found: dict[Address, Copied] = field(default_factory=dict)
    queue: list[tuple[int, int, Address]] = field(default_factory=list)
    pages: dict[Address, str] = field(default_factory=dict)
    charts: dict[str, str] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    size: int = 0

    async def build(self) -> Built:
        """Gather the pages first, so that each knows which others there are; then write them."""
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, timeout=None, headers=PLAINLY) as client:
            self.meet("/")
            await self.gather(client)
            here = Counter(self.found[address].kind for address in self.pages)
            left_out = self.left_out
            await self.write_pages(client)
            await self.write_files(client)
        titles_only = self.write_search()
        self.write_about(here, left_out, titles_only)
        self.write_assets()
        self.write(MARKER, json.dumps({"files": sorted(self.written)}, indent=0).encode())
        return Built(len(self.pages), dict(here), dict(left_out), titles_only, self.size)

    def meet(self, href: str, *, on: str = "/") -> None:
        """Note an address that a page leads to."""
        found = copied(without_record(href, on=on))
        if found is None or found.rank >= FILE or found.address in self.found:
            return
        self.found[found.address] = found
        heapq.heappush(self.queue, (found.rank, len(self.found), found.address))

    async def gather(self, client: httpx.AsyncClient) -> None:
        """Ask for pages, those of the lowest rank first, until there are no more or enough."""
        while self.queue and len(self.pages) < self.most_pages:
            _, _, address = heapq.heappop(self.queue)
            answer = await client.get(address.url)
            if answer.status_code != 200 or "text/html" not in answer.headers["content-type"]:
                # Such as an id that fits nobody in this store: then nothing leads there.
                del self.found[address]
                continue
            self.pages[address] = answer.text
            for link in LINK.finditer(answer.text):
                self.meet(unescape(link["value"]), on=address.path)

    @property
    def left_out(self) -> Counter[str]:
        """How many pages of each kind were met but not asked for."""
        return Counter(found.kind for found in self.found.values() if found.address not in self.pages)

    async def write_pages(self, client: httpx.AsyncClient) -> None:
        """All pages, each with the specifications of its charts in it."""
        for address, page in self.pages.items():
            for source in sources_of(page):
                if source not in self.charts:
                    self.charts[source] = (await client.get(source)).text
            self.write_page(self.files.name(self.found[address]), page, on=address.path)

    def write_page(self, name: str, page: str, *, on: str) -> None:
        """One page, with its links turned into the ways to other files."""
        words = rewritten(
            page,
            name,
            lambda href: self.find(href, on=on),
            lambda source: self.charts[bare_source(source)],
            ORIGIN,
            self.base_url,
        )
        self.write(name, words.encode())

    def find(self, href: str, *, on: str) -> str | None:
        """The file in which an address lies, with the place in it; None for what the copy has not."""
        bare, _, place = without_record(href, on=on).partition("#")
        if bare.startswith("/static/"):
            return bare.removeprefix("/").partition("?")[0]
        if bare in FIXED:
            return FIXED[bare]
        found = copied(bare)
        if found is None or (found.rank < FILE and found.address not in self.pages):
            return None
        if found.rank >= FILE:
            self.found.setdefault(found.address, found)
        return self.files.name(found) + (f"#{place}" if place else "")

    async def write_files(self, client: httpx.AsyncClient) -> None:
        """The data that the pages offer to take away."""
        for address, found in list(self.found.items()):
            if found.rank >= FILE:
                answer = await client.get(address.url)
                if answer.status_code == 200:
                    self.write(self.files.name(found), answer.content)

    def write_search(self) -> int:
        """The page of the search and its index; of how many articles only the title is in it."""
        articles = [
            (unquote(address.path.removeprefix("/read/")), self.files.name(self.found[address]))
            for address in self.pages
            if self.found[address].kind == "articles"
        ]
        names = [
            (title_of(page), self.files.name(self.found[address]))
            for address, page in self.pages.items()
            if self.found[address].kind == "entities"
        ]
        index, titles_only = index_of(self.app.state.stores.reader, sorted(articles), sorted(names), "#{}".format)
        self.write("static/words.js", index.encode())
        self.write_page(SEARCH, self.render("copy_search.html", "/search"), on="/search")
        return titles_only

    def write_about(self, here: Counter[str], left_out: Counter[str], titles_only: int) -> None:
        """The page that says what the copy has and has not."""
        counts = [(name, here[name], left_out[name]) for name in {**here, **left_out}]
        words = self.render(
            "copy_about.html",
            "/about-copy",
            counts=counts,
            left_out=left_out.total(),
            most=self.most_pages,
            titles_only=titles_only,
        )
        self.write_page(ABOUT, words, on="/about-copy")

    def render(self, template: str, path: str, **context: Any) -> str:
        """A page that only a copy has."""
        scope = {
            "type": "http",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "query_string": b"",
            "app": self.app,
            "headers": [(b"host", b"copy.invalid")],
            "server": ("copy.invalid", 80),
            "client": None,
        }
        words: str = self.app.state.pages.render(Request(scope), template, **context)
        return words

    def write_assets(self) -> None:
        """Style sheets and scripts, and as a script what those would fetch."""
        static = WEB / "static"
        for path in sorted(path for path in static.rglob("*") if path.is_file()):
            name = path.relative_to(static).as_posix()
            if name != WORLD and not NOT_COPIED.match(name):
                self.write(f"static/{name}", path.read_bytes())
        outlines = (static / WORLD).read_text("utf-8")
        fetched = json.dumps(self.app.state.pages.asset(WORLD))
        self.write(f"static/{OUTLINES}", f'"use strict";\nwindow.saysoFiles = {{{fetched}: {outlines}}};\n'.encode())

    def write(self, name: str, content: bytes) -> None:
        """One file of the copy."""
        path = within(self.folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.written.append(name)
        self.size += len(content)


def sources_of(page: str) -> Iterator[str]:
    """The addresses of the specifications that a page would fetch."""
    for source in re.findall(r' data-source="([^"]*)"', page):
        yield bare_source(unescape(source))


def bare_source(source: str) -> str:
    """The same without the state that a chart does not show."""
    url = httpx.URL(source)
    for name in ("from", "to", "cursor", "place"):
        url = url.copy_remove_param(name)
    return str(url)


def title_of(page: str) -> str:
    """The words of the page's heading."""
    title = TITLE.search(page)
    return " ".join(unescape(TAG.sub(" ", title["words"])).split()) if title else ""
