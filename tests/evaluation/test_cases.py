"""Expectations of a record: each kind and key, and agreement with the script that stands beside the project."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from sayso.errors import InputError
from sayso.evaluation.cases import RecordView, read_cases, score_cases, unmet
from sayso.formats.record import record_of
from sayso.pipeline import Pipeline
from sayso.readers import ReadOptions, read_documents
from sayso.schema import CodedDocument, Document

TEXT = "The Post said an envoy of Peru told it: Lima denied that it sent 20 tanks to Kenya in May 2021."


def span(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def mention(id: str, words: str, entity: str | None, form: str = "name") -> dict[str, Any]:
    return {"id": id, **span(words), "form": form, "entity": entity}


def attribution(id: str, source: str | None, cue: str, content: str, **more: Any) -> dict[str, Any]:
    rest = {"kind": "indirect", "addressee": None, "polarity": "positive", "parent": None, **more}
    return {"id": id, "source": source, "cue": span(cue), "content": [span(content)], **rest}


RECORD: dict[str, Any] = {
    "document": {"text": TEXT},
    "entities": [
        {"id": "the-post", "name": "The Post", "country": None, "sector": "JRN", "wikidata": None},
        {"id": "PER.GOV", "name": "Peru (GOV)", "country": "PER", "sector": "GOV", "wikidata": None},
        {"id": "KEN", "name": "Kenya", "country": "KEN", "sector": None, "wikidata": "Q114"},
    ],
    "mentions": [
        mention("m1", "The Post", "the-post"),
        mention("m2", "an envoy of Peru", "PER.GOV", "nominal"),
        mention("m3", "Lima", "PER.GOV"),
        mention("m4", "Kenya", "KEN"),
        mention("m5", "it sent", None, "pronoun"),
    ],
    "times": [
        {"id": "t1", **span("May 2021"), "value": "2021-05", "begin": "2021-05-01", "end_date": "2021-05-31"},
    ],
    "attributions": [
        attribution("a1", "m1", "said", "an envoy of Peru told it: Lima denied that it sent 20 tanks to Kenya"),
        attribution("a2", "m2", "told", "Lima denied that it sent 20 tanks to Kenya", parent="a1", addressee="m1"),
        attribution("a3", "m3", "denied", "it sent 20 tanks to Kenya", parent="a2", polarity="negative"),
    ],
    "events": [
        {
            "id": "e1",
            "trigger": span("sent"),
            "type": "AID",
            "mode": "military",
            "actors": ["m3"],
            "recipients": ["m4"],
            "date": {"begin": "2021-05-01", "end": "2021-05-31", "precision": "month"},
            "location": {"name": "Kenya", "country": "KEN"},
            "status": "actual",
            "attribution": "a3",
        },
        {
            "id": "e2",
            "trigger": span("denied"),
            "type": "REJECT",
            "mode": None,
            "actors": ["m3"],
            "recipients": [],
            "date": None,
            "location": None,
            "status": "actual",
            "attribution": None,
        },
    ],
    "claims": [
        {"event": "e1", "claimant": None, "attribution": None, "certainty": "unknown", "polarity": "positive"},
        {"event": "e1", "claimant": "m3", "attribution": "a3", "certainty": "certain", "polarity": "negative"},
        {"event": "e2", "claimant": None, "attribution": None, "certainty": "certain", "polarity": "positive"},
    ],
    "assessments": [{"id": "s1", "between": ["PER", "KEN"], "direction": "worsening", "status": "actual"}],
}

MET: list[dict[str, Any]] = [
    {"event": {"type": "AID", "mode": "military", "status": "actual"}},
    {"event": {"type": ["COOPERATE", "AID"], "actor": "PER", "recipient": "KEN"}},
    {"event": {"actor": "PER.GOV", "recipient": "Q114"}},
    {"event": {"type": "REJECT", "actor": "lima", "recipient": None}},
    {"event": {"trigger": ["SENT", "shipped"], "date": "2021-05"}},
    {"event": {"date": ["2020", "2021-05"], "between": ["2021-01-01", "2021-12-31"]}},
    {"event": {"type": "AID", "chain": ["post", "PER"]}},
    {"event": {"type": "AID", "chain_has": ["PER"], "certainty": "certain", "polarity": "negative"}},
    {"event": {"type": "AID", "publisher": ["unknown", "possible"], "location": "KEN"}},
    {"event": {"type": "REJECT", "chain": [], "certainty": "certain"}},
    {"event": {"location": "Kenya"}},
    {"no_event": {"type": "AID", "polarity": "positive"}},
    {"no_event": {"type": "ASSAULT"}},
    {"no_event": {"type": "REJECT", "between": ["2021-01-01", "2021-12-31"]}},
    {"attribution": {"kind": ["direct", "indirect"], "source": "PER", "content": "20 TANKS — to Kenya", "cue": "den"}},
    {"attribution": {"source": "PER", "addressee": "Post", "content_not": "told it"}},
    {"attribution": {"polarity": "negative", "chain": ["post", "PER.GOV"]}},
    {"attribution": {"addressee": None, "chain": ["Post"]}},
    {"no_attribution": {"source": "KEN"}},
    {"time": {"text": "may 2021", "value": ["2021-05"], "begin": "2021-05-01", "end": "2021-05-31"}},
    {"mention": {"text": "envoy of Peru", "entity": ["KEN", "PER"], "form": "nominal"}},
    {"mention": {"text": "President of Kenya"}},
    {"no_mention": {"text": "eru"}},
    {"no_mention": {"text": "Lima", "form": "pronoun"}},
    {"assessment": {"pair": ["KEN", "PER"], "direction": ["worsening", "severed"], "status": "actual"}},
    {"removed": "photo by"},
]
UNMET: list[dict[str, Any]] = [
    {"event": {"type": "AID", "mode": "civilian"}},
    {"event": {"actor": "KEN"}},
    {"event": {"type": "AID", "recipient": None}},
    {"event": {"type": "AID", "actor": "PER.MIL"}},
    {"event": {"actor": "Q1142"}},
    {"event": {"type": "AID", "date": "2021"}},
    {"event": {"type": "AID", "between": ["2021-05-02", "2021-12-31"]}},
    {"event": {"type": "AID", "chain": ["post", "PER", "PER"]}},
    {"event": {"type": "AID", "chain": ["PER", "post"]}},
    {"event": {"type": "AID", "chain_has": ["KEN"]}},
    {"event": {"type": "AID", "publisher": "certain"}},
    {"event": {"type": "AID", "certainty": "unknown"}},
    {"event": {"type": "REJECT", "location": "KEN"}},
    {"no_event": {"type": "AID"}},
    {"attribution": {"kind": "direct"}},
    {"attribution": {"cue": "said", "content_not": "20 tanks"}},
    {"attribution": {"source": None}},
    {"no_attribution": {"addressee": "Post"}},
    {"time": {"text": "May", "value": "2021-05"}},
    {"time": {"text": "May 2021", "value": "2021"}},
    {"mention": {"text": "Lima", "entity": "KEN"}},
    {"mention": {"text": "it sent", "entity": "PER"}},
    {"no_mention": {"text": "Post"}},
    {"assessment": {"pair": ["KEN", "PER"], "direction": "improving"}},
    {"assessment": {"pair": ["KEN"]}},
    {"removed": "20 tanks"},
]
EMPTY: dict[str, Any] = {"document": {"text": ""}}


@pytest.mark.parametrize("expectation", MET, ids=json.dumps)
def test_expectations_that_are_met(expectation: dict[str, Any]) -> None:
    assert unmet({"expect": [expectation]}, RECORD) == []


@pytest.mark.parametrize("expectation", UNMET, ids=json.dumps)
def test_expectations_that_are_not_met(expectation: dict[str, Any]) -> None:
    assert unmet({"expect": [expectation]}, RECORD) == [expectation]


def test_an_empty_record_meets_exactly_the_negative_ones() -> None:
    expectations = [*MET, *UNMET]
    positive = [each for each in expectations if not next(iter(each)).startswith(("no_", "removed"))]
    assert unmet({"expect": expectations}, EMPTY) == positive


@pytest.mark.parametrize(
    "expectation", [{"act": {"type": "AID"}}, {"no_time": {"text": "May"}}, {"event": {"kind": "AID"}}], ids=json.dumps
)
def test_a_misspelt_expectation_is_an_input_error(expectation: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="no such"):
        RecordView(RECORD).meets(expectation)


def test_positive_and_negative_are_counted_apart(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    expectations = [{"event": {"type": "AID"}}, {"no_event": {"type": "AID"}}, {"removed": "Lima"}]
    path.write_text(json.dumps({"id": "c1", "text": TEXT, "expect": expectations}), encoding="utf-8")
    rows, misses = score_cases(path, CodedDocument)
    assert {row.name: (row.count, row.of) for row in rows} == {
        "positive": (0, 1),
        "negative": (1, 2),
        "event": (0, 1),
        "no_event": (1, 1),
        "removed": (0, 1),
    }
    assert [(miss.document, miss.kind) for miss in misses] == [("c1", "event"), ("c1", "removed")]


@pytest.mark.parametrize(
    "line", ['{"id": "1", "text": "x", "expect": {}', '{"id": "1", "expect": "all"}', '{"id": "1", "expect": [{}]}']
)
def test_a_broken_case_is_named_with_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text("\n" + line, encoding="utf-8")
    with pytest.raises(InputError, match="line 2"):
        read_cases(path)


@pytest.fixture(scope="module")
def script(shared: Path) -> Any:
    """The script that the case files are written for."""
    path = shared / "tools" / "check_cases.py"
    if not path.is_file():
        pytest.skip(f"no {path}: agreement with it cannot be tested")
    spec = importlib.util.spec_from_file_location("check_cases", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_script_agrees_on_the_record_made_by_hand(script: Any) -> None:
    for record in (RECORD, EMPTY):
        theirs = [each for each in [*MET, *UNMET] if not script.Record(record).holds(each)]
        assert unmet({"expect": [*MET, *UNMET]}, record) == theirs


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize("name", ["seed", "dev"])
def test_the_script_agrees_on_every_case(script: Any, shared: Path, pipeline: Pipeline, name: str) -> None:
    path = shared / "cases" / f"{name}.jsonl"
    expectations = [each for case in read_cases(path) for each in case["expect"]]
    for document in read_documents([path], ReadOptions(format="jsonl")):
        record = as_json(pipeline, document)
        # The expectations of all cases, so that both outcomes of each kind occur many times.
        theirs = [each for each in expectations if not script.Record(record).holds(each)]
        assert unmet({"expect": expectations}, record) == theirs, document.id


def as_json(pipeline: Pipeline, document: Document) -> dict[str, Any]:
    """The record as it is after a round trip through JSON, which is what the script reads."""
    record: dict[str, Any] = json.loads(json.dumps(record_of(pipeline.code(document))))
    return record
