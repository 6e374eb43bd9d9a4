"""Exports a store: the table of all formats, and how their files come to stand where they are wanted.

A format writes into a folder of its own beside the place asked for; only when all is written do its files move there.
So a reader never meets half a file, and a failure leaves what stood there before.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from sayso.errors import SaysoError, SettingsError
from sayso.formats.exporting.written import Written
from sayso.store import EventFilter, Store

STANDARD_OUTPUT = "-"

Files = Literal["one file", "a folder", "either"]


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One format: its name, what it is, and the function that writes it, as "module:function".

    `files` says what it writes; "either" is a folder unless the path has an ending, such as `.spacy`. `of_imported`
    says whether events that were imported in this format can be written as well.
    """

    name: str
    help: str
    files: Files
    writer: str
    of_imported: bool = False

    def load(self) -> Callable[..., Written | Mapping[str, int]]:
        """The function, with what it needs: nothing of it is imported before it is asked for."""
        module, _, name = self.writer.partition(":")
        writer: Callable[..., Written | Mapping[str, int]] = getattr(import_module(f"sayso.formats.{module}"), name)
        return writer


FORMATS: Mapping[str, ExportFormat] = {
    each.name: each
    for each in (
        ExportFormat("csv", "every table as CSV, with a data package", "a folder", "exporting.tables:write_csv"),
        ExportFormat("jsonl", "every table as JSON lines", "a folder", "exporting.tables:write_jsonl"),
        ExportFormat("parquet", "every table as Parquet", "a folder", "exporting.tables:write_parquet"),
        ExportFormat(
            "gdelt", "GDELT 2.0 events, 61 columns", "one file", "event_files.gdelt:write_gdelt", of_imported=True
        ),
        ExportFormat(
            "gdelt-occurrences",
            "the same, a row an occurrence",
            "one file",
            "event_files.gdelt:write_gdelt_occurrences",
        ),
        ExportFormat(
            "icews", "ICEWS events, 20 columns", "one file", "event_files.icews:write_icews", of_imported=True
        ),
        ExportFormat(
            "polecat", "POLECAT events, 40 columns", "one file", "event_files.polecat:write_polecat", of_imported=True
        ),
        ExportFormat("phoenix", "Phoenix events, 26 columns", "one file", "event_files.phoenix:write_phoenix"),
        ExportFormat("plover", "PLOVER events as JSON lines", "one file", "event_files.plover:write_plover"),
        ExportFormat(
            "sidecar", "what those formats have no column for", "one file", "event_files.sidecar:write_sidecar"
        ),
        ExportFormat(
            "web-annotation",
            "W3C Web Annotations (JSON-LD) of events, attributions and mentions",
            "one file",
            "exporting.web_annotation:write_web_annotation",
        ),
        ExportFormat("brat", "brat standoff, a text and its annotations each", "a folder", "exporting.brat:write_brat"),
        ExportFormat("geojson", "a point for each event with a place", "one file", "exporting.geojson:write_geojson"),
        ExportFormat("gexf", "who acts on whom, with time, for Gephi", "one file", "exporting.gexf:write_gexf"),
        ExportFormat(
            "claim-review",
            "claims without a rating (schema.org) for fact-checkers",
            "one file",
            "exporting.claim_review:write_claim_review",
        ),
        ExportFormat("docbin", "spaCy DocBin with spans", "either", "exporting.docbin:write_docbin"),
    )
}


@dataclass(frozen=True, slots=True)
class Exported:
    """The files that stand there now, each with its rows, and what a reader should know besides."""

    files: Mapping[Path, int]
    notes: tuple[str, ...] = ()


