"""DocBin, read back by spaCy."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from sayso.asking import OpenStore
from sayso.formats.record import record_of
from sayso.models.spacy_pipeline import DEFAULT_MODEL

from .examples import NASTY, ODD

pytestmark = pytest.mark.model


def read(*paths: Path) -> dict[str, Doc]:
    """The documents of these files by their ids, with a vocabulary that has nothing but strings."""
    vocab = spacy.blank("en").vocab
    docs = [doc for path in paths for doc in DocBin().from_disk(path).get_docs(vocab)]
    return {doc.user_data["sayso"]["document"]["id"]: doc for doc in docs}


@pytest.fixture
def odd(store: OpenStore, tmp_path: Path) -> Doc:
    store.export("docbin", tmp_path / "out.spacy")
    return read(tmp_path / "out.spacy")["odd/1 ☂"]


def test_the_text_is_kept_to_the_character(odd: Doc) -> None:
    assert odd.text == NASTY


def test_each_layer_is_a_group_of_spans(odd: Doc) -> None:
    assert {name: len(spans) for name, spans in odd.spans.items()} == {
        "mentions": len(ODD.mentions),
        "times": 1,
        "attributions": sum(len(each.content) for each in ODD.attributions),
        "quotations": 3,
        "cues": 2,
        "triggers": len(ODD.events),
        "sentences": 3,
    }


def test_spans_hold_their_words_with_id_label_and_entity(odd: Doc) -> None:
    for mention, span in zip(ODD.mentions, odd.spans["mentions"], strict=True):
        assert mention.text in span.text
        assert (span.id_, span.kb_id_) == (mention.id, mention.entity or "")
    first = odd.spans["mentions"][0]
    assert (first.text, first.start_char, first.label_) == ("Iran", 0, "state")
    assert [(span.id_, span.label_) for span in odd.spans["triggers"]][:2] == [("e1", "AID"), ("e2", "AID")]


def test_entities_are_the_names(odd: Doc) -> None:
    assert [span.text for span in odd.ents] == [each.text for each in ODD.mentions if each.form == "name"]


def test_the_record_comes_along(odd: Doc) -> None:
    import json

    told = dict(odd.user_data["sayso"])
    assert told.pop("run") == 2
    # What was a tuple comes back as a list, as in JSON.
    assert json.loads(json.dumps(told)) == json.loads(json.dumps(record_of(ODD)))


def test_a_folder_takes_parts(store: OpenStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.formats.exporting.docbin.DOCUMENTS_IN_A_PART", 2)
    exported = store.export("docbin", tmp_path / "corpus")
    assert {path.name: number for path, number in exported.files.items()} == {
        "part-0001.spacy": 2,
        "part-0002.spacy": 2,
    }
    assert sorted(read(*exported.files)) == ["odd/1 ☂", "second", "silent", "undated"]


def test_a_model_that_is_not_there_is_told(store: OpenStore, tmp_path: Path) -> None:
    exported = store.export("docbin", tmp_path / "out.spacy")
    assert exported.notes == (f"tokenized by {DEFAULT_MODEL}: none, which coded it, is not installed",)


def test_filters(store: OpenStore, tmp_path: Path) -> None:
    store.export("docbin", tmp_path / "out.spacy", type=("AID",), status=("actual",))
    docs = read(tmp_path / "out.spacy")
    assert {id: [span.id_ for span in doc.spans["triggers"]] for id, doc in docs.items()} == {
        "odd/1 ☂": ["e1"],
        "second": ["e1"],
    }


def test_an_empty_store_is_an_empty_file(empty_store: OpenStore, tmp_path: Path) -> None:
    empty_store.export("docbin", tmp_path / "out.spacy")
    assert read(tmp_path / "out.spacy") == {}
