"""Cues are data: the built-in table is sound, and a table of one's own adds to it or overrules it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.api import build_pipeline
from sayso.config import load_settings
from sayso.errors import KnowledgeError
from sayso.knowledge.cues import COLUMNS, load_cues
from sayso.knowledge.tables import FOLDER, read_table
from sayso.readers import read_text

HEADER = ",".join(COLUMNS) + "\n"


def test_every_cue_has_a_meaning_and_stands_once() -> None:
    rows = list(read_table(FOLDER / "cues.csv", COLUMNS))
    assert [row.line for row in rows if not row["meaning"]] == []
    keys = [(row["part"], row["cue"]) for row in rows]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


@pytest.mark.parametrize(
    ("word", "certainty", "polarity", "outer"),
    [
        ("say", "certain", "positive", "unknown"),
        ("confirm", "certain", "positive", "certain"),
        ("deny", "certain", "negative", "unknown"),
        ("doubt", "possible", "negative", "unknown"),
        ("believe", "probable", "positive", "unknown"),
        ("fear", "possible", "positive", "unknown"),
        ("demand", "unknown", "positive", "unknown"),
    ],
)
def test_a_verb_commits_its_source(word: str, certainty: str, polarity: str, outer: str) -> None:
    cue = load_cues()["verb", word]
    assert (cue.certainty, cue.polarity, cue.outer) == (certainty, polarity, outer)


def test_a_table_of_ones_own_adds_and_overrules(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(
        "# ours\n" + HEADER + "hint,verb,clause,to,probable,positive,unknown,ours\n"
        "croak,verb,clause|quote,to,certain,positive,unknown,ours\n"
    )
    cues = load_cues(own)
    assert cues["verb", "hint"].certainty == "probable"
    assert cues["verb", "croak"].takes == {"clause", "quote"}
    assert cues["verb", "say"] == load_cues()["verb", "say"]


def test_an_impossible_value_is_named_with_its_line(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(HEADER + "croak,verb,clause,to,perhaps,positive,unknown,ours\n")
    with pytest.raises(KnowledgeError, match=r"own\.csv, line 2: unknown certainty 'perhaps'"):
        load_cues(own)


@pytest.mark.model
def test_cues_in_the_settings_reach_the_record(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(HEADER + "croak,verb,clause|quote,to,possible,positive,unknown,ours\n")
    document = read_text("“The dam will break,” Minister Adaeze Obi croaked.", published="2024-05-07")
    [attribution] = build_pipeline(load_settings(cues=own)).code(document).attributions
    assert attribution.cue is not None
    assert (attribution.cue.text, attribution.certainty) == ("croaked", "possible")
