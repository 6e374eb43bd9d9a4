"""Runs: with what each was made, what it skipped, and what coding the same articles again changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from .stores import DOCUMENT, HOSTILE

pytestmark = pytest.mark.model


@pytest.fixture
def client(recoded: FastAPI) -> TestClient:
    return TestClient(recoded, base_url="http://localhost")


def test_runs_are_listed_with_what_came_of_them(client: TestClient) -> None:
    second, first = client.get("/api/runs").json()["items"]
    assert (second["id"], second["codebook"], second["model"], second["documents"]) == (2, "feedc0de", "another", 1)
    assert (second["errors"], second["notes"], second["settings"]["max_characters"]) == (1, 1, 500)
    assert first["documents"] == 69 and first["current"] == 68
    rows = list(csv.DictReader(io.StringIO(client.get("/api/runs.csv").text)))
    assert [row["id"] for row in rows] == ["2", "1"]
    page = client.get("/runs").text
    assert "feedc0de" in page and "/runs/2/changes" in page


def test_one_run_says_what_it_skipped_and_why(client: TestClient) -> None:
    assert client.get("/api/runs/2").json()["issues"] == [["error", "readers", 1], ["note", "readers", 1]]
    page = client.get("/runs/2").text
    assert HOSTILE not in page and "&lt;script&gt;alert(1)" in page and "page.html</bdi>, line 3" in page
    assert "500" in page and "another" in page
    only = client.get("/api/runs/2/issues", params={"severity": "note"}).json()["items"]
    assert [each["problem"] for each in only] == ["read as Latin-1"]
    assert client.get("/api/runs/2/issues", params={"words": "SCRIPT"}).json()["items"][0]["line"] == 3
    assert "No issue passes" in client.get("/runs/2", params={"words": "nothing like it"}).text
    assert len(list(csv.DictReader(io.StringIO(client.get("/api/runs/2/issues.csv").text)))) == 2


def test_changes_are_summed_up_and_each_leads_to_its_sentence(client: TestClient) -> None:
    found = client.get("/api/runs/2/changes").json()
    assert (found["earlier"], found["later"], found["compared"]) == (1, 2, 1)
    assert found["counts"] == {"removed": 1, "status": 1}
    page = client.get("/runs/2/changes").text
    assert "+0 events, −1, 1 status flip, against run 1, in 1 article coded by both" in page
    for row in found["items"]:
        run = 2 if row["after"] else 1
        address = f"/runs/{run}/event/{DOCUMENT}/{row['after'] or row['before']}"
        assert address in page
        seen = client.get(address)
        assert seen.status_code == 200 and f"as run {run} coded it" in seen.text
    [flip] = client.get("/api/runs/2/changes", params={"kind": "status"}).json()["items"]
    assert (flip["what"], flip["becomes"]) == (["status"], ["future"])
    assert len(list(csv.DictReader(io.StringIO(client.get("/api/runs/2/changes.csv").text)))) == 2


def test_the_first_run_has_nothing_to_be_compared_with(client: TestClient) -> None:
    assert client.get("/api/runs/1/changes").json()["items"] == []
    assert "nothing to compare" in client.get("/runs/1/changes").text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/runs/99", 404),
        ("/api/runs/99/issues", 404),
        ("/api/runs/99/changes", 404),
        ("/api/runs/2/changes?since=99", 404),
        ("/api/runs/2/changes?since=0", 422),
        ("/api/runs/2/changes?since=&kind=", 200),
        ("/runs/2/event/demo-006/e999", 404),
        ("/runs/2/event/demo-001/e1", 404),
        ("/api/runs/0", 422),
        ("/api/runs/99999999999999999999", 422),
        ("/api/runs/2/changes?kind=perhaps", 422),
        ("/api/runs/2/issues?severity=perhaps", 422),
        ("/api/runs/2/issues?cursor=x", 400),
    ],
)
def test_what_is_not_there_is_a_problem(client: TestClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


@pytest.mark.slow
def test_from_the_list_to_a_sentence_in_a_browser(page: Page, sites: Mapping[str, str]) -> None:
    page.goto(sites["recoded"] + "/runs")
    page.get_by_role("link", name="what it changed").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What run 2 changed")
    page.locator(".told .sentence a").first.click()
    expect(page.locator(".passage")).to_be_visible()
