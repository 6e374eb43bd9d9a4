"""An article with its highlights: every character stands once, every highlight leads on, hostile words stay words."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from html import unescape
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

from sayso import open_store
from sayso.relations.joining import join
from sayso.schema import Attribution, CodedDocument, Document, Mention, QuotedSpan, Span
from sayso.server import ServerOptions, create_app
from sayso.server.article import LAYERS, Emphasis, marks_of, paragraphs
from sayso.server.chosen import choose, in_order, neighbours, uncoded_in
from sayso.server.hedges import hedges_in
from sayso.server.legible import legible
from sayso.server.sayings import said_in
from sayso.store import Run

from .browsing import barriers
from .hostile import DOCUMENT_ID, EVERYTHING, hostile_document, hostile_store
from .live import serving

PATH = f"/read/{quote(DOCUMENT_ID, safe='/')}"


def text_of(paragraph: object) -> str:
    return "".join(segment.text for segment in paragraph.segments)  # type: ignore[attr-defined]


class TestCutting:
    def test_every_character_stands_once_whatever_overlaps(self) -> None:
        coded = hostile_document()
        emphases = [Emphasis(place, place + 7, "hit") for place in range(0, len(coded.document.text), 5)]
        found = list(paragraphs(coded.document.text, marks_of(coded), emphases))
        lines = [legible(line) for line in coded.document.text.split("\n") if line.strip()]
        assert [text_of(paragraph) for paragraph in found] == lines

    def test_nested_and_overlapping_stretches_are_cut_where_they_begin_and_end(self) -> None:
        coded = CodedDocument(
            Document("d", "aa bb cc dd ee"),
            mentions=(Mention("m1", 3, 8, "bb cc", "name", "x"),),
            attributions=(
                Attribution("a1", "indirect", None, None, (Span(0, 5), Span(9, 14))),
                Attribution("a2", "direct", None, None, (Span(3, 5),), parent="a1"),
            ),
        )
        [paragraph] = paragraphs(coded.document.text, marks_of(coded), [])
        shown = [
            (s.text, s.depth, s.leads_to, [m.id for m in s.begins], [m.id for m in s.ends]) for s in paragraph.segments
        ]
        assert shown == [
            ("aa ", 1, None, ["a1"], []),
            ("bb", 2, "m1", ["m1", "a2"], ["a2", "a1"]),
            (" cc", 0, "m1", [], []),
            (" ", 0, None, [], []),
            ("dd ee", 1, None, ["a1"], ["a1"]),
        ]

    def test_a_quotation_that_goes_on_shows_its_number_in_each_paragraph(self) -> None:
        coded = CodedDocument(
            Document("d", "one two\nthree"), attributions=(Attribution("a1", "direct", None, None, (Span(4, 13),)),)
        )
        found = list(paragraphs(coded.document.text, marks_of(coded), []))
        assert [[mark.id for s in each.segments for mark in s.begins] for each in found] == [["a1"], ["a1"]]

    def test_a_hidden_layer_has_no_marks(self) -> None:
        coded = hostile_document()
        assert {mark.layer for mark in marks_of(coded)} == set(LAYERS)
        assert {mark.layer for mark in marks_of(coded, ("acts",))} == {"acts"}

    def test_controls_are_drawn_and_spelling_marks_of_direction_stay(self) -> None:
        assert legible("a\x07b\x7fc\x85\u202ed\u200f\tשלום") == "a␇b␡c⟨85⟩⟨RLO⟩d\u200f\tשלום"


class TestChoosing:
    def test_next_and_previous_go_through_all_records_in_order_of_the_text(self) -> None:
        coded = hostile_document()
        order = in_order(coded)
        assert sorted(order) == ["a1", "a2", "e1", "s1"]
        at, walked = neighbours(coded, None)[1], []
        while at is not None:
            walked.append(at)
            at = neighbours(coded, at)[1]
        assert walked == order
        assert neighbours(coded, "m1") == (None, order[0])

    def test_an_attribution_shows_those_around_it_and_those_in_it_but_not_its_siblings(self) -> None:
        spans = {name: (Span(at, at + 1),) for at, name in enumerate("abcd")}
        coded = CodedDocument(
            Document("d", "text of it"),
            attributions=(
                Attribution("a", "direct", None, None, spans["a"]),
                Attribution("b", "direct", None, None, spans["b"], parent="a"),
                Attribution("c", "direct", None, None, spans["c"], parent="a"),
                Attribution("d", "direct", None, None, spans["d"], parent="b"),
            ),
        )
        chosen = choose(coded, "b")
        assert chosen is not None
        [outer] = chosen.said
        assert outer.id == "a" and [each.id for each in outer.inner] == ["b"]
        assert [each.id for each in outer.inner[0].inner] == ["d"]

    def test_attributions_in_a_circle_come_to_an_end(self) -> None:
        coded = CodedDocument(
            Document("d", "text"),
            attributions=(
                Attribution("a", "direct", None, None, (Span(0, 1),), parent="b"),
                Attribution("b", "direct", None, None, (Span(1, 2),), parent="a"),
            ),
        )
        assert choose(coded, "a") is not None
        assert list(paragraphs("text", marks_of(coded), []))
        assert said_in(coded) == ()

    def test_hedges_are_found_as_they_are_used(self) -> None:
        text = "It allegedly may have fled; he is widely believed to know it, appears to rest, and believed her in May."
        found = [text[each.start : each.end] for each in hedges_in(text, Span(0, len(text) - 4))]
        assert found == ["allegedly", "may", "is widely believed", "appears"]

    def test_a_sentence_without_an_event_says_what_it_lacks(self) -> None:
        text = "It rains. A cat sleeps. Russia waits. Russia struck."
        places = [0, 10, 24, 38, len(text) + 1]
        coded = CodedDocument(
            Document("d", text),
            sentences=tuple(Span(a, b - 1) for a, b in pairwise(places)),
            entities=hostile_document().entities[:1],
            mentions=(Mention("m1", 10, 15, "A cat", "nominal"), Mention("m2", 24, 30, "Russia", "name", "RUS")),
            events=tuple(
                replace(event, trigger=QuotedSpan(45, 51, "struck"), sentence=Span(38, 52))
                for event in hostile_document().events
            ),
        )
        assert [each.why.split(",")[0] for each in uncoded_in(coded)] == [
            "nobody is named",
            "nobody of a state",
            "no act that the codebook knows",
        ]


@pytest.mark.model
class TestPage:
    def test_each_event_source_and_entity_leads_on(self, client: TestClient, demo_store: Path) -> None:
        with open_store(demo_store) as store:
            coded = store.record("demo-006")
        html = client.get("/read/demo-006").text
        for each in [event.id for event in coded.events] + [each.id for each in coded.attributions]:
            assert f'id="{each}"' in html and f"show={each}#{each}" in html
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        for entity in {mention.entity for mention in coded.mentions if mention.entity and mention.form == "name"}:
            mention = next(each.id for each in coded.mentions if each.entity == entity)
            assert f'href="/entity/{quote(entity)}"' in client.get(f"/read/demo-006?show={mention}").text

    def test_the_panel_has_the_chain_from_the_outside_in(self, client: TestClient) -> None:
        html = client.get("/read/demo-006?show=e2").text
        panel = html[html.index("<aside") : html.index("</aside")]
        publisher, iran, israel = (panel.index(name) for name in ("Alborz Daily", "rejected</q>", "accusations</q>"))
        assert publisher < iran < israel
        assert "says no" in panel[iran:israel]

    def test_the_publishers_address_tells_nobody_where_one_comes_from(self, client: TestClient) -> None:
        assert re.search(
            r'<a href="https://example.org/[^"]+" rel="noreferrer [^"]*"', client.get("/read/demo-002").text
        )
        assert "https://" not in client.get("/read/demo-001").text

    def test_words_that_were_searched_for_are_marked_and_one_is_the_hit(self, client: TestClient) -> None:
        html = client.get("/read/demo-006", params={"q": "iran drones", "at": 500}).text
        assert html.count("is-hit") == 4 and html.count('id="hit"') == 1

    def test_what_was_considered_is_told_on_request(self, client: TestClient) -> None:
        found = client.get("/api/read/demo-006", params={"why": "true"}).json()
        assert client.get("/api/read/demo-006").json()["dropped"] is None
        text = found["record"]["document"]["text"]
        assert found["dropped"] and all(text[e["start"] : e["end"]] == e["text"] for e in found["dropped"])

    def test_csv_has_the_words_of_each_highlight(self, client: TestClient, demo_store: Path) -> None:
        with open_store(demo_store) as store:
            text = store.record("demo-006").document.text
        rows = list(csv.DictReader(io.StringIO(client.get("/api/read/demo-006.csv").text)))
        assert rows and all(text[int(row["start"]) : int(row["end"])] == row["text"] for row in rows)
        assert {row["layer"] for row in rows} == {"names", "quotations", "acts"}

    @pytest.mark.parametrize(
        "query", ["show=e999", "show=%00", "hide=names&hide=acts", "q=%22", "at=99999", "show=m23"]
    )
    def test_whatever_is_asked_there_is_a_page(self, client: TestClient, query: str) -> None:
        assert client.get(f"/read/demo-006?{query}").status_code == 200

    @pytest.mark.parametrize("path", ["/read/nothing", "/read/demo-006?run=99", "/read/demo-006?known_on=1999-01-01"])
    def test_what_there_is_not_is_said_to_be_so(self, client: TestClient, path: str) -> None:
        assert client.get(path).status_code == 404
        assert client.get(f"/api{path}").headers["content-type"] == "application/problem+json"

    def test_an_earlier_coding_is_shown_by_its_run(self, tmp_path: Path) -> None:
        path, coded = tmp_path / "two.db", hostile_document()
        with open_store(path) as store:
            first = store.begin_run()
            store.add(coded, first)
            store.finish_run(first)
            second: Run = store.begin_run()
            bare = CodedDocument(coded.document, sentences=coded.sentences)
            assert store.recode(bare, second) == "recoded"
            store.finish_run(second)
        client = TestClient(create_app(path), base_url="http://localhost")
        assert client.get(f"/api{PATH}").json()["record"]["events"] == []
        earlier = client.get(f"/api{PATH}", params={"run": first.id}).json()
        assert [event["id"] for event in earlier["record"]["events"]] == ["e1"]
        assert [(each["run"], each["current"], each["shown"]) for each in earlier["codings"]] == [
            (second.id, True, False),
            (first.id, False, True),
        ]
        assert "Not the current coding" in client.get(PATH, params={"run": first.id}).text


HOSTILE_PAGES = (
    PATH,
    *(f"{PATH}?show={each}&q=attacked+israel" for each in ("e1", "a1", "a2", "m1", "m2", "s1")),
    f"{PATH}?show=%3Cscript%3Ealert(1)%3C/script%3E&q=%3Cimg%20src=x%20onerror=hacked=9%3E",
    f"{PATH}?hide=names&hide=quotations&hide=acts&hide=ties",
    "/search?q=attacked",
    "/search?q=%3Cscript%3Ealert(1)%3C/script%3E&publisher=%22%3E%3Cimg%20src=x%3E",
    "/search?q=private+bell",
    "/claims",
    "/entity/RUS",
    f"/entity/{quote('x/<b>?#')}",
    "/entity/%3Cscript%3Ealert(1)%3C/script%3E",
    "/claim/%3Cscript%3Ealert(1)%3C/script%3E",
)


# Each template once: the article, an event and a quotation in it, the search, and an actor.
PAGES_FOR_AXE = (*HOSTILE_PAGES[:3], "/search?q=attacked", "/entity/RUS")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    path = hostile_store(tmp_path_factory.mktemp("hostile") / "hostile.db")
    with open_store(path) as store:
        join(store)
    return create_app(path, ServerOptions())


class TestHostileWords:
    @pytest.mark.parametrize("path", HOSTILE_PAGES)
    def test_they_stay_words(self, hostile: FastAPI, path: str) -> None:
        answer = TestClient(hostile, base_url="http://localhost").get(path, headers={"Accept": "text/html"})
        assert answer.status_code in (200, 300, 404)
        for markup in ("<script>window", "<script>alert", "<img src=x", "<svg onload", 'href="javascript:', "49 {%"):
            assert markup not in answer.text

    def test_a_claim_of_theirs_has_a_page(self, hostile: FastAPI) -> None:
        client = TestClient(hostile, base_url="http://localhost")
        answer = client.get(f"/claim/{quote(DOCUMENT_ID, safe='/')}/e1", headers={"Accept": "text/html"})
        assert answer.status_code == 200 and "<script>window" not in answer.text

    def test_links_lead_back_to_the_same_document_and_entity(self, hostile: FastAPI) -> None:
        client = TestClient(hostile, base_url="http://localhost")
        html = client.get(f"{PATH}?show=e1").text
        links = {unescape(each) for each in re.findall(r'href="(/(?:read|event|entity|claim)/[^"#]*)', html)}
        assert len(links) >= 8
        for link in links:
            assert client.get(link).status_code == 200, link

    @pytest.mark.slow
    def test_a_browser_runs_none_of_it_and_shows_all_of_it(self, hostile: FastAPI, browser: Browser) -> None:
        with serving(hostile) as address:
            page = browser.new_page(base_url=address, viewport={"width": 360, "height": 700})
            for path in HOSTILE_PAGES:
                page.goto(path)
                assert page.evaluate("window.hacked") is None
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is too wide"
                if path in PAGES_FOR_AXE:
                    assert barriers(page) == [], path
            page.goto(f"{PATH}?show=a1")
            shown = page.locator(".text").evaluate(WITHOUT_SIGNS)
            wanted = "".join(legible(line) for line in hostile_document().document.text.split("\n") if line.strip())
            assert "".join(shown.split()) == "".join(wanted.split())
            assert "<script>window.hacked = 1</script>" in shown and "⟨RLO⟩" in shown and EVERYTHING[:40] in shown
            page.close()


# The words of the article without numbers, labels and closing signs.
WITHOUT_SIGNS = (
    "(each) => { const copy = each.cloneNode(true); "
    "copy.querySelectorAll('.chip, .role, .close').forEach(sign => sign.remove()); return copy.textContent; }"
)


@pytest.mark.model
@pytest.mark.slow
class TestInTheBrowser:
    def test_from_an_event_to_its_sentence_chain_claim_and_denial(self, page: Page) -> None:
        page.goto("/event/demo-006/e2")
        page.get_by_role("link", name="Read the article").click()
        expect(page).to_have_url(re.compile(r"/read/demo-006\?show=e2#e2"))
        expect(page.locator("mark.is-act")).to_have_text("attacked")
        expect(page.locator("aside .levels li")).to_have_count(3)
        expect(page.locator("aside .levels")).to_contain_text("says no")
        page.get_by_role("link", name="Who asserts it, who denies it").click()
        expect(page).to_have_url(re.compile("/claim/demo-006/e2"))
        row = page.locator("tr", has=page.locator(".stance-denies"))
        expect(row).to_contain_text("Iran")
        row.locator("td").last.get_by_role("link").click()
        expect(page.locator("#chosen-title")).to_have_text("Event e2")

    def test_keys_go_through_the_records_and_the_address_keeps_up(self, page: Page) -> None:
        page.goto("/read/demo-006")
        page.wait_for_load_state("networkidle")
        for title in ("Quotation a1", "Quotation a2", "Event e1", "Event e2"):
            page.keyboard.press("j")
            expect(page.locator("#chosen-title")).to_have_text(title)
            expect(page.locator("#said")).to_have_text(title)  # the links are ready for the next key
        page.keyboard.press("k")
        expect(page).to_have_url(re.compile(r"show=e1#e1$"))
        chosen, panel = page.url, page.locator("aside.panel").inner_text()
        page.keyboard.press("2")
        expect(page).to_have_url(re.compile("hide=quotations"))
        expect(page.locator(".text .chip-said")).to_have_count(0)
        page.go_back()
        expect(page.locator(".text .chip-said").first).to_be_visible()
        page.goto("about:blank")
        page.goto(chosen)
        assert page.locator("aside.panel").inner_text() == panel
        page.keyboard.press("x")
        expect(page.locator("#chosen-title")).to_have_count(0)

    def test_a_click_on_a_word_opens_it_and_leaves_the_text_where_it_is(self, page: Page) -> None:
        page.goto("/read/demo-006")
        page.wait_for_load_state("networkidle")
        word = page.locator(".text a.to-act", has_text="strike")
        word.scroll_into_view_if_needed()
        before = page.evaluate("scrollY")
        word.click()
        expect(page.locator("#chosen-title")).to_have_text("Event e5")
        assert page.evaluate("scrollY") == before

    def test_without_javascript_every_highlight_is_a_link(self, browser: Browser, address: str) -> None:
        context = browser.new_context(base_url=address, java_script_enabled=False)
        page = context.new_page()
        page.goto("/read/demo-006")
        page.locator(".text a.to-cue", has_text="warned").click()
        expect(page.locator("#chosen-title")).to_have_text("Quotation a7")
        expect(page.locator("table", has=page.get_by_text("who says so", exact=True))).to_be_visible()
        context.close()
