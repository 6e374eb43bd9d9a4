"""Events: the list of them, and each one with its sentence, its chain and what becomes of it elsewhere."""

from __future__ import annotations

from dataclasses import fields
from typing import Annotated, get_args

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from sayso.asking import OpenStore
from sayso.errors import StoreError
from sayso.relations.claims import ClaimsAbout
from sayso.schema import Status
from sayso.server.answers import Listing, documented, json_answer, rows_answer
from sayso.server.asking import Pages, Store
from sayso.server.charts import Chart, citation_of, downloads_of
from sayso.server.event_pages import page_of, place_of
from sayso.server.event_view import EventView, view_event
from sayso.server.kept import kept_answer
from sayso.server.paging import ROWS, Cursor, Limit, Page
from sayso.server.parameters import Day, Several, Statuses, Words
from sayso.server.problems import NotFound, missing
from sayso.store.events import EventFilter, EventPlace, EventRow, check_days, event_rows

router = APIRouter(tags=["events"])


def filters(
    actor: Annotated[Words, Query(description="Who acts: ISR, ISR.GOV, Q7747 or part of a name.")] = None,
    recipient: Annotated[Words, Query(description="Who is acted on, in the same ways.")] = None,
    type: Annotated[Several, Query(description="PLOVER event type, such as THREATEN; may be repeated.")] = [],  # noqa: B006
    since: Day = None,
    until: Day = None,
    status: Annotated[Statuses, Query(description="All where left out; may be repeated.")] = [],  # noqa: B006
    source: Annotated[Words, Query(description="Who says so, anywhere in the chain.")] = None,
    publisher: Annotated[Words, Query(description="Part of the outlet's name.")] = None,
    known_on: Day = None,
) -> EventFilter:
    """The filter that an address asks for."""
    types = tuple(name.upper() for name in type)
    return EventFilter(actor, recipient, types, since, until, tuple(status), source, publisher, known_on)


Wanted = Annotated[EventFilter, Depends(filters)]


@router.get("/events", include_in_schema=False)
def page(request: Request, pages: Pages, store: Store, wanted: Wanted, cursor: Cursor = None) -> Response:
    """The list, with its filters."""
    return pages.answer(
        request,
        "events.html",
        wanted=wanted,
        found=events_page(request, store, wanted, cursor, ROWS),
        types=sorted(store.event_types()),
        statuses=get_args(Status),
        taken=Chart(
            id="events",
            title="Events",
            caption="",
            downloads=downloads_of(request, "events", pictures=False),
            command=command_of(pages.stores.title, wanted),
            citation=citation_of("Events", pages.stores.title, request),
        ),
    )


@router.get("/event/{key:path}", include_in_schema=False)
def one(request: Request, pages: Pages, store: Store, key: str) -> Response:
    """One event."""
    seen = seen_event(store, key)
    return pages.answer(request, "event.html", event=seen, about=claims_on(store, key))


@router.get(
    "/api/events",
    summary="The events that pass all filters, by date",
    response_model=Listing[EventRow],
    responses=documented(
        {
            "items": [{"document_id": "demo-006", "event_id": "e2", "type": "THREATEN", "actors": "Russia"}],
            "next": None,
        },
        "document_id,event_id,publisher,…\r\ndemo-006,e2,Baltic Courier,…\r\n",
    ),
)
def events(request: Request, store: Store, wanted: Wanted, cursor: Cursor = None, limit: Limit = ROWS) -> Response:
    """One row an event of a document; the same act told by several is several events and one occurrence."""
    return rows_answer(request, EventRow, events_page(request, store, wanted, cursor, limit))


@router.get(
    "/api/event/{key:path}",
    summary="One event: sentence, chain, claims, occurrence",
    response_model=EventView,
    responses=documented({"key": "demo-006/e2", "type": "THREATEN", "sentence": "…", "chain": []}),
)
def event(store: Store, key: str) -> Response:
    """`key` is DOCUMENT/EVENT."""
    return json_answer(seen_event(store, key))


def events_page(
    request: Request, store: OpenStore, wanted: EventFilter, cursor: str | None, limit: int
) -> Page[EventRow]:
    """A page that begins after the event in the cursor, however many were added before it since."""
    after = place_of(cursor)
    check_days(cursor=after.begin if after else None)
    rows: list[EventRow] = kept_answer(
        request, ("events", wanted, after, limit), lambda: rows_after(store, wanted, after, limit + 1)
    )
    return page_of(rows, limit)


def rows_after(store: OpenStore, wanted: EventFilter, after: EventPlace | None, limit: int) -> list[EventRow]:
    """So many events that come after a place."""
    with store.reading() as connection:
        return list(event_rows(connection, wanted, after=after, limit=limit))


def seen_event(store: OpenStore, key: str) -> EventView:
    """The event with this key; `NotFound` where there is none."""
    document_id, _, event_id = key.rpartition("/")
    with missing():
        coded = store.record(document_id)
    seen = view_event(coded, event_id)
    if seen is None:
        raise NotFound(f"The document {document_id!r} has no event {event_id!r}.")
    return seen


def claims_on(store: OpenStore, key: str) -> ClaimsAbout | None:
    """Who claims it in all documents; None where the documents have not been joined."""
    try:
        return store.claims(key)
    except StoreError:
        return None


def command_of(store: str, wanted: EventFilter) -> str:
    """The command that lists the same; the command line has no filter by publisher."""
    parts = ["sayso events", store]
    for field in fields(EventFilter):
        value = getattr(wanted, field.name)
        if field.name == "publisher":
            continue
        for each in value if isinstance(value, tuple) else [value]:
            if each is not None:
                parts.append(f"--{field.name.replace('_', '-')} " + (f'"{each}"' if " " in each else each))
    return " ".join(parts)
