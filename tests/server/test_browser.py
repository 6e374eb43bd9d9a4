"""Walks in a real browser, from the overview to the sentence."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.model, pytest.mark.slow]


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


def test_keys_lead_to_the_search_and_to_the_parts_of_the_site(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("/")
    page.wait_for_function("document.activeElement.id === 'find'")
    page.keyboard.press("Tab")
    page.keyboard.press("g")
    page.keyboard.press("c")
    expect(page.get_by_role("heading", level=1)).to_have_text("Claims in dispute")


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
