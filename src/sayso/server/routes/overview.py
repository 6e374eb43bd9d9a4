"""The first page: what is in the store."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from sayso.asking import OpenStore
from sayso.server.answers import Listing, csv_answer, documented, json_answer, rows_answer, wants_csv
from sayso.server.asking import Pages, Store
from sayso.server.charts import Chart, citation_of, downloads_of
from sayso.server.latest import Known, Latest
from sayso.server.overview import Active, Covered, Overview, covered, overview
from sayso.server.paging import Page
from sayso.server.problems import StillCounting
from sayso.server.stores import Stores

router = APIRouter(tags=["overview"])

WIDTH, HEIGHT = 176, 28
COLUMNS = ("a", "b", "name_a", "name_b", "occurrences", "reports", "mean", "first", "last")


@router.get("/", include_in_schema=False)
def page(request: Request, pages: Pages, store: Store) -> Response:
    """The page; without documents it says how to add some."""
    known = look_over(request, store)
    if known is None:
        return unsettled(pages.answer(request, "overview_counting.html"))
    found = known.value
    if not found.documents:
        return pages.answer(request, "overview_empty.html", address=pages.stores.title)
    highest = max((count for each in found.coverage for count in each.counts if count), default=1)
    answer = pages.answer(
        request,
        "overview.html",
        found=found,
        is_current=known.is_current,
        spark=spark,
        level=lambda count: 0 if not count else 1 + min(3, (4 * count - 1) // highest),
        taken=Chart(
            id="relations",
            title="Most active relations",
            caption="",
            downloads=downloads_of(request, "overview", pictures=False),
            citation=citation_of("Most active relations", pages.stores.title, request),
        ),
    )
    return answer if known.is_current else unsettled(answer)


@router.get(
    "/api/overview",
    summary="What is in the store",
    response_model=Overview,
    responses=documented(
        {"documents": 69, "publishers": 24, "first": "2021-11-18", "last": "2023-12-20", "relations": []},
        "a,b,name_a,name_b,occurrences,reports,mean,first,last\r\nRUS,UKR,Russia,Ukraine,20,22,-4.1,…\r\n",
    ),
)
def everything(request: Request, store: Store) -> Response:
    """As CSV: the most active relations."""
    known = look_over(request, store)
    if known is None:
        raise StillCounting
    if wants_csv(request):
        rows = ({name: getattr(each, name) for name in COLUMNS} for each in known.value.relations)
        answer = csv_answer(COLUMNS, rows)
    else:
        answer = json_answer(known.value)
    return answer if known.is_current else unsettled(answer)


@router.get(
    "/api/overview/coverage",
    summary="How many articles of each publisher the store has, period by period",
    response_model=Listing[Covered],
    responses=documented(
        {"items": [{"publisher": "Baltic Courier", "period": "2022-10", "documents": 3}], "next": None},
        "publisher,period,documents\r\nBaltic Courier,2022-10,3\r\n",
    ),
)
def coverage(request: Request, store: Store) -> Response:
    """A period without articles has no row: it was not read, or nothing was written."""
    known = look_over(request, store)
    if known is None:
        raise StillCounting
    answer = rows_answer(request, Covered, Page([*covered(known.value)]))
    return answer if known.is_current else unsettled(answer)


def look_over(request: Request, store: OpenStore) -> Known[Overview] | None:
    """The overview, worked out once for each state of the store; None while there is none at all."""
    stores: Stores = request.app.state.stores
    latest: Latest[Overview] = request.app.state.overview
    return latest.get(stores.state(), lambda: overview(store), patience=request.app.state.options.seconds / 2)


def unsettled(answer: Response) -> Response:
    """The answer, marked as one that will be another in a moment though the store stays as it is."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle of a sparkline; `kind` is the class that colours it."""

    x: float
    y: float
    width: float
    height: float
    kind: str


def spark(active: Active) -> list[Bar]:
    """The bars of a sparkline: cooperation up, conflict down, a pale band where there is no data."""
    highest = max((up for up, _ in filter(None, active.bars)), default=0.0)
    lowest = min((down for _, down in filter(None, active.bars)), default=0.0)
    reach = max(highest, -lowest) or 1.0
    step, middle = WIDTH / max(1, len(active.bars)), HEIGHT / 2
    drawn = []
    for number, bar in enumerate(active.bars):
        left, width = round(number * step, 2), round(max(step - 0.8, 0.8), 2)
        if bar is None:
            drawn.append(Bar(left, 0, round(step, 2), HEIGHT, "no-data"))
            continue
        up, down = (round(abs(score) / reach * (middle - 1), 2) for score in bar)
        if up:
            drawn.append(Bar(left, round(middle - up, 2), width, up, "up"))
        if down:
            drawn.append(Bar(left, middle, width, down, "down"))
    return drawn
