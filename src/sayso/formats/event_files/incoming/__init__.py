"""Brings event data of others into a store, for comparison: files of GDELT, ICEWS and POLECAT, also packed ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from sayso.errors import InputError, SettingsError
from sayso.formats.event_files.incoming.gdelt import GdeltReader
from sayso.formats.event_files.incoming.icews import IcewsReader
from sayso.formats.event_files.incoming.lines import Unpacked, unpacked
from sayso.formats.event_files.incoming.polecat import PolecatReader
from sayso.formats.event_files.incoming.table import Reader, TableReading
from sayso.schema import Issue
from sayso.store import Run, Store
from sayso.store.imported import ImportedFile, find_coding, holds_file, keep_file, make_coding
from sayso.store.records import issue_row
from sayso.store.tables import metadata

READERS: dict[str, type[Reader]] = {"gdelt": GdeltReader, "icews": IcewsReader, "polecat": PolecatReader}

OnIssue = Callable[[Issue], None]


@dataclass
class Imported:
    """What became of an import: files and events brought in, lines that could not be read, files there already."""

    name: str
    files: int = 0
    events: int = 0
    unreadable: int = 0
    known: int = 0
    failed: int = 0


def import_codings(
    store: Store,
    paths: Iterable[str | Path],
    *,
    format: str,
    name: str | None = None,
    on_issue: OnIssue | None = None,
) -> Imported:
    """Keep files of one format as a coding of that name (the format's where none is given), apart from Sayso's own.

    A file that the coding has already is passed over. Every line is kept as it is; one that cannot be read as an event
    is an issue of the run. A file that cannot be opened is an issue too, and without `on_issue` an `InputError`.
    """
    if format not in READERS:
        raise SettingsError(f"--as {format}: Sayso imports {', '.join(READERS)}.")
    if name == "sayso":
        raise SettingsError("--name sayso: that is what Sayso's own coding is called. Choose another name.")
    done = Imported(name or format)
    with store.reading() as connection:
        found = find_coding(connection, done.name)
    if found is not None and found.format != format:
        raise SettingsError(f"--name {done.name}: this coding holds {found.format} files. Choose another name.")
    runs: list[Run] = []
    try:
        for path in paths:
            _import_path(store, Path(path), format, done, runs, on_issue)
    finally:
        for run in runs:
            store.finish_run(run)
    return done


def _import_path(
    store: Store, path: Path, format: str, done: Imported, runs: list[Run], on_issue: OnIssue | None
) -> None:
    """One file or archive. What is broken stops neither the others nor what came out of the archive before."""
    try:
        for file in unpacked(path):
            _import_file(store, file, format, done, runs, on_issue)
    except InputError as error:
        if on_issue is None:
            raise
        done.failed += 1
        on_issue(Issue("import", error.problem, error.remedy, path=error.path, line=error.line))


def _import_file(
    store: Store, file: Unpacked, format: str, done: Imported, runs: list[Run], on_issue: OnIssue | None
) -> None:
    with store.reading() as connection:
        found = find_coding(connection, done.name)
        if found is not None and holds_file(connection, found, file.sha256):
            done.known += 1
            return
    if not runs:
        # A run of its own, so that it can be told what came in when; it codes nothing.
        runs.append(store.begin_run(settings={"imported": done.name, "format": format}))
    with file.open() as stream, store.writing() as connection:
        reading = TableReading(READERS[format](), file.name, stream)
        coding = make_coding(connection, done.name, format)
        kept = ImportedFile(file.name, file.sha256, reading.columns, reading.has_header)
        events, unreadable = keep_file(connection, coding, runs[0], kept, reading.lines())
        issues = reading.issues()
        _keep_issues(connection, issues, runs[0])
    done.files += 1
    done.events += events
    done.unreadable += unreadable
    for issue in issues:
        if on_issue is not None:
            on_issue(issue)


def _keep_issues(connection: Connection, issues: Sequence[Issue], run: Run) -> None:
    if issues:
        connection.execute(metadata.tables["issues"].insert(), [issue_row(issue, run.id) for issue in issues])
