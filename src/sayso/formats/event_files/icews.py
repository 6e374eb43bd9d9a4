"""ICEWS: one header and twenty columns, separated by tabs. A row is a source acting on a target, in ICEWS' own words.

As in ICEWS, what two did together stands in both directions, and a side that nobody names is an "Unspecified Actor".
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sayso.formats.event_files.again import write_again
from sayso.formats.event_files.codes import countries, icews_sectors
from sayso.formats.event_files.events import Party, StoredEvent
from sayso.formats.event_files.places import spot_of
from sayso.formats.event_files.rows import SHORT, Pair, act_of, directed, number_for, row_id
from sayso.formats.event_files.writing import write_table
from sayso.store import EventFilter, Store

NAME = "icews"
FILES = ("icews.tab", "icews.sidecar.jsonl")
UNSPECIFIED = ("Unspecified Actor", "Unspecified", "")
# For a body between states, and for one of no state that is not between states.
OF_NO_STATE = {"UNO": "International Government Organization", "IGO": "International Government Organization"}
OF_NO_STATE |= {"EUR": "International Government Organization"}
NOT_SPECIFIED = ", not specified below"


def write_icews(store: Store, filters: EventFilter, path: Path, *, coding: str | None = None) -> dict[str, int]:
    """One row for each event and pair of those who take part, and what else Sayso knows beside it."""
    if coding is not None:
        return write_again(store, filters, path, coding, NAME)
    return write_table(store, filters, path, FILES, event_rows, format=NAME)


def event_rows(stored: StoredEvent) -> Iterator[dict[str, object]]:
    """The rows of an event."""
    return (event_row(stored, pair) for pair in directed(stored))


def event_row(stored: StoredEvent, pair: Pair) -> dict[str, object]:
    """The 20 columns. Event ID is unique together with Event Date, as it is in ICEWS."""
    act, spot = act_of(stored), spot_of(stored.event.location)
    source, source_sectors, source_country = side_of(pair[0])
    target, target_sectors, target_country = side_of(pair[1])
    return {
        "Event ID": row_id(stored, pair, SHORT),
        "Event Date": stored.day,
        "Source Name": source,
        "Source Sectors": source_sectors,
        "Source Country": source_country,
        "Event Text": act.label.removesuffix(NOT_SPECIFIED),
        "CAMEO Code": act.cameo,
        "Intensity": act.goldstein,
        "Target Name": target,
        "Target Sectors": target_sectors,
        "Target Country": target_country,
        "Story ID": number_for(stored.article.id, SHORT),
        "Sentence Number": stored.number,
        "Publisher": stored.article.publisher,
        "City": spot.city if spot else None,
        "District": None,
        "Province": spot.province if spot else None,
        "Country": icews_country(spot.country) if spot else None,
        "Latitude": spot.latitude if spot else None,
        "Longitude": spot.longitude if spot else None,
    }


def side_of(party: Party | None) -> tuple[str, str, str]:
    """Name, sectors and country of one side."""
    if party is None:
        return UNSPECIFIED
    entity = party.entity
    if entity is None:
        return party.name, "", ""
    sectors = icews_sectors().get(entity.sector or "", ())
    if entity.country in OF_NO_STATE:
        sectors = (OF_NO_STATE[entity.country], *sectors)
    return entity.name, ",".join(sectors), icews_country(entity.country)


def icews_country(alpha3: str | None) -> str:
    """The name of a country as ICEWS writes it; "" for what is none."""
    country = countries().get(alpha3 or "")
    return (country.icews or country.name) if country else ""
