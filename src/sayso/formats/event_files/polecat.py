"""POLECAT: one header and forty columns, separated by tabs, one row an event; several names in a cell stand with "; ".

What is not known is the word None, as POLECAT writes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sayso.formats.event_files.again import write_again
from sayso.formats.event_files.events import Party, StoredEvent
from sayso.formats.event_files.places import spot_of
from sayso.formats.event_files.rows import BREAKS, act_of
from sayso.formats.event_files.writing import write_table
from sayso.knowledge.quads import QUADS
from sayso.store import EventFilter, Store

NAME = "polecat"
FILES = ("polecat.txt", "polecat.sidecar.jsonl")
UNKNOWN = "None"
BETWEEN = "; "
FEATURES = {"country": "PCLI", "region": "ADM1", "town": "PPL"}


def write_polecat(store: Store, filters: EventFilter, path: Path, *, coding: str | None = None) -> dict[str, int]:
    """One row for each event, and what else Sayso knows beside it."""
    if coding is not None:
        return write_again(store, filters, path, coding, NAME)
    return write_table(store, filters, path, FILES, lambda stored: [event_row(stored)], format=NAME)


def event_row(stored: StoredEvent) -> dict[str, object]:
    """The 40 columns. The people, organisations and places of the whole story are not told by event: they stay None."""
    act, spot, location = act_of(stored), spot_of(stored.event.location), stored.event.location
    row = {
        "Event ID": stored.id,
        "Event Date": stored.day,
        "Event Type": act.type,
        "Event Mode": act.mode,
        "Intensity": act.score,
        "Quad Code": QUADS[act.quad].replace("_", " ").upper(),
        "Contexts": _joined(stored.event.contexts),
        **_side("Actor", stored.actors),
        **_side("Recipient", stored.recipients),
        "Placename": location.name if location else None,
        "City": spot.city if spot else None,
        "District": None,
        "Province": spot.province if spot else None,
        "Country": spot.country if spot else None,
        "Latitude": spot.latitude if spot else None,
        "Longitude": spot.longitude if spot else None,
        "GeoNames ID": location.geonames if location else None,
        "Raw Placename": stored.place_words,
        "Feature Type": FEATURES[spot.grain] if spot else None,
        "Source": stored.article.publisher,
        "Publication Date": stored.article.published,
        "Story People": None,
        "Story Organizations": None,
        "Story Locations": None,
        "Language": stored.article.language,
        "Version": f"Sayso {stored.run.sayso}",
    }
    return {column: UNKNOWN if value in (None, "") else value for column, value in row.items()}


def _side(side: str, parties: tuple[Party, ...]) -> dict[str, object]:
    """Names, titles and ids stand in one order; of countries and sectors each stands once, for users count by them."""
    entities = [party.entity for party in parties]
    sectors = [entity.sector for entity in entities if entity and entity.sector]
    return {
        f"{side} Name": _joined(party.name for party in parties),
        f"{side} Country": _each_once(entity.country for entity in entities if entity),
        f"{side} COW": _each_once(entity.cow for entity in entities if entity),
        f"Primary {side} Sector": next(iter(sectors), None),
        f"{side} Sectors": _each_once(sectors),
        f"{side} Title": _joined(entity.role if entity else None for entity in entities),
        f"{side} Name Raw": _joined(party.mention.text for party in parties),
        # Sayso links to Wikidata, whose ids lead to every Wikipedia, not to one Wikipedia's titles.
        f"Wikipedia {side} ID": _joined(entity.wikidata if entity else None for entity in entities),
    }


def _joined(values: Iterable[object]) -> str | None:
    """The values with "; " between them, None for one that is not known; nothing where none is."""
    listed = [UNKNOWN if value is None else _plain(str(value)) for value in values]
    return BETWEEN.join(listed) if any(value != UNKNOWN for value in listed) else None


def _each_once(values: Iterable[object]) -> str | None:
    return _joined(dict.fromkeys(value for value in values if value is not None))


def _plain(words: str) -> str:
    """Words of a list: the mark between them becomes a comma."""
    return BREAKS.sub(" ", words).replace(";", ",").strip()
