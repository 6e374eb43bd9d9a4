"""What happened with an actor, or between two, in order of time: acts, and in their place what was said of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from sayso.errors import SettingsError
from sayso.relations.timeline.acts import TellingEvent, act_rows, events_between, reports_by_occurrence
from sayso.relations.timeline.behind import ActPlace, acts_behind
from sayso.relations.timeline.row import KINDS, Kind, TimelineFilter, TimelineRow
from sayso.relations.timeline.sayings import assessments_of, quotations_about
from sayso.store import Store
from sayso.store.sides import WORLD, Side, side_of
from sayso.store.voicing import perspective_of

ROWS_AT_ONCE = 200


def timeline(
    store: Store, a: str, b: str | None = None, filters: TimelineFilter | None = None
) -> Iterator[TimelineRow]:
    """One row an occurrence (an event, where it is not joined), an assessment or a quotation; undated ones last.

    With two names it is what passed between them and what people of the one said of the other; with one, what the
    actor did and had done to it, and what is said of its relations. Raises `SettingsError` where a name fits nobody
    or several.
    """
    with store.reading() as connection:
        entries = _entries(connection, timeline_sides(connection, a, b), filters or TimelineFilter())
        yield from _rows(connection, entries)


def _entries(connection: Connection, sides: tuple[Side, Side], asked: TimelineFilter) -> list[_Entry]:
    """The rows to come, in order."""
    perspective = perspective_of(connection, asked.by, sides)
    # Acts of other days matter to quotations alone: what is told of an act is not listed as a quotation again.
    days = {"since": asked.since, "until": asked.until} if asked.kinds == ("act",) else {}
    events = events_between(connection, sides, perspective, asked.known_on, **days)
    entries = list(_acts(events, asked)) if "act" in asked.kinds else []
    said: list[TimelineRow] = []
    if "assessment" in asked.kinds and not asked.type:
        said += assessments_of(connection, sides, perspective, asked.known_on)
    if "quotation" in asked.kinds and not (asked.type or asked.status or sides[1].is_world):
        said += quotations_about(connection, sides, perspective, events, asked.known_on)
    entries += [
        _Entry(row.date_begin, row.published, row.kind, row.key, row=row)
        for row in said
        if asked.in_time(row.date_begin, row.date_end) and (not asked.status or row.status in asked.status)
    ]
    return sorted(entries, key=lambda entry: entry.order)


def timeline_sides(connection: Connection, a: str, b: str | None) -> tuple[Side, Side]:
    """Both sides; the other one is the world where only one is named."""
    first = side_of(connection, a)
    second = side_of(connection, b) if b is not None else Side(WORLD, "the world")
    if first.is_world:
        raise SettingsError("A timeline begins with a country, a person or a group: the world is everybody else.")
    return first, second


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row to come and its place in time: one that is at hand, or the reports of an act, looked up many at a time."""

    day: str | None
    published: str | None
    kind: Kind
    key: str
    reports: tuple[TellingEvent, ...] = ()
    row: TimelineRow | None = None

    @property
    def order(self) -> tuple[bool, str, str, Kind, str]:
        """By day, undated ones last, then as they were published."""
        return self.day is None, self.day or "", self.published or "", self.kind, self.key


def _acts(events: list[TellingEvent], asked: TimelineFilter) -> Iterator[_Entry]:
    passing = [
        event
        for event in events
        if event.in_perspective
        and (not asked.status or event.status in asked.status)
        and (not asked.type or event.type in asked.type)
        and asked.in_time(event.begin, event.end)
    ]
    for reports in reports_by_occurrence(passing).values():
        yield _Entry(reports[0].begin, reports[0].published, "act", reports[0].place, reports)


def _rows(connection: Connection, entries: list[_Entry]) -> Iterator[TimelineRow]:
    for start in range(0, len(entries), ROWS_AT_ONCE):
        batch = entries[start : start + ROWS_AT_ONCE]
        acts = act_rows(connection, [entry.reports for entry in batch if entry.reports])
        for entry in batch:
            yield entry.row or next(acts)


__all__ = [
    "KINDS",
    "ActPlace",
    "Kind",
    "TimelineFilter",
    "TimelineRow",
    "acts_behind",
    "timeline",
    "timeline_sides",
]
