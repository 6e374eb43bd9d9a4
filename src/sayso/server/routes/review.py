"""Review: one decision a screen, how far it has come, where coders differ, and what was decided when by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from sqlalchemy import Connection
from starlette.responses import Response

from sayso.asking import OpenStore
from sayso.evaluation.review_cases import as_lines, review_cases
from sayso.evaluation.reviewed import Disagreement, Progress, disagreements, progress
from sayso.knowledge.codebook import types_in
from sayso.server.answers import Listing, csv_answer, documented, json_answer, rows_answer, wants_csv
from sayso.server.asking import Pages, Store
from sayso.server.charts import Chart, citation_of, downloads_of
from sayso.server.paging import ROWS, Cursor, Limit, Page, from_cursor, page_at, to_cursor
from sayso.server.parameters import Words
from sayso.server.problems import NotFound, missing
from sayso.server.review_pools import ReviewPools
from sayso.server.review_view import ReviewView, view_review
from sayso.server.reviewers import may_choose_name, reviewer_of
from sayso.store.decisions import Drawn, Review
from sayso.store.records import run_known_on
from sayso.store.review_queue import Coding, Order, Queue, QueuedEvent, review_queue
from sayso.store.reviews import history, last_of, standing

router = APIRouter(tags=["review"])

MOST_CASES = 10_000
PRECISION = ("type", "checked", "right", "corrected", "rejected", "share", "low", "high")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events are reviewed, in which order: the state of the queue in its address."""

    order: Order = "teaching"
    coding: Coding = "first"
    only: str | None = None

    @property
    def drawn(self) -> Drawn:
        """How its events come before the reviewer."""
        # What others have checked is no random sample, in whatever order it comes.
        if self.coding == "second":
            return "chosen"
        return "chance in type" if self.order == "chance" and self.only else self.order

    @property
    def state(self) -> dict[str, str | None]:
        """What differs from the usual queue: only that stands in the address."""
        usual = Wanted()
        return {name: value for name, value in asdict(self).items() if value != getattr(usual, name)}


def wanted_queue(
    order: Annotated[Order, Query(description="What teaches most first, or drawn by chance.")] = "teaching",
    coding: Annotated[Coding, Query(description="second: what others have decided, without telling what.")] = "first",
    only: Annotated[Words, Query(description="One event type.")] = None,
) -> Wanted:
    """The queue that an address asks for."""
    return Wanted(order, coding, only.upper() if only else None)


WantedQueue = Annotated[Wanted, Depends(wanted_queue)]


@router.get("/review", include_in_schema=False)
def page(request: Request, pages: Pages, store: Store, wanted: WantedQueue) -> Response:
    """The event that comes first in the queue."""
    with store.reading() as connection:
        queue = queue_of(connection, request, wanted)
    item = queue.waiting[0] if queue.waiting else None
    return answer(request, pages, store, wanted, queue, item.key if item else None, item)


@router.get("/review/event/{key:path}", include_in_schema=False)
def one(request: Request, pages: Pages, store: Store, wanted: WantedQueue, key: str) -> Response:
    """One event, wherever it stands in the queue."""
    with store.reading() as connection:
        queue = queue_of(connection, request, wanted)
    item = next((each for each in queue.waiting if each.key == key), None)
    return answer(request, pages, store, wanted, queue, key, item, chosen=True)


@router.get("/review/progress", include_in_schema=False)
def progress_page(request: Request, pages: Pages, store: Store) -> Response:
    """What was found so far, and how far coders agree."""
    with store.reading() as connection:
        found = progress(connection)
    return pages.answer(request, "review_progress.html", found=found, taken=taken(request, pages, "progress"))


@router.get("/review/disagreements", include_in_schema=False)
def disagreements_page(request: Request, pages: Pages, store: Store, cursor: Cursor = None) -> Response:
    """The events on which coders differ, their opinions side by side."""
    found = disagreements_of(store, cursor, ROWS)
    return pages.answer(request, "review_disagreements.html", found=found, taken=taken(request, pages, "disagreements"))


@router.get("/review/decisions", include_in_schema=False)
def decisions_page(request: Request, pages: Pages, store: Store, cursor: Cursor = None) -> Response:
    """Every decision, undone ones too."""
    found = decisions_of(store, cursor, ROWS)
    return pages.answer(request, "review_decisions.html", found=found, taken=taken(request, pages, "decisions"))


@router.get("/review/cases.jsonl", include_in_schema=False)
def cases_file(store: Store) -> Response:
    """What reviewers agree on, as cases to test with."""
    lines = "".join(as_lines(islice(review_cases(store), MOST_CASES)))
    headers = {"Content-Disposition": 'attachment; filename="reviewed-cases.jsonl"'}
    return Response(lines, headers=headers, media_type="application/jsonl")


@router.get(
    "/api/review",
    summary="The events that wait for review, with the reason for their order",
    response_model=Listing[QueuedEvent],
    responses=documented(
        {"items": [{"document_id": "demo-003", "event": "e4", "type": "COERCE", "score": 0.9, "why": ["…"]}]},
        "document_id,event,run_id,type,status,confidence,trigger,frame,score,why\r\n",
    ),
)
def queue(request: Request, store: Store, wanted: WantedQueue, cursor: Cursor = None, limit: Limit = ROWS) -> Response:
    """For whoever asks: the user of the proxy, or the reviewer's name in the cookie."""
    with store.reading() as connection:
        found = queue_of(connection, request, wanted)
    return rows_answer(request, QueuedEvent, page_at(found.waiting, cursor, limit))


