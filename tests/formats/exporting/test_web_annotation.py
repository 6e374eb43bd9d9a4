"""Web Annotations, checked against what the W3C's model asks (written down here anew) and against the text itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sayso.asking import OpenStore

from .examples import NASTY, ODD, SECOND, UNDATED

# The words that https://www.w3.org/ns/anno.jsonld defines, as far as they may stand here.
WORDS = frozenset(
    "@context id type body target source selector exact prefix suffix start end creator created motivation purpose "
    "value format language items first total startIndex partOf label name".split()
)
TYPES = frozenset(
    "Annotation AnnotationCollection AnnotationPage SpecificResource TextQuoteSelector TextPositionSelector "
    "TextualBody Software".split()
)
IRI = {"type": "string", "pattern": "^[a-z][a-z0-9+.-]*:\\S+$"}
SELECTOR = {
    "oneOf": [
        {
            "properties": {"type": {"const": "TextQuoteSelector"}, "exact": {"type": "string", "minLength": 1}},
            "required": ["type", "exact", "prefix", "suffix"],
        },
        {
            "properties": {
                "type": {"const": "TextPositionSelector"},
                "start": {"type": "integer", "minimum": 0},
                "end": {"type": "integer", "minimum": 1},
            },
            "required": ["type", "start", "end"],
        },
    ]
}
TARGET = {
    "type": "object",
    "properties": {
        "type": {"const": "SpecificResource"},
        "source": IRI,
        "selector": {"type": "array", "items": SELECTOR},
    },
    "required": ["source", "selector"],
}
MOTIVATIONS = ["classifying", "identifying", "tagging"]
BODY = {
    "type": "object",
    "properties": {"purpose": {"enum": MOTIVATIONS}, "value": {"type": "string"}, "source": IRI},
    "oneOf": [{"required": ["type", "value"]}, {"required": ["type", "source"]}],
}
ANNOTATION = {
    "type": "object",
    "required": ["id", "type", "target"],
    "properties": {
        "id": IRI,
        "type": {"const": "Annotation"},
        "motivation": {"enum": MOTIVATIONS},
        "created": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"},
        "body": {"type": "array", "items": BODY},
        "target": {"oneOf": [TARGET, {"type": "array", "minItems": 2, "items": TARGET}]},
    },
}
COLLECTION = {
    "type": "object",
    "required": ["@context", "id", "type", "total", "first"],
    "properties": {
        "@context": {"type": "array", "contains": {"const": "http://www.w3.org/ns/anno.jsonld"}},
        "type": {"const": "AnnotationCollection"},
        "total": {"type": "integer", "minimum": 0},
        "first": {
            "type": "object",
            "required": ["id", "type", "partOf", "items"],
            "properties": {"type": {"const": "AnnotationPage"}, "items": {"type": "array", "items": ANNOTATION}},
        },
    },
}


@pytest.fixture
def collection(store: OpenStore, tmp_path: Path) -> dict[str, Any]:
    store.export("web-annotation", tmp_path / "out.jsonld")
    found: dict[str, Any] = json.loads((tmp_path / "out.jsonld").read_text("utf-8"))
    return found


@pytest.fixture
def by_id(collection: dict[str, Any]) -> dict[str, Any]:
    return {item["id"]: item for item in collection["first"]["items"]}


def each_object(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from each_object(inner)


def targets(item: dict[str, Any]) -> list[dict[str, Any]]:
    return item["target"] if isinstance(item["target"], list) else [item["target"]]


def test_it_has_the_structure_that_the_model_asks_for(collection: dict[str, Any]) -> None:
    assert [error.message for error in Draft202012Validator(COLLECTION).iter_errors(collection)] == []


def test_every_word_is_defined_by_a_context(collection: dict[str, Any]) -> None:
    _, own = collection["@context"]
    for each in each_object(collection):
        for name, value in each.items():
            prefix = name.partition(":")[0]
            assert name in WORDS or prefix in own or each is own, name
            assert name != "type" or value in TYPES


def test_each_mention_attribution_and_event_is_one_annotation(
    collection: dict[str, Any], by_id: dict[str, Any]
) -> None:
    expected = sum(
        len(coded.mentions) + len(coded.attributions) + len(coded.events) for coded in (ODD, SECOND, UNDATED)
    )
    assert collection["total"] == len(collection["first"]["items"]) == len(by_id) == expected


def test_positions_count_characters_and_quotes_are_the_words_there(collection: dict[str, Any]) -> None:
    seen = 0
    for item in collection["first"]["items"]:
        for target in targets(item):
            quote, position = target["selector"]
            if target["source"] != ODD.document.url:
                continue
            start, end = position["start"], position["end"]
            assert NASTY[start:end] == quote["exact"]
            assert NASTY[:start].endswith(quote["prefix"]) and NASTY[end:].startswith(quote["suffix"])
            assert NASTY.index(quote["prefix"] + quote["exact"] + quote["suffix"]) == start - len(quote["prefix"])
            seen += 1
    assert seen == len(ODD.mentions) + len(ODD.events) + sum(len(each.content) for each in ODD.attributions)


def test_a_mention_at_the_start_has_nothing_before_it(by_id: dict[str, Any]) -> None:
    quote, position = by_id["urn:sayso:odd%2F1%20%E2%98%82:2:m1"]["target"]["selector"]
    assert (quote["exact"], quote["prefix"], position["start"], position["end"]) == ("Iran", "", 0, 4)


def test_split_content_has_a_target_for_each_part(by_id: dict[str, Any]) -> None:
    said = by_id["urn:sayso:odd%2F1%20%E2%98%82:2:a2"]
    assert [target["selector"][0]["exact"] for target in targets(said)] == ["«لم ترسل\r\nشيئا»", "إلى"]
    assert said["sayso:parent"]["id"] in by_id and said["sayso:saidBy"]["id"] in by_id


def test_the_body_says_what_it_is_and_the_creator_what_said_so(by_id: dict[str, Any]) -> None:
    event = by_id["urn:sayso:odd%2F1%20%E2%98%82:2:e1"]
    assert [body["value"] for body in event["body"]] == ["AID military", "military", "technology"]
    assert event["creator"]["type"] == "Software" and event["creator"]["id"] == "urn:sayso:run:2"
    assert (event["sayso:status"], event["sayso:dateBegin"]) == ("actual", "2022-10-17")
    assert [claim["sayso:certainty"] for claim in event["sayso:claim"]] == ["certain", "unknown"]


def test_a_document_without_an_address_is_named_by_its_id(by_id: dict[str, Any]) -> None:
    assert by_id["urn:sayso:undated:2:e1"]["target"]["source"] == "urn:sayso:undated"


def test_filters(store: OpenStore, tmp_path: Path) -> None:
    store.export("web-annotation", tmp_path / "out", type=("AID",), status=("actual",))
    found = json.loads((tmp_path / "out").read_text("utf-8"))
    ids = [item["id"].rpartition(":")[2] for item in found["first"]["items"]]
    assert ids == ["m1", "m2", "m3", "a1", "e1", "m1", "m2", "e1"]


def test_an_empty_store_is_an_empty_collection(empty_store: OpenStore, tmp_path: Path) -> None:
    empty_store.export("web-annotation", tmp_path / "out")
    found = json.loads((tmp_path / "out").read_text("utf-8"))
    assert (found["total"], found["first"]["items"]) == (0, [])
    assert not list(Draft202012Validator(COLLECTION).iter_errors(found))