def export(
    store: Store,
    format: str,
    path: str | Path,
    filters: EventFilter | None = None,
    *,
    coding: str | None = None,
    force: bool = False,
) -> Exported:
    """Write the events that pass the filters, and what they refer to, in a format of `FORMATS`.

    `path` is a file, a folder, or "-" for standard output, which takes the one file of a format. What stands there is
    left alone, and a `SettingsError` says so, unless `force` replaces the files of the same names. `coding` names an
    imported coding to write instead of Sayso's own.
    """
    chosen = format_named(format)
    if coding is not None and not chosen.of_imported:
        can = ", ".join(each.name for each in FORMATS.values() if each.of_imported)
        raise SettingsError(f"--coding goes with formats that can be imported: {can}. {format} is none of them.")
    write = _writer_of(chosen, store, filters or EventFilter(), coding)
    if str(path) == STANDARD_OUTPUT:
        return _to_standard_output(chosen, write)
    target = Path(path)
    folder = _takes_folder(chosen, target)
    _check_target(chosen, target, folder=folder, force=force)
    with _workshop(target.parent) as beside:
        place = beside / target.name
        if folder:
            place.mkdir()
        written = write(place)
        made = sorted(place.iterdir()) if folder else sorted(beside.iterdir())
        home = target if folder else target.parent
        if not force:
            _refuse([home / each.name for each in made if (home / each.name).exists()])
        home.mkdir(exist_ok=True)
        for each in made:
            each.replace(home / each.name)
    return Exported({home / name: rows for name, rows in written.files.items()}, written.notes)


def format_named(name: str) -> ExportFormat:
    """The format of this name; a `SettingsError` lists them all."""
    if name not in FORMATS:
        raise SettingsError(f"--as {name}: no such format. There are {', '.join(FORMATS)}.")
    return FORMATS[name]


def _writer_of(
    chosen: ExportFormat, store: Store, filters: EventFilter, coding: str | None
) -> Callable[[Path], Written]:
    load = chosen.load()

    def write(place: Path) -> Written:
        wanted: dict[str, Any] = {"coding": coding} if coding is not None else {}
        written = load(store, filters, place, **wanted)
        return written if isinstance(written, Written) else Written(written)

    return write


def _to_standard_output(chosen: ExportFormat, write: Callable[[Path], Written]) -> Exported:
    """The file itself; what the format writes beside it is named in a note, and lost."""
    if chosen.files == "a folder":
        raise SettingsError(f"{chosen.name} is a folder of files, which standard output cannot take. Give -o FOLDER.")
    with _workshop(None) as beside:
        place = beside / (f"export.{chosen.name}" if chosen.files == "one file" else "export.spacy")
        written = write(place)
        with place.open("rb") as stream:
            shutil.copyfileobj(stream, sys.stdout.buffer)
        sys.stdout.flush()
        beside_it = [name for name in written.files if name != place.name]
    lost = (f"not written: {', '.join(beside_it)}. Give -o FILE to have them.",) if beside_it else ()
    return Exported({Path(STANDARD_OUTPUT): written.files.get(place.name, 0)}, (*written.notes, *lost))


def _takes_folder(chosen: ExportFormat, target: Path) -> bool:
    return chosen.files == "a folder" or target.is_dir() or (chosen.files == "either" and not target.suffix)


def _check_target(chosen: ExportFormat, target: Path, *, folder: bool, force: bool) -> None:
    """What can be said before hours of writing."""
    if not target.parent.is_dir():
        raise SettingsError(f"{target}: the folder {target.parent} does not exist. Make it first.")
    if folder and target.exists() and not target.is_dir():
        raise SettingsError(f"{target} is a file, and {chosen.name} is a folder of files. Give another name.")
    if not force and target.exists() and not target.is_dir():
        _refuse([target])
    if not force and chosen.files == "a folder" and target.is_dir() and any(target.iterdir()):
        raise SettingsError(
            f"{target} is not empty. Give another folder, or --force to replace files of the same name."
        )


def _refuse(standing: list[Path]) -> None:
    if standing:
        raise SettingsError(f"{standing[0]} is there already. Give another name, or --force to replace it.")


@contextmanager
def _workshop(parent: Path | None) -> Iterator[Path]:
    """A folder to write in, on the same disk as where the files will stand, gone afterwards."""
    try:
        folder = Path(tempfile.mkdtemp(prefix=".sayso-export-", dir=parent))
    except OSError as error:
        raise SettingsError(f"{parent} cannot be written to: {error.strerror}. Give another place.") from error
    try:
        yield folder
    except BrokenPipeError:
        raise  # whoever reads has had enough, as `head` has
    except OSError as error:
        raise SaysoError(f"The export broke off: {error.strerror or error}. Nothing was changed.") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
