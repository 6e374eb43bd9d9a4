"""What Sayso knows of an event beyond the columns of other formats: one JSON object a line, beside the main file.

`rows` names the rows of the main file that tell the event, by their ids there; `id` is its name in Sayso.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.formats.event_files.choice import Choice
from sayso.formats.event_files.events import Level, Party, StoredEvent
from sayso.formats.event_files.files import Files, paths
from sayso.formats.event_files.reading import stored_events
from sayso.schema import Claim
from sayso.store import EventFilter, Store

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FILES = ("sidecar.jsonl",)
# What a source said word for word.
IN_QUOTES = ("direct", "mixed", "scare")


def write_sidecar(store: Store, filters: EventFilter, path: Path) -> dict[str, int]:
    """One object for each event of every status, or of those asked for."""
    with store.reading() as connection, Files() as files:
        (sidecar,) = (files.open(each) for each in paths(path, FILES))
        for stored in stored_events(connection, Choice(filters, has_status=True)):
            sidecar.line(sidecar_line(stored, []))
    return files.counts()


def sidecar_line(stored: StoredEvent, rows: Sequence[object]) -> str:
    """The object as one line of JSON."""
    return json.dumps(sidecar_of(stored, rows), ensure_ascii=False)


def sidecar_of(stored: StoredEvent, rows: Sequence[object]) -> dict[str, Any]:
    """The whole record of an event: words and where they stand, who says so and how surely, and what coded it."""
    event = stored.event
    return {
        "id": stored.id,
        "rows": list(rows),
        "document": _fields(stored.article),
        "type": event.type,
        "mode": event.mode,
        "contexts": list(event.contexts),
        "cameo": event.cameo,
        "quad": event.quad,
        "score": event.score,
        "goldstein": event.goldstein,
        "status": event.status,
        "within": f"{stored.article.id}/{event.within}" if event.within else None,
        "date": _fields(event.date) if event.date else None,
        "dated_by_text": event.time is not None,
        "location": _fields(event.location) if event.location else None,
        "trigger": _fields(event.trigger),
        "sentence": {**_fields(event.sentence), "number": stored.number, "text": stored.sentence},
        "actors": [_party(party) for party in stored.actors],
        "recipients": [_party(party) for party in stored.recipients],
        "via": [_party(party) for party in stored.via],
        "chain": [_level(level) for level in stored.chain],
        "quotation": _quotation(stored),
        "claims": [_claim(claim, by) for claim, by in stored.claims],
        "confidence": event.confidence,
        "reason": event.reason,
        "occurrence": _fields(stored.occurrence) if stored.occurrence else None,
        "run": {
            "id": stored.run.id,
            "started": stored.run.started,
            "sayso": stored.run.sayso,
            "codebook": stored.run.codebook,
            "model": stored.run.model,
            "model_version": stored.run.model_version,
        },
    }


def _party(party: Party | None) -> dict[str, Any] | None:
    if party is None:
        return None
    mention, entity = party.mention, party.entity
    words = {"start": mention.start, "end": mention.end, "text": mention.text, "form": mention.form}
    return words | {"entity": _fields(entity) if entity else None}


def _level(level: Level) -> dict[str, Any]:
    said = level.attribution
    parts = [
        {"start": span.start, "end": span.end, "text": text}
        for span, text in zip(said.content, level.words, strict=True)
    ]
    return {
        "attribution": said.id,
        "kind": said.kind,
        "source": _party(level.source),
        "cue": _fields(said.cue) if said.cue else None,
        "content": parts,
        "addressee": _party(level.addressee),
        "polarity": said.polarity,
        "certainty": said.certainty,
    }


def _quotation(stored: StoredEvent) -> list[str] | None:
    """The words of the innermost source where they are quoted."""
    innermost = stored.chain[-1] if stored.chain else None
    return list(innermost.words) if innermost and innermost.attribution.kind in IN_QUOTES else None


def _claim(claim: Claim, by: Party | None) -> dict[str, Any]:
    """One claim; the publisher's own has neither claimant nor attribution."""
    return {
        "claimant": by.name if by else None,
        "entity": by.entity.id if by and by.entity else None,
        "country": by.entity.country if by and by.entity else None,
        "attribution": claim.attribution,
        "certainty": claim.certainty,
        "polarity": claim.polarity,
    }


def _fields(record: DataclassInstance) -> dict[str, Any]:
    """The fields of a flat record; `dataclasses.asdict` would copy every value, at half the time of an export."""
    return {name: getattr(record, name) for name in _names(type(record))}


@cache
def _names(kind: type[DataclassInstance]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
