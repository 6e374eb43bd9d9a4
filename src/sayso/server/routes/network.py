"""The network: who did what to whom among the most active, or around one of them."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BeforeValidator
from starlette.responses import Response

from sayso.asking import OpenStore
from sayso.errors import SettingsError
from sayso.formats.exporting.gexf import write_gexf
from sayso.formats.terminal import counted
from sayso.knowledge.quads import QUADS
from sayso.relations.calendar import label
from sayso.server.answers import csv_answer, documented, json_answer, wants_csv
from sayso.server.asking import Pages, Store
from sayso.server.charts import Chart, Download, citation_of, downloads_of
from sayso.server.kept import kept_answer
from sayso.server.links import api_url, relation_url, with_query
from sayso.server.network import Network, NetworkFilter, network, rows, words_of
from sayso.server.network_picture import HEIGHT, WIDTH, draw_network, place_of, width_of
from sayso.server.parameters import Day, Words
from sayso.server.problems import missing
from sayso.store.events import EventFilter, check_days

router = APIRouter(tags=["network"])

MOST = 14
MOST_NODES = 40
MOST_QUARTERS = 16
COLUMNS = (
    *("actor", "recipient", "actor_name", "recipient_name", *QUADS.values()),
    *("occurrences", "reports", "origins", "balance", "score_mean"),
)


def _empty_is(default: int) -> BeforeValidator:
    return BeforeValidator(lambda given: default if given == "" else given)


@dataclass(frozen=True, slots=True)
class View:
    """What is asked of the network; all of it stands in the address."""

    wanted: NetworkFilter
    by: str


def view(
    around: Annotated[
        Words, Query(description="Whose network: RUS, RUS.GOV, Q7747 or a name; all where left out.")
    ] = None,
    most: Annotated[
        int, _empty_is(MOST), Query(ge=2, le=MOST_NODES, description="How many at most, by their ties.")
    ] = MOST,
    fewest: Annotated[int, _empty_is(1), Query(ge=1, le=1_000_000, description="Hide edges of fewer origins.")] = 1,
    since: Day = None,
    until: Day = None,
    by: Annotated[Literal["", "quarter"], Query(description="One picture for each quarter.")] = "",
) -> View:
    """The question that an address asks."""
    check_days(since=since, until=until)
    if since and until and since > until:
        raise SettingsError(f"`since` is {since}, which is later than `until`, {until}.")
    return View(NetworkFilter(around, most, since, until, fewest), by)


Asked = Annotated[View, Depends(view)]


@router.get("/network", include_in_schema=False)
def page(request: Request, pages: Pages, store: Store, asked: Asked) -> Response:
    """The graph, its edges as a table, and the quarters side by side where asked for."""
    found = look_up(request, store, asked.wanted)
    caption = words_of(found, asked.wanted)
    quarters = found.quarters[-MOST_QUARTERS:] if asked.by else ()
    return pages.answer(
        request,
        "network.html",
        asked=asked,
        found=found,
        rows=list(rows(found)),
        chart=chart_of(request, pages.stores.title, found, asked.wanted),
        graph=graph_of(request, found),
        picture=pages.drawing(draw_network(found, title=caption)),
        quarters=[
            (label(begin, "quarter"), len(edges), pages.drawing(draw_network(found, edges, small=True, title=begin)))
            for begin, edges in quarters
        ],
        left_out=len(found.quarters) - len(quarters) if asked.by else 0,
        relation=lambda a, b: relation_url(a, b, since=asked.wanted.since, until=asked.wanted.until),
        around=lambda code: with_query(request, around=code),
    )


@router.get(
    "/api/network",
    summary="Who did what to whom",
    response_model=None,
    responses=documented(
        {"caption": "…", "nodes": [{"code": "RUS", "name": "Russia"}], "edges": [], "hidden": 0},
        "actor,recipient,actor_name,…\r\nRUS,UKR,Russia,…\r\n",
    ),
)
def everything(request: Request, store: Store, asked: Asked) -> Response:
    """One row for each directed edge; its figures are those of the relation of the two."""
    found = look_up(request, store, asked.wanted)
    if wants_csv(request):
        return csv_answer(COLUMNS, rows(found))
    return json_answer(
        {
            "caption": words_of(found, asked.wanted),
            "nodes": [{"code": node.code, "name": node.name} for node in found.nodes],
            "edges": list(rows(found)),
            "hidden": found.hidden,
            "others": found.others,
        }
    )


@router.get(
    "/api/network/plot.{kind}",
    summary="The network as a picture",
    response_class=Response,
    responses={
        200: {"description": "PNG or SVG.", "content": {"image/png": {}, "image/svg+xml": {}}},
        **{status: said for status, said in documented({}).items() if status != 200},
    },
)
def picture(
    request: Request, store: Store, asked: Asked, kind: Annotated[str, Path(pattern="^(png|svg)$")]
) -> Response:
    """What the page shows."""
    found = look_up(request, store, asked.wanted)
    svg = draw_network(found, title=words_of(found, asked.wanted))
    if kind == "svg":
        return Response(svg, media_type="image/svg+xml")
    import vl_convert

    png: bytes = vl_convert.svg_to_png(svg, scale=2)
    return Response(png, media_type="image/png")


@router.get(
    "/api/network/gexf",
    summary="All ties of these days for Gephi",
    response_class=Response,
    responses={
        200: {
            "description": "GEXF 1.3, as `sayso export --format gexf` writes it.",
            "content": {"application/xml": {}},
        },
        **{status: said for status, said in documented({}).items() if status != 200},
    },
)
def gexf(store: Store, asked: Asked) -> Response:
    """Every entity, not only countries, with the days on which each edge lasts."""
    wanted = EventFilter(since=asked.wanted.since, until=asked.wanted.until)
    with tempfile.TemporaryDirectory() as folder:
        file = FilePath(folder) / "relations.gexf"
        write_gexf(store, wanted, file)
        return Response(file.read_bytes(), media_type="application/xml")


def look_up(request: Request, store: OpenStore, wanted: NetworkFilter) -> Network:
    """The network, gathered once for each state of the store."""
    with missing():
        found: Network = kept_answer(request, ("network", wanted), lambda: network(store, wanted))
    return found


def graph_of(request: Request, found: Network) -> dict[str, Any]:
    """Nodes with their places and edges with their looks, for the script that draws them."""
    most = max((edge.origins for edge in found.edges), default=1)
    nodes = []
    for node in found.nodes:
        x, y = place_of(node)
        address = with_query(request, around=node.code)
        nodes.append({"id": node.code, "name": node.name, "x": x, "y": y, "middle": node.middle, "href": address})
    edges = [
        {
            "source": edge.a,
            "target": edge.b,
            "width": width_of(edge, most),
            "kind": edge.kind,
            "href": relation_url(edge.a, edge.b),
            "told": f"{found.name_of(edge.a)} to {found.name_of(edge.b)}: {counted(edge.occurrences, 'occurrence')}, "
            f"{counted(edge.origins, 'origin')}, {edge.kind}",
        }
        for edge in found.edges
    ]
    return {"nodes": nodes, "edges": edges, "width": WIDTH, "height": HEIGHT}


def chart_of(request: Request, store: str, found: Network, wanted: NetworkFilter) -> Chart:
    """The network with all that goes with it."""
    title = f"The network of {found.middle.name}" if found.middle else "Who deals with whom"
    gexf = Download("GEXF", api_url(request, "/gexf"), "network.gexf")
    days = "".join(f" --{name} {day}" for name, day in (("since", wanted.since), ("until", wanted.until)) if day)
    return Chart(
        id="network",
        title=title,
        caption=words_of(found, wanted),
        downloads=(*downloads_of(request, "network", pictures=bool(found.edges)), gexf),
        command=f"sayso export {store} --format gexf{days}",
        citation=citation_of(title, store, request),
    )
