"""The ties of the codings in force, each with the report, the occurrence and the origin that it belongs to.

Relations, timelines and profiles all count from these rows.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Label, Select, and_, case, func, select, true

from sayso.store.records import in_force
from sayso.store.tables import metadata

ties = metadata.tables["ties"]
codings = metadata.tables["codings"]
reports = metadata.tables["reports"]
occurrences = metadata.tables["occurrences"]
origins = metadata.tables["origins"]

# How far from its occurrence's days a report's own may lie, and where they are many, because it names but the year.
DAYS_OFF, DAYS_OFF_IF_LONG = 60, 400


def links(*columns: ColumnElement[Any] | Label[Any], known_on: str | None = None) -> Select[Any]:
    """One row per tie, with these columns besides what says which event it is, and whose news."""
    # An undone link joins nothing.
    linked = and_(same_event(reports), reports.c.undone == 0)
    return (
        select(
            ties.c.document_id,
            ties.c.run_id,
            ties.c.event,
            reports.c.occurrence,
            reports.c.outlet,
            origins.c.origin,
            case((origins.c.kind == "cites", origins.c.outlet)).label("cites"),
            *columns,
        )
        .join_from(ties, codings, and_(ties.c.document_id == codings.c.document_id, ties.c.run_id == codings.c.run_id))
        .outerjoin(reports, linked)
        .outerjoin(occurrences, occurrences.c.id == reports.c.occurrence)
        .outerjoin(origins, origins.c.document_id == ties.c.document_id)
        .where(in_force(codings, known_on))
    )


def day_of(end: str = "begin") -> ColumnElement[str]:
    """The first or the last day of the event of a tie: its occurrence's where it is joined."""
    return func.coalesce(occurrences.c[end], ties.c[end])


def may_lie_in(since: str | None, until: str | None) -> ColumnElement[bool]:
    """Whether an event may be of these days, by its tie alone, before anything is looked up beside it.

    A report may be dated otherwise than its occurrence, by days or, where it names but a year, by months; not by more.
    """
    is_long = ties.c.end > ties.c.begin

    def reaching(day: str, way: int) -> ColumnElement[str]:
        return case((is_long, _moved(day, way * DAYS_OFF_IF_LONG)), else_=_moved(day, way * DAYS_OFF))

    # A tie without a day passes. Written so that no index on days draws the database away from that on the two sides.
    conditions = []
    if since:
        conditions.append(func.coalesce(ties.c.end, ties.c.begin, since) >= reaching(since, -1))
    if until:
        conditions.append(func.coalesce(ties.c.begin, until) <= reaching(until, 1))
    return and_(true(), *conditions)


def _moved(day: str, days: int) -> str:
    moved = date.fromisoformat(day).toordinal() + days
    return date.fromordinal(min(max(moved, 1), date.max.toordinal())).isoformat()


def same_event(table: FromClause, event: str = "event") -> ColumnElement[bool]:
    """Whether a row of a table is about the event of a tie; `event` is the column that names it."""
    return and_(
        table.c.document_id == ties.c.document_id,
        table.c.run_id == ties.c.run_id,
        table.c[event] == ties.c.event,
    )
