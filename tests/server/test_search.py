"""Search: its pages make one list, its filters hold, and its hits open where the words stand."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from sayso import open_store
from sayso.server.finding import MARKS, Piece, shown, suggestions
from sayso.store.search import SearchFilter, SearchHit, search

pytestmark = pytest.mark.model


def every_page(client: TestClient, limit: int, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        answer = client.get(
            "/api/search", params=asked | {"limit": limit} | ({"cursor": cursor} if cursor else {})
        ).json()
        assert len(answer["items"]) <= limit
        found += answer["items"]
        cursor = answer["next"]
        if cursor is None:
            return found


def keys(hits: list[dict[str, Any]]) -> list[tuple[str, str, str | None]]:
    return [(hit["kind"], hit["document_id"], hit["id"]) for hit in hits]


@pytest.mark.parametrize("limit", [3, 10, 50])
def test_pages_together_hold_each_hit_once_whatever_their_length(client: TestClient, limit: int) -> None:
    whole = [each for each in keys(every_page(client, 1000, q="iran")) if each[0] != "entity"]
    found = keys(every_page(client, limit, q="iran"))
    assert len(whole) > 40
    assert [each for each in found if each[0] != "entity"] == whole
    assert len(found) == len(set(found))


def test_names_come_first_and_only_on_the_first_page(client: TestClient) -> None:
    kinds = [hit["kind"] for hit in every_page(client, 10, q="putin")]
    assert kinds[0] == "entity"
    assert "entity" not in kinds[kinds.index("text") if "text" in kinds else 0 :]


def test_names_alone_come_in_pages_too(client: TestClient) -> None:
    whole = keys(every_page(client, 1000, q="minister*", kind="entity"))
    assert keys(every_page(client, 2, q="minister*", kind="entity")) == whole


@pytest.mark.parametrize(
    ("filters", "holds"),
    [
        ({"publisher": "neva"}, lambda hit: hit["publisher"] == "Neva Dispatch"),
        ({"since": "2022-10-01"}, lambda hit: hit["published"] >= "2022-10-01"),
        ({"until": "2022-10-01"}, lambda hit: hit["published"] <= "2022-10-01"),
        ({"kind": "quotation"}, lambda hit: hit["kind"] == "quotation"),
        ({"source": "Q7747"}, lambda hit: hit["source"] == "Vladimir Putin"),
    ],
)
def test_filters_hold(client: TestClient, filters: dict[str, str], holds: Any) -> None:
    every = keys(every_page(client, 1000, q="ukraine"))
    found = every_page(client, 1000, q="ukraine", **filters)
    assert 0 < len(found) < len(every)
    assert all(holds(hit) for hit in found)


def test_whom_a_document_names_restricts_to_its_document(client: TestClient, demo_store: Path) -> None:
    with open_store(demo_store) as store:
        naming = {
            document.id
            for document in store.documents()
            if any(entity.id == "Q7747" for entity in store.record(document.id).entities)
        }
    every = {hit["document_id"] for hit in every_page(client, 1000, q="israel") if hit["kind"] != "entity"}
    found = {
        hit["document_id"] for hit in every_page(client, 1000, q="israel", naming="Q7747") if hit["kind"] != "entity"
    }
    assert found == every & naming != every


def test_left_out_hits_are_those_of_the_pages_before(demo_store: Path) -> None:
    filters = SearchFilter(kinds=("text", "quotation"))
    with open_store(demo_store) as store, store.reading() as connection:
        whole = list(search(connection, "drones", filters, limit=12))
        rest = list(search(connection, "drones", filters, limit=7, skip=5))
    assert rest == whole[5:]


def test_nothing_typed_is_an_error(client: TestClient) -> None:
    for typed in ("", "  ", '"', "***", '"""', "-", "AND OR NOT", "NEAR(", "é" * 300, "\x00", "a\x00b", "%", "'; --"):
        assert client.get("/search", params={"q": typed}).status_code == 200, typed
        assert client.get("/api/search", params={"q": typed}).status_code == 200, typed


def test_found_words_are_marked_and_what_looks_like_a_mark_is_none() -> None:
    hit = SearchHit("d", None, None, None, "text", f"a {MARKS[0]}b{MARKS[1]} [c] <i>{MARKS[0]}d", 1, 2)
    assert shown(hit, "b").pieces == (
        Piece("a ", False),
        Piece("b", True),
        Piece(" [c] <i>", False),
        Piece("d", True),
    )
    assert shown(hit, "b c").url == "/read/d?q=b+c&at=1#hit"
    assert shown(replace(hit, kind="quotation", id="a3"), "b").url == "/read/d?show=a3&q=b#a3"
    assert shown(replace(hit, kind="entity", id="Q1"), "b").url == "/entity/Q1"


def test_suggestions_find_something(demo_store: Path) -> None:
    with open_store(demo_store) as store:
        wrong = SearchFilter(publisher="Neva", since="2022-01-01")
        found = suggestions(store, "Puttin apologised", wrong)
        assert "putin" in {each.words for each in suggestions(store, "puttin", SearchFilter())}
        assert found
        for each in found:
            filters = replace(wrong, **{each.without: None}) if each.without else wrong  # type: ignore[arg-type]
            assert list(store.search(each.words, filters)), each
        assert suggestions(store, "qqqqqq zzzzzz", SearchFilter()) == []


def test_each_hit_leads_to_its_words(client: TestClient) -> None:
    html = client.get("/search", params={"q": '"early-warning system"'}).text
    links = re.findall(r'<p class="snippet"[^>]*><a href="([^"]+)"', html)
    assert links
    for link in links:
        assert "is-hit" in client.get(link.replace("&amp;", "&")).text


@pytest.mark.slow
def test_from_the_box_by_keyboard_to_the_place_in_the_article(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("early-warning")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=early-warning"))
    page.locator("h1").click()
    page.keyboard.press("j")
    page.wait_for_function("document.activeElement === document.querySelector('.hit .snippet a')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("k")
    page.wait_for_function("document.activeElement === document.querySelector('.hit .snippet a')")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/read/demo-"))
    expect(page.locator("mark.is-hit").first).to_be_in_viewport()


@pytest.mark.slow
def test_filters_of_the_form_stand_in_the_address(page: Page) -> None:
    page.goto("/search?q=drones")
    page.get_by_label("publisher", exact=True).fill("Dnipro")
    page.locator("select[name=kind]").select_option("quotation")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page).to_have_url(re.compile(r"q=drones&kind=quotation&publisher=Dnipro$"))
    expect(page.locator(".hit").first).to_contain_text("Dnipro Observer")
