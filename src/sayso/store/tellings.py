"""Tellings: events as one document tells them, with all that decides whether two of them tell the same act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, select

from sayso.store.named import EventKey, rows_of_events
from sayso.store.tables import metadata

KEYS_AT_ONCE = 300


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who takes part in an event; all but the name is None for one whom nobody knows."""

    name: str
    form: str
    entity: str | None
    kind: str | None
    country: str | None
    sector: str | None


@dataclass(frozen=True, slots=True)
class Telling:
    """One event of one coding. `dated` is False where the day is only that of publication.

    `within` is True for what another event promises, requests or refuses, `denied` where somebody says that it did not
    happen. `outlets` are those on whose say-so it is told, outermost first, as (id, name).
    """

    document_id: str
    run_id: int
    event: str
    publisher: str | None
    published: str | None
    type: str
    mode: str | None
    cameo: str | None
    status: str
    trigger: str
    reason: str
    begin: str | None
    end: str | None
    precision: str | None
    dated: bool
    place: str | None
    place_country: str | None
    latitude: float | None
    longitude: float | None
    sentence_start: int
    sentence: str
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    within: bool
    denied: bool
    outlets: tuple[tuple[str, str], ...]

    @property
    def key(self) -> EventKey:
        """What names the event in the store."""
        return self.document_id, self.run_id, self.event


def read_tellings(connection: Connection, keys: Iterable[EventKey]) -> dict[EventKey, Telling]:
    """The tellings of these events, in order of their documents and places in the record."""
    wanted = list(dict.fromkeys(keys))
    found: dict[EventKey, Telling] = {}
    for start in range(0, len(wanted), KEYS_AT_ONCE):
        found |= _read(connection, wanted[start : start + KEYS_AT_ONCE])
    return found


def events_of(connection: Connection, codings: Sequence[tuple[str, int]]) -> list[EventKey]:
    """The keys of all events of these codings."""
    events = metadata.tables["events"]
    found: list[EventKey] = []
    for document_id, run_id in codings:
        query = (
            select(events.c.document_id, events.c.run_id, events.c.id)
            .where(events.c.document_id == document_id, events.c.run_id == run_id)
            .order_by(events.c.position)
        )
        found.extend((row.document_id, row.run_id, row.id) for row in connection.execute(query))
    return found


def _read(connection: Connection, keys: Sequence[EventKey]) -> dict[EventKey, Telling]:
    parties: defaultdict[tuple[EventKey, str], list[Party]] = defaultdict(list)
    for row in rows_of_events(connection, "participants", keys):
        party = Party(row["name"], row["form"], row["entity"], row["kind"], row["country"], row["sector"])
        parties[_key(row, "event_id"), row["role"]].append(party)
    outlets: defaultdict[EventKey, list[tuple[str, str]]] = defaultdict(list)
    for row in rows_of_events(connection, "chains", keys):
        if (row["kind"], row["form"], row["polarity"]) == ("outlet", "name", "positive"):
            outlets[_key(row, "event_id")].append((row["entity"], row["name"]))
    denied = {_key(row) for row in rows_of_events(connection, "denials", keys)}
    found = {}
    for row in rows_of_events(connection, "tellings", keys):
        key = _key(row)
        found[key] = Telling(
            document_id=row["document_id"],
            run_id=row["run_id"],
            event=row["event"],
            publisher=row["publisher"],
            published=row["published"],
            type=row["type"],
            mode=row["mode"],
            cameo=row["cameo"],
            status=row["status"],
            trigger=row["trigger"],
            reason=row["reason"],
            begin=row["begin_day"],
            end=row["end_day"],
            precision=row["precision"],
            dated=row["time"] is not None,
            place=row["place"],
            place_country=row["place_country"],
            latitude=row["latitude"],
            longitude=row["longitude"],
            sentence_start=row["sentence_start"],
            sentence=row["sentence"],
            actors=tuple(parties[key, "actor"]),
            recipients=tuple(parties[key, "recipient"]),
            within=row["within"] is not None,
            denied=key in denied,
            outlets=tuple(dict.fromkeys(outlets[key])),
        )
    return found


def _key(row: RowMapping, event: str = "event") -> EventKey:
    return row["document_id"], row["run_id"], row[event]
