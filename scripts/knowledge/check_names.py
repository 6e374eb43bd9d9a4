"""Checks in the small tables of names what `sayso knowledge check` leaves out: cities, given names, ambiguous names.

Prints every problem and exits with 1 when there is one: `python scripts/knowledge/check_names.py`.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sayso.errors import KnowledgeError
from sayso.knowledge.facts import (
    AMBIGUOUS_COLUMNS,
    CITY_COLUMNS,
    GIVEN_NAME_COLUMNS,
    Knowledge,
    load_knowledge,
)
from sayso.knowledge.tables import FOLDER, read_table


def main() -> int:
    """Print all problems."""
    try:
        knowledge = load_knowledge(FOLDER)
        problems = [
            *place_problems(FOLDER, knowledge),
            *given_name_problems(FOLDER),
            *meaning_problems(FOLDER, knowledge),
        ]
    except (KnowledgeError, FileNotFoundError) as error:
        problems = [str(error)]
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problems")
    return 1 if problems else 0


def place_problems(folder: Path, knowledge: Knowledge) -> Iterator[str]:
    """Cities that another table holds as a capital, country or region."""
    for row in read_table(folder / "cities.csv", CITY_COLUMNS):
        for name in row.items("name"):
            others = {fact.usage for fact in knowledge.facts_for(name)} - {"place"}
            if others:
                yield f"cities.csv:{row.line}: {name} is listed elsewhere as {sorted(others)}"


def given_name_problems(folder: Path) -> Iterator[str]:
    """Names given twice, and genders other than m and f."""
    rows = list(read_table(folder / "given_names.csv", GIVEN_NAME_COLUMNS))
    counts = Counter(row["name"] for row in rows)
    for row in rows:
        if counts[row["name"]] > 1:
            yield f"given_names.csv:{row.line}: {row['name']} stands twice"
        if row["gender"] not in ("m", "f"):
            yield f"given_names.csv:{row.line}: gender {row['gender']!r}"


def meaning_problems(folder: Path, knowledge: Knowledge) -> Iterator[str]:
    """Ambiguous names that no table lists, and names with several defaults."""
    for row in read_table(folder / "ambiguous.csv", AMBIGUOUS_COLUMNS):
        if not knowledge.facts_for(row["name"]):
            yield f"ambiguous.csv:{row.line}: no table lists {row['name']!r}"
        if row["default"] not in ("", "yes"):
            yield f"ambiguous.csv:{row.line}: default {row['default']!r}"
        if sum(meaning.default for meaning in knowledge.ambiguous[row["name"]]) > 1:
            yield f"ambiguous.csv:{row.line}: {row['name']} has several defaults"


if __name__ == "__main__":
    sys.exit(main())
