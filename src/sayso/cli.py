"""The command line: `sayso read`, `add`, `events`, `quotes`, `demo`, `evaluate`.

Each command calls what Python users call. An expected problem becomes a sentence on standard error and an exit
code: 2 when nothing could be done, 1 when part of a batch could not, 0 otherwise. Heavy imports stand inside the
commands, so that `sayso --help` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from sayso import __version__
from sayso.errors import SaysoError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from rich.console import Console
    from rich.table import Table

    from sayso.config import Settings
    from sayso.pipeline import Pipeline
    from sayso.readers import ReadOptions
    from sayso.schema import CodedDocument, Issue
    from sayso.store import EventFilter

    Row = TypeVar("Row", bound=DataclassInstance)

NOTHING_DONE = 2
PARTLY_DONE = 1

app = typer.Typer(
    name="sayso",
    help="Political event data that knows on whose say-so: who did what to whom, when, and who says it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)


class Format(StrEnum):
    """Formats of input."""

    auto = "auto"
    text = "text"
    html = "html"
    jsonl = "jsonl"
    csv = "csv"


class StatusName(StrEnum):
    """PLOVER's auxiliary modes."""

    actual = "actual"
    historical = "historical"
    future = "future"
    hypothetical = "hypothetical"
    negated = "negated"


Paths = Annotated[list[str], typer.Argument(help="Files or folders; - is standard input.", show_default=False)]
StorePath = Annotated[Path, typer.Argument(metavar="STORE", help="The store, a SQLite file.", show_default=False)]
Published = Annotated[
    str | None, typer.Option(metavar="YYYY-MM-DD", help="Day of publication, where the input does not say it.")
]
Publisher = Annotated[str | None, typer.Option(metavar="NAME", help="The outlet, where the input does not say it.")]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="FIELD=COLUMN", help="CSV column that holds a field, e.g. text=body. Repeatable."),
]
InputFormat = Annotated[Format, typer.Option("--format", help="Format of the input.")]
ConfigFile = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Settings in TOML; ./sayso.toml where there is one.")
]
Model = Annotated[str | None, typer.Option(help="spaCy pipeline that parses: a package name or a folder.")]
Codebook = Annotated[Path | None, typer.Option(metavar="DIR", help="A codebook of your own in place of PLOVER 2.0.")]
MaxCharacters = Annotated[int | None, typer.Option(metavar="N", help="Refuse a document with a longer text.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]


def main() -> None:
    """Run the command line; an expected error becomes a sentence and exit code 2."""
    try:
        app()
    except SaysoError as error:
        complain(str(error))
        sys.exit(NOTHING_DONE)
    except KeyboardInterrupt:
        sys.exit(130)


def show_version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        typer.echo(f"sayso {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Political event data that knows on whose say-so: who did what to whom, when, and who says it."""


@app.command()
def read(
    paths: Paths,
    published: Published = None,
    publisher: Publisher = None,
    format: InputFormat = Format.auto,
    as_json: AsJson = False,
    column: Columns = None,
    config: ConfigFile = None,
    model: Model = None,
    codebook: Codebook = None,
    max_characters: MaxCharacters = None,
) -> None:
    """Read articles and print the record: for a person, or with --json one object a document."""
    settings = settings_of(config, model=model, codebook=codebook, max_characters=max_characters)
    reading = read_options(settings, format, published, publisher, column)
    tally = Tally()
    write = write_json if as_json else pages()
    for coded in coded_documents(paths, reading, settings, tally):
        write(coded)
    tally.finish("read")


@app.command()
def add(
    store: StorePath,
    paths: Paths,
    published: Published = None,
    publisher: Publisher = None,
    format: InputFormat = Format.auto,
    column: Columns = None,
    config: ConfigFile = None,
    model: Model = None,
    codebook: Codebook = None,
    max_characters: MaxCharacters = None,
) -> None:
    """Code articles and keep them in a store; what is there already stays as it is."""
    from sayso.api import begin_run, open_store

    settings = settings_of(config, model=model, codebook=codebook, max_characters=max_characters)
    reading = read_options(settings, format, published, publisher, column)
    tally = Tally()
    with open_store(store) as opened:
        run = begin_run(opened, settings)
        tally.keep = lambda issue: opened.add_issue(issue, run)
        known = 0
        for coded in coded_documents(paths, reading, settings, tally, skip=opened.holds):
            outcome = opened.add(coded, run)
            known += outcome == "already there"
            if outcome == "refused":
                tally.failed += 1
                tally.done -= 1
        opened.finish_run(run)
        for issue in opened.issues(run):
            if issue.stage == "store":
                complain(str(issue))
    typer.echo(f"{tally.done - tally.skipped} added, {tally.skipped + known} already there: {store}")
    tally.finish("kept")


@app.command()
def events(
    store: StorePath,
    actor: Annotated[str | None, typer.Option(help="Who acts: ISR, ISR.GOV, Q7747 or part of a name.")] = None,
    recipient: Annotated[str | None, typer.Option(help="Who is acted on, in the same ways.")] = None,
    type: Annotated[list[str] | None, typer.Option(help="PLOVER event type, e.g. THREATEN. Repeatable.")] = None,
    since: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="First day.")] = None,
    until: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Last day.")] = None,
    status: Annotated[list[StatusName] | None, typer.Option(help="Repeatable; all where left out.")] = None,
    source: Annotated[str | None, typer.Option(help="Who says so, anywhere in the chain.")] = None,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV with a header.")] = False,
) -> None:
    """List the events of a store."""
    from sayso.formats.terminal import events_listing
    from sayso.store import EventFilter, EventRow, open_store

    filters = EventFilter(
        actor=actor,
        recipient=recipient,
        type=tuple(name.upper() for name in type or ()),
        since=since,
        until=until,
        status=tuple(name.value for name in status or ()),
        source=source,
    )
    check_types(filters)
    with open_store(store, create=False) as opened:
        print_rows(opened.events(filters), EventRow, events_listing, "event", as_json=as_json, as_csv=as_csv)


@app.command()
def quotes(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH|STORE…", help="Articles, or a store.", show_default=False)
    ],
    by: Annotated[str | None, typer.Option(help="Only this source: ISR, ISR.GOV, Q7747 or part of a name.")] = None,
    published: Published = None,
    publisher: Publisher = None,
    format: InputFormat = Format.auto,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV with a header.")] = False,
    column: Columns = None,
    config: ConfigFile = None,
    model: Model = None,
) -> None:
    """List who said what, to whom, and where: of articles, or of all that a store holds."""
    from sayso.formats.quotes import QuoteRow, quotes_of, quotes_table

    settings = settings_of(config, model=model)
    tally = Tally()
    if len(paths) == 1 and is_store(paths[0]):
        coded = stored_documents(Path(paths[0]))
    else:
        coded = coded_documents(paths, read_options(settings, format, published, publisher, column), settings, tally)
    rows = (row for each in coded for row in quotes_of(each, by))
    print_rows(rows, QuoteRow, quotes_table, "attribution", as_json=as_json, as_csv=as_csv)
    tally.finish("read")


