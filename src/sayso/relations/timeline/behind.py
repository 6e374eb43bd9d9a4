"""The acts that the figures of a relation count, in order of time and a page at a time, however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from sayso.relations.timeline.acts import act_rows, events_among, reports_by_occurrence
from sayso.relations.timeline.row import TimelineRow
from sayso.store.dyads import WAYS, Question, Told, Way, by_occurrence, told
from sayso.store.named import EventKey
from sayso.store.stretches import widening
from sayso.store.tables import metadata

# The page is looked for in the first days; where these hold too little, in twice as many, and so on.
FIRST_DAYS = 7

reports = metadata.tables["reports"]


@dataclass(frozen=True, slots=True, order=True)
class ActPlace:
    """Where an act stands in the order: by its day, then by the first of the events for which it counts."""

    day: str
    event: str


def acts_behind(
    connection: Connection, question: Question, direction: Way, *, after: ActPlace | None = None, limit: int
) -> tuple[list[TimelineRow], ActPlace | None]:
    """The acts that a question between two days counts, so many at most, and where the next page goes on, if it does.

    An act is told as a timeline tells it: with all its reports between the two sides, whoever claims them.
    """
    if question.since is None or question.until is None:
        raise ValueError("acts are listed between two days")
    begin = max(question.since, after.day) if after else question.since
    found: list[tuple[ActPlace, list[Told]]] = []
    for since, until in widening(begin, question.until, days=FIRST_DAYS):
        events = told(connection, replace(question, since=since, until=until))
        counting = (reported for way, reported in by_occurrence(events) if way in WAYS[direction])
        placed = ((ActPlace(reported[0].day or "", reported[0].event), reported) for reported in counting)
        found += [each for each in placed if after is None or each[0] > after]
        if len(found) > limit:
            break
    page = found[:limit]
    rows = _rows(connection, question, [reported for _, reported in page])
    return rows, page[-1][0] if len(found) > limit else None


def _rows(connection: Connection, question: Question, counted: Sequence[Sequence[Told]]) -> list[TimelineRow]:
    """One row an occurrence, in this order."""
    if not counted:
        return []
    keys = _reporting(connection, [reported[0].occurrence for reported in counted])
    keys |= {report.key for reported in counted for report in reported}
    told_as = reports_by_occurrence(events_among(connection, question.sides, sorted(keys), question.known_on))
    return list(act_rows(connection, [told_as[reported[0].occurrence] for reported in counted]))


def _reporting(connection: Connection, occurrences: Sequence[str]) -> set[EventKey]:
    """The keys of all reports of these occurrences."""
    query = select(reports.c.document_id, reports.c.run_id, reports.c.event).where(
        reports.c.occurrence.in_(occurrences), reports.c.undone == 0
    )
    return {(document_id, run_id, event) for document_id, run_id, event in connection.execute(query)}
