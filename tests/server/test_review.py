"""Review over HTTP and in the browser: one decision a screen, by form and by keyboard, by several coders."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, expect
from starlette.testclient import TestClient

from sayso.server import ServerOptions, create_app
from sayso.server.security import COOKIE, csrf_of

from .coder import ORIGIN, Coder
from .live import serving

pytestmark = pytest.mark.model

TOKEN = "a token for reviewers, long enough"


@pytest.fixture
def store(demo_store: Path, tmp_path: Path) -> Path:
    """A copy of the demo that one may write into."""
    return Path(shutil.copy(demo_store, tmp_path / "reviewed.db"))


@pytest.fixture
def app(store: Path) -> FastAPI:
    return create_app(store, ServerOptions(token=TOKEN))


@pytest.fixture
def ada(app: FastAPI) -> Coder:
    return Coder(app, "Ada")


@pytest.fixture
def bo(app: FastAPI) -> Coder:
    return Coder(app, "Bo Şahin")


class TestForms:
    def test_a_decision_is_a_row_and_the_queue_goes_on(self, ada: Coder) -> None:
        first, second = ada.queue()[:2]
        answer = ada.decide(first, order="chance", only="COERCE", drawn="chance in type")
        assert (answer.status_code, answer.headers["location"]) == (303, "/review?order=chance&only=COERCE")
        assert ada.queue()[0] == second
        [made] = ada.decisions()
        assert (made["reviewer"], made["verdict"], made["drawn"]) == ("Ada", "accept", "chance in type")
        assert f"{made['document_id']}/{made['event']}" == first
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", made["made"])

    def test_only_what_was_changed_is_a_correction(self, ada: Coder) -> None:
        key = ada.queue()[0]
        coded = ada.get(f"/event/{key}")["coded"]
        ada.decide(key, type="CONSULT", recipients="", attribution="")
        [made] = ada.decisions()
        changes = {each["field"]: (each["was"], each["becomes"]) for each in made["changes"]}
        assert made["verdict"] == "correct"
        assert changes["type"] == (coded["type"], "CONSULT")
        assert changes["recipients"] == (coded["recipients"], [])
        assert changes["attribution"] == (coded["attribution"], None)
        assert changes.keys() == {"type", "recipients", "attribution"}
        assert ada.get(f"/event/{key}")["shown"]["type"] == "CONSULT"

    def test_the_store_itself_is_not_corrected(self, ada: Coder) -> None:
        key = ada.queue()[0]
        before = ada.client.get(f"/api/event/{key}").json()
        ada.decide(key, type="CONSULT")
        assert ada.client.get(f"/api/event/{key}").json() == before

    def test_undo_shows_the_event_again_and_a_second_click_does_nothing(self, ada: Coder) -> None:
        first, second = ada.queue()[:2]
        ada.decide(first)
        ada.decide(second, "reject")
        number = ada.decisions()[-1]["id"]
        assert ada.post("/review/undo", review=number).headers["location"] == f"/review/event/{second}"
        assert ada.post("/review/undo", review=number).headers["location"] == "/review"
        assert ada.queue()[0] == second and first not in ada.queue()
        assert [each["verdict"] for each in ada.decisions()] == ["accept", "reject", "undo"]

    def test_the_second_coding_is_blind(self, ada: Coder, bo: Coder) -> None:
        key = ada.queue()[0]
        ada.decide(key, type="CONSULT")
        assert bo.queue("coding=second") == [key]
        assert key not in bo.queue()
        assert bo.get(f"/event/{key}")["others"] == []
        page = bo.client.get(f"/review/event/{key}?coding=second").text
        assert "Ada" not in page and "Other coders" not in page
        bo.decide(key)
        assert [each["reviewer"] for each in bo.get(f"/event/{key}")["others"]] == ["Ada"]
        [differing] = bo.get("/disagreements")["items"]
        assert differing["differs"] == ["type"]
        assert [each["coder"] for each in differing["opinions"]] == ["Sayso", "Ada", "Bo Şahin"]

    def test_agreement_and_precision_are_told(self, ada: Coder, bo: Coder) -> None:
        for number, key in enumerate(ada.queue("order=chance")[:6]):
            ada.decide(key, "reject" if number == 0 else "accept", drawn="chance")
            bo.decide(key, "reject" if number == 0 else "accept")
        found = ada.get("/progress")
        assert (found["precision"][0]["checked"], found["precision"][0]["right"]) == (6, 5)
        assert found["drawn_by_chance"][0]["checked"] == 6
        assert {row["field"]: row["alpha"] for row in found["agreement"]}["event"] == 1.0
        assert "Krippendorff" in ada.client.get("/review/progress").text
        rows = list(csv.DictReader(io.StringIO(ada.client.get("/api/review/progress.csv").text)))
        assert rows[0]["type"] == "all" and rows[0]["checked"] == "6"

    def test_many_coders_at_once_lose_nothing(self, app: FastAPI) -> None:
        coders = [Coder(app, f"coder {number}") for number in range(6)]
        keys = coders[0].queue()[:5]
        with ThreadPoolExecutor(6) as pool:
            statuses = list(pool.map(lambda coder: [coder.decide(key).status_code for key in keys], coders))
        assert statuses == [[303] * 5] * 6
        assert len(coders[0].decisions()) == 30

    @pytest.mark.parametrize(
        ("fields", "status", "words"),
        [
            ({"type": "NONSENSE"}, 400, "no event type"),
            ({"actors": ["m9999"]}, 400, "has no mention"),
            ({"attribution": "a9999"}, 400, "has no attribution"),
            ({"status": "perhaps"}, 400, "can be: actual"),
            ({"run": "77"}, 400, "coded again"),
            ({"run": "99999999999999999999"}, 422, "run"),
            ({"verdict": "delete"}, 422, "verdict"),
            ({"csrf": "wrong"}, 403, "out of date"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, ada: Coder, fields: dict[str, Any], status: int, words: str) -> None:
        key = ada.queue()[0]
        form = {"run": "1", "verdict": "accept", "type": "AID", "status": "actual", "csrf": ada.csrf} | fields
        answer = ada.client.post(f"/review/event/{key}", data=form, headers={"Origin": ORIGIN})
        assert answer.status_code == status
        assert words in answer.json()["detail"]
        assert ada.decisions() == []

    def test_without_the_token_nothing_is_decided(self, app: FastAPI) -> None:
        reader = TestClient(app, base_url=ORIGIN, follow_redirects=False)
        page = reader.get("/review").text
        assert "To decide, open the address with the token" in page and 'id="decision"' not in page
        for path in ("/review/event/demo-006/e2", "/review/undo", "/review/name"):
            assert reader.post(path, headers={"Origin": ORIGIN}).status_code == 401

    @pytest.mark.parametrize("key", ["demo-006/e999", "nobody/e1", "e1"])
    def test_an_event_that_is_not_there_is_not_found(self, ada: Coder, key: str) -> None:
        assert ada.client.get(f"/review/event/{key}").status_code == 404
        form = {"run": 1, "verdict": "accept"}
        assert ada.post(f"/review/event/{key}", **form).status_code == 404

    def test_a_proxys_user_cannot_take_another_name(self, store: Path) -> None:
        options = ServerOptions(user_header="X-Remote-User", proxies=("testclient",), token=TOKEN)
        app = create_app(store, options)
        client = TestClient(app, base_url=ORIGIN, follow_redirects=False)
        headers = {"X-Remote-User": "grace", "Origin": ORIGIN, "X-CSRF-Token": csrf_of(options)}
        assert client.post("/review/name", data={"name": "Ada"}, headers=headers).status_code == 303
        seen = client.post("/review/event/demo-006/e2", data={"run": 1, "verdict": "reject"}, headers=headers)
        assert seen.status_code == 303
        [made] = client.get("/api/review/decisions", headers=headers).json()["items"]
        assert made["reviewer"] == "grace"

    def test_a_name_is_words_and_nothing_more(self, ada: Coder) -> None:
        assert ada.post("/review/name", name="<script>alert(1)</script>").status_code == 303
        page = ada.client.get("/review").text
        assert "<script>alert" not in page and "&lt;script&gt;alert" in page
        assert ada.post("/review/name", name=" ").status_code == 400


class TestCases:
    def test_the_download_and_the_command_give_the_same_which_the_coder_meets(self, ada: Coder, store: Path) -> None:
        for key in ada.queue()[:8]:
            ada.decide(key)
        downloaded = ada.client.get("/review/cases.jsonl")
        cases = [json.loads(line) for line in downloaded.text.splitlines()]
        assert len(cases) == 8 and cases == ada.get("/cases")["items"]
        sayso = Path(sys.executable).parent / "sayso"
        file = store.parent / "reviewed.jsonl"
        subprocess.run([sayso, "review", "export", store, "-o", file], check=True, capture_output=True)
        assert file.read_text("utf-8") == downloaded.text
        scored = subprocess.run([sayso, "evaluate", file, "--json"], capture_output=True, text=True, check=True)
        scores = {each["name"]: each["value"] for each in json.loads(scored.stdout)["rows"]}
        # What was accepted as coded is coded so again, from its sentence alone.
        assert scores["positive"] >= 0.8

    def test_the_report_is_printed(self, ada: Coder, store: Path) -> None:
        sayso = Path(sys.executable).parent / "sayso"
        command: list[str | Path] = [sayso, "review", "report", store]
        assert "Nothing has been reviewed" in subprocess.run(command, capture_output=True, text=True, check=True).stdout
        ada.decide(ada.queue()[0])
        assert "1.00 (0.21–1.00)" in subprocess.run(command, capture_output=True, text=True, check=True).stdout
        as_json = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True).stdout
        assert json.loads(as_json)["precision"][0]["checked"] == 1


@pytest.fixture
def address(app: FastAPI) -> Iterator[str]:
    with serving(app) as found:
        yield found


@pytest.fixture
def signed_in(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A browser in which the link with the token was opened."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": COOKIE, "value": TOKEN, "url": address}])
    yield context
    context.close()


def decided(page: Page) -> list[dict[str, Any]]:
    """The decisions so far, as the API tells them."""
    found: list[dict[str, Any]] = page.evaluate("fetch('/api/review/decisions').then(answer => answer.json())")["items"]
    return found


def press(page: Page, key: str) -> None:
    """A key that decides, and the next event."""
    with page.expect_navigation():
        page.keyboard.press(key)
    page.wait_for_load_state("networkidle")


@pytest.mark.slow
class TestByKeyboard:
    def test_five_events_are_reviewed_one_taken_back_and_all_exported(self, signed_in: BrowserContext) -> None:
        page = signed_in.new_page()
        page.goto("/review")
        page.wait_for_load_state("networkidle")
        heading = page.locator("#event-title")
        first = heading.inner_text()
        press(page, "a")
        expect(heading).not_to_have_text(first)
        expect(page.locator("#last")).to_contain_text("accepted")

        press(page, "x")
        press(page, "s")

        # A type by its number, then kept with the same key as any other.
        chosen = page.locator("[data-type]").first.get_attribute("data-type")
        page.keyboard.press("1")
        expect(page.locator("#type")).to_have_value(chosen or "")
        expect(page.locator("button.main")).to_contain_text("Save the correction")
        press(page, "a")

        # Another actor: to the boxes, tick, leave the field, keep.
        page.keyboard.press("w")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
        page.keyboard.press("Escape")
        press(page, "a")

        verdicts = [each["verdict"] for each in decided(page)]
        assert verdicts == ["accept", "reject", "skip", "correct", "correct"]
        assert [each["field"] for each in decided(page)[3]["changes"]] == ["type"]
        assert [each["field"] for each in decided(page)[4]["changes"]] == ["actors"]

        press(page, "u")
        expect(page).to_have_url(re.compile("/review/event/demo-"))
        assert [each["verdict"] for each in decided(page)][-1] == "undo"
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_contain_text("undo your last decision")
        page.keyboard.press("Escape")

        page.goto("/review/progress")
        with page.expect_download() as download:
            page.get_by_role("link", name="cases.jsonl").focus()
            page.keyboard.press("Enter")
        cases = [json.loads(line) for line in download.value.path().read_text("utf-8").splitlines()]
        assert len(cases) == 3
        assert all(case["text"] and case["expect"] for case in cases)

    def test_type_and_status_are_chosen_by_their_letters(self, signed_in: BrowserContext) -> None:
        page = signed_in.new_page()
        page.goto("/review/event/demo-006/e2")
        page.wait_for_load_state("networkidle")
        page.keyboard.press("t")
        page.keyboard.type("SANC")
        page.keyboard.press("Enter")
        page.keyboard.press("p")
        page.keyboard.type("hypo")
        page.keyboard.press("Escape")
        expect(page.locator(".changed")).to_have_count(2)
        press(page, "a")
        changes = {each["field"]: each["becomes"] for each in decided(page)[0]["changes"]}
        assert changes == {"type": "SANCTION", "status": "hypothetical"}

    def test_a_key_that_is_held_decides_once(self, signed_in: BrowserContext) -> None:
        page = signed_in.new_page()
        page.goto("/review")
        page.wait_for_load_state("networkidle")
        with page.expect_navigation():
            for _ in range(8):
                page.keyboard.down("a")
        page.wait_for_load_state("networkidle")
        for _ in range(8):
            page.keyboard.down("a")
        page.keyboard.up("a")
        assert len(decided(page)) == 1

    def test_the_address_restores_the_queue(self, signed_in: BrowserContext) -> None:
        page = signed_in.new_page()
        page.goto("/review?order=chance&only=ACCUSE")
        page.wait_for_load_state("networkidle")
        title = page.locator("#event-title").inner_text()
        assert title.startswith("ACCUSE")
        url = page.url
        page.goto("about:blank")
        page.goto(url)
        assert page.locator("#event-title").inner_text() == title
        press(page, "a")
        assert page.url == url
        assert decided(page)[0]["drawn"] == "chance in type"


@pytest.mark.slow
class TestWithoutJavaScript:
    def test_the_form_still_decides(self, browser: Browser, address: str, ada: Coder) -> None:
        context = browser.new_context(base_url=address, java_script_enabled=False)
        context.add_cookies([{"name": COOKIE, "value": TOKEN, "url": address}])
        page = context.new_page()
        page.goto("/review")
        page.get_by_label("You decide as").fill("Grace")
        page.get_by_role("button", name="Change name").click()
        page.locator("#type").select_option("SANCTION")
        page.get_by_role("button", name="Accept as shown").click()
        expect(page.locator("#last")).to_contain_text("corrected")
        page.get_by_role("button", name="Undo").click()
        expect(page).to_have_url(re.compile("/review/event/demo-"))
        assert [(each["reviewer"], each["verdict"]) for each in ada.decisions()] == [
            ("Grace", "correct"),
            ("Grace", "undo"),
        ]
        context.close()
