"""Every page in a real browser: it keeps nobody out, sends nothing off the machine, and leads to the sentences."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from .browsing import barriers
from .site import PAGES, Shown

pytestmark = [pytest.mark.model, pytest.mark.slow]

MOST_BYTES = 400_000
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def named(shown: Shown) -> str:
    return shown.name


@pytest.mark.parametrize("shown", PAGES, ids=named)
def test_a_page_is_light_keeps_to_this_machine_and_breaks_no_rule_of_its_own(page: Page, shown: Shown) -> None:
    complaints: list[str] = []
    transferred: list[int] = []
    elsewhere: list[str] = []

    def weigh(response: Response) -> None:
        if not response.url.startswith(("http://127.0.0.1", "data:", "blob:")):
            elsewhere.append(response.url)
        transferred.append(response.request.sizes()["responseBodySize"])

    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfinished", lambda request: weigh(answer) if (answer := request.response()) else None)
    page.on("requestfailed", lambda request: elsewhere.append(request.url))
    page.goto(shown.path)
    page.wait_for_load_state("networkidle")
    if shown.name == "nothing":
        complaints = [said for said in complaints if "404" not in said]
    assert (complaints, elsewhere) == ([], [])
    assert sum(transferred) < MOST_BYTES


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("shown", PAGES, ids=named)
def test_axe_finds_no_serious_barrier(page: Page, shown: Shown, theme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.goto(shown.path)
    page.wait_for_load_state("networkidle")
    assert barriers(page) == []


@pytest.mark.parametrize("shown", PAGES, ids=named)
def test_without_javascript_a_page_still_says_what_it_has_to_say(browser: Browser, address: str, shown: Shown) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(shown.path)
    assert shown.words in page.locator("main").inner_text()
    context.close()


def test_on_a_phone_no_page_is_wider_than_the_screen(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    wide = []
    for shown in PAGES:
        page.goto(shown.path)
        page.wait_for_load_state("networkidle")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(shown.name)
    assert wide == []


def test_from_the_overview_to_the_sentence(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Israel – Russia").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Israel and Russia"))

    expect(page.locator(".drawing svg").first).to_be_visible()
    brush_the_bars(page, 0.35, 0.45)
    expect(page).to_have_url(re.compile("from=2022-"))
    acts = page.locator("#acts .told")
    expect(page.locator("#periods tr.chosen").first).to_be_visible()
    expect(acts.first).to_be_visible()
    chosen = page.url
    listed = page.locator("#acts").inner_text()

    page.goto("about:blank")
    page.goto(chosen)
    assert page.locator("#acts").inner_text() == listed

    sentence = acts.first.locator(".sentence a")
    words = sentence.inner_text()
    sentence.click()
    expect(page).to_have_url(re.compile("/event/demo-"))
    assert words in page.locator(".passage").evaluate(WITHOUT_LABELS)
    expect(page.get_by_role("heading", name="Who says so")).to_be_visible()
    assert page.locator(".levels li").count() >= 1


# The words of the passage without the small labels that say what each mark is.
WITHOUT_LABELS = (
    "each => { const copy = each.cloneNode(true); copy.querySelectorAll('.role').forEach(label => label.remove()); "
    "return copy.textContent; }"
)


def brush_the_bars(page: Page, begin: float, end: float) -> None:
    """Drag over a part of the width of the chart, at the height of the bars."""
    box = page.locator(".drawing svg").first.bounding_box()
    assert box is not None
    height = box["y"] + box["height"] * 0.7
    page.mouse.move(box["x"] + box["width"] * begin, height)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * (begin + end) / 2, height, steps=4)
    page.mouse.move(box["x"] + box["width"] * end, height, steps=4)
    page.mouse.up()


def test_periods_are_chosen_by_keyboard_and_the_way_back_leads_back(page: Page) -> None:
    page.goto("/relation/RUS/ISR")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("]")
    expect(page).to_have_url(re.compile("from=2021-10-01"))
    expect(page.locator("#acts-title")).to_contain_text("2021-10-01")
    page.keyboard.press("]")
    expect(page.locator("#acts-title")).to_contain_text("2022-03-01")
    page.go_back()
    expect(page.locator("#acts-title")).to_contain_text("2021-10-01")


def test_the_list_of_keys_the_search_box_and_the_skip_link(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("/")
    page.wait_for_function("document.activeElement.id === 'find'")
    page.goto("/")
    page.keyboard.press("Tab")
    page.wait_for_function("document.activeElement.matches('.skip')")


def test_the_switch_of_themes_is_remembered(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("/")
    light = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.get_by_role("button", name="Change between light and dark").click()
    dark = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.goto("/events")
    assert light != dark == page.evaluate("getComputedStyle(document.documentElement).backgroundColor")


def test_perspectives_come_when_they_are_scrolled_to(page: Page) -> None:
    page.goto("/relation/RUS/ISR")
    page.get_by_role("heading", name="As each side tells it").scroll_into_view_if_needed()
    page.mouse.wheel(0, 4000)
    expect(page.locator("#told")).to_contain_text("as third parties tell it")
