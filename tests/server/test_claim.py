"""Claims: who takes which stance, whose news each report is, and that the page says what Python answers."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from sayso import open_store
from sayso.relations.claims import ClaimRow, disputed
from sayso.relations.joining import join
from sayso.server import create_app
from sayso.server.claim_view import view_claim
from sayso.server.deeds import VERBS, deed
from sayso.store import Store

from .hostile import hostile_document

pytestmark = pytest.mark.model


def test_a_deed_is_a_sentence_for_every_type_of_the_codebook(demo_store: Path) -> None:
    from sayso.knowledge.codebook import PLOVER, load_codebook

    assert set(VERBS) == set(load_codebook(PLOVER).types)
    assert (
        deed("THREATEN", ["Russia"], ["Israel", "Britain", "Ukraine"])
        == "Russia threatened Israel, Britain and Ukraine"
    )
    assert deed("CONSULT", ["Russia", "Israel"], []) == "Russia and Israel held talks"
    assert deed("ASSAULT", [], ["Israel"]) == "Somebody attacked Israel"
    assert deed("AID", list("abcdef"), []) == "a, b, c, d and 2 more gave help"
    assert deed("NEW", ["a"], ["b"]) == "a (NEW) – b"


def test_the_list_of_disputes_is_what_python_answers_in_pages(client: TestClient, demo_store: Path) -> None:
    with open_store(demo_store) as store:
        expected = [row.occurrence for row in disputed(store, most=100)]
    assert len(expected) >= 4
    listed, cursor = [], None
    while True:
        answer = client.get("/api/claims", params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        listed += [row["occurrence"] for row in answer["items"]]
        assert len(answer["items"]) <= 2
        cursor = answer["next"]
        if cursor is None:
            break
    assert listed == expected


@pytest.mark.parametrize("cursor", ["x", "WyJhIl0", "é"])
def test_a_cursor_that_nobody_gave_is_refused(client: TestClient, cursor: str) -> None:
    assert client.get("/api/claims", params={"cursor": cursor}).status_code == 400


def test_who_denies_stands_before_who_asserts(demo_store: Path) -> None:
    with open_store(demo_store) as store:
        seen = view_claim(store, "demo-006/e2")
    assert [(each.name, each.turns[0].stance) for each in seen.speakers] == [("Iran", "denies"), ("Israel", "asserts")]
    assert seen.alone is None


def test_a_copy_stands_below_its_origin(demo_store: Path) -> None:
    with open_store(demo_store) as store:
        seen = view_claim(store, "demo-037/e1")
    [root] = [root for root in seen.roots if root.document == "demo-037"]
    assert [(leaf.document_id, leaf.how) for leaf in root.leaves] == [("demo-037", "first"), ("demo-038", "copy")]
    assert "copy of demo-037" in (root.leaves[1].told_from or "")
    assert seen.about.origins == len(seen.roots)
    assert seen.about.reports == sum(len(root.leaves) for root in seen.roots)


def test_every_occurrence_of_the_demo_has_a_page_whose_figures_agree(client: TestClient, demo_store: Path) -> None:
    with open_store(demo_store) as store:
        about = {row.occurrence for row in store.timeline("RUS") if row.occurrence}
        assert len(about) > 30
        for each in sorted(about)[:40]:
            seen = view_claim(store, each)
            assert len(seen.roots) == seen.about.origins
            assert sum(len(root.leaves) for root in seen.roots) == seen.about.reports
            assert client.get(f"/claim/{each}").status_code == 200


def test_csv_has_one_row_a_claim(client: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/api/claim/demo-006/e2.csv").text)))
    assert list(rows[0]) == list(ClaimRow.__dataclass_fields__)
    assert {(row["claimant"], row["stance"]) for row in rows} == {("Iran", "denies"), ("Israel", "asserts")}


def test_who_stands_alone_is_said_to_be_alone(client: TestClient, demo_store: Path) -> None:
    with open_store(demo_store) as store:
        alone = next(
            f"{row.document_id}/{row.event_id}"
            for row in store.events()
            if view_claim_of(store, f"{row.document_id}/{row.event_id}")
        )
    assert "Only one speaker so far." in client.get(f"/claim/{alone}").text
    assert "Only one speaker so far." not in client.get("/claim/demo-006/e2").text


def view_claim_of(store: Store, key: str) -> bool:
    rows = store.claims(key).claims  # type: ignore[attr-defined]
    return len({row.claimant for row in rows if row.stance != "passes on"}) == 1


def test_what_is_no_occurrence_is_not_found(client: TestClient) -> None:
    for about in ("o-000000000000", "demo-006/e99", "nothing"):
        assert client.get(f"/claim/{about}").status_code == 404
        assert client.get(f"/api/claim/{about}").json()["status"] == 404


def test_without_disputes_the_list_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "plain.db"
    coded = hostile_document()
    with open_store(path) as store:
        run = store.begin_run()
        store.add(replace(coded, claims=()), run)
        store.finish_run(run)
        join(store)
    client = TestClient(create_app(path), base_url="http://localhost")
    assert "sayso join plain.db" in client.get("/claims").text
    key = f"{quote(coded.document.id, safe='/')}/e1"
    assert "Nobody claims it" in client.get(f"/claim/{key}").text


@pytest.mark.slow
def test_from_the_list_to_the_denial_in_the_article(page: Page) -> None:
    page.goto("/claims")
    page.locator(".sentence a", has_text="rejected accusations").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Iran attacked")
    page.locator("tr", has=page.locator(".stance-denies")).get_by_role("link", name="Iran", exact=True).click()
    expect(page).to_have_url(re.compile("/entity/IRN"))
    page.go_back()
    page.locator(".origins").get_by_role("link", name="read", exact=True).click()
    expect(page.locator("mark.is-cue").first).to_be_visible()
    expect(page.locator("#chosen-title")).to_have_text("Event e2")
