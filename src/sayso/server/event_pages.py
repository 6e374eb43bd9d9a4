"""Pages of events: the cursor is the place of the last one, so that events added meanwhile shift nothing."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.server.paging import Page, from_cursor, to_cursor
from sayso.store.events import EventPlace, EventRow


def place_of(cursor: str | None) -> EventPlace | None:
    """The event after which the page begins; None for the first page."""
    if cursor is None:
        return None
    begin, document_id, event_id = from_cursor(cursor, (str, type(None)), str, str)
    return EventPlace(None if begin is None else str(begin), str(document_id), str(event_id))


def page_of(rows: Sequence[EventRow], limit: int) -> Page[EventRow]:
    """A page of so many events; `rows` are one more where there is another page."""
    last = rows[limit - 1] if rows[limit:] else None
    return Page(rows[:limit], to_cursor(last.date_begin, last.document_id, last.event_id) if last else None)
