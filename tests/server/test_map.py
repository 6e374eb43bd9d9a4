"""The map: where things took place, how well that is known, and what has no place."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from sayso import open_store
from sayso.server.places import Spot, circle, midst_of
from sayso.store.placed import PlacedFilter, how_many, placed

pytestmark = pytest.mark.model


def test_each_place_leads_to_as_many_reports_as_it_says(client: TestClient) -> None:
    places = client.get("/api/map").json()["places"]
    assert {place["precision"] for place in places} >= {"town", "country"}
    for place in places:
        listed = client.get("/api/map/events", params={"place": place["key"]}).json()["items"]
        assert len(listed) == place["reports"] >= place["occurrences"], place
        assert {row["status"] for row in listed} == {"actual"}
        assert {row["date_begin"] for row in listed} >= {place["first"], place["last"]} - {None}


def test_what_has_no_point_is_counted_and_said(client: TestClient, demo_store: Path) -> None:
    found = client.get("/api/map").json()
    with open_store(demo_store) as store, store.reading() as connection:
        told = how_many(connection, PlacedFilter())
        with_words = sum(row.reports for row in placed(connection, PlacedFilter()))
    shown = sum(place["reports"] for place in found["places"])
    pointless = found["left_out"]["pointless"]
    assert pointless and shown + sum(pointless.values()) == with_words
    assert shown + sum(pointless.values()) + found["left_out"]["rest"] == told
    page = client.get("/map").text
    assert all(name in page for name in pointless)


def test_filters_stand_in_the_address_and_narrow_the_map(client: TestClient) -> None:
    everything = client.get("/api/map").json()["places"]
    later = client.get("/api/map", params={"since": "2022-02-01", "until": "2022-12-31"}).json()["places"]
    assert 0 < sum(place["reports"] for place in later) < sum(place["reports"] for place in everything)
    assert all(place["first"] >= "2022-02-01" and place["last"] <= "2022-12-31" for place in later)
    conflict = client.get("/api/map", params={"quad": [3, 4]}).json()["places"]
    assert conflict and not any(place["verbal_cooperation"] + place["material_cooperation"] for place in conflict)
    russian = client.get("/api/map", params={"who": "RUS"}).json()["places"]
    assert 0 < len(russian) < len(everything)


def test_the_csv_has_what_the_page_shows(client: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/api/map.csv").text)))
    assert [row["key"] for row in rows] == [place["key"] for place in client.get("/api/map").json()["places"]]


def test_the_specification_has_a_ring_where_only_the_country_is_known(client: TestClient) -> None:
    spec = client.get("/map/chart").json()
    land, rings, symbols = spec["layer"]
    assert land["data"]["url"].startswith("/static/vendor/countries-110m.json")
    vague = [place for place in client.get("/api/map").json()["places"] if place["precision"] != "town"]
    assert len(rings["data"]["values"]["features"]) == len([place for place in vague if place["uncertainty_km"]])
    shown = {row["place"]: row for row in symbols["data"]["values"]}
    assert all(not shown[place["place"]]["town"] for place in vague)
    assert "/map?place=" in symbols["data"]["values"][0]["href"]


def test_a_picture_is_drawn_on_this_machine(client: TestClient) -> None:
    svg = client.get("/api/map/plot.svg")
    assert svg.status_code == 200 and svg.text.count("<path") > 150


@pytest.mark.parametrize(
    ("query", "status"),
    [("since=soon", 400), ("since=2023-01-01&until=2022-01-01", 400), ("quad=x", 422), ("who=Nobody", 400)],
)
def test_nonsense_is_answered_with_a_problem(client: TestClient, query: str, status: int) -> None:
    assert client.get(f"/api/map?{query}").status_code == status
    assert client.get(f"/map?{query}").status_code == status


def test_a_place_that_nothing_took_place_at_is_not_found(client: TestClient) -> None:
    assert client.get("/api/map/events?place=1").status_code == 404
    assert client.get("/api/map/events").status_code == 404


def test_a_circle_goes_around_its_place() -> None:
    spot = Spot("1", "Quito", "ECU", "region", 0.0, -78.5, 111.195)
    points = circle(spot)
    assert points[0] == points[-1]
    assert points[0] == pytest.approx((-78.5, 1.0), abs=0.01)
    assert min(x for x, _ in points) == pytest.approx(-79.5, abs=0.01)


def test_the_midst_of_a_country_is_where_its_people_are() -> None:
    midst = midst_of("EGY")
    assert midst is not None
    latitude, longitude, reach = midst
    assert 29 < latitude < 31.5 and 30 < longitude < 32.5 and 100 < reach < 900
    assert midst_of("XXX") is None


@pytest.mark.slow
def test_a_click_on_the_map_shows_what_happened_there(page: Page) -> None:
    page.goto("/map?since=2021-04-01")
    symbols = page.locator(".drawing svg .mark-symbol path")
    expect(symbols.first).to_be_visible()
    symbols.first.click(force=True)
    expect(page).to_have_url(re.compile("place="))
    expect(page.locator("#place-title")).to_contain_text("What happened")
    chosen = page.url
    listed = page.locator("#place").inner_text()
    page.goto("about:blank")
    page.goto(chosen)
    assert page.locator("#place").inner_text() == listed
    page.locator("#place .sentence a").first.click()
    expect(page).to_have_url(re.compile("/event/demo-"))
