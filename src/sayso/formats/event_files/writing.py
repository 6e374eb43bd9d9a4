"""Writes a table of events with its sidecar, as the formats with one row or several for each event have it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from sayso.formats.event_files.choice import Choice
from sayso.formats.event_files.codes import columns
from sayso.formats.event_files.events import StoredEvent
from sayso.formats.event_files.files import Files, paths
from sayso.formats.event_files.reading import stored_events
from sayso.formats.event_files.sidecar import sidecar_line
from sayso.store import EventFilter, Store

Row = Mapping[str, object]


def write_table(
    store: Store,
    filters: EventFilter,
    path: Path,
    names: tuple[str, str],
    rows_of: Callable[[StoredEvent], Iterable[Row]],
    *,
    format: str,
    header: bool = True,
) -> dict[str, int]:
    """Write the rows of each event, and beside them what else Sayso knows of it; the first column is a row's id."""
    own = columns(format)
    with store.reading() as connection, Files() as files:
        table, sidecar = (files.open(each) for each in paths(path, names))
        if header:
            table.header(own)
        for stored in stored_events(connection, Choice(filters)):
            ids = []
            for row in rows_of(stored):
                ids.append(row[own[0]])
                table.row([row[column] for column in own])
            sidecar.line(sidecar_line(stored, ids))
    return files.counts()
