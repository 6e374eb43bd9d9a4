"""Which events a format gets. One without a column for the status must not count what did not happen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, tuple_

from sayso.knowledge.quads import COOPERATION
from sayso.schema import Event
from sayso.store.events import EventFilter, same_coding
from sayso.store.records import in_force
from sayso.store.tables import metadata
from sayso.store.ties import OPEN

LAST_DAY = "9999-12-31"

# These happened or will, as somebody says; what is hypothetical or negated nobody claims.
CLAIMED = ("actual", "historical", "future")

events, documents, codings, voices, reports = (
    metadata.tables[name] for name in ("events", "documents", "codings", "voices", "reports")
)


@dataclass(frozen=True, slots=True)
class Choice:
    """The events that pass the `filters` and that the format can express.

    With `has_status` the format says of each event whether it happened, and gets all of them. Without it, and where the
    filters ask for no status, it gets what happened, and cooperation that is announced, which it calls an agreement.
    Neither gets an act that nobody says took place. With `first_reports`, of each occurrence only the earliest report.
    """

    filters: EventFilter
    has_status: bool = False
    first_reports: bool = False

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """What holds of these events besides the filters."""
        yield _expressible(events, self)
        if self.first_reports:
            yield _is_first(self)


def _expressible(table: Any, choice: Choice) -> ColumnElement[bool]:
    claimed = exists(
        select(voices.c.id)
        .where(
            same_coding(voices, table),
            voices.c.event == table.c.id,
            voices.c.polarity == "positive",
            voices.c.certainty != OPEN,
        )
        .correlate(table)
    )
    stands = or_(table.c.status.not_in(CLAIMED), claimed)
    if choice.has_status or choice.filters.status:
        return stands
    # What an agreement promises is an event of its own within it: the agreement is there already.
    announced = and_(table.c.status == "future", table.c.quad.in_(COOPERATION), table.c.within.is_(None))
    return and_(stands, or_(table.c.status == "actual", announced))


def _is_first(choice: Choice) -> ColumnElement[bool]:
    """Whether no earlier document tells of the same occurrence, and nothing before it in the same one."""
    mine, other = reports.alias("own_report"), reports.alias("other_report")
    earlier, elsewhere, coding = events.alias("earlier"), documents.alias("elsewhere"), codings.alias("its_coding")
    order = tuple_(func.coalesce(elsewhere.c.published, LAST_DAY), elsewhere.c.id, earlier.c.position)
    own_order = tuple_(func.coalesce(documents.c.published, LAST_DAY), documents.c.id, events.c.position)
    statuses = [earlier.c.status.in_(choice.filters.status)] if choice.filters.status else []
    return ~exists(
        select(mine.c.event)
        .join(other, and_(other.c.occurrence == mine.c.occurrence, other.c.undone == 0))
        .join(coding, same_coding(coding, other))
        .join(earlier, and_(same_coding(earlier, other), earlier.c.id == other.c.event))
        .join(elsewhere, elsewhere.c.id == other.c.document_id)
        .where(
            same_coding(mine, events),
            mine.c.event == events.c.id,
            mine.c.undone == 0,
            in_force(coding, choice.filters.known_on),
            _expressible(earlier, choice),
            *statuses,
            order < own_order,
        )
        .correlate(events, documents)
    )


def is_announced(event: Event) -> bool:
    """Whether it is cooperation that is only announced, which formats without a status write as an agreement."""
    return event.status == "future" and event.quad in COOPERATION
