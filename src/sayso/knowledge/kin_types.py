"""Event types under which two reports may code one and the same act ("expelled", "broke off relations")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sayso.knowledge.tables import FOLDER, read_table

COLUMNS = ["type", "kin", "example"]


@cache
def load_kin_types(path: Path = FOLDER / "kin_types.csv") -> Mapping[str, frozenset[str]]:
    """The kin of each type that has any, not counting itself."""
    kin: defaultdict[str, set[str]] = defaultdict(set)
    for row in read_table(path, COLUMNS):
        if row["type"] == row["kin"]:
            raise row.error(f"{row['type']} is no kin of itself")
        kin[row["type"]].add(row["kin"])
        kin[row["kin"]].add(row["type"])
    return {type: frozenset(others) for type, others in kin.items()}
