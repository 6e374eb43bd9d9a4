"""One actor: what the page counts is what Python counts, as of a day; every name leads to somebody or to a choice."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from sayso import open_store
from sayso.server.entity_view import view_entity
from sayso.server.stores import DEADLINE, within

pytestmark = pytest.mark.model

PUTIN, CHANGE = "Q7747", "2022-07-01"


def test_the_figures_are_those_of_who(client: TestClient, demo_store: Path) -> None:
    with open_store(demo_store) as store:
        expected = store.who("RUS")
    found = client.get("/api/entity/RUS").json()
    assert found["profile"]["totals"] == [
        {"part": each.part, "occurrences": each.occurrences, "reports": each.reports} for each in expected.totals
    ]
    rows = list(csv.DictReader(io.StringIO(client.get("/api/entity/RUS.csv").text)))
    assert [(row["part"], row["type"]) for row in rows] == [(each.part, each.type) for each in expected.dealings]


def test_partners_add_up_to_the_dealings(demo_store: Path) -> None:
    with open_store(demo_store) as store:
        seen = view_entity(store, "ISR", None)
    russia = next(each for each in seen.partners if each.id == "RUS")
    dealt = [each for each in seen.profile.dealings if each.counterpart_id == "RUS" and not each.part.endswith("said")]
    dealt = [each for each in dealt if each.type != "attribution"]
    assert russia.acts == sum(each.occurrences for each in dealt) == russia.cooperation + russia.conflict > 0


def test_a_day_leaves_out_what_came_later_and_tells_the_offices_of_then(client: TestClient) -> None:
    early = client.get("/api/entity/Q7747", params={"on": CHANGE}).json()
    late = client.get("/api/entity/Q7747").json()
    for part in (0, 3):
        assert 0 < early["profile"]["totals"][part]["occurrences"] < late["profile"]["totals"][part]["occurrences"]
    assert early["profile"]["last"] <= CHANGE
    assert all(each["last"] is None or each["last"] <= CHANGE for each in early["profile"]["dealings"])
    prime = client.get("/api/entity/Q7747", params={"on": "2010-05-05"}).json()
    assert [each["title"] for each in prime["known"]["tenures"] if each["now"]] == ["Prime Minister of Russia"]
    assert prime["profile"]["documents"] == 0


def test_outlets_and_stances_count_what_the_record_has(demo_store: Path) -> None:
    with open_store(demo_store) as store:
        seen = view_entity(store, PUTIN, None)
        codings = [store.record(document.id) for document in store.documents()]
    said = told = 0
    for coded in codings:
        own = {mention.id for mention in coded.mentions if mention.entity == PUTIN}
        said += sum(each.source in own for each in coded.attributions)
        told += sum(each.claimant in own for each in coded.claims)
    assert sum(each.attributions for each in seen.quoting) == said > 0
    assert sum(each.claims for each in seen.standings) == told > 0


def test_a_name_that_fits_several_offers_them(client: TestClient) -> None:
    answer = client.get("/entity/government of", headers={"Accept": "text/html"})
    assert answer.status_code == 300
    assert len(re.findall(r'href="/entity/[A-Z]{3}\.GOV"', answer.text)) > 3
    assert client.get("/api/entity/government of").status_code == 404


def test_a_name_that_fits_one_is_that_one(client: TestClient) -> None:
    assert client.get("/api/entity/Lavrov").json()["profile"]["name"] == "Sergey Lavrov"
    assert client.get("/entity", params={"name": "Lavrov"}).headers["location"] == "/entity/Lavrov"


def test_nobody_is_not_found_and_one_outside_the_store_is_known_from_the_tables(client: TestClient) -> None:
    assert client.get("/entity/Nobody at all").status_code == 404
    unseen = client.get("/entity/Q2514", headers={"Accept": "text/html"})
    assert unseen.status_code == 200 and "Seen in no article" in unseen.text
    assert client.get("/entity/RUS?on=2022").status_code == 400


def test_patience_never_goes_beyond_the_requests_own_deadline() -> None:
    token = DEADLINE.set(1.0)
    try:
        with within(5):
            assert DEADLINE.get() == 1.0
    finally:
        DEADLINE.reset(token)


@pytest.mark.slow
def test_from_a_person_to_a_relation_and_to_a_sentence(page: Page) -> None:
    page.goto("/entity/Q7747")
    page.get_by_role("link", name="Israel", exact=True).first.click()
    expect(page).to_have_url(re.compile("/relation/Q7747/ISR"))
    page.go_back()
    page.locator(".dealings .words a").first.click()
    expect(page).to_have_url(re.compile(r"/read/demo-\d+\?show=e\d+"))
    expect(page.locator("#chosen-title")).to_be_visible()
    page.goto("/entity/Q7747")
    page.get_by_label("as of a day").fill("2022-03-10")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("on=2022-03-10"))
    expect(page.locator(".lead")).to_contain_text("As of 2022-03-10")
