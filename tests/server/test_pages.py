"""Every page in a real browser, loaded once: it keeps nobody out, fits a phone, and sends nothing off the machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, Response
from starlette.routing import BaseRoute, Match
from starlette.testclient import TestClient

from sayso.server.security import COOKIE

from .browsing import barriers
from .site import EVERY_PAGE, NO_PAGES, Shown
from .stores import TOKEN

pytestmark = [pytest.mark.model, pytest.mark.slow]

MOST_BYTES = 400_000


@dataclass
class Looked:
    """A page as it was opened by a browser that had seen nothing of the site before, and what went on meanwhile."""

    shown: Shown
    page: Page
    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    transferred: int = 0

    def open(self, address: str) -> None:
        """Go there, and wait until nothing more comes."""
        own = ("data:", "blob:", address)
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda asked: None if asked.url.startswith(own) else self.elsewhere.append(asked.url))
        self.page.on("requestfailed", lambda asked: self.elsewhere.append(asked.url))
        self.page.on("requestfinished", lambda asked: self._weigh(asked.response()))
        answer = self.page.goto(address + self.shown.path, wait_until="networkidle")
        assert answer is not None and answer.status < 500
        # That a page is one of an error is no complaint of the page.
        self.complaints = [said for said in self.complaints if f"status of {answer.status} " not in said]

    def _weigh(self, answer: Response | None) -> None:
        if answer:
            self.transferred += answer.request.sizes()["responseBodySize"]


def context_for(shown: Shown, browser: Browser, sites: Mapping[str, str], *, scripts: bool = True) -> BrowserContext:
    """A browser without memories, but for the token where one decides."""
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": 1280, "height": 900})
    if shown.store == "reviewed":
        context.add_cookies([{"name": COOKIE, "value": TOKEN, "url": sites["reviewed"]}])
    return context


@pytest.fixture(scope="module", params=EVERY_PAGE, ids=lambda shown: shown.name)
def looked(request: pytest.FixtureRequest, browser: Browser, sites: Mapping[str, str]) -> Iterator[Looked]:
    shown: Shown = request.param
    with context_for(shown, browser, sites) as context:
        found = Looked(shown, context.new_page())
        found.open(sites[shown.store])
        yield found


def test_it_is_light_keeps_to_this_machine_and_breaks_no_rule_of_its_own(looked: Looked) -> None:
    assert (looked.complaints, looked.elsewhere) == ([], [])
    assert 0 < looked.transferred < MOST_BYTES


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_serious_barrier(looked: Looked, theme: Literal["light", "dark"]) -> None:
    looked.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    assert barriers(looked.page) == []


def test_the_list_of_keys_names_what_works(looked: Looked) -> None:
    page = looked.page
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    listed = page.locator("#keys kbd").all_inner_texts()
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").is_hidden()
    keys = page.evaluate("[...sayso.keys.keys()].flatMap((name) => name.split(' '))")
    arrows = {"ArrowDown": "↓", "ArrowUp": "↑"}
    assert sorted(listed) == sorted([*(arrows.get(key, key) for key in keys), "Esc"])


def test_the_first_stop_skips_to_the_content_and_focus_is_seen_everywhere(looked: Looked) -> None:
    looked.page.keyboard.press("Tab")
    assert looked.page.evaluate(WITHOUT_OUTLINE) == ["a.skip comes first"]


# After a key of the keyboard, focus by a script is shown as it is after another such key.
WITHOUT_OUTLINE = """() => {
  const stops = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']");
  const unseen = [...stops].filter((each) => {
    each.focus();
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return document.activeElement === each && (outlineStyle === "none" || parseFloat(outlineWidth) < 2);
  });
  return [stops[0].matches(".skip") ? "a.skip comes first" : "", ...unseen.map((each) => each.outerHTML.slice(0, 120))];
}"""


def test_on_a_phone_it_is_no_wider_than_the_screen(looked: Looked) -> None:
    looked.page.set_viewport_size({"width": 360, "height": 740})
    looked.page.wait_for_function("document.documentElement.scrollWidth <= innerWidth", timeout=5_000)


def test_without_javascript_it_still_says_what_it_has_to_say(
    looked: Looked, browser: Browser, sites: Mapping[str, str]
) -> None:
    with context_for(looked.shown, browser, sites, scripts=False) as context:
        page = context.new_page()
        page.goto(sites[looked.shown.store] + looked.shown.path)
        assert looked.shown.words in page.locator("main").inner_text()


def test_no_page_of_the_site_is_forgotten(app: FastAPI) -> None:
    looked_at = {path_of(leading(app, shown.path)) for shown in EVERY_PAGE}
    pages = {path_of(route) for route in app.state.page_routes if is_page(route)}
    assert pages - looked_at == set(NO_PAGES)


@pytest.mark.parametrize(("route", "path"), NO_PAGES.items())
def test_what_is_not_looked_at_is_no_page(app: FastAPI, client: TestClient, route: str, path: str) -> None:
    assert path_of(leading(app, path)) == route
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.is_redirect or "html" not in answer.headers["content-type"]


def leading(app: FastAPI, path: str) -> BaseRoute | None:
    """The first route that an address leads to."""
    scope = {"type": "http", "method": "GET", "path": path.partition("?")[0].partition("#")[0], "root_path": ""}
    return next((route for route in app.state.page_routes if route.matches(scope)[0] is Match.FULL), None)


def path_of(route: BaseRoute | None) -> str:
    return str(getattr(route, "path", ""))


def is_page(route: BaseRoute) -> bool:
    return "GET" in getattr(route, "methods", ()) and not path_of(route).startswith("/api/")
