"""Telling gold sets apart, floors, and the whole from file to report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sayso.errors import InputError, SettingsError
from sayso.evaluation import Report, Score, evaluate
from sayso.evaluation.floors import load_floors, with_floors
from sayso.schema import CodedDocument, Document

TEXT = "Ana Ruiz said the bridge was safe."
ARTICLE = {
    "id": "w1",
    "title": None,
    "url": None,
    "publisher": "River Post",
    "published": "2021-03-04",
    "text": TEXT,
    "attributions": [{"attributing": [[0, 13]], "content": [[14, 33]], "polarity": "positive", "nested": False}],
    "mentions": [{"entity": "1", "type": "person", "wikipedia": None, "start": 0, "end": 8}],
}
CASE = {"id": "c1", "text": TEXT, "published": "2021-03-04", "expect": [{"event": {"type": "AID"}}, {"removed": "Ana"}]}
RECORD = {"id": "R1", "event": "AID", "eventText": "said", "source": "", "target": "", "text": TEXT}


def find_nothing(document: Document) -> CodedDocument:
    return CodedDocument(document)


@pytest.mark.parametrize(
    ("file", "content", "gold", "first"),
    [
        ("w.jsonl", "\n" + json.dumps(ARTICLE) + "\n", "wikinews", "content precision"),
        ("c.jsonl", json.dumps(CASE) + "\n", "c", "positive"),
        ("g.json", json.dumps([RECORD], indent=1), "plover_gsr", "type precision"),
        ("p.xml", "<V><Sentence><EventCoding/><Text>A.</Text></Sentence></V>", "petrarch_records", "sentence"),
        ("n.tml", "<TEXT>War.</TEXT>", "wikiwars", "strict precision"),
    ],
)
def test_each_format_is_recognised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, content: str, gold: str, first: str
) -> None:
    monkeypatch.setattr("sayso.evaluation.load_floors", dict)
    path = tmp_path / file
    path.write_text(content, encoding="utf-8")
    report = evaluate(path, find_nothing)
    assert (report.gold, report.rows[0].name, report.below_floor) == (gold, first, ())
    assert all(row.meaning for row in report.rows)


def test_the_text_of_an_article_is_coded_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "w.jsonl"
    text = "  Ana Ruiz 's aide said :\n\n so .\n"
    path.write_text(json.dumps({**ARTICLE, "text": text, "attributions": [], "mentions": []}), encoding="utf-8")
    seen: list[Document] = []

    def code(document: Document) -> CodedDocument:
        seen.append(document)
        return CodedDocument(document)

    evaluate(path, code)
    assert [(each.text, each.publisher, each.published) for each in seen] == [(text, "River Post", "2021-03-04")]


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("a.jsonl", '{"id": "1", "text": "Plain news."}\n'),
        ("a.jsonl", "no JSON\n"),
        ("a.json", "[]"),
        ("a.json", "[1]"),
        ("a.xml", "<news/>"),
        ("a.txt", "Plain news."),
        ("a.txt", ""),
    ],
)
def test_what_is_no_gold_set_is_an_input_error(tmp_path: Path, file: str, content: str) -> None:
    path = tmp_path / file
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="not a gold set that Sayso knows"):
        evaluate(path, find_nothing)


def test_a_path_that_is_not_there_and_a_folder_without_narratives(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        evaluate(tmp_path / "nothing", find_nothing)
    with pytest.raises(InputError, match="not a gold set"):
        evaluate(tmp_path, find_nothing)


def test_a_broken_article_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "w.jsonl"
    path.write_text(json.dumps(ARTICLE) + "\n" + '{"id": "w2"}' + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 2"):
        evaluate(path, find_nothing)


REPORT = Report("some", (Score("a", 0.5, 1, 2, "half"), Score("b", 0.5, 1, 2, "half"), Score("c", 0, 0, 2, "none")))


def test_only_scores_below_their_floor_are_listed() -> None:
    report = with_floors(REPORT, {"some": {"a": 0.5, "b": 0.51}, "other": {"c": 1.0}})
    assert [row.name for row in report.below_floor] == ["b"]
    assert [row.floor for row in report.rows] == [0.5, 0.51, None]


def test_a_floor_of_a_score_that_is_not_there_is_an_error() -> None:
    with pytest.raises(SettingsError, match="d"):
        with_floors(REPORT, {"some": {"d": 0.5}})


@pytest.mark.parametrize("content", ["[some]\na = 50", '[some]\na = "half"', "[some"])
def test_floors_are_shares(tmp_path: Path, content: str) -> None:
    path = tmp_path / "floors.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"floors\.toml"):
        load_floors(path)
