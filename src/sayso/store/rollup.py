"""The rollup: of the busiest pairs of countries, what passed between them by day, so that a long series comes at once.

A relation of some hundred thousand events takes SQLite seconds to gather. For pairs of more than `BUSY` ties the answer
to the usual question (every claimed actual event, see `dyads.Question.is_usual`) is kept, added up by day. Whatever
changes a tie, the coding in force, an origin or a report strikes its pair from the rollup at once, by triggers, in the
same transaction; until `refresh` is called, the pair is counted from its ties again. So it may be missing, never wrong.
PostgreSQL does without.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from sayso.store.dyads import BACK, FORTH, Question, Tally, tallies, told
from sayso.store.sides import Side
from sayso.store.store import Store
from sayso.store.tables import metadata

BUSY = 10_000
DAY, MONTH, YEAR = 10, 7, 4
# How much of an ISO day tells a period of each kind; a week is not told by its first letters.
LETTERS = {"day": DAY, "week": DAY, "month": MONTH, "quarter": MONTH, "year": YEAR}
REST_OF_DAY = "0000-01-01"
SUMS = ("occurrences", "score", "goldstein", "with_goldstein", "reports", "origins", "claims", "denials")

rollup = metadata.tables["rollup"]
rolled_up = metadata.tables["rolled_up"]
ties = metadata.tables["ties"]


@dataclass(frozen=True, slots=True)
class Kept:
    """What the rollup holds of a pair; tallies without the ids of their events."""

    tallies: list[Tally]
    undated: int


def kept_tallies(connection: Connection, question: Question, *, finest: str) -> Kept | None:
    """The tallies of a relation from the rollup, added up for periods of `finest` or finer; None where it lacks it."""
    if not question.is_usual or connection.dialect.name != "sqlite":
        return None
    a, b = (str(side.country) for side in question.sides)
    first, second = sorted((a, b))
    undated = _undated(connection, (first, second))
    if undated is None:
        return None
    period = func.substr(rollup.c.day, 1, LETTERS[finest])
    sums = [func.sum(rollup.c[name]) for name in SUMS]
    query = select(period, rollup.c.way, rollup.c.quad, *sums).where(
        rollup.c.a_country == first, rollup.c.b_country == second
    )
    if question.since:
        query = query.where(rollup.c.day >= question.since)
    if question.until:
        query = query.where(rollup.c.day <= question.until)
    rows = connection.execute(query.group_by(period, rollup.c.way, rollup.c.quad))
    turned: dict[Any, int] = {FORTH: BACK, BACK: FORTH} if a != first else {}
    found = [
        Tally(period + REST_OF_DAY[len(period) :], turned.get(way, way), quad, *sums)
        for period, way, quad, *sums in rows
    ]
    return Kept(found, 0 if question.since or question.until else undated)


def refresh(store: Store, *, busy: int = BUSY) -> int:
    """Work out the rollup of every pair of more than `busy` ties that it lacks; how many these were.

    Each pair is a transaction of its own, so that others may write in between.
    """
    with store.reading() as connection:
        if connection.dialect.name != "sqlite":
            return 0
        lacking = [pair for pair in _busy_pairs(connection, busy) if not _is_rolled_up(connection, pair)]
    for pair in lacking:
        with store.writing() as connection:
            # Another process may have done it since this one looked.
            if not _is_rolled_up(connection, pair):
                _roll_up(connection, *pair)
    return len(lacking)


def _is_rolled_up(connection: Connection, pair: tuple[str, str]) -> bool:
    return _undated(connection, pair) is not None


def _undated(connection: Connection, pair: tuple[str, str]) -> int | None:
    """How many events of a pair have no day; None where the rollup lacks the pair."""
    first, second = pair
    query = select(rolled_up.c.undated).where(rolled_up.c.a_country == first, rolled_up.c.b_country == second)
    found: int | None = connection.scalar(query)
    return found


def _busy_pairs(connection: Connection, busy: int) -> list[tuple[str, str]]:
    counts: defaultdict[tuple[str, str], int] = defaultdict(int)
    query = select(ties.c.a_country, ties.c.b_country, func.count()).group_by(ties.c.a_country, ties.c.b_country)
    for a, b, number in connection.execute(query):
        if a is not None and b is not None:
            counts[min(a, b), max(a, b)] += number
    return sorted(pair for pair, number in counts.items() if number > busy)


def _roll_up(connection: Connection, first: str, second: str) -> None:
    sides = Side(first, first, country=first), Side(second, second, country=second)
    events = told(connection, Question(sides))
    pair = {"a_country": first, "b_country": second}
    connection.execute(rollup.delete().where(rollup.c.a_country == first, rollup.c.b_country == second))
    rows = [pair | row for row in _by_day(tallies(events))]
    if rows:
        connection.execute(rollup.insert(), rows)
    connection.execute(rolled_up.insert(), pair | {"undated": sum(event.day is None for event in events)})


def _by_day(found: Iterable[Tally]) -> list[dict[str, Any]]:
    sums: dict[tuple[str, int, int], list[float]] = {}
    for tally in found:
        key = tally.day, tally.way, tally.quad
        added = [getattr(tally, name) for name in SUMS]
        known = sums.get(key)
        sums[key] = added if known is None else [one + other for one, other in zip(known, added, strict=True)]
    return [
        {"day": day, "way": way, "quad": quad} | dict(zip(SUMS, added, strict=True))
        for (day, way, quad), added in sums.items()
    ]
