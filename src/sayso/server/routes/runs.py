"""Runs: with what each was made, what it skipped and why, and what coding the same articles again changed."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from sayso.asking import OpenStore
from sayso.schema import CodedDocument
from sayso.server.answers import Listing, csv_answer, documented, json_answer, rows_answer, wants_csv
from sayso.server.asking import Pages, Store
from sayso.server.charts import Chart, citation_of, downloads_of
from sayso.server.event_view import view_event
from sayso.server.paging import ROWS, Cursor, Limit, Page, from_cursor, page_at, to_cursor
from sayso.server.parameters import EMPTY_IS_NONE, Words
from sayso.server.problems import NotFound
from sayso.store.differences import Difference, Differences, compare_runs, earlier_run
from sayso.store.records import read_coding, read_documents
from sayso.store.run_rows import IssueFilter, IssueRow, RunRow, issue_counts, issue_rows, run_rows

router = APIRouter(tags=["runs"])

# So many documents are compared within a request; the library compares all.
MOST_COMPARED = 1000
LARGEST_ID = 2**31 - 1
RUN = ("id", "started", "finished", "sayso", "codebook", "model", "model_version")
COUNTS = ("documents", "current", "errors", "notes", "settings")

Number = Annotated[int, Path(ge=1, le=LARGEST_ID, description="The run's number.")]
RunNumber = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Since = Annotated[
    RunNumber | None, EMPTY_IS_NONE, Query(description="An earlier run; the one before where left out or empty.")
]
Kind = Annotated[
    Literal["added", "removed", "type", "actors", "recipients", "status", "attribution"] | None,
    EMPTY_IS_NONE,
    Query(description="One kind of difference: events added or removed, or the field that changed."),
]


class RunAnswer(BaseModel):
    """One run, and how many issues it has by severity and stage."""

    run: RunRow
    issues: list[tuple[str, str, int]]


def filters(
    stage: Annotated[Words, Query(description="The stage that noted it.")] = None,
    severity: Annotated[Literal["error", "note"] | None, EMPTY_IS_NONE, Query(description="error or note.")] = None,
    words: Annotated[Words, Query(description="Words in the problem, or in the input's path.")] = None,
) -> IssueFilter:
    """The filter that an address asks for."""
    return IssueFilter(stage, severity, words)


Wanted = Annotated[IssueFilter, Depends(filters)]


@router.get("/runs", include_in_schema=False)
def page(request: Request, pages: Pages, store: Store) -> Response:
    """All runs, the latest first."""
    with store.reading() as connection:
        rows = run_rows(connection)
    return pages.answer(request, "runs.html", rows=rows, taken=taken(request, pages, "Runs", "runs"))


@router.get("/runs/{number}", include_in_schema=False)
def one(
    request: Request, pages: Pages, store: Store, number: Number, wanted: Wanted, cursor: Cursor = None
) -> Response:
    """One run and its issues."""
    run = run_of(store, number)
    with store.reading() as connection:
        counts = issue_counts(connection, number)
        before = earlier_run(connection, number)
    return pages.answer(
        request,
        "run.html",
        run=run,
        before=before,
        counts=counts,
        wanted=wanted,
        found=issues_page(store, number, wanted, cursor, ROWS),
    )


@router.get("/runs/{number}/changes", include_in_schema=False)
def changes_page(
    request: Request,
    pages: Pages,
    store: Store,
    number: Number,
    since: Since = None,
    kind: Kind = None,
    cursor: Cursor = None,
) -> Response:
    """What it changed against an earlier run of the same articles."""
    run, found = run_of(store, number), differences_of(store, number, since)
    return pages.answer(
        request,
        "run_changes.html",
        run=run,
        found=found,
        kind=kind,
        summary=summary_of(found) if found else "",
        page=page_at(rows_of(found, kind), cursor, ROWS),
        taken=taken(request, pages, f"Changes of run {number}", f"run-{number}-changes"),
    )


@router.get("/runs/{number}/event/{key:path}", include_in_schema=False)
def event_page(request: Request, pages: Pages, store: Store, number: Number, key: str) -> Response:
    """One event as this run coded it, current or not."""
    run = run_of(store, number)
    document_id, _, event_id = key.rpartition("/")
    coded = coding_of(store, document_id, number)
    seen = view_event(coded, event_id) if coded else None
    if seen is None:
        raise NotFound(f"Run {number} coded no event {event_id!r} in {document_id!r}.")
    return pages.answer(request, "run_event.html", run=run, event=seen)


@router.get(
    "/api/runs",
    summary="All runs, the latest first",
    response_model=Listing[RunRow],
    responses=documented({"items": [{"id": 1, "sayso": "0.1.0", "documents": 69, "errors": 0}]}, "id,started,…"),
)
def listing(request: Request, store: Store, cursor: Cursor = None, limit: Limit = ROWS) -> Response:
    """With the version, the codebook's digest, the model and the settings of each."""
    with store.reading() as connection:
        return rows_answer(request, RunRow, page_at(run_rows(connection), cursor, limit))


