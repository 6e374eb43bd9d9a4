"""The gazetteer: names, kinds, regions, and which place is meant by what a document speaks of."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from sayso.errors import KnowledgeError
from sayso.knowledge.facts import load_knowledge
from sayso.knowledge.places import COLUMNS, Gazetteer, Setting, folded, load_places, resolve

SCRIPTS = Path(__file__).parents[2] / "scripts" / "knowledge"

NAMED = [
    ("Kiev", "town", "UKR", 703448),
    ("Kyiv", "town", "UKR", 703448),
    ("Kharkov", "town", "UKR", 706483),
    ("Bombay", "town", "IND", 1275339),
    ("Raqqa", "town", "SYR", 172955),
    ("São Paulo", "town", "BRA", 3448439),
    ("Sao Paulo", "town", "BRA", 3448439),
    ("Donetsk Oblast", "region", "UKR", 709716),
    ("Donetsk region", "region", "UKR", 709716),
    ("Anbar province", "region", "IRQ", 99592),
    ("Khan Younis governorate", "region", "PSE", 7871092),
    ("Bihar", "region", "IND", 1275715),
    ("Mexico City", "town", "MEX", 3530597),
]
MEANT = [
    ("Paris", Setting(), 2988507),
    ("Paris", Setting(["USA", "FRA"]), 2988507),
    ("Paris", Setting(["USA"], [("USA", "TX")]), None),
    ("Hyderabad", Setting(), None),
    ("Hyderabad", Setting(["PAK"]), 1176734),
    ("Hyderabad", Setting(["IND", "PAK"]), 1269843),
    ("Tripoli", Setting(["LBN"]), 266826),
    ("Tripoli", Setting(["LBY"]), 2210247),
    ("Odessa", Setting(["UKR", "USA"]), 698740),
    ("Odessa", Setting(["USA"], [("USA", "TX")]), 5527554),
    ("Geneva", Setting(["USA", "IRN"], usual=["CHE"]), 2660646),
    ("Donetsk", Setting(), 709717),
    ("Victoria", Setting(["AUS"]), 2145234),
]


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return load_places()


@pytest.mark.parametrize(("name", "kind", "country", "geonames"), NAMED)
def test_a_name_in_use_is_found(places: Gazetteer, name: str, kind: str, country: str, geonames: int) -> None:
    found = {(place.kind, place.country, place.geonames) for place in places.named(name)}
    assert (kind, country, geonames) in found


@pytest.mark.parametrize(("name", "setting", "geonames"), MEANT, ids=lambda value: str(value))
def test_the_document_tells_places_apart(places: Gazetteer, name: str, setting: Setting, geonames: int | None) -> None:
    found = resolve(places.named(name), setting)
    assert (found.geonames if found else None) == geonames


@pytest.mark.parametrize("name", ["Nice", "Reading", "Mobile", "Bath", "Split", "Of", "Bar", "Victoria"])
def test_words_and_names_of_people_need_care(places: Gazetteer, name: str) -> None:
    assert any(place.care for place in places.named(name))


@pytest.mark.parametrize("name", ["Melitopol", "Kharkiv", "Homs", "Chicago", "Lahore"])
def test_other_names_need_none(places: Gazetteer, name: str) -> None:
    assert not any(place.care for place in places.named(name, "town"))


def test_every_place_lies_on_the_globe_in_a_listed_country(places: Gazetteer) -> None:
    countries = load_knowledge().countries
    for place in places:
        assert place.country in countries, place
        assert -90 <= place.latitude <= 90, place
        assert -180 <= place.longitude <= 180, place


def test_a_region_over_the_date_line_has_its_point_there(places: Gazetteer) -> None:
    chukotka = places.get(2126099)
    assert chukotka is not None
    assert abs(chukotka.longitude) > 160


def test_every_state_of_the_united_states_is_a_region(places: Gazetteer) -> None:
    assert len([place for place in places if place.kind == "region" and place.country == "USA"]) == 51


def test_candidates_are_told_with_their_country_or_region(places: Gazetteer) -> None:
    told = places.told(places.named("Hyderabad"), {"IND": "India", "PAK": "Pakistan"})
    assert told == "Hyderabad (India), Hyderabad (Pakistan)"


@pytest.mark.parametrize(
    ("one", "other"), [("Ḩimş", "hims"), ("São Paulo", "Sao Paulo"), ("St. Louis", "Saint Louis"), ("Sana'a", "Sanaa")]
)
def test_marks_do_not_tell_names_apart(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_another_header_is_refused(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(",".join(reversed(COLUMNS)) + "\n", "utf-8")
    with pytest.raises(KnowledgeError, match="expected the columns"):
        load_places(tmp_path)


def test_hardly_any_town_is_known_by_hand_only() -> None:
    script = importlib.util.spec_from_file_location("check_places", SCRIPTS / "check_places.py")
    assert script is not None and script.loader is not None
    module = importlib.util.module_from_spec(script)
    script.loader.exec_module(module)
    assert len(list(module.only_by_hand(load_places()))) < 40
