"""What reviewers send: decisions, taking one back, and their names. Each adds a row; nothing is overwritten."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from sayso.errors import SettingsError
from sayso.knowledge.codebook import types_in
from sayso.schema import Event
from sayso.server.asking import WritableStore
from sayso.server.links import review_url
from sayso.server.problems import NotFound, missing
from sayso.server.reviewers import remember, reviewer_of
from sayso.server.routes.review import Wanted
from sayso.server.security import Writer
from sayso.store.decisions import Change, Coded, Drawn, Review
from sayso.store.records import run_known_on
from sayso.store.review_queue import Coding, Order
from sayso.store.reviews import changes_to, keep, undo

router = APIRouter(include_in_schema=False)

LONGEST = 200
LARGEST_ID = 2**31 - 1

Id = Annotated[int, Form(ge=0, le=LARGEST_ID)]
Short = Annotated[str | None, Form(max_length=LONGEST)]
Mentions = Annotated[list[str], Form(max_length=LONGEST)]


@router.post("/review/event/{key:path}")
def decide(
    request: Request,
    who: Writer,
    store: WritableStore,
    key: str,
    verdict: Annotated[Literal["accept", "reject", "skip"], Form()],
    run: Id,
    drawn: Annotated[Drawn, Form()] = "chosen",
    type: Short = None,
    status: Short = None,
    attribution: Short = None,
    actors: Mentions = [],  # noqa: B006
    recipients: Mentions = [],  # noqa: B006
    order: Annotated[Order, Form()] = "teaching",
    coding: Annotated[Coding, Form()] = "first",
    only: Short = None,
) -> Response:
    """Keep a decision, and go on with the queue. Without a `type` the event is accepted as it was coded."""
    document_id, _, event_id = key.rpartition("/")
    with missing():
        record = store.record(document_id)
    event = next((each for each in record.events if each.id == event_id), None)
    if event is None:
        raise NotFound(f"The document {document_id!r} has no event {event_id!r}.")
    changes: tuple[Change, ...] = ()
    if verdict == "accept" and type is not None:
        wanted = Coded(type, _given(actors), _given(recipients), status or event.status, attribution or None)
        changes = changes_to(record, event, wanted, _types(store, event, type))
    with store.writing() as connection:
        if run_known_on(connection, document_id, None) != run:
            raise SettingsError("The article was coded again since the page was loaded. Load it anew and decide then.")
        keep(
            connection,
            Review(
                id=0,
                document_id=document_id,
                run_id=run,
                event=event_id,
                reviewer=reviewer_of(request),
                made=_now(),
                verdict="correct" if changes else verdict,
                drawn=drawn,
                changes=changes,
            ),
        )
    return RedirectResponse(review_url(**Wanted(order, coding, only or None).state), 303)


@router.post("/review/undo")
def take_back(
    request: Request,
    who: Writer,
    store: WritableStore,
    review: Id,
    order: Annotated[Order, Form()] = "teaching",
    coding: Annotated[Coding, Form()] = "first",
    only: Short = None,
) -> Response:
    """Take back a decision of one's own, and show its event again; a second click does nothing more."""
    with store.writing() as connection:
        undone = undo(connection, review, reviewer_of(request), _now())
    key = f"{undone.document_id}/{undone.event}" if undone else None
    return RedirectResponse(review_url(key, **Wanted(order, coding, only or None).state), 303)


@router.post("/review/name")
def name(request: Request, who: Writer, name: Annotated[str, Form(max_length=LONGEST)]) -> Response:
    """Keep a name for the decisions of this browser; one that a proxy vouches for stays."""
    answer = RedirectResponse("/review", 303)
    remember(answer, request, name)
    return answer


def _given(ids: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in ids if each))


def _types(store: WritableStore, event: Event, wanted: str) -> set[str]:
    known = {*types_in(), event.type}
    # Coded by a codebook of the user's own.
    return known if wanted in known else known | store.event_types()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
