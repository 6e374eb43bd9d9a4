"""What passed between two sides, asked of SQLite and of PostgreSQL: the same answers."""

from __future__ import annotations

import pytest

from relations.acts import Act, article
from sayso.store import Store
from sayso.store.dyads import Question, counted
from sayso.store.sides import sides_of
from sayso.store.voicing import perspective_of

MEETING = Act("RUS ISR", "", "2022-03-05")
THREAT = Act("Q7747", "ISR", "2022-10-17", -3.5, 3, -4.4, own="unknown", says="USA", denies="RUS")


@pytest.mark.parametrize(
    ("a", "b", "perspective", "expected"),
    [
        ("RUS", "ISR", None, [("2022-03-05", 3, 1, 0), ("2022-10-17", 1, 1, 1), ("2022-10-18", 2, 1, 0)]),
        ("ISR", "RUS", "own", [("2022-03-05", 3, 1, 0), ("2022-10-18", 1, 1, 0)]),
        ("RUS", "ISR", "third", [("2022-10-17", 1, 1, 1)]),
        ("RUS", "ISR", "United States", [("2022-10-17", 1, 1, 1)]),
        ("RUS.GOV", "world", None, [("2022-10-17", 1, 1, 1)]),
        ("VLADIMIR PUTIN", "Israel", None, [("2022-10-17", 1, 1, 1)]),
        ("RUS", "FJI", None, []),
    ],
)
def test_days_ways_claims_and_denials(
    store: Store, a: str, b: str, perspective: str | None, expected: list[tuple[str, int, int, int]]
) -> None:
    run = store.begin_run()
    store.add(article("d1", MEETING, THREAT, Act("ISR", "RUS", "2022-10-18")), run, on_error="raise")
    with store.reading() as connection:
        sides = sides_of(connection, a, b)
        question = Question(sides, perspective_of(connection, perspective, sides))
        found = sorted(counted(connection, question)[0], key=lambda tally: tally.day)
    assert [(tally.day, tally.way, tally.claims, tally.denials) for tally in found] == expected
