"""PLOVER's own interchange format: one JSON object an event, one a line, with the fields of the PLOVER manual.

Its auxiliary modes say whether an event happened, so that events of every status are in it: `mode` lists the mode of
the type and then the auxiliary one, which PLOVER calls "negation" where Sayso says negated.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sayso.formats.event_files.choice import Choice
from sayso.formats.event_files.events import Party, StoredEvent
from sayso.formats.event_files.files import Files, paths
from sayso.formats.event_files.places import Spot, spot_of
from sayso.formats.event_files.reading import stored_events
from sayso.formats.event_files.sidecar import sidecar_line
from sayso.store import EventFilter, Store

FILES = ("plover.jsonl", "plover.sidecar.jsonl")
AUXILIARY = {"historical": "historical", "future": "future", "hypothetical": "hypothetical", "negated": "negation"}
# PLOVER's levels of resolution, and the classes and codes of GeoNames.
RESOLUTION = {"town": 4, "region": 2, "country": 1}
FEATURES = {"town": ("P", "PPL"), "region": ("A", "ADM1"), "country": ("A", "PCLI")}


def write_plover(store: Store, filters: EventFilter, path: Path) -> dict[str, int]:
    """One object for each event, and what else Sayso knows beside it."""
    with store.reading() as connection, Files() as files:
        events, sidecar = (files.open(each) for each in paths(path, FILES))
        for stored in stored_events(connection, Choice(filters, has_status=True)):
            events.line(json.dumps(plover_record(stored), ensure_ascii=False))
            sidecar.line(sidecar_line(stored, [stored.id]))
    return files.counts()


def plover_record(stored: StoredEvent) -> dict[str, Any]:
    """The event in PLOVER's fields; those that are not known are left out, but for the ones that PLOVER requires."""
    event, article, run = stored.event, stored.article, stored.run
    auxiliary = AUXILIARY.get(event.status)
    several_days = event.date is not None and event.date.end != event.date.begin
    record = {
        "id": stored.id,
        "has_event": True,
        "date": stored.day,
        "enddate": event.date.end if event.date and several_days else None,
        "actor": [_entity(party) for party in stored.actors],
        "recipient": [_entity(party) for party in stored.recipients],
        "event": [event.type],
        "event_loc": _location(stored, spot_of(event.location)),
        "event_text": [event.trigger.text],
        "quad_code": event.quad,
        "event_scale": event.score,
        "mode": [mode for mode in (event.mode, auxiliary) if mode],
        "context": list(event.contexts),
        "link": f"{article.id}/{event.within}" if event.within else None,
        "text": stored.sentence,
        "text_info": _known(sequence=stored.number, start=event.sentence.start, end=event.sentence.end),
        "cite_info": _known(
            citation=article.id,
            url=article.url,
            title=article.title,
            language=article.language,
            publication=article.publisher,
            coder=f"Sayso {run.sayso}",
            codebook=run.codebook,
        ),
        "coder": f"Sayso {run.sayso}",
        "coded_date": run.started[:10],
        "coded_time": run.started[11:],
        "comment": event.reason,
    }
    required = ("id", "date", "actor", "event")
    return {field: value for field, value in record.items() if field in required or value not in (None, [], {})}


def _entity(party: Party) -> dict[str, Any]:
    entity = party.entity
    if entity is None:
        return {"entity_text": party.mention.text}
    return _known(
        code=entity.country,
        sector=entity.sector,
        entity_text=party.mention.text,
        identifier_id=entity.wikidata or entity.id,
        identifier_text=entity.name,
        office=entity.role,
    )


def _location(stored: StoredEvent, spot: Spot | None) -> dict[str, Any] | None:
    location = stored.event.location
    if location is None:
        return None
    if spot is None:
        return {"extracted_place": stored.place_words}
    feature_class, feature_code = FEATURES[spot.grain]
    return _known(
        extracted_place=stored.place_words,
        resolved_place=spot.city or spot.province or spot.country_name,
        geonameid=spot.geonames,
        lat=spot.latitude,
        lon=spot.longitude,
        city=spot.city or None,
        province=spot.province or None,
        country=spot.country_name,
        country_code=spot.country,
        feature_class=feature_class,
        feature_code=feature_code,
        resolution=RESOLUTION[spot.grain],
    )


def _known(**fields: Any) -> dict[str, Any]:
    """The fields that have a value."""
    return {name: value for name, value in fields.items() if value is not None}
