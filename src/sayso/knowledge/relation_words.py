"""Words that judge a relation: nouns that name one, and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast, get_args

from sayso.knowledge.tables import FOLDER, read_table
from sayso.schema import Direction

COLUMNS = "word part of direction".split()
TENSION = "tension"


@dataclass(frozen=True, slots=True)
class RelationWords:
    """`names` are the nouns for relations and tension; `directions` what is said by (part, of, lemma)."""

    names: frozenset[str]
    directions: Mapping[tuple[str, str, str], Direction]

    def direction(self, part: str, noun: str, word: str) -> Direction | None:
        """Which way a relation goes by a word said of it; of tension it is read the other way round."""
        return self.directions.get((part, TENSION if noun == TENSION else "relation", word))


@cache
def load_relation_words(path: Path = FOLDER / "relation_words.csv") -> RelationWords:
    """Read and check the table."""
    names: set[str] = set()
    directions: dict[tuple[str, str, str], Direction] = {}
    for row in read_table(path, COLUMNS):
        if row["of"] == "names":
            names.add(row["word"])
        elif row["direction"] not in get_args(Direction):
            raise row.error(f"unknown direction {row['direction']!r}; known are {', '.join(get_args(Direction))}")
        else:
            directions[row["part"], row["of"], row["word"]] = cast(Direction, row["direction"])
    return RelationWords(frozenset(names), directions)
