"""Search: texts, quotations and names that hold the words, each opening at its hit."""

from __future__ import annotations

from typing import Annotated, get_args

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from sayso.server.answers import Listing, documented, rows_answer
from sayso.server.asking import Pages, Store
from sayso.server.charts import Chart, citation_of, downloads_of
from sayso.server.finding import LABELS, MARKS, hits_of, shown, suggestions
from sayso.server.paging import Cursor, Limit, Page
from sayso.server.parameters import WITHOUT_EMPTY, Day, Words
from sayso.store.search import HITS, HitKind, SearchFilter, SearchHit
from sayso.store.words import phrases

router = APIRouter(tags=["search"])

Typed = Annotated[
    Words, Query(description='Words that all occur; "a phrase" in quotation marks; the beginning of a word*.')
]


def filters(
    publisher: Annotated[Words, Query(description="Part of the outlet's name.")] = None,
    since: Day = None,
    until: Day = None,
    source: Annotated[Words, Query(description="Who is quoted: ISR, ISR.GOV, Q7747 or part of a name.")] = None,
    naming: Annotated[Words, Query(description="Whom the document names, in the same ways.")] = None,
    kind: Annotated[list[HitKind], WITHOUT_EMPTY, Query(description="All where left out; may be repeated.")] = [],  # noqa: B006
) -> SearchFilter:
    """The filter that an address asks for."""
    kinds = tuple(dict.fromkeys(kind)) or get_args(HitKind)
    return SearchFilter(publisher, since, until, source, naming, kinds)


Wanted = Annotated[SearchFilter, Depends(filters)]


@router.get("/search", include_in_schema=False)
def page(
    request: Request, pages: Pages, store: Store, wanted: Wanted, q: Typed = None, cursor: Cursor = None
) -> Response:
    """The hits, or what else one may search for."""
    words = q or ""
    query = phrases(words)
    found: Page[SearchHit] = hits_of(store, words, wanted, cursor, HITS, MARKS) if query else Page(())
    return pages.answer(
        request,
        "search.html",
        words=words,
        empty=not query,
        wanted=wanted,
        kinds=get_args(HitKind),
        labels=LABELS,
        found=found,
        hits=[shown(hit, words) for hit in found.rows],
        of_newest=next((hit.of_newest for hit in found.rows if hit.of_newest), None),
        instead=suggestions(store, words, wanted) if query and not found.rows and cursor is None else [],
        taken=Chart(
            id="search",
            title=words,
            caption="",
            downloads=downloads_of(request, "search", pictures=False),
            command=f'sayso search {pages.stores.title} "{words}"',
            citation=citation_of(f"Search: {words}", pages.stores.title, request),
        ),
    )


@router.get(
    "/api/search",
    summary="Names, texts and quotations that hold the words, the best first",
    response_model=Listing[SearchHit],
    responses=documented(
        {"items": [{"document_id": "demo-006", "kind": "text", "snippet": "… a [tanker] in …"}], "next": None},
        "document_id,publisher,…\r\ndemo-006,Alborz Daily,…\r\n",
    ),
)
def hits(
    request: Request, store: Store, wanted: Wanted, q: Typed = None, cursor: Cursor = None, limit: Limit = HITS
) -> Response:
    """Found words stand between square brackets. The first page begins with names; nothing typed is an error."""
    found = hits_of(store, q or "", wanted, cursor, limit, ("[", "]")) if phrases(q or "") else Page(())
    return rows_answer(request, SearchHit, found)