@router.get(
    "/api/runs/{number}",
    summary="One run, and how many issues it has",
    response_model=RunAnswer,
    responses=documented({"run": {"id": 1, "sayso": "0.1.0"}, "issues": [["error", "readers", 2]]}, "id,started,…"),
)
def run_data(request: Request, store: Store, number: Number) -> Response:
    """As CSV: the run in one row."""
    run = run_of(store, number)
    if wants_csv(request):
        return csv_answer(RUN + COUNTS, [{name: getattr(run, name) for name in RUN + COUNTS}])
    with store.reading() as connection:
        return json_answer({"run": run, "issues": issue_counts(connection, number)})


@router.get(
    "/api/runs/{number}/issues",
    summary="What a run skipped or noted, and why",
    response_model=Listing[IssueRow],
    responses=documented(
        {"items": [{"severity": "error", "stage": "readers", "problem": "…"}]}, "id,run_id,severity,…"
    ),
)
def issues(
    request: Request, store: Store, number: Number, wanted: Wanted, cursor: Cursor = None, limit: Limit = ROWS
) -> Response:
    """An error cost a document, a note did not."""
    run_of(store, number)
    return rows_answer(request, IssueRow, issues_page(store, number, wanted, cursor, limit))


@router.get(
    "/api/runs/{number}/changes",
    summary="What coding articles again changed",
    response_model=Listing[Difference],
    responses=documented(
        {
            "items": [{"kind": "changed", "document_id": "d1", "what": ["status"]}],
            "earlier": 1,
            "counts": {"status": 3},
        },
        "kind,document_id,before,after,what,was,becomes,trigger,sentence\r\n",
    ),
)
def changes(
    request: Request,
    store: Store,
    number: Number,
    since: Since = None,
    kind: Kind = None,
    cursor: Cursor = None,
    limit: Limit = ROWS,
) -> Response:
    """Events added, removed, or coded otherwise than in an earlier run of the same articles."""
    run_of(store, number)
    found = differences_of(store, number, since)
    page = page_at(rows_of(found, kind), cursor, limit)
    if wants_csv(request) or found is None:
        return rows_answer(request, Difference, page)
    about = {name: getattr(found, name) for name in ("earlier", "later", "documents", "compared")}
    return json_answer({"items": page.rows, "next": page.next, **about, "counts": dict(found.counts)})


def run_of(store: OpenStore, number: int) -> RunRow:
    """The run; `NotFound` where there is none of this number."""
    with store.reading() as connection:
        rows = run_rows(connection, number)
    if not rows:
        raise NotFound(f"The store has no run {number}.")
    return rows[0]


def issues_page(store: OpenStore, number: int, wanted: IssueFilter, cursor: str | None, limit: int) -> Page[IssueRow]:
    """A page of issues that begins after the one in the cursor."""
    (after,) = from_cursor(cursor, int) if cursor else (0,)
    with store.reading() as connection:
        rows = issue_rows(connection, number, wanted, after=max(0, min(int(str(after)), LARGEST_ID)), limit=limit + 1)
    return Page(rows[:limit], to_cursor(rows[limit - 1].id) if rows[limit:] else None)


def differences_of(store: OpenStore, number: int, since: int | None) -> Differences | None:
    """Against the run asked for, else the one before; None where no earlier run coded any of its articles."""
    if since is not None:
        run_of(store, since)
    with store.reading() as connection:
        earlier = since or earlier_run(connection, number)
        return None if earlier is None else compare_runs(connection, earlier, number, most=MOST_COMPARED)


def rows_of(found: Differences | None, kind: str | None) -> list[Difference]:
    """The differences of one kind, or all."""
    rows = found.rows if found else ()
    return [row for row in rows if kind in (None, row.kind) or (row.kind == "changed" and kind in row.what)]


def summary_of(found: Differences) -> str:
    """The differences in words: "+41 events, −12, 3 status flips"."""
    counts = found.counts
    parts = [f"+{counts['added']} events", f"−{counts['removed']}"]
    for field, words in (
        ("type", "other type"),
        ("status", "status flip"),
        ("actors", "other actor"),
        ("recipients", "other recipient"),
        ("attribution", "other say-so"),
    ):
        if counts[field]:
            parts.append(f"{counts[field]} {words}{'' if counts[field] == 1 or field == 'attribution' else 's'}")
    return ", ".join(parts)


def coding_of(store: OpenStore, document_id: str, number: int) -> CodedDocument | None:
    """The record of a document as this run has it."""
    with store.reading() as connection:
        document = next(read_documents(connection, document_id), None)
        return read_coding(connection, document, number) if document else None


def taken(request: Request, pages: Pages, what: str, file: str) -> Chart:
    """The downloads of a page without a picture, and how to cite it."""
    downloads = downloads_of(request, file, pictures=False)
    citation = citation_of(what, pages.stores.title, request)
    return Chart(id="runs", title=what, caption="", downloads=downloads, citation=citation)
