"""Cues and hedges: the words that hand content to a source, and how far they commit it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from sayso.knowledge.tables import FOLDER, Row, read_table
from sayso.schema import Certainty, Polarity

Part = Literal["verb", "noun", "adjective", "preposition", "participle", "adverb", "raising", "passive", "answer"]
COLUMNS = "cue part takes hearer certainty polarity outer meaning".split()


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue. `outer` is what it commits the levels around it to (certain for "confirmed", else unknown)."""

    word: str
    part: Part
    takes: frozenset[str]
    hearer: str | None
    certainty: Certainty
    polarity: Polarity
    outer: Certainty


Cues = Mapping[tuple[Part, str], Cue]


@cache
def load_cues(own: Path | None = None) -> Cues:
    """Cues by part of speech and lemma; the entries of a table of one's own come on top of the built-in ones."""
    cues: dict[tuple[Part, str], Cue] = {}
    for path in (FOLDER / "cues.csv", own):
        if path is not None:
            cues |= {(cue.part, cue.word): cue for cue in map(read_cue, read_table(path, COLUMNS))}
    return cues


def read_cue(row: Row) -> Cue:
    """One row, its closed columns checked."""
    for column, legal in (
        ("part", get_args(Part)),
        ("certainty", get_args(Certainty)),
        ("polarity", get_args(Polarity)),
    ):
        if row[column] not in legal:
            raise row.error(f"unknown {column} {row[column]!r}; known are {', '.join(legal)}")
    return Cue(
        row["cue"],
        cast(Part, row["part"]),
        frozenset(row.items("takes")),
        row.get("hearer"),
        cast(Certainty, row["certainty"]),
        cast(Polarity, row["polarity"]),
        cast(Certainty, row["outer"] or "unknown"),
    )
