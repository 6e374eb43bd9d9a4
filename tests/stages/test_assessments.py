"""Assessments: what a text says of a relation itself."""

from __future__ import annotations

import pytest

from sayso.knowledge.relation_words import load_relation_words
from sayso.pipeline import Pipeline
from sayso.schema import Document

ROWS = (
    ("Ties between Chile and Bolivia have soured over the past year.", {"CHL", "BOL"}, "worsening", "actual"),
    (
        "The deterioration of relations between Ankara and Paris worried diplomats.",
        {"TUR", "FRA"},
        "worsening",
        "actual",
    ),
    ("Relations between Serbia and Kosovo grew tense in May.", {"SRB", "XKX"}, "worsening", "actual"),
    ("A thaw in relations between Egypt and Turkey began last year.", {"EGY", "TUR"}, "improving", "actual"),
    ("Tensions between India and China have eased.", {"IND", "CHN"}, "improving", "actual"),
    ("Tensions between Kenya and Uganda are rising.", {"KEN", "UGA"}, "worsening", "actual"),
    ("Peru broke diplomatic relations with Bolivia.", {"PER", "BOL"}, "severed", "actual"),
    ("Spain and Algeria restored ties.", {"ESP", "DZA"}, "restored", "actual"),
    ("Poland wants to strengthen ties with Japan.", {"POL", "JPN"}, "improving", "hypothetical"),
    ("Malta will normalise relations with Tunisia.", {"MLT", "TUN"}, "improving", "future"),
)


@pytest.mark.model
@pytest.mark.parametrize(("text", "between", "direction", "status"), ROWS, ids=[row[0][:40] for row in ROWS])
def test_what_is_said_of_a_relation(
    text: str, between: set[str], direction: str, status: str, pipeline: Pipeline
) -> None:
    [found] = pipeline.code(Document("d", text, published="2022-06-01")).assessments
    assert (set(found.between), found.direction, found.status) == (between, direction, status)


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        "Relations between Oman and Iran are good.",
        "The Estonian band cut its ties with the label.",
        "Tension in the rope grew.",
    ],
)
def test_nothing_is_said_of_one(text: str, pipeline: Pipeline) -> None:
    assert pipeline.code(Document("d", text, published="2022-06-01")).assessments == ()


def test_what_makes_tension_grow_makes_relations_worse() -> None:
    words = load_relation_words()
    assert words.direction("verb", "relation", "deepen") == "improving"
    assert words.direction("verb", "tension", "deepen") == "worsening"