@app.command()
def demo(
    store: Annotated[Path, typer.Option(metavar="PATH", help="Where to keep the coded demo.")] = Path("sayso-demo.db"),
) -> None:
    """Code the demo corpus, articles written for it on real events of 2021 to 2023, and show what it holds."""
    from sayso.demo import run_demo

    run_demo(store, console())


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="A gold set: a file or folder of ../shared/gold, or a file of cases.")],
    as_json: AsJson = False,
    details: Annotated[bool, typer.Option(help="List what was missed.")] = False,
    config: ConfigFile = None,
    model: Model = None,
    codebook: Codebook = None,
) -> None:
    """Score the coder on a gold set; exit code 1 where a figure lies below its floor."""
    from sayso.api import build_pipeline
    from sayso.evaluation import evaluate as score
    from sayso.evaluation.printing import print_report, report_json

    pipeline = build_pipeline(settings_of(config, model=model, codebook=codebook))
    report = score(gold, pipeline.code)
    if as_json:
        typer.echo(report_json(report))
    else:
        print_report(report, console(), details=details)
    if report.below_floor:
        raise typer.Exit(PARTLY_DONE)


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
    )


def check_types(filters: EventFilter) -> None:
    """Raise `SettingsError` for a type that PLOVER does not have."""
    from sayso.errors import SettingsError
    from sayso.knowledge.codebook import PLOVER

    known = sorted(file.stem.upper() for file in PLOVER.glob("*.yaml") if file.stem != "sets")
    unknown = [name for name in filters.type if name not in known]
    if unknown:
        raise SettingsError(f"--type {unknown[0]}: no such event type. There are {', '.join(known)}.")


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
    """Whether the path is a SQLite file."""
    if path == "-" or not Path(path).is_file():
        return False
    with Path(path).open("rb") as stream:
        return stream.read(16) == b"SQLite format 3\x00"


def stored_documents(path: Path) -> Iterator[CodedDocument]:
    """The current coding of every document of a store."""
    from sayso.store import open_store

    with open_store(path, create=False) as opened:
        for document in opened.documents():
            yield opened.record(document.id)


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
    import csv
    import json
    from dataclasses import asdict, fields

    from sayso.formats.terminal import counted

    if as_json:
        for row in rows:
            typer.echo(json.dumps(asdict(row), ensure_ascii=False))
    elif as_csv:
        writer = csv.DictWriter(sys.stdout, [field.name for field in fields(kind)], lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow(asdict(row))
    else:
        listed, screen = list(rows), console()
        if listed:
            screen.print(as_table(listed))
        screen.print(counted(len(listed), noun), style="dim")


def console() -> Console:
    """The screen; 100 columns where the output is no terminal."""
    from rich.console import Console

    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 100
    return Console(width=width, highlight=False, soft_wrap=False)


def complain(sentence: str) -> None:
    """A sentence on standard error."""
    typer.echo(f"sayso: {sentence}", err=True)
