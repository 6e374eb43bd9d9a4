"""Joins what a store holds: documents into origins, events into occurrences.

It runs after documents were added and takes up only what is not joined yet, a few documents a transaction, so that it
can be broken off at any moment and go on later, and others may write in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from sayso.errors import StoreError
from sayso.ids import digest
from sayso.relations.citing import settle_citations
from sayso.relations.occurrences import join_events, occurrence_id
from sayso.relations.origins import linked, rooted, signature, window
from sayso.store import Store
from sayso.store.joining import Occurrence, Report
from sayso.store.joins import (
    codings_to_join,
    count_joined,
    current_codings,
    earlier_codings,
    forget,
    lock,
    mark_undone,
    read_occurrences,
    read_origin_group,
    read_origins,
    read_texts,
    sharing_a_band,
    write_bands,
    write_occurrences,
    write_origins,
    write_reports,
)
from sayso.store.named import EventKey
from sayso.store.rollup import refresh
from sayso.store.tellings import Telling, events_of, read_tellings

DOCUMENTS_AT_ONCE = 50
# How many tellings are kept in memory for the documents to come, and how many copies of a text are looked at.
REMEMBERED = 20_000
COPIES = 5


@dataclass(frozen=True, slots=True)
class Joined:
    """What a store holds once it is joined, and how many documents were joined just now."""

    now: int
    documents: int
    origins: int
    events: int
    occurrences: int


def join(store: Store, documents: Sequence[str] | None = None, *, anew: bool = False) -> Joined:
    """Join what is not joined yet, or of that only these documents. With `anew`, take all links apart before; what a
    person has undone stays, and so do the occurrences it was taken out of.
    """
    if anew:
        with store.writing() as connection:
            lock(connection)
            forget(connection)
    with store.reading() as connection:
        waiting = [id for id, _ in codings_to_join(connection, documents)]
    now = 0
    seen: dict[EventKey, Telling] = {}
    for start in range(0, len(waiting), DOCUMENTS_AT_ONCE):
        with store.writing() as connection:
            lock(connection)
            # Another process may have joined some of them meanwhile.
            codings = codings_to_join(connection, waiting[start : start + DOCUMENTS_AT_ONCE])
            for coding in codings:
                join_document(connection, coding, seen)
            now += len(codings)
        if len(seen) > REMEMBERED:
            seen.clear()
    refresh(store)
    with store.reading() as connection:
        return Joined(now, **count_joined(connection))


def join_document(connection: Connection, coding: tuple[str, int], seen: dict[EventKey, Telling]) -> None:
    """Find the origin of a document's text, the occurrences of its events, and whom it cites."""
    same_text = join_text(connection, coding)
    tellings = read_tellings(connection, events_of(connection, [coding]))
    touched = join_events(connection, tellings, coding, same_text, seen)
    settle_citations(connection, tellings, coding, touched)


def join_text(connection: Connection, coding: tuple[str, int]) -> list[tuple[str, int]]:
    """Give a document its origin; its other codings, and those of the other documents that share its text."""
    document_id, run_id = coding
    known = read_origins(connection, [document_id])
    if document_id in known:
        # Coded anew: the text is the same, so are the texts that it is like.
        own = replace(known[document_id], run_id=run_id)
        write_origins(connection, [own])
    else:
        _place(connection, coding)
        own = read_origins(connection, [document_id])[document_id]
    group = read_origin_group(connection, [own.origin])
    same = [(each.document_id, each.run_id) for each in group.values() if each.document_id != document_id]
    return same[:COPIES] + earlier_codings(connection, coding)


def undo(store: Store, occurrence: str, event: str) -> str:
    """Take an event ("DOCUMENT/EVENT") out of an occurrence; the id of the occurrence of its own that it has now."""
    document_id, _, event_id = event.rpartition("/")
    with store.writing() as connection:
        lock(connection)
        run_id = current_codings(connection, [document_id]).get(document_id)
        if run_id is None:
            raise StoreError(f"{event}: the store holds no such event. Name it like DOCUMENT/EVENT.")
        key = document_id, run_id, event_id
        if not mark_undone(connection, occurrence, key):
            raise StoreError(
                f"{event} is no report of {occurrence}. `sayso claims STORE --about {event}` shows of which."
            )
        known = read_occurrences(connection, [occurrence])[occurrence]
        telling = read_tellings(connection, [key])[key]
        apart = occurrence_id(key)
        if apart == occurrence:
            apart = "o-" + digest(document_id, str(run_id), event_id, "apart")[:12]
        dated = telling.begin, telling.end, int(telling.dated)
        write_occurrences(connection, [Occurrence(apart, telling.type, known.a_country, known.b_country, *dated)])
        write_reports(connection, [Report(apart, *key, None, f"taken out of {occurrence} by hand", 0)])
    return apart


def _place(connection: Connection, coding: tuple[str, int]) -> None:
    document_id, run_id = coding
    document = read_texts(connection, [document_id])[document_id]
    bands = signature(document.text)
    since, until = window(document)
    near = sharing_a_band(connection, document, bands, since=since, until=until)
    known = read_origins(connection, near)
    texts = read_texts(connection, {*known, *(origin.like for origin in known.values() if origin.like)})
    changed = linked(document, run_id, (texts[id] for id in known), known, texts)
    touched = {known[id].origin for id in changed if id in known}
    touched |= {known[origin.like].origin for origin in changed.values() if origin.like in known}
    group = read_origin_group(connection, touched) | changed
    write_origins(connection, rooted(group).values())
    write_bands(connection, document, bands)
