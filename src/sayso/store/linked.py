"""The ties of the codings in force, each with the report, the occurrence and the origin that it belongs to.

Relations, timelines and profiles all count from these rows.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Label, Select, and_, case, func, select

from sayso.store.records import in_force
from sayso.store.tables import metadata

ties = metadata.tables["ties"]
codings = metadata.tables["codings"]
reports = metadata.tables["reports"]
occurrences = metadata.tables["occurrences"]
origins = metadata.tables["origins"]


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


def same_event(table: FromClause, event: str = "event") -> ColumnElement[bool]:
    """Whether a row of a table is about the event of a tie; `event` is the column that names it."""
    return and_(
        table.c.document_id == ties.c.document_id,
        table.c.run_id == ties.c.run_id,
        table.c[event] == ties.c.event,
    )
