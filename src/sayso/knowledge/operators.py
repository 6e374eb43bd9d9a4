"""Words that bear on acts: operators change the status of what they govern ("plan to", "refuse to", "proposed talks"),
proxies are nouns through which a state or group acts ("missiles", "delegation").
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import cast

from sayso.knowledge.tables import FOLDER, read_table
from sayso.schema import Status

Operators = Mapping[tuple[str, str], Status]
COLUMNS = "word part status meaning".split()


@cache
def load_operators(path: Path = FOLDER / "operators.csv") -> Operators:
    """Status by part of speech and lemma."""
    operators = {}
    for row in read_table(path, COLUMNS):
        if row["status"] not in ("future", "hypothetical", "negated"):
            raise row.error(f"unknown status {row['status']!r}; known are future, hypothetical, negated")
        operators[row["part"], row["word"]] = cast(Status, row["status"])
    return operators


@cache
def load_proxies(path: Path = FOLDER / "proxies.csv") -> Mapping[str, str]:
    """What each proxy is, by lemma: people, weapon, ship …"""
    return {row["noun"]: row["meaning"] for row in read_table(path, ["noun", "meaning"])}
