"""Claims: what some assert and others deny, and for one occurrence who says what, via whom, and whose news it is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from sayso.asking import OpenStore
from sayso.relations.claims import ClaimRow, Disputed, disputed
from sayso.server.answers import Listing, csv_answer, documented, json_answer, rows_answer, wants_csv
from sayso.server.asking import Pages, Store
from sayso.server.charts import Chart, citation_of, downloads_of
from sayso.server.claim_view import ClaimView, view_claim
from sayso.server.kept import kept_answer
from sayso.server.paging import Cursor, Limit, Page, begin_of, page_from
from sayso.server.problems import missing

router = APIRouter(tags=["claims"])

SHOWN = 20
# To find the most disputed all are counted, so that the next pages come with the first.
MOST_ORDERED = 200
About = Annotated[
    str, Path(max_length=2000, description="An occurrence's id, or one of its reports as DOCUMENT/EVENT.")
]


@router.get("/claims", include_in_schema=False)
def disputes_page(request: Request, pages: Pages, store: Store, cursor: Cursor = None) -> Response:
    """What some assert and others deny."""
    return pages.answer(
        request,
        "claims.html",
        found=disputes(request, store, cursor, SHOWN),
        taken=Chart(
            id="claims",
            title="Disputed claims",
            caption="",
            downloads=downloads_of(request, "claims", pictures=False),
            command=f"sayso claims {pages.stores.title}",
            citation=citation_of("Disputed claims", pages.stores.title, request),
        ),
    )


@router.get("/claim/{about:path}", include_in_schema=False)
def claim_page(request: Request, pages: Pages, store: Store, about: About) -> Response:
    """Who asserts and who denies one occurrence."""
    seen = seen_claim(store, about)
    return pages.answer(
        request,
        "claim.html",
        seen=seen,
        about=seen.about,
        taken=Chart(
            id="claim",
            title=seen.deed,
            caption="",
            downloads=downloads_of(request, seen.about.occurrence, pictures=False),
            command=f"sayso claims {pages.stores.title} --about {seen.about.occurrence}",
            citation=citation_of(seen.deed, pages.stores.title, request),
        ),
    )


@router.get(
    "/api/claims",
    summary="The occurrences that some assert and others deny, those that most deny first",
    response_model=Listing[Disputed],
    responses=documented(
        {"items": [{"occurrence": "o-a41f60730e3c", "type": "ASSAULT", "asserting": 1, "denying": 1}], "next": None},
        "occurrence,type,begin,…\r\no-a41f60730e3c,ASSAULT,2021-07-29,…\r\n",
    ),
)
def claims(request: Request, store: Store, cursor: Cursor = None, limit: Limit = SHOWN) -> Response:
    """Somebody who only passes a claim on does neither."""
    return rows_answer(request, Disputed, disputes(request, store, cursor, limit))


@router.get(
    "/api/claim/{about:path}",
    summary="Who asserts and who denies one occurrence, and whose news each report is",
    response_model=ClaimView,
    responses=documented(
        {"deed": "Iran attacked", "about": {"occurrence": "o-a41f60730e3c", "claims": []}, "roots": []},
        "occurrence,stance,claimant,…\r\no-a41f60730e3c,denies,Iran,…\r\n",
    ),
)
def claim(request: Request, store: Store, about: About) -> Response:
    """As CSV one row a claim, in order of time."""
    seen = seen_claim(store, about)
    if wants_csv(request):
        return csv_answer(list(ClaimRow.__dataclass_fields__), [as_row(row) for row in seen.about.claims])
    return json_answer(seen)


def as_row(row: ClaimRow) -> dict[str, object]:
    """A claim as a row of CSV."""
    return {name: getattr(row, name) for name in ClaimRow.__dataclass_fields__}


def seen_claim(store: OpenStore, about: str) -> ClaimView:
    """The occurrence; `NotFound` where the store knows none of this name."""
    with missing():
        return view_claim(store, about)


def disputes(request: Request, store: OpenStore, cursor: str | None, limit: int) -> Page[Disputed]:
    """A page of disputed occurrences."""
    begin = begin_of(cursor)
    most = MOST_ORDERED if begin + limit < MOST_ORDERED else begin + limit + 1
    found = kept_answer(request, ("disputed", most), lambda: disputed(store, most=most))
    return page_from(found[begin : begin + limit + 1], begin, limit)
