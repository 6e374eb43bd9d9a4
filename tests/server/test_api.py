"""The API: JSON and CSV of every page, paging, ETags, and problems instead of errors."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from sayso import open_store
from sayso.server import ServerOptions, create_app

pytestmark = pytest.mark.model

RELATION = "/api/relation/RUS/ISR"


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_relation_is_what_python_answers(client: TestClient, demo_store: Path) -> None:
    with open_store(demo_store) as store:
        expected = store.relation("RUS", "ISR", by="quarter", since="2022-01-01")
    found = client.get(RELATION, params={"by": "quarter", "since": "2022-01-01"}).json()
    assert found["periods"] == expected.rows()
    assert found["caption"] == expected.caption
    assert any(period["occurrences"] is None for period in found["periods"]), "a gap is no data, not zero"


def test_several_perspectives_are_a_comparison(client: TestClient) -> None:
    found = client.get(RELATION, params={"perspective": ["A", "B"]}).json()
    assert [each["perspective"] for each in found["relations"]] == ["A", "B"]
    assert found["differences"]


@pytest.mark.parametrize("path", [RELATION, f"{RELATION}/events", "/api/events", "/api/overview"])
def test_csv_comes_by_header_and_by_ending(client: TestClient, path: str) -> None:
    by_header = client.get(path, headers={"Accept": "text/csv"})
    by_ending = client.get(f"{path}.csv")
    assert by_header.headers["content-type"] == by_ending.headers["content-type"] == "text/csv; charset=utf-8"
    assert by_header.text == by_ending.text
    assert len(rows_of(by_header.text)) >= 1


def test_the_liked_form_wins(client: TestClient) -> None:
    for accept, kind in (
        ("text/csv;q=0.4, application/json", "application/json"),
        ("application/json;q=0.4, text/csv", "text/csv; charset=utf-8"),
        ("image/png", "application/json"),
        ("text/csv;q=x", "application/json"),
    ):
        assert client.get("/api/events", headers={"Accept": accept}).headers["content-type"] == kind


def all_pages(client: TestClient, path: str, limit: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        answer = client.get(path, params={"limit": limit} | ({"cursor": cursor} if cursor else {})).json()
        found += answer["items"]
        assert len(answer["items"]) <= limit
        cursor = answer["next"]
        if cursor is None:
            return found


@pytest.mark.parametrize("limit", [7, 100])
def test_pages_together_are_the_whole_list_in_its_order(client: TestClient, demo_store: Path, limit: int) -> None:
    with open_store(demo_store) as store:
        expected = [(row.document_id, row.event_id) for row in store.events()]
    listed = all_pages(client, "/api/events", limit)
    assert [(row["document_id"], row["event_id"]) for row in listed] == expected


def test_the_link_header_leads_to_the_next_page(client: TestClient) -> None:
    first = client.get("/api/events.csv", params={"limit": 3, "actor": "RUS"})
    following = first.headers["link"].removeprefix("<").partition(">")[0]
    assert following.startswith("/api/events.csv?") and "actor=RUS" in following
    second = client.get(following)
    assert len(rows_of(second.text)) == 3
    assert not {row["event_id"] + row["document_id"] for row in rows_of(second.text)} & {
        row["event_id"] + row["document_id"] for row in rows_of(first.text)
    }


@pytest.mark.parametrize("cursor", ["x", "WzFd", "e30", "WyJhIl0", "WzEsMiwzXQ", "A" * 500, "[]", "é"])
def test_a_cursor_that_nobody_gave_is_refused(client: TestClient, cursor: str) -> None:
    for path in ("/api/events", f"{RELATION}/events"):
        answer = client.get(path, params={"cursor": cursor})
        assert answer.status_code == 400 or (path != "/api/events" and cursor == "WzFd")


@pytest.mark.parametrize("pair", ["RUS/ISR", "RUS/UKR", "IRN/USA", "Q7747/world"])
@pytest.mark.parametrize(
    "asked", [{}, {"perspective": "A"}, {"perspective": "own"}, {"direction": "b-to-a"}, {"status": "future"}], ids=str
)
def test_the_acts_of_a_stretch_are_those_that_the_series_counts(
    client: TestClient, pair: str, asked: dict[str, str]
) -> None:
    series = client.get(f"/api/relation/{pair}", params={"by": "quarter", **asked}).json()
    for period in series["periods"]:
        days = {"from": period["begin"], "to": period["end"]}
        acts = client.get(f"/api/relation/{pair}/events", params={"by": "quarter", **asked, **days}).json()["items"]
        assert len(acts) == (period["occurrences"] or 0)


def test_one_event_has_its_chain_from_the_outside_in(client: TestClient, demo_store: Path) -> None:
    with open_store(demo_store) as store:
        rows = list(store.events())
    row = next(row for row in rows if " > " in row.sources and "?" not in row.sources)
    found = client.get(f"/api/event/{row.document_id}/{row.event_id}").json()
    assert found["sentence"] == row.sentence == "".join(part["text"] for part in found["parts"])
    assert found["chain"][0]["name"] == row.publisher
    assert len(found["chain"]) >= 3
    assert [part["text"] for part in found["parts"] if part["role"] == "act"] == [row.trigger]


def test_an_answer_is_not_sent_twice_while_the_store_stands_still(client: TestClient) -> None:
    for path in ("/", RELATION, "/events"):
        first = client.get(path)
        etag = first.headers["etag"]
        again = client.get(path, headers={"If-None-Match": f'"other", {etag}'})
        assert (again.status_code, again.content) == (304, b"")
        assert client.get(path, headers={"If-None-Match": '"other"'}).content == first.content


def test_an_answer_changes_with_the_store(demo_store: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(demo_store.read_bytes())
    client = TestClient(create_app(copy), base_url="http://localhost")
    before = client.get("/api/overview")
    with open_store(copy) as store, store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM documents WHERE id = (SELECT min(id) FROM documents)")
    for _ in range(50):
        after = client.get("/api/overview", headers={"If-None-Match": before.headers["etag"]})
        assert after.status_code == 200
        if "etag" in after.headers:
            break
    assert after.json()["documents"] == before.json()["documents"] - 1


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/nothing", 404, "There is nothing at"),
        ("/api/event/demo-001/e999", 404, "has no event"),
        ("/api/event/nobody/e1", 404, "holds no document"),
        ("/api/relation/Nobody/RUS", 404, "knows nobody"),
        ("/api/relation/world/world", 404, "not the world"),
        (f"{RELATION}?since=2022", 400, "which is no day"),
        (f"{RELATION}?by=decade", 422, "`by`"),
        (f"{RELATION}?perspective=Nobody+at+all", 400, "nobody of that name claims"),
        (f"{RELATION}?since=0001-01-01&until=9999-12-31&by=day", 400, "Ask for a shorter time"),
        ("/api/events?limit=0", 422, "`limit`"),
        ("/api/events?limit=100000", 422, "`limit`"),
        ("/api/events?status=perhaps", 422, "`status"),
        (f"{RELATION}/plot.gif", 422, "`kind`"),
        (f"{RELATION}/plot.svg?since=1900-01-01&until=1900-12-31", 400, "nothing to draw"),
    ],
)
def test_an_error_is_a_problem_document(client: TestClient, path: str, status: int, words: str) -> None:
    answer = client.get(path)
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert answer.status_code == problem["status"] == status
    assert words in problem["detail"]
    assert {"type", "title", "instance"} <= problem.keys()


def test_an_empty_field_of_a_form_asks_for_nothing(client: TestClient) -> None:
    full = client.get("/api/events").text
    empty = "actor=&recipient=&type=&since=&until=&status=&source=&publisher=&known_on="
    assert client.get(f"/api/events?{empty}").text == full
    assert client.get(f"{RELATION}?since=&until=&perspective=&status=&known_on=&from=&to=").status_code == 200


def test_a_person_gets_the_problem_as_a_page(client: TestClient) -> None:
    answer = client.get("/relation/Nobody/RUS", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "knows nobody" in answer.text


def test_an_unexpected_error_tells_nothing_of_the_inside(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("sayso.server.routes.events.events_page", fail)
    client = TestClient(app, base_url="http://localhost", raise_server_exceptions=False)
    answer = client.get("/api/events?limit=11")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "secret" not in answer.text


def test_what_takes_too_long_is_broken_off(demo_store: Path) -> None:
    client = TestClient(create_app(demo_store, ServerOptions(seconds=1e-6)), base_url="http://localhost")
    answer = client.get(RELATION)
    assert answer.status_code == 503
    assert "longer than a request may" in answer.json()["detail"]


@pytest.mark.parametrize(("kind", "begins"), [("png", b"\x89PNG"), ("svg", b"<svg"), ("json", b"{")])
def test_a_chart_can_be_taken_away(client: TestClient, kind: str, begins: bytes) -> None:
    assert client.get(f"{RELATION}/plot.{kind}", params={"by": "year"}).content.startswith(begins)


def test_the_api_describes_itself(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    paths = described["paths"]
    assert all(path.startswith("/api/") for path in paths)
    for path, operations in paths.items():
        for operation in operations.values():
            assert operation["summary"], path
            assert any(said.get("content") for status, said in operation["responses"].items() if status < "300"), path
    page = client.get("/api").text
    assert [path for path in paths if path not in page] == []


def test_a_formula_in_an_article_stays_words(client: TestClient) -> None:
    from sayso.server.answers import csv_answer

    answer = csv_answer(["a", "b"], [{"a": "=HYPERLINK(1)", "b": -2.5}])
    assert bytes(answer.body).decode() == "a,b\r\n'=HYPERLINK(1),-2.5\r\n"


def test_the_coverage_adds_up_to_the_dated_documents(client: TestClient) -> None:
    found = client.get("/api/overview").json()
    rows = client.get("/api/overview/coverage").json()["items"]
    assert sum(row["documents"] for row in rows) == sum(each["total"] for each in found["coverage"])
    assert {row["period"] for row in rows} <= set(found["columns"])
    table = list(csv.DictReader(io.StringIO(client.get("/api/overview/coverage.csv").text)))
    assert [(row["publisher"], row["period"]) for row in table] == [(row["publisher"], row["period"]) for row in rows]
