"""What passed between two sides: the events that tell of it, gathered into occurrences, counted by day.

An event that has been joined to an occurrence is a report of it and dated as it is; one that has not is an occurrence
of its own, and a document without an origin is its own origin. So each occurrence counts once, in one period, in
the quad of its first report, with the mean score of its reports. A mutual act counts in both directions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, select

from sayso.schema import Status
from sayso.store.records import in_force
from sayso.store.sides import Side, is_end
from sayso.store.tables import metadata
from sayso.store.voicing import ALL, ASSERTING, DENYING, EVERYBODY, Perspective

# In which direction an act goes, seen from side A; a mutual one goes both ways.
FORTH, BACK, MUTUAL = 1, 2, 3
Way = Literal["both", "a-to-b", "b-to-a"]
WAYS: dict[Way, tuple[int, ...]] = {"both": (FORTH, BACK, MUTUAL), "a-to-b": (FORTH, MUTUAL), "b-to-a": (BACK, MUTUAL)}

ties = metadata.tables["ties"]
voices = metadata.tables["voices"]
codings = metadata.tables["codings"]
reports = metadata.tables["reports"]
occurrences = metadata.tables["occurrences"]
origins = metadata.tables["origins"]


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

    @property
    def is_usual(self) -> bool:
        """Whether it is the default: two countries, every actual event that somebody claims, as of now."""
        usual = self.perspective.name == ALL and self.statuses == ("actual",) and self.known_on is None
        return usual and all(side.is_country for side in self.sides)


@dataclass(frozen=True, slots=True)
class Told:
    """One event of one document between the two sides, as a report of an `occurrence`."""

    event: str
    occurrence: str
    origin: str
    day: str | None
    way: int
    quad: int
    score: float
    goldstein: float | None
    claims: int
    denials: int


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
            event,
            row.occurrence or event,
            row.origin or row.document_id,
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


def told_query(question: Question) -> Any:
    """One row per event and pair of those who take part, with the direction seen from side A."""
    a, b = question.sides
    forth = _ties(question, is_end(a, b, ties.c.a, ties.c.a_country), is_end(b, a, ties.c.b, ties.c.b_country), FORTH)
    back = _ties(question, is_end(b, a, ties.c.a, ties.c.a_country), is_end(a, b, ties.c.b, ties.c.b_country), BACK)
    return forth.union_all(back)


def tallies(events: Iterable[Told], ways: tuple[int, ...] = WAYS["both"]) -> Iterator[Tally]:
    """One tally per dated occurrence that goes one of the ways."""
    gathered: dict[str, list[Told]] = {}
    for event in events:
        if event.day is not None:
            gathered.setdefault(event.occurrence, []).append(event)
    for reported in gathered.values():
        tally = _tally(reported)
        if tally.way in ways:
            yield tally


def _tally(reported: list[Told]) -> Tally:
    first = reported[0]
    way = 0
    for report in reported:
        way |= report.way
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
        origins=len({report.origin for report in reported}),
        claims=sum(report.claims for report in reported),
        denials=sum(report.denials for report in reported),
        events=tuple(report.event for report in reported),
    )


def _ties(question: Question, a: ColumnElement[bool], b: ColumnElement[bool], way: int) -> Select[Any]:
    # An undone link joins nothing.
    linked = and_(_same_event(reports), reports.c.undone == 0)
    day = func.coalesce(occurrences.c.begin, ties.c.begin)
    claims = _counted(and_(ASSERTING, _in_perspective(question.perspective)))
    query = (
        select(
            ties.c.document_id,
            ties.c.event,
            reports.c.occurrence,
            origins.c.origin,
            day.label("day"),
            literal(way).label("way"),
            ties.c.mutual,
            ties.c.quad,
            ties.c.score,
            ties.c.goldstein,
            claims.label("claims"),
            _counted(DENYING).label("denials"),
        )
        .join_from(ties, codings, and_(ties.c.document_id == codings.c.document_id, ties.c.run_id == codings.c.run_id))
        .outerjoin(reports, linked)
        .outerjoin(occurrences, occurrences.c.id == reports.c.occurrence)
        .outerjoin(origins, origins.c.document_id == ties.c.document_id)
        .where(a, b, ties.c.status.in_(question.statuses), in_force(codings, question.known_on))
    )
    anybody = question.perspective.name == ALL
    query = query.where(ties.c.claimed == 1 if anybody else claims > 0)
    if question.since:
        query = query.where(day >= question.since)
    if question.until:
        query = query.where(day <= question.until)
    return query


def _counted(which: ColumnElement[bool]) -> Any:
    return select(func.count()).where(_same_event(voices), which).correlate(ties).scalar_subquery()


def _same_event(other: Any) -> ColumnElement[bool]:
    return and_(
        other.c.document_id == ties.c.document_id,
        other.c.run_id == ties.c.run_id,
        other.c.event == ties.c.event,
    )


def _in_perspective(perspective: Perspective) -> Any:
    return perspective.includes(voices.c.outlet, voices.c.claimant, voices.c.country)