@router.get(
    "/api/review/event/{key:path}",
    summary="One event for review: the sentence, the coding, and what can be chosen",
    response_model=ReviewView,
    responses=documented({"event": {"key": "demo-006/e2"}, "coded": {"type": "THREATEN"}, "people": []}),
)
def event(request: Request, store: Store, key: str) -> Response:
    """`key` is DOCUMENT/EVENT. Other coders' decisions are told only to who has decided."""
    return json_answer(view_of(request, store, key, ()))


@router.get(
    "/api/review/progress",
    summary="Estimated precision by type, and the agreement between coders",
    response_model=Progress,
    responses=documented({"precision": [{"type": "all", "checked": 40, "right": 35}]}, ",".join(PRECISION)),
)
def progress_data(request: Request, store: Store) -> Response:
    """As CSV: the precision by type of all that was checked."""
    with store.reading() as connection:
        found = progress(connection)
    if wants_csv(request):
        return csv_answer(PRECISION, map(asdict, found.precision))
    return json_answer(found)


@router.get(
    "/api/review/disagreements",
    summary="Events on which coders differ",
    response_model=Listing[Disagreement],
    responses=documented({"items": [{"document_id": "demo-003", "event": "e4", "differs": ["type"]}]}, "document_id,…"),
)
def disagreements_data(request: Request, store: Store, cursor: Cursor = None, limit: Limit = ROWS) -> Response:
    """Each with the machine's coding and what every coder says."""
    return rows_answer(request, Disagreement, disagreements_of(store, cursor, limit))


@router.get(
    "/api/review/decisions",
    summary="Every decision with who and when, undone ones and the undoing included",
    response_model=Listing[Review],
    responses=documented(
        {"items": [{"id": 1, "reviewer": "ada", "verdict": "accept"}]}, "id,document_id,run_id,event,…"
    ),
)
def decisions_data(request: Request, store: Store, cursor: Cursor = None, limit: Limit = ROWS) -> Response:
    """In order of time."""
    return rows_answer(request, Review, decisions_of(store, cursor, limit))


@router.get(
    "/api/review/cases",
    summary="What reviewers agree on, as cases to test a coder with",
    response_model=Listing[dict[str, Any]],
    responses=documented({"items": [{"id": "review-demo-006-e2", "text": "…", "expect": []}]}),
)
def cases(request: Request, store: Store, cursor: Cursor = None, limit: Limit = ROWS) -> Response:
    """`sayso review export` writes the same as a file."""
    found = page_at(review_cases(store), cursor, limit)
    return json_answer({"items": found.rows, "next": found.next})


def queue_of(connection: Connection, request: Request, wanted: Wanted) -> Queue:
    """The queue of whoever asks."""
    pools: ReviewPools = request.app.state.review_pools
    return review_queue(
        connection,
        standing(connection),
        reviewer_of(request),
        order=wanted.order,
        coding=wanted.coding,
        only=wanted.only,
        pool=pools.get(connection, datetime.now(UTC).date().isoformat()),
    )


def answer(
    request: Request,
    pages: Pages,
    store: OpenStore,
    wanted: Wanted,
    queue: Queue,
    key: str | None,
    item: QueuedEvent | None,
    *,
    chosen: bool = False,
) -> Response:
    """The page with the event of this key, or with none left."""
    view = view_of(request, store, key, queue.types) if key else None
    with store.reading() as connection:
        found = progress(connection, with_agreement=False)
        last = last_of(connection, reviewer_of(request))
    return pages.answer(
        request,
        "review.html",
        view=view,
        item=item,
        queue=queue,
        wanted=wanted,
        state=wanted.state,
        drawn="chosen" if chosen else wanted.drawn,
        found=found,
        last=last,
        reviewer=reviewer_of(request),
        may_choose_name=may_choose_name(request),
    )


def view_of(request: Request, store: OpenStore, key: str, types: Sequence[str]) -> ReviewView:
    """The event with this key; `NotFound` where there is none. `types` are those of the store."""
    document_id, _, event_id = key.rpartition("/")
    with missing():
        coded = store.record(document_id)
    with store.reading() as connection:
        run_id = run_known_on(connection, document_id, None) or 0
        decisions = standing(connection, key=(document_id, run_id, event_id))
    ordered = list(dict.fromkeys([*types, *types_in()]))
    seen = view_review(coded, event_id, run_id, ordered, decisions, reviewer_of(request))
    if seen is None:
        raise NotFound(f"The document {document_id!r} has no event {event_id!r}.")
    return seen


def disagreements_of(store: OpenStore, cursor: str | None, limit: int) -> Page[Disagreement]:
    """A page of them."""
    with store.reading() as connection:
        return page_at(disagreements(connection), cursor, limit)


def decisions_of(store: OpenStore, cursor: str | None, limit: int) -> Page[Review]:
    """A page that begins after the decision in the cursor."""
    (after,) = from_cursor(cursor, int) if cursor else (0,)
    with store.reading() as connection:
        rows = history(connection, after=max(0, min(int(str(after)), 2**31 - 1)), limit=limit + 1)
    return Page(rows[:limit], to_cursor(rows[limit - 1].id) if rows[limit:] else None)


def taken(request: Request, pages: Pages, what: str) -> Chart:
    """The downloads of a page without a picture, and how to cite it."""
    return Chart(
        id=what,
        title=f"Review: {what}",
        caption="",
        downloads=downloads_of(request, f"review-{what}", pictures=False),
        command=f"sayso review export {pages.stores.title} -o cases.jsonl" if what == "decisions" else "",
        citation=citation_of(f"Review: {what}", pages.stores.title, request),
    )
