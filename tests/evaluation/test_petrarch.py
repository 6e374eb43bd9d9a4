"""Scores of event types on records in the format of PETRARCH's unit tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.errors import InputError
from sayso.evaluation.petrarch import read_sentences, score_records
from sayso.schema import CodedDocument, Document

from .examples import coded, event

RECORDS = """<Validation><Sentences>
<Sentence date="19950101" id="A-1"><EventCoding sourcecode="ARN" targetcode="GON" eventcode="122"></EventCoding>
<Text>
Arnor condemned
Gondor.
</Text></Sentence>
<Sentence date="19950101" id="A-2"><EventCoding sourcecode="ARN" targetcode="GON" eventcode="032"></EventCoding>
<Text>Arnor condemned Gondor.</Text></Sentence>
<Sentence date="x" id="B-1"><EventCoding noevents="True"></EventCoding><Text>Arnor slept.</Text></Sentence>
<Sentence date="19950101" id="C-1"><EventCoding error="sentencediscard"></EventCoding><Text>Arnor won.</Text></Sentence>
<Sentence date="19950101" id="D-1"><EventCoding sourcecode="A" targetcode="B" eventcode="903"></EventCoding>
<Text>Arnor tested Gondor.</Text></Sentence>
</Sentences></Validation>"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "records.xml"
    file.write_text(RECORDS, encoding="utf-8")
    return file


def test_records_of_one_sentence_are_joined_and_refusals_passed_over(path: Path) -> None:
    first, second, third = read_sentences(path)
    assert (first.id, first.published, first.text) == ("A-1", "1995-01-01", "Arnor condemned Gondor.")
    assert first.roots == {"12", "03"}
    assert (second.published, second.roots) == (None, frozenset())
    assert third.roots == {"90"}


def test_types_are_compared_with_the_categories(path: Path) -> None:
    def code(document: Document) -> CodedDocument:
        verb = "condemned" if "condemned" in document.text else document.text.split()[1].rstrip(".")
        type = "ACCUSE" if verb == "condemned" else "YIELD"
        return coded(document.text, events=(event(document.text, "e1", type, verb),))

    (precision, recall, _), misses = score_records(path, code)
    assert (precision.count, precision.of) == (1, 2), "the record with a made-up code is passed over"
    assert (recall.count, recall.of) == (1, 2)
    assert [(miss.document, miss.kind) for miss in misses] == [("A-1", "WEIS 03 missed"), ("B-1", "YIELD in excess")]


def test_what_is_not_xml_is_an_input_error(tmp_path: Path) -> None:
    file = tmp_path / "records.xml"
    file.write_text("<Validation><EventCoding>", encoding="utf-8")
    with pytest.raises(InputError, match="not XML"):
        read_sentences(file)
