"""What passed between two sides: the events that tell of it, gathered into occurrences, counted by day.

An event that has been joined to an occurrence is a report of it and dated as it is; one that has not is an occurrence
of its own, and a document without an origin is its own origin. So each occurrence counts once, in one period, in
the quad of its first report, with the mean score of its reports. A mutual act counts in both directions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from statistics import fmean
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, select, tuple_

from sayso.schema import Status
from sayso.store.independence import origins_of_reports
from sayso.store.joins import publisher_ids
from sayso.store.linked import day_of, links, may_lie_in, same_event
from sayso.store.named import EventKey
from sayso.store.sides import Side, is_end
from sayso.store.tables import metadata
from sayso.store.voicing import ALL, ASSERTING, DENYING, EVERYBODY, Perspective

# In which direction an act goes, seen from side A; a mutual one goes both ways.
FORTH, BACK, MUTUAL = 1, 2, 3
Way = Literal["both", "a-to-b", "b-to-a"]
WAYS: dict[Way, tuple[int, ...]] = {"both": (FORTH, BACK, MUTUAL), "a-to-b": (FORTH, MUTUAL), "b-to-a": (BACK, MUTUAL)}

ties = metadata.tables["ties"]
voices = metadata.tables["voices"]


@dataclass(frozen=True, slots=True)
class Question:
    """Which events of a relation count. `since` and `until` are ISO days, both included.

    With `known_on`, the coding of each document that the store had at the end of that day counts, not the current one.
    """

    sides: tuple[Side, Side]
    perspective: Perspective = EVERYBODY
    statuses: tuple[Status, ...] = ("actual",)
    since: str | None = None
    until: str | None = None
    known_on: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One event of one document between the two sides, as a report of an `occurrence`.

    `origin` is that of its document; `outlet` is who it cites for this act, `cites` whose story the whole document is.
    """

    document_id: str
    run_id: int
    event: str
    occurrence: str
    origin: str
    outlet: str | None
    cites: str | None
    day: str | None
    way: int
    quad: int
    score: float
    goldstein: float | None
    claims: int
    denials: int

    @property
    def key(self) -> EventKey:
        """The key of its row."""
        return self.document_id, self.run_id, self.event.removeprefix(f"{self.document_id}/")


@dataclass(frozen=True, slots=True)
class Tally:
    """The occurrences of one day, way and quad, added up; tallies can be added to one another.

    `score` and `goldstein` are sums over occurrences of the mean of their reports; `with_goldstein` says how many have
    one. `events` names the events behind it where they are at hand.
    """

    day: str
    way: int
    quad: int
    occurrences: int
    score: float
    goldstein: float
    with_goldstein: int
    reports: int
    origins: int
    claims: int
    denials: int
    events: tuple[str, ...] = ()


def told(connection: Connection, question: Question) -> list[Told]:
    """Every event that counts, once each, by day, document and id; undated ones last."""
    found: dict[str, Told] = {}
    for row in connection.execute(told_query(question)):
        event = f"{row.document_id}/{row.event}"
        one = Told(
            row.document_id,
            row.run_id,
            event,
            row.occurrence or event,
            row.origin or row.document_id,
            row.outlet,
            row.cites,
            row.day,
            MUTUAL if row.mutual else row.way,
            row.quad,
            row.score,
            row.goldstein,
            row.claims,
            row.denials,
        )
        # Several people of one side in one act are several ties, but one event.
        known = found.get(event)
        found[event] = one if known is None else replace(known, way=known.way | one.way)
    return sorted(found.values(), key=lambda one: (one.day is None, one.day or "", one.event))


def counted(
    connection: Connection, question: Question, ways: tuple[int, ...] = WAYS["both"]
) -> tuple[list[Tally], int]:
    """One tally per dated occurrence that goes one of the ways, and how many events have no day."""
    events = told(connection, question)
    undated = sum(event.day is None for event in events)
    return list(tallies(events, citing_publishers(connection, events), ways)), undated


