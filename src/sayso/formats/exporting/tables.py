"""CSV, JSON lines and Parquet of every table, with a Frictionless data package that describes them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import Connection, Select, and_, select

from sayso.formats.exporting.batches import batches, passing_events, restricts
from sayso.formats.exporting.data_package import NAME, write_data_package
from sayso.formats.exporting.layout import layouts
from sayso.formats.exporting.table_files import CsvFile, JsonlFile, ParquetFile, TableFile
from sayso.formats.exporting.written import Written
from sayso.formats.terminal import counted
from sayso.store import EventFilter, Store
from sayso.store.events import same_coding
from sayso.store.records import in_force
from sayso.store.tables import metadata

ROWS_AT_ONCE = 5_000

codings = metadata.tables["codings"]
issues = metadata.tables["issues"]
occurrences = metadata.tables["occurrences"]
reports = metadata.tables["reports"]
runs = metadata.tables["runs"]


def write_csv(store: Store, filters: EventFilter, path: Path) -> Written:
    """Every table as CSV."""
    return _write(store, filters, path, CsvFile)


def write_jsonl(store: Store, filters: EventFilter, path: Path) -> Written:
    """Every table as JSON lines."""
    return _write(store, filters, path, JsonlFile)


def write_parquet(store: Store, filters: EventFilter, path: Path) -> Written:
    """Every table as Parquet."""
    return _write(store, filters, path, ParquetFile)


def _write(store: Store, filters: EventFilter, folder: Path, kind: type[CsvFile | JsonlFile | ParquetFile]) -> Written:
    files: dict[str, TableFile] = {}
    with ExitStack() as stack:
        for layout in layouts():
            files[layout.name] = kind(folder / f"{layout.name}.{kind.suffix}", layout)
            stack.callback(files[layout.name].close)
        connection = stack.enter_context(store.reading())
        seen = _write_batches(connection, filters, files)
        _write_runs(connection, filters, files, seen)
        _write_all(connection, _occurrences(filters), files["occurrences"])
    write_data_package(folder, list(files.values()), filters)
    return Written(
        {file.path.name: file.rows for file in files.values()} | {NAME: len(files)}, tuple(_notes(files, kind))
    )


def _write_batches(connection: Connection, filters: EventFilter, files: dict[str, TableFile]) -> set[int]:
    """What belongs to documents; gives the runs that these rows name."""
    seen: set[int] = set()
    for batch in batches(connection, filters):
        for name, rows in batch.rows.items():
            files[name].write(rows)
        seen.update(row["run_id"] for name in ("codings", "origins", "issues") for row in batch.rows[name])
    return seen


def _write_runs(connection: Connection, filters: EventFilter, files: dict[str, TableFile], seen: set[int]) -> None:
    """The runs, and where nothing is left out also those problems with input that gave no document."""
    query = select(runs).order_by(runs.c.id)
    if filters.known_on:
        query = query.where(runs.c.started < f"{filters.known_on}T24")
    found = connection.execute(query).mappings().all()
    chosen = [row for row in found if row["id"] in seen or not restricts(filters)]
    files["runs"].write(chosen)
    if not restricts(filters):
        of_no_document = select(issues).where(issues.c.document_id.is_(None)).order_by(issues.c.id)
        _write_all(
            connection, of_no_document.where(issues.c.run_id.in_([row["id"] for row in chosen])), files["issues"]
        )


def _write_all(connection: Connection, query: Select[tuple[object, ...]], file: TableFile) -> None:
    found = connection.execute(query.execution_options(stream_results=True)).mappings()
    for rows in found.partitions(ROWS_AT_ONCE):
        file.write(rows)


def _occurrences(filters: EventFilter) -> Select[tuple[object, ...]]:
    """The occurrences that the exported reports are of."""
    told = select(reports.c.occurrence)
    if restricts(filters):
        wanted = passing_events(filters).subquery()
        same = and_(same_coding(wanted, reports), wanted.c.id == reports.c.event)
        told = told.join(wanted, same)
    else:
        told = told.join(codings, same_coding(codings, reports)).where(in_force(codings, filters.known_on))
    return select(occurrences).where(occurrences.c.id.in_(told)).order_by(occurrences.c.id)


def _notes(files: dict[str, TableFile], kind: type[TableFile]) -> Iterator[str]:
    for file in files.values():
        for column, odd in file.odd_days.items():
            if odd:
                fate = "left empty; CSV and JSON lines keep them" if kind is ParquetFile else "the column is text"
                yield f"{file.layout.name}.{column}: {counted(odd, 'value')} that no date type holds, {fate}"
