"""GeoJSON (RFC 7946): a point for each event whose place has coordinates, for maps and kepler.gl.

`uncertainty_km` is how far from the point the event may well have been: a town is as large as its people make it, a
region reaches as far as nine in ten of its towns lie from their midst.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from sayso.formats.exporting.json_stream import write_list
from sayso.formats.exporting.written import Written, file_at
from sayso.formats.terminal import counted
from sayso.knowledge.places import Place, load_places
from sayso.store import EventFilter, EventRow, Store
from sayso.store.events import event_rows, same_coding
from sayso.store.records import in_force
from sayso.store.tables import metadata

EVENTS_AT_ONCE = 500
# People on a square kilometre of a town, about what towns of the world have.
DENSITY = 4_000
SMALLEST_KM = 2.0
EARTH_KM = 6_371.0
MOST_TOWNS = 0.9

documents = metadata.tables["documents"]
codings = metadata.tables["codings"]
events = metadata.tables["events"]


def write_geojson(store: Store, filters: EventFilter, path: Path) -> Written:
    """One `FeatureCollection`; `left_out` counts the events that no point is known for."""
    file = file_at(path, "events.geojson")
    left_out = {"without_place": 0, "without_coordinates": 0}
    with store.reading() as connection:
        count = write_list(
            file,
            '{"type": "FeatureCollection", "features": [',
            features(connection, filters, left_out),
            lambda _: f'], "left_out": {json.dumps(left_out)}}}',
        )
    told = (
        (left_out["without_place"], "without a place"),
        (left_out["without_coordinates"], "whose place has no coordinates"),
    )
    return Written({file.name: count}, tuple(f"left out: {counted(n, 'event')} {why}" for n, why in told if n))


def features(connection: Connection, filters: EventFilter, left_out: dict[str, int]) -> Iterator[dict[str, Any]]:
    """The events that pass, by date; what has no point is counted in `left_out`."""
    rows = event_rows(connection, filters)
    while batch := list(islice(rows, EVENTS_AT_ONCE)):
        places = _places(connection, batch, filters.known_on)
        for row in batch:
            place = places[row.document_id, row.event_id]
            if place["location_name"] is None:
                left_out["without_place"] += 1
            elif place["location_latitude"] is None or place["location_longitude"] is None:
                left_out["without_coordinates"] += 1
            else:
                yield _feature(row, place)


def _places(
    connection: Connection, batch: list[EventRow], known_on: str | None
) -> Mapping[tuple[str, str], RowMapping]:
    """Where each event took place, and the address of its document."""
    located = [column for column in events.c if column.name.startswith("location_")]
    query = (
        select(events.c.document_id, events.c.id, *located, documents.c.url)
        .join(codings, same_coding(codings, events))
        .join(documents, documents.c.id == events.c.document_id)
        .where(in_force(codings, known_on), events.c.document_id.in_({row.document_id for row in batch}))
    )
    return {(row["document_id"], row["id"]): row for row in connection.execute(query).mappings()}


def _feature(row: EventRow, place: RowMapping) -> dict[str, Any]:
    known = load_places().get(place["location_geonames"]) if place["location_geonames"] else None
    return {
        "type": "Feature",
        "id": f"{row.document_id}/{row.event_id}",
        "geometry": {"type": "Point", "coordinates": [place["location_longitude"], place["location_latitude"]]},
        "properties": {
            **asdict(row),
            "url": place["url"],
            "place": place["location_name"],
            "place_country": place["location_country"],
            "place_geonames": place["location_geonames"],
            "place_kind": known.kind if known else None,
            "uncertainty_km": uncertainty(known.geonames) if known else None,
        },
    }


@cache
def uncertainty(geonames: int) -> float | None:
    """How far from its point a place reaches, in kilometres."""
    place = load_places().get(geonames)
    if place is None:
        return None
    if place.kind == "town":
        return round(max(math.sqrt(place.population / DENSITY / math.pi), SMALLEST_KM), 1)
    towns = _towns().get((place.country, place.region), [])
    reach = sorted(distance(place, town) for town in towns)
    return round(max(reach[math.ceil(MOST_TOWNS * len(reach)) - 1], SMALLEST_KM), 1) if reach else None


@cache
def _towns() -> dict[tuple[str, str], list[Place]]:
    """The towns of each first-level region."""
    found: dict[tuple[str, str], list[Place]] = {}
    for place in load_places():
        if place.kind == "town":
            found.setdefault((place.country, place.region), []).append(place)
    return found


def distance(one: Place, other: Place) -> float:
    """Kilometres between two places, on a sphere."""
    a, b = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    chord = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(across / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(chord, 1.0)))