def citing_publishers(connection: Connection, events: Iterable[Told]) -> dict[str, str]:
    """The outlet of each document that reports an occurrence for which some report cites an outlet."""
    events = list(events)
    cited = {event.occurrence for event in events if event.outlet or event.cites}
    return publisher_ids(connection, {event.document_id for event in events if event.occurrence in cited})


def told_query(question: Question) -> Any:
    """One row per event and pair of those who take part, with the direction seen from side A."""
    a, b = question.sides
    forth = _ties(question, is_end(a, b, ties.c.a, ties.c.a_country), is_end(b, a, ties.c.b, ties.c.b_country), FORTH)
    back = _ties(question, is_end(b, a, ties.c.a, ties.c.a_country), is_end(a, b, ties.c.b, ties.c.b_country), BACK)
    return forth.union_all(back)


def tallies(
    events: Iterable[Told], publishers: Mapping[str, str], ways: tuple[int, ...] = WAYS["both"]
) -> Iterator[Tally]:
    """One tally per dated occurrence that goes one of the ways; `publishers` are those of `citing_publishers`."""
    for way, reported in by_occurrence(events):
        if way in ways:
            yield _tally(way, reported, publishers)


def by_occurrence(events: Iterable[Told]) -> Iterator[tuple[int, list[Told]]]:
    """The way and the reports of each dated occurrence, in the order of the first one of each."""
    gathered: dict[str, list[Told]] = {}
    for event in events:
        if event.day is not None:
            gathered.setdefault(event.occurrence, []).append(event)
    for reported in gathered.values():
        yield reduce(or_, (report.way for report in reported)), reported


def _tally(way: int, reported: list[Told], publishers: Mapping[str, str]) -> Tally:
    first = reported[0]
    goldsteins = [report.goldstein for report in reported if report.goldstein is not None]
    return Tally(
        day=first.day or "",
        way=way,
        quad=first.quad,
        occurrences=1,
        score=fmean(report.score for report in reported),
        goldstein=fmean(goldsteins) if goldsteins else 0.0,
        with_goldstein=int(bool(goldsteins)),
        reports=len(reported),
        origins=len(set(origins_of_reports(reported, publishers))),
        claims=sum(report.claims for report in reported),
        denials=sum(report.denials for report in reported),
        events=tuple(report.event for report in reported),
    )


def _ties(question: Question, a: ColumnElement[bool], b: ColumnElement[bool], way: int) -> Select[Any]:
    claims = _counted(and_(ASSERTING, _in_perspective(question.perspective)))
    query = links(
        day_of().label("day"),
        literal(way).label("way"),
        ties.c.mutual,
        ties.c.quad,
        ties.c.score,
        ties.c.goldstein,
        claims.label("claims"),
        _counted(DENYING).label("denials"),
        known_on=question.known_on,
    ).where(a, b, ties.c.status.in_(question.statuses))
    if question.perspective.name == ALL:
        query = query.where(ties.c.claimed == 1)
    elif question.perspective.is_of_claimants:
        query = query.where(tuple_(ties.c.document_id, ties.c.run_id, ties.c.event).in_(_claimed_by(question)))
    else:
        query = query.where(claims > 0)
    if question.since or question.until:
        query = query.where(may_lie_in(question.since, question.until))
    if question.since:
        query = query.where(day_of() >= question.since)
    if question.until:
        query = query.where(day_of() <= question.until)
    return query


def _claimed_by(question: Question) -> Select[Any]:
    """The events that somebody by name claims: few, even of a busy pair, and an index leads to them."""
    return select(voices.c.document_id, voices.c.run_id, voices.c.event).where(
        ASSERTING, _in_perspective(question.perspective)
    )


def _counted(which: ColumnElement[bool]) -> Any:
    return select(func.count()).where(same_event(voices), which).correlate(ties).scalar_subquery()


def _in_perspective(perspective: Perspective) -> Any:
    return perspective.includes(voices.c.outlet, voices.c.claimant, voices.c.country)
