"""What the commands share: their options, how they read and tally documents, how they print rows."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from rich.console import Console
    from rich.table import Table

    from sayso.config import Settings
    from sayso.pipeline import Pipeline
    from sayso.readers import ReadOptions
    from sayso.schema import CodedDocument, Issue

    Row = TypeVar("Row", bound=DataclassInstance)

NOTHING_DONE = 2
PARTLY_DONE = 1
STORE_URL = re.compile(r"(sqlite|postgres|postgresql)(\+\w+)?://")


class Format(StrEnum):
    """Formats of input."""

    auto = "auto"
    text = "text"
    html = "html"
    jsonl = "jsonl"
    csv = "csv"
    ninjs = "ninjs"
    parquet = "parquet"
    warc = "warc"
    feed = "feed"
    list = "list"
    addresses = "addresses"


Paths = Annotated[
    list[str], typer.Argument(help="Files, folders or web addresses; - is standard input.", show_default=False)
]
StorePath = Annotated[
    str, typer.Argument(metavar="STORE", help="The store: a SQLite file, or postgresql://…", show_default=False)
]
Published = Annotated[
    str | None, typer.Option(metavar="YYYY-MM-DD", help="Day of publication, where the input does not say it.")
]
Publisher = Annotated[str | None, typer.Option(metavar="NAME", help="The outlet, where the input does not say it.")]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="FIELD=COLUMN", help="Column or key of a field, e.g. text=body. Repeatable."),
]
InputFormat = Annotated[Format, typer.Option("--format", help="Format of the input.")]
ConfigFile = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Settings in TOML; ./sayso.toml where there is one.")
]
Model = Annotated[str | None, typer.Option(help="spaCy pipeline that parses: a package name or a folder.")]
Codebook = Annotated[Path | None, typer.Option(metavar="DIR", help="A codebook of your own in place of PLOVER 2.0.")]
MaxCharacters = Annotated[int | None, typer.Option(metavar="N", help="Refuse a document with a longer text.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV with a header.")]
Since = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="First day.")]
Until = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Last day.")]


class Tally:
    """Counts what became of the input; `keep` is where issues go besides the screen."""

    def __init__(self) -> None:
        self.done = 0
        self.failed = 0
        self.skipped = 0
        self.keep: Any = None

    def note(self, issue: Issue) -> None:
        """One issue: said on standard error, counted if it cost a document."""
        complain(str(issue))
        self.failed += issue.severity == "error"
        if self.keep:
            self.keep(issue)

    def finish(self, verb: str) -> None:
        """Exit with 2 where nothing was done, with 1 and a count where part was not."""
        if self.failed and not self.done:
            raise typer.Exit(NOTHING_DONE)
        if self.failed:
            from sayso.formats.terminal import counted

            complain(f"{counted(self.done, 'document')} {verb}, {self.failed} could not be.")
            raise typer.Exit(PARTLY_DONE)


def coded_documents(
    paths: Iterable[str], reading: ReadOptions, settings: Settings, tally: Tally, *, skip: Any = None
) -> Iterator[CodedDocument]:
    """Read and code; what fails is noted in the tally and left out. The model is loaded with the first document."""
    from sayso.api import build_pipeline
    from sayso.readers import read_documents

    for document in read_documents(paths, reading, on_issue=tally.note):
        if skip and skip(document):
            tally.done += 1
            tally.skipped += 1
            continue
        pipeline: Pipeline = build_pipeline(settings)
        for coded in pipeline.stream([document]):
            for issue in coded.issues:
                tally.note(issue)
            if not coded.issues:
                tally.done += 1
                yield coded


def settings_of(config: Path | None, **passed: Any) -> Settings:
    """The settings of this run."""
    from sayso.config import load_settings

    return load_settings(config, **passed)


def read_options(
    settings: Settings, format: Format, published: str | None, publisher: str | None, column: list[str] | None
) -> ReadOptions:
    """How to read, with the columns given as FIELD=COLUMN."""
    from sayso.errors import SettingsError
    from sayso.fetching import Fetcher
    from sayso.readers import ReadOptions

    columns = {}
    for pair in column or ():
        field, found, name = pair.partition("=")
        if not found:
            raise SettingsError(f"--column {pair}: expected FIELD=COLUMN, for example text=body.")
        columns[field.strip()] = name.strip()
    return ReadOptions(
        format=format.value,
        published=published,
        publisher=publisher,
        columns=columns,
        max_characters=settings.max_characters,
        fetcher=Fetcher(settings.fetching),
    )


def write_json(coded: CodedDocument) -> None:
    """The record on one line."""
    from sayso.formats.record import to_json

    typer.echo(to_json(coded))


def pages() -> Any:
    """A function that prints records for a person."""
    from sayso.formats.terminal import print_record

    screen = console()
    return lambda coded: print_record(coded, screen)


def is_store(path: str) -> bool:
    """Whether the path is a SQLite file, or the URL of a database."""
    if STORE_URL.match(path):
        return True
    if path == "-" or not Path(path).is_file():
        return False
    with Path(path).open("rb") as stream:
        return stream.read(16) == b"SQLite format 3\x00"


def stored_documents(path: str) -> Iterator[CodedDocument]:
    """The current coding of every document of a store."""
    from sayso.store import open_store

    with open_store(path, create=False) as opened:
        for document in opened.documents():
            yield opened.record(document.id)


def stored_texts(path: str, settings: Settings, document: str | None = None) -> Iterator[CodedDocument]:
    """The documents of a store, or one, coded anew: only then is the parse at hand."""
    from sayso.api import build_pipeline
    from sayso.store import open_store

    with open_store(path, create=False) as opened:
        wanted = [each for each in opened.documents() if document in (None, each.id)]
    yield from build_pipeline(settings).stream(wanted)


def print_rows(
    rows: Iterable[Row],
    kind: type[Row],
    as_table: Callable[[list[Row]], Table],
    noun: str,
    *,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Rows as JSON lines, as CSV with a header (also where there is none), or as a table with a count."""
    from sayso.formats.terminal import counted

    if as_json or as_csv:
        write_rows(rows, kind, as_csv=as_csv and not as_json)
        return
    listed, screen = list(rows), console()
    if listed:
        screen.print(as_table(listed))
    screen.print(counted(len(listed), noun), style="dim")


def write_rows(rows: Iterable[Row], kind: type[Row], *, as_csv: bool) -> None:
    """Rows for a machine: JSON lines, or CSV with a header."""
    import csv
    import json
    from dataclasses import asdict, fields

    if not as_csv:
        for row in rows:
            typer.echo(json.dumps(asdict(row), ensure_ascii=False))
        return
    writer = csv.DictWriter(sys.stdout, [field.name for field in fields(kind)], lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow(asdict(row))


def console() -> Console:
    """The screen; 100 columns where the output is no terminal."""
    from rich.console import Console

    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 100
    return Console(width=width, highlight=False, soft_wrap=False)


def complain(sentence: str) -> None:
    """A sentence on standard error."""
    typer.echo(f"sayso: {sentence}", err=True)
