"""The vocabulary of time expressions, read from `words.csv`, and phrases that only look like them (`names.csv`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sayso.knowledge.tables import read_table

FOLDER = Path(__file__).parent
Kinds = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """`kinds["may"]` is {"month": "5"}; `names` are phrases in lower case that hold no date ("sunday times")."""

    kinds: Mapping[str, Kinds]
    names: tuple[str, ...]


@cache
def load_words() -> Words:
    """Both tables, read once."""
    kinds: dict[str, dict[str, str]] = {}
    for row in read_table(FOLDER / "words.csv", ("word", "kind", "value")):
        entry = kinds.setdefault(row["word"], {})
        if row["kind"] in entry:
            raise row.error(f"{row['word']} is a {row['kind']} twice")
        entry[row["kind"]] = row["value"]
    names = tuple(row["name"] for row in read_table(FOLDER / "names.csv", ("name", "what")))
    return Words(kinds, names)
