"""Writes an imported coding again, every byte as it came."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from sayso.errors import SettingsError
from sayso.formats.event_files.files import Files, Output
from sayso.store import EventFilter, Store
from sayso.store.imported import StoredFile, coding_named, files_of, lines_of


def write_again(store: Store, filters: EventFilter, path: Path, name: str, format: str) -> dict[str, int]:
    """The files of a coding: in a folder each under its own name, else one after the other with one header."""
    if filters != EventFilter():
        raise SettingsError(f"--coding {name}: an imported coding is exported as it came. Leave the filters out.")
    with store.reading() as connection:
        coding = coding_named(connection, name)
        if coding.format != format:
            raise SettingsError(
                f"--coding {name}: it holds {coding.format} files. Export it with --as {coding.format}."
            )
        write = _apart if path.is_dir() else _together
        return write(connection, files_of(connection, coding), path)


def _apart(connection: Connection, stored: list[StoredFile], folder: Path) -> dict[str, int]:
    counts: dict[str, int] = {}
    for file, name in zip(stored, _names(stored), strict=True):
        # One at a time: a year of GDELT is more files than a process may hold open.
        with Files() as files:
            _write(connection, file, files.open(folder / name))
        counts |= files.counts()
    return counts


def _together(connection: Connection, stored: list[StoredFile], path: Path) -> dict[str, int]:
    with Files() as files:
        together = files.open(path)
        for number, file in enumerate(stored):
            together.end_line()
            _write(connection, file, together, header=number == 0)
    return files.counts()


def _write(connection: Connection, file: StoredFile, output: Output, *, header: bool = True) -> None:
    for number, line in enumerate(lines_of(connection, file)):
        is_header = file.has_header and number == 0
        if header or not is_header:
            output.raw(line)
            output.rows -= is_header


def _names(stored: list[StoredFile]) -> list[str]:
    """The names of the files; a name that stands twice gets a number."""
    names: list[str] = []
    for file in stored:
        own = Path(file.name).name
        names.append(own if own not in names else f"{file.id}-{own}")
    return names
