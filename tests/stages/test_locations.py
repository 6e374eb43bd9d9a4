"""Where things happen: rows of `cases/places.jsonl`, one sentence each with the places of its record.

`places` are name, country and GeoNames id of locations that must be there; `no_places` are names that must not be;
`event` is a trigger with the place of its event.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sayso.pipeline import Pipeline
from sayso.schema import CodedDocument, Document

FILE = Path(__file__).parents[1] / "cases" / "places.jsonl"
CASES = [json.loads(line) for line in FILE.read_text("utf-8").splitlines() if line]


def code(pipeline: Pipeline, text: str) -> CodedDocument:
    return pipeline.code(Document("d", text, published="2023-05-04", publisher="Baltic Courier"))


@pytest.mark.model
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_sentence_has_its_places(pipeline: Pipeline, case: dict[str, Any]) -> None:
    coded = code(pipeline, case["text"])
    found = [(place.name, place.country, place.geonames) for place in coded.locations]
    assert [place for place in map(tuple, case["places"]) if place not in found] == [], found
    assert [name for name, _, _ in found if name in case["no_places"]] == []
    if case["event"]:
        trigger, place = case["event"]
        places = [event.location and event.location.name for event in coded.events if event.trigger.text == trigger]
        assert places == [place]


@pytest.mark.model
class TestLocations:
    def test_a_town_has_its_coordinates(self, pipeline: Pipeline) -> None:
        (place,) = code(pipeline, "A bomb exploded in Melitopol.").locations
        assert place.latitude == pytest.approx(46.85, abs=0.05)
        assert place.longitude == pytest.approx(35.38, abs=0.05)

    def test_a_state_has_no_point(self, pipeline: Pipeline) -> None:
        (place,) = code(pipeline, "Fighting continued in Sudan.").locations
        assert (place.country, place.latitude, place.longitude) == ("SDN", None, None)

    def test_what_cannot_be_told_lists_the_candidates(self, pipeline: Pipeline) -> None:
        coded = code(pipeline, "A man was arrested in Hyderabad on Monday.")
        (mention,) = [mention for mention in coded.mentions if mention.text == "Hyderabad"]
        assert mention.reason is not None
        assert "Hyderabad (India)" in mention.reason
        assert "Hyderabad (Pakistan)" in mention.reason

    def test_a_town_no_table_lists_is_named_by_its_id(self, pipeline: Pipeline) -> None:
        coded = code(pipeline, "Shelling killed three people in Melitopol.")
        (entity,) = [entity for entity in coded.entities if entity.kind == "place"]
        assert (entity.id, entity.country, entity.geonames) == ("geonames-701404", "UKR", 701404)
