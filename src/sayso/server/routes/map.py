"""The map: where things took place, not where the outlet is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, get_args

from annotated_types import Ge, Le, Len
from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from sayso.asking import OpenStore
from sayso.errors import SettingsError
from sayso.formats.terminal import counted
from sayso.knowledge.quads import QUADS
from sayso.relations.plots import draw
from sayso.schema import Status
from sayso.server.answers import Listing, csv_answer, documented, json_answer, rows_answer, wants_csv
from sayso.server.asking import Pages, Store
from sayso.server.charts import PICTURES, Chart, citation_of, downloads_of, for_page
from sayso.server.event_pages import page_of, place_of
from sayso.server.kept import kept_answer
from sayso.server.links import api_url, with_ending, with_query
from sayso.server.map_chart import WORLD, draw_map, outlines_at, outlines_within
from sayso.server.paging import ROWS, Cursor, Limit, Page
from sayso.server.parameters import WITHOUT_EMPTY, Day, Statuses, Words
from sayso.server.places import Places, Spot, places, rows, words_of
from sayso.server.problems import NotFound
from sayso.store.events import EventFilter, EventRow, check_days, event_rows
from sayso.store.placed import PlacedFilter, at_place
from sayso.store.sides import side_of

router = APIRouter(tags=["map"])

# Rows of the table of places; the map and the CSV have all of them.
MOST_IN_TABLE = 200
COLUMNS = (
    *("key", "place", "country", "precision", "latitude", "longitude", "uncertainty_km"),
    *(*QUADS.values(), "occurrences", "reports", "first", "last"),
)
Quad = Annotated[int, Ge(min(QUADS)), Le(max(QUADS))]
Quads = Annotated[Annotated[list[Quad], Len(max_length=len(QUADS))], WITHOUT_EMPTY, Query()]


@dataclass(frozen=True, slots=True)
class View:
    """What is asked of the map; all of it stands in the address."""

    since: str | None
    until: str | None
    who: str | None
    quad: tuple[int, ...]
    statuses: tuple[Status, ...]
    world: bool
    place: str | None


def view(
    since: Day = None,
    until: Day = None,
    who: Annotated[Words, Query(description="Who takes part: RUS, RUS.GOV, Q7747 or a name.")] = None,
    quad: Annotated[Quads, Query(description="1 to 4: verbal, material cooperation; verbal, material conflict.")] = [],  # noqa: B006
    status: Statuses = [],  # noqa: B006
    world: Annotated[bool, Query(description="Show the whole world, not only where the places lie.")] = False,
    place: Annotated[Words, Query(description="The place whose events are listed, by its `key`.")] = None,
) -> View:
    """The question that an address asks."""
    check_days(since=since, until=until)
    if since and until and since > until:
        raise SettingsError(f"`since` is {since}, which is later than `until`, {until}.")
    return View(since, until, who, tuple(quad), tuple(status) or ("actual",), world, place)


Asked = Annotated[View, Depends(view)]


@router.get("/map", include_in_schema=False)
def page(request: Request, pages: Pages, store: Store, asked: Asked, cursor: Cursor = None) -> Response:
    """The map, the places as a table, and what happened at the chosen one."""
    wanted = wanted_of(store, asked)
    found = look_up(request, store, wanted)
    chosen = next((spot for spot in found.spots if spot.key == asked.place), None)
    return pages.answer(
        request,
        "map.html",
        asked=asked,
        found=found,
        shown=found.spots[:MOST_IN_TABLE],
        chart=chart_of(request, pages.stores.title, found, wanted),
        chosen=chosen,
        acts=acts_at(store, chosen, wanted, cursor, ROWS) if chosen else Page(()),
        statuses=get_args(Status),
        quads={number: name.replace("_", " ") for number, name in QUADS.items()},
        closer=with_query(request, world=None),
        wider=with_query(request, world="1"),
        without_place=with_query(request, place=None),
    )


@router.get("/map/chart", include_in_schema=False)
def chart(request: Request, pages: Pages, store: Store, asked: Asked) -> Response:
    """The specification that the page draws; the borders come from a file that browsers keep."""
    found = look_up(request, store, wanted_of(store, asked))
    outlines = outlines_at(pages.asset(WORLD))
    address = place_url(request, "")
    return json_answer(for_page(draw_map(found, outlines=outlines, whole_world=asked.world, address=address)))


@router.get(
    "/api/map",
    summary="Where things took place",
    response_model=None,
    responses=documented(
        {"caption": "…", "left_out": {"pointless": {"Arabian Sea": 2}, "rest": 210}, "places": []},
        "key,place,country,precision,…\r\n703448,Kyiv,UKR,town,…\r\n",
    ),
)
def everything(request: Request, store: Store, asked: Asked) -> Response:
    """One row a place; `precision` says whether more than the country or the region is known."""
    wanted = wanted_of(store, asked)
    found = look_up(request, store, wanted)
    if wants_csv(request):
        return csv_answer(COLUMNS, rows(found.spots))
    left_out = {"pointless": found.pointless, "rest": found.rest}
    return json_answer({"caption": words_of(found, wanted), "left_out": left_out, "places": list(rows(found.spots))})


@router.get(
    "/api/map/events",
    summary="What took place somewhere",
    response_model=Listing[EventRow],
    responses=documented({"items": [], "next": None}, "document_id,event_id,publisher,…\r\n"),
)
def events(request: Request, store: Store, asked: Asked, cursor: Cursor = None, limit: Limit = ROWS) -> Response:
    """The events behind a place of the map, by date; `place` is its key."""
    wanted = wanted_of(store, asked)
    spot = next((spot for spot in look_up(request, store, wanted).spots if spot.key == asked.place), None)
    if spot is None:
        raise NotFound(f"Nothing took place at {asked.place!r}. `place` is the `key` of a place of /api/map.")
    return rows_answer(request, EventRow, acts_at(store, spot, wanted, cursor, limit))


@router.get(
    "/api/map/plot.{kind}",
    summary="The map as a picture",
    response_class=Response,
    responses={
        200: {
            "description": "PNG, SVG, or the Vega-Lite specification as JSON.",
            "content": {"image/png": {}, "image/svg+xml": {}, "application/json": {}},
        },
        **{status: said for status, said in documented({}).items() if status != 200},
    },
)
def picture(
    request: Request, store: Store, asked: Asked, kind: Annotated[str, Path(pattern="^(png|svg|json)$")]
) -> Response:
    """What the page shows, rendered on this machine."""
    found = look_up(request, store, wanted_of(store, asked))
    spec = draw_map(found, outlines=outlines_within(), whole_world=asked.world)
    return json_answer(spec) if kind == "json" else Response(draw(spec, kind), media_type=PICTURES[kind])


def wanted_of(store: OpenStore, asked: View) -> PlacedFilter:
    """Which events count."""
    side = None
    if asked.who:
        with store.reading() as connection:
            side = side_of(connection, asked.who)
        if side.is_world:
            raise SettingsError("The world takes part in everything. Leave `who` empty.")
    return PlacedFilter(asked.since, asked.until, asked.statuses, asked.quad, side)


def look_up(request: Request, store: OpenStore, wanted: PlacedFilter) -> Places:
    """The places, looked up once for each state of the store."""
    found: Places = kept_answer(request, ("map", wanted), lambda: places(store, wanted))
    return found


def acts_at(store: OpenStore, spot: Spot, wanted: PlacedFilter, cursor: str | None, limit: int) -> Page[EventRow]:
    """The events that are counted at a place, by date."""
    after = place_of(cursor)
    only = at_place(spot.key, wanted)
    with store.reading() as connection:
        found = list(event_rows(connection, EventFilter(), only=only, after=after, limit=limit + 1))
    return page_of(found, limit)


def place_url(request: Request, key: str) -> str:
    """The map with a place chosen; the key stands at the end."""
    kept = with_query(request, place=None, cursor=None).replace("/map/chart", "/map")
    return f"{kept}{'&' if '?' in kept else '?'}place={key}"


def chart_of(request: Request, store: str, found: Places, wanted: PlacedFilter) -> Chart:
    """The map with all that goes with it."""
    drawn: Sequence[Spot] = found.spots
    return Chart(
        id="map",
        title="Where it happened",
        caption=words_of(found, wanted),
        source=with_ending(request, "/chart") if drawn else None,
        picture=api_url(request, "/plot.svg"),
        downloads=downloads_of(request, "map", pictures=bool(drawn)),
        command=f"sayso export {store} --format geojson",
        citation=citation_of(f"Where it happened: {counted(len(drawn), 'place')}", store, request),
    )
