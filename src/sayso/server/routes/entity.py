"""An actor: its names, codes and offices, what it did, what was done to it, what it said, and what others say of it."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from sayso.asking import OpenStore
from sayso.errors import SettingsError
from sayso.relations.profile import Dealings
from sayso.server.answers import csv_answer, documented, json_answer, wants_csv
from sayso.server.asking import Pages, Store
from sayso.server.charts import Chart, citation_of, downloads_of
from sayso.server.entity_view import EntityView, candidates, view_entity
from sayso.server.kept import kept_answer
from sayso.server.links import entity_url
from sayso.server.parameters import Day, Words
from sayso.server.problems import NotFound
from sayso.store.events import check_days

router = APIRouter(tags=["entities"])

Identity = Annotated[str, Path(max_length=300, description="RUS, RUS.GOV, Q7747, a slug, or a name.")]


@router.get("/entity", include_in_schema=False)
def choose(name: Words = None) -> Response:
    """A name from a form."""
    return RedirectResponse(entity_url(name) if name else "/search", 303)


@router.get("/entity/{identity:path}", include_in_schema=False)
def page(
    request: Request,
    pages: Pages,
    store: Store,
    identity: Identity,
    on: Annotated[Day, Query(description="A day: what had happened by then.")] = None,
) -> Response:
    """The profile; or, where a name fits several or nobody, whom one may mean."""
    check_days(on=on)
    try:
        seen = view_of(request, store, identity, on)
    except SettingsError as error:
        found = candidates(store, identity)
        status = HTTPStatus.MULTIPLE_CHOICES if found else HTTPStatus.NOT_FOUND
        return pages.answer(request, "entity_choice.html", status, asked=identity, why=str(error), found=found)
    name = seen.profile.name
    return pages.answer(
        request,
        "entity.html",
        seen=seen,
        profile=seen.profile,
        on=on,
        taken=Chart(
            id="entity",
            title=name,
            caption="",
            downloads=downloads_of(request, seen.profile.id, pictures=False),
            command=f"sayso who {pages.stores.title} {seen.profile.id}",
            citation=citation_of(name, pages.stores.title, request),
        ),
    )


@router.get(
    "/api/entity/{identity:path}",
    summary="One actor: names, codes, offices, dealings, words",
    response_model=None,
    responses=documented(
        {"day": "2022-10-17", "profile": {"name": "Russia", "id": "RUS", "totals": []}, "partners": []},
        "part,type,counterpart,…\r\ndid,THREATEN,Israel,…\r\n",
    ),
)
def entity(request: Request, store: Store, identity: Identity, on: Day = None) -> Response:
    """As CSV one row a kind of act, or of speech, and counterpart."""
    seen = seen_entity(request, store, identity, on)
    if wants_csv(request):
        return csv_answer(list(Dealings.__dataclass_fields__), map(asdict, seen.profile.dealings))
    return json_answer(seen)


def seen_entity(request: Request, store: OpenStore, identity: str, on: str | None) -> EntityView:
    """The actor; `NotFound` where a name fits nobody or several."""
    check_days(on=on)
    try:
        return view_of(request, store, identity, on)
    except SettingsError as error:
        raise NotFound(str(error)) from error


def view_of(request: Request, store: OpenStore, identity: str, on: str | None) -> EntityView:
    """The actor, looked up once for each state of the store."""
    found: EntityView = kept_answer(request, ("entity", identity, on), lambda: view_entity(store, identity, on))
    return found
