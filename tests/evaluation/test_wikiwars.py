"""Scores of time expressions on files in the format of WikiWars."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.evaluation.wikiwars import score_narratives
from sayso.schema import CodedDocument, Document, TimeExpression

NARRATIVE = """<?xml version="1.0"?><TimeML><DCT><TIMEX3 tid="t0" value="2009-01-01">20090101</TIMEX3></DCT>
<TEXT>War began in <TIMEX3 tid="t1" type="DATE" value="1801-05">May 1801</TIMEX3> and ended
<TIMEX3 tid="t2" type="DATE" value="1805">four years later</TIMEX3>.</TEXT></TimeML>"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "01_War.tml"
    file.write_text(NARRATIVE, encoding="utf-8")
    return file


def scores(path: Path, *found: tuple[str, str]) -> tuple[dict[str, float], list[str]]:
    def code(document: Document) -> CodedDocument:
        assert (document.id, document.published) == ("01_War", "2009-01-01")
        starts = [document.text.index(words) for words, _ in found]
        return CodedDocument(
            document,
            times=tuple(
                TimeExpression(f"t{start}", start, start + len(words), words, "DATE", value)
                for start, (words, value) in zip(starts, found, strict=True)
            ),
        )

    rows, misses = score_narratives(path, code)
    return {row.name: row.value for row in rows}, [miss.kind for miss in misses]


def test_all_right(path: Path) -> None:
    result, misses = scores(path, ("May 1801", "1801-05"), ("four years later", "1805"))
    assert set(result.values()) == {1}
    assert misses == []


def test_nothing_found(path: Path) -> None:
    result, misses = scores(path)
    assert set(result.values()) == {0}
    assert misses == ["time missed", "time missed"]


def test_another_span_and_another_value(path: Path) -> None:
    result, misses = scores(path, ("1801", "1801-05"), ("four years later", "P4Y"), ("ended", "1805"))
    assert (result["strict recall"], result["relaxed recall"], result["value recall"]) == (0.5, 1, 0.5)
    assert result["relaxed precision"] == pytest.approx(2 / 3)
    assert misses == ["time in excess", "time value", "time span"]


def test_a_folder_counts_all_its_files(path: Path) -> None:
    assert scores(path.parent, ("May 1801", "1801-05"))[0]["strict recall"] == 0.5
