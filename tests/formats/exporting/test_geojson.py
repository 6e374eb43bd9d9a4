"""GeoJSON, read back by geopandas."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas
import pytest

from sayso.asking import OpenStore
from sayso.formats.exporting.geojson import distance, uncertainty
from sayso.knowledge.places import load_places

from .examples import KYIV


def test_geopandas_reads_the_same_events(store: OpenStore, tmp_path: Path) -> None:
    store.export("geojson", tmp_path / "map.geojson")
    frame = geopandas.read_file(tmp_path / "map.geojson")
    [row] = frame.to_dict("records")
    assert (row["geometry"].x, row["geometry"].y) == (KYIV.longitude, KYIV.latitude)
    assert frame.crs.to_epsg() == 4326
    [event] = [each for each in store.events() if each.event_id == "e10"]
    assert row["id"] == "odd/1 ☂/e10"
    for name in (
        "type",
        "actors",
        "actor_ids",
        "quad",
        "score",
        "status",
        "sentence",
        "trigger",
        "certainty",
        "reason",
    ):
        assert row[name] == getattr(event, name), name
    assert row["url"] == "https://news.example/a?b=c&d=é"
    assert (row["place"], row["place_country"], row["place_kind"]) == ("Kyiv", "UKR", "town")


def test_it_is_as_rfc_7946_asks(store: OpenStore, tmp_path: Path) -> None:
    store.export("geojson", tmp_path / "map.geojson")
    found = json.loads((tmp_path / "map.geojson").read_text("utf-8"))
    assert found["type"] == "FeatureCollection" and "crs" not in found
    for feature in found["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        longitude, latitude = feature["geometry"]["coordinates"]
        assert -180 <= longitude <= 180 and -90 <= latitude <= 90


def test_what_has_no_point_is_counted(store: OpenStore, tmp_path: Path) -> None:
    exported = store.export("geojson", tmp_path / "map.geojson")
    found = json.loads((tmp_path / "map.geojson").read_text("utf-8"))
    assert found["left_out"] == {"without_place": 5, "without_coordinates": 1}
    assert len(found["features"]) + sum(found["left_out"].values()) == store.counts()["events"]
    assert exported.notes == (
        "left out: 5 events without a place",
        "left out: 1 event whose place has no coordinates",
    )


def test_an_empty_store_is_an_empty_map(empty_store: OpenStore, tmp_path: Path) -> None:
    empty_store.export("geojson", tmp_path / "map.geojson")
    assert json.loads((tmp_path / "map.geojson").read_text("utf-8"))["features"] == []
    assert len(geopandas.read_file(tmp_path / "map.geojson")) == 0


def test_filters(store: OpenStore, tmp_path: Path) -> None:
    store.export("geojson", tmp_path / "none", type=("AID",))
    assert json.loads((tmp_path / "none").read_text("utf-8"))["features"] == []


@pytest.mark.parametrize(("name", "kind", "least", "most"), [("Kyiv", "town", 10, 25), ("Bavaria", "region", 60, 200)])
def test_a_place_reaches_as_far_as_its_kind_does(name: str, kind: str, least: float, most: float) -> None:
    places = load_places().named(name, "town" if kind == "town" else "region")
    reach = uncertainty(max(places, key=lambda place: place.population).geonames)
    assert reach is not None and least < reach < most


def test_distances_are_those_of_a_globe() -> None:
    places = load_places()
    kyiv = places.get(703448)
    [vienna] = [place for place in places.named("Vienna") if place.country == "AUT" and place.kind == "town"]
    assert kyiv and 1040 < distance(kyiv, vienna) < 1065
