"""The rollup: of the busiest pairs of countries, what passed between them by day, so that a long series comes at once.

A relation of some hundred thousand events takes SQLite seconds to gather. For pairs of more than `BUSY` ties every
claimed actual event is kept, added up by day: as whoever claims it tells it, as the publishers, third parties, and each
country's people and outlets do. Whatever changes a tie, the coding in force, an origin or a report strikes its pair
from the rollup at once, by triggers, in the same transaction; until `refresh` is called, the pair is counted from its
ties again. So it may be missing, never wrong. PostgreSQL does without.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, and_, func, or_, select

from sayso.store.dyads import BACK, FORTH, Question, Tally, Told, citing_publishers, tallies, told
from sayso.store.linked import same_event
from sayso.store.records import in_force
from sayso.store.sides import Side
from sayso.store.store import Store
from sayso.store.tables import metadata
from sayso.store.voicing import ALL, ASSERTING, OWN, THIRD

BUSY = 10_000
DAY, MONTH, YEAR = 10, 7, 4
# How much of an ISO day tells a period of each kind; the first day of a week SQLite works out.
LETTERS = {"day": DAY, "month": MONTH, "quarter": MONTH, "year": YEAR}
MONDAY = "weekday 0", "-6 days"
REST_OF_DAY = "0000-01-01"
SUMS = ("occurrences", "score", "goldstein", "with_goldstein", "reports", "origins", "claims", "denials")

rollup = metadata.tables["rollup"]
rolled_up = metadata.tables["rolled_up"]
ties = metadata.tables["ties"]
voices = metadata.tables["voices"]
codings = metadata.tables["codings"]

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """What the rollup holds of a pair; tallies without the ids of their events."""

    tallies: list[Tally]
    undated: int


def kept_tallies(connection: Connection, question: Question, *, by: str) -> Kept | None:
    """The tallies of a relation from the rollup, added up for these periods; None where it lacks it."""
    perspective = kept_as(question)
    if perspective is None or connection.dialect.name != "sqlite":
        return None
    a, b = (str(side.country) for side in question.sides)
    first, second = sorted((a, b))
    undated = _undated(connection, (first, second))
    if not undated:
        return None
    period = func.date(rollup.c.day, *MONDAY) if by == "week" else func.substr(rollup.c.day, 1, LETTERS[by])
    sums = [func.sum(rollup.c[name]) for name in SUMS]
    query = select(period, rollup.c.way, rollup.c.quad, *sums).where(
        rollup.c.a_country == first, rollup.c.b_country == second, rollup.c.perspective == perspective
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
    return Kept(found, 0 if question.since or question.until else undated.get(perspective, 0))


def kept_as(question: Question) -> str | None:
    """The perspective as the rollup names it, a country by its code; None for a question that it never answers."""
    if question.statuses != ("actual",) or question.known_on is not None:
        return None
    if not all(side.is_country for side in question.sides):
        return None
    perspective = question.perspective
    if perspective.is_of_country:
        return perspective.countries[0]
    return perspective.name if perspective.name in (ALL, OWN, THIRD) else None


def refresh(store: Store, *, busy: int = BUSY) -> int:
    """Work out the rollup of every pair of more than `busy` ties that it lacks; how many these were.

    Each pair is a transaction of its own, so that others may write in between.
    """
    with store.reading() as connection:
        if connection.dialect.name != "sqlite":
            return 0
        lacking = [pair for pair in _busy_pairs(connection, busy) if not _undated(connection, pair)]
    for pair in lacking:
        with store.writing() as connection:
            # Another process may have done it since this one looked.
            if not _undated(connection, pair):
                _roll_up(connection, pair)
    return len(lacking)


def _undated(connection: Connection, pair: Pair) -> dict[str, int]:
    """How many events of a pair have no day, by perspective; empty where the rollup lacks the pair."""
    query = select(rolled_up.c.perspective, rolled_up.c.undated).where(_is_of(rolled_up, pair))
    return {row.perspective: row.undated for row in connection.execute(query)}


def _busy_pairs(connection: Connection, busy: int) -> list[Pair]:
    counts: defaultdict[Pair, int] = defaultdict(int)
    query = select(ties.c.a_country, ties.c.b_country, func.count()).group_by(ties.c.a_country, ties.c.b_country)
    for a, b, number in connection.execute(query):
        if a is not None and b is not None:
            counts[min(a, b), max(a, b)] += number
    return sorted(pair for pair, number in counts.items() if number > busy)


def _roll_up(connection: Connection, pair: Pair) -> None:
    first, second = pair
    connection.execute(rollup.delete().where(_is_of(rollup, pair)))
    events = told(connection, Question((Side(first, first, country=first), Side(second, second, country=second))))
    publishers = citing_publishers(connection, events)
    for perspective, counted in _as_each_tells(events, _claims_by_perspective(connection, pair)):
        key = {"a_country": first, "b_country": second, "perspective": perspective}
        rows = [key | row for row in _by_day(tallies(counted, publishers))]
        if rows:
            connection.execute(rollup.insert(), rows)
        connection.execute(rolled_up.insert(), key | {"undated": sum(event.day is None for event in counted)})


def _as_each_tells(events: list[Told], claims: Mapping[str, Mapping[str, int]]) -> Iterator[tuple[str, list[Told]]]:
    """The events that count in each perspective, with the number of its claims; first as whoever claims them."""
    yield ALL, events
    places = {event.event: place for place, event in enumerate(events)}
    for perspective, claimed in sorted(claims.items()):
        told_so = sorted(places[event] for event in claimed if event in places)
        yield perspective, [replace(events[place], claims=claimed[events[place].event]) for place in told_so]


def _claims_by_perspective(connection: Connection, pair: Pair) -> dict[str, dict[str, int]]:
    """By perspective and event, how many claims say that it took place."""
    found: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for document_id, event, outlet, country in connection.execute(_voices_on(pair)):
        key = f"{document_id}/{event}"
        if outlet:
            found[OWN][key] += 1
        if country is not None:
            found[country][key] += 1
            if country not in pair:
                found[THIRD][key] += 1
    return {perspective: dict(claims) for perspective, claims in found.items()}


def _voices_on(pair: Pair) -> Any:
    """One row per voice that asserts an event of the pair, however many ties the event has."""
    first, second = pair
    between = or_(
        and_(ties.c.a_country == first, ties.c.b_country == second),
        and_(ties.c.a_country == second, ties.c.b_country == first),
    )
    return (
        select(voices.c.document_id, voices.c.event, voices.c.outlet, voices.c.country)
        .join_from(ties, codings, and_(ties.c.document_id == codings.c.document_id, ties.c.run_id == codings.c.run_id))
        .join(voices, same_event(voices))
        .where(between, ties.c.status == "actual", in_force(codings), ASSERTING)
        .group_by(voices.c.id)
    )


def _is_of(table: FromClause, pair: Pair) -> ColumnElement[bool]:
    return and_(table.c.a_country == pair[0], table.c.b_country == pair[1])


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
