"""The record is a contract: its keys, its JSON Schema in `docs/`, and that it survives JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from records import event
from sayso.formats.record import json_schema, record_of, to_json
from sayso.schema import (
    Assessment,
    Attribution,
    Claim,
    CodedDocument,
    Document,
    Entity,
    EventDate,
    Issue,
    Location,
    Mention,
    QuotedSpan,
    Removed,
    Span,
    TimeExpression,
)

SCHEMA = Path(__file__).parents[2] / "docs" / "record.schema.json"

TEXT = "“Iran sent drones,” a Chadian envoy said in Oslo on 29 December."

FULL = CodedDocument(
    Document(
        "d1",
        TEXT,
        title="Drones",
        url="https://example.org/1",
        publisher="Delta Courier",
        published="2022-12-30",
        language="en",
        removed=(Removed("Photo: A. Person", "caption"),),
        extra={"desk": "world", "tags": ["iran", {"n": 1}], "score": 0.5, "none": None},
        raw="<html>a page</html>",
    ),
    sentences=(Span(0, 64),),
    mentions=(
        Mention("m1", 1, 5, "Iran", "name", "IRN", "listed name of Iran"),
        Mention("m2", 20, 35, "a Chadian envoy", "nominal", None),
    ),
    entities=(Entity("IRN", "Iran", "state", "IRN", None, None, "Q794", None),),
    times=(TimeExpression("t1", 52, 63, "29 December", "DATE", "2022-12-29", "2022-12-29", "2022-12-29"),),
    locations=(Location(44, 48, "Oslo", "NOR", 3143244, 59.9, 10.7),),
    attributions=(
        Attribution("a1", "direct", "m2", QuotedSpan(36, 40, "said"), (Span(1, 17),), reason="verb say"),
        Attribution("a2", "scare", None, None, (Span(11, 17),), parent="a1"),
    ),
    events=(
        event(
            "e1",
            "sent",
            TEXT,
            "AID",
            text=TEXT,
            contexts=("military",),
            cameo="072",
            quad=2,
            score=10.0,
            goldstein=8.3,
            actors=("m1",),
            time="t1",
            date=EventDate("2022-12-29", "2022-12-29", "day"),
            location=Location(44, 48, "Oslo", "NOR"),
            attribution="a1",
            confidence=0.9,
            reason="frame aid",
        ),
    ),
    claims=(Claim("e1", "m2", "a1", "certain", "positive"), Claim("e1", None, None, "unknown", "positive")),
    assessments=(Assessment("s1", 0, 5, ("IRN", "NOR"), "worsening", None, "actual", None),),
    issues=(Issue("reader", "some bytes were mended", severity="note"),),
)
BARE = CodedDocument(Document("d2", ""))

# The keys of DESIGN §4, then those that the record has besides.
KEYS = {
    "": "schema document entities mentions times attributions events claims assessments issues",
    "document": "id title url publisher published language text removed extra",
    "document.removed": "text reason",
    "entities": "id name kind country sector role wikidata cow gw geonames reason",
    "mentions": "id start end text form entity reason",
    "times": "id start end text type value begin end_date mod",
    "attributions": "id kind source cue content addressee polarity parent certainty outer reason",
    "attributions.cue": "start end text",
    "attributions.content": "start end",
    "events": "id trigger sentence type mode contexts cameo quad score goldstein actors recipients via time date "
    "location status within attribution confidence reason",
    "events.trigger": "start end text",
    "events.sentence": "start end",
    "events.date": "begin end precision",
    "events.location": "start end name country geonames latitude longitude",
    "claims": "event claimant attribution certainty polarity",
    "assessments": "id start end between direction time status attribution reason",
    "issues": "stage problem remedy path line severity",
}


def at(record: Any, path: str) -> Any:
    """What stands at a path of keys; of a list, its first item."""
    for key in path.split(".") if path else ():
        record = record[key]
        record = record[0] if isinstance(record, list | tuple) else record
    return record


class TestRecord:
    @pytest.mark.parametrize("path", KEYS, ids=lambda path: path or "record")
    def test_it_has_exactly_the_keys_of_the_contract(self, path: str) -> None:
        assert sorted(at(record_of(FULL), path)) == sorted(KEYS[path].split())

    def test_an_empty_document_has_all_layers_too(self) -> None:
        record = record_of(BARE)
        assert sorted(record) == sorted(KEYS[""].split())
        assert [layer for layer, rows in record.items() if rows and layer not in ("schema", "document")] == []

    def test_it_names_its_version(self) -> None:
        assert record_of(FULL)["schema"] == "sayso/1"

    def test_the_page_is_left_out_and_what_the_reader_did_not_know_is_kept(self) -> None:
        document = record_of(FULL)["document"]
        assert "raw" not in document
        assert document["extra"] == FULL.document.extra

    def test_the_parse_and_the_sentences_are_no_part_of_it(self) -> None:
        assert to_json(replace(FULL, parse=object())) == to_json(FULL)

    def test_offsets_point_into_the_text_of_the_record(self) -> None:
        record = record_of(FULL)
        text = record["document"]["text"]
        placed = [
            *record["mentions"],
            *record["times"],
            record["attributions"][0]["cue"],
            record["events"][0]["trigger"],
        ]
        assert [each["text"] for each in placed] == [text[each["start"] : each["end"]] for each in placed]


class TestJson:
    @pytest.mark.parametrize("coded", [FULL, BARE], ids=["full", "bare"])
    def test_it_comes_back_from_json_as_it_went(self, coded: CodedDocument) -> None:
        record = json.loads(to_json(coded))
        assert record == json.loads(json.dumps(record_of(coded)))
        assert record["document"]["text"] == coded.document.text

    def test_it_is_one_line_whatever_the_text(self) -> None:
        document = Document("d1", 'One\nTwo\r\nThree\u2028Four\x85"five"\t\\')
        line = to_json(CodedDocument(document))
        assert "\n" not in line and "\r" not in line
        assert json.loads(line)["document"]["text"] == document.text

    def test_letters_are_written_as_they_are(self) -> None:
        assert "“Iran sent drones,”" in to_json(FULL)


class TestSchema:
    def test_the_file_in_docs_is_in_step_with_the_dataclasses(self) -> None:
        written = json.loads(SCHEMA.read_text(encoding="utf-8"))
        assert written == json_schema(), "docs/record.schema.json has fallen behind: run `make schema` and commit it"

    def test_it_is_a_valid_schema(self) -> None:
        Draft202012Validator.check_schema(json_schema())

    @pytest.mark.parametrize("coded", [FULL, BARE], ids=["full", "bare"])
    def test_records_fit_it(self, coded: CodedDocument) -> None:
        errors = Draft202012Validator(json_schema()).iter_errors(json.loads(to_json(coded)))
        assert [f"{error.json_path}: {error.message}" for error in errors] == []

    @pytest.mark.parametrize(
        ("path", "key", "value"),
        [
            ("", "schema", "sayso/2"),
            ("", "sentences", []),
            ("document", "raw", "<html>"),
            ("document", "text", None),
            ("mentions", "form", "noun"),
            ("attributions", "kind", "quoted"),
            ("events", "status", "planned"),
            ("events", "quad", "2"),
            ("events", "extra", 1),
            ("events.date", "precision", "hour"),
            ("claims", "certainty", "sure"),
            ("assessments", "between", ["IRN"]),
        ],
    )
    def test_what_breaks_the_contract_does_not_fit_it(self, path: str, key: str, value: Any) -> None:
        record = json.loads(to_json(FULL))
        at(record, path)[key] = value
        assert not Draft202012Validator(json_schema()).is_valid(record)

    @pytest.mark.parametrize("path", KEYS, ids=lambda path: path or "record")
    def test_no_key_may_be_left_out(self, path: str) -> None:
        validator = Draft202012Validator(json_schema())
        for key in KEYS[path].split():
            record = json.loads(to_json(FULL))
            del at(record, path)[key]
            assert not validator.is_valid(record), f"{path}.{key}"
