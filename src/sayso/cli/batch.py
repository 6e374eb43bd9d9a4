"""Commands on corpora: `sayso code` writes Parquet parts, `sayso load` brings them into a store."""

from __future__ import annotations

from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.common import (
    NOTHING_DONE,
    PARTLY_DONE,
    Codebook,
    Columns,
    ConfigFile,
    Format,
    InputFormat,
    MaxCharacters,
    Model,
    Published,
    Publisher,
    StorePath,
    complain,
    console,
    read_options,
    settings_of,
)

if TYPE_CHECKING:
    from sayso.runners.manifest import Manifest
    from sayso.runners.progress import Report

INTERRUPTED = 130


class WhenChanged(StrEnum):
    """What to do where a folder holds parts of other settings, or an input has changed."""

    refuse = "refuse"
    mix = "mix"
    redo = "redo"


def code(
    out: Annotated[str, typer.Option(metavar="DIR", help="Folder or URL for the parts; what is done there stays.")],
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="INPUT…", help="Files, folders, patterns or URLs.", show_default=False),
    ] = None,
    workers: Annotated[int | None, typer.Option(min=0, help="Processes that code; one a core where left out.")] = None,
    shard_size: Annotated[int, typer.Option(min=1, help="Most documents a shard: the unit of writing.")] = 500,
    ray: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Code on a Ray cluster; local makes one here.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="DIR must hold a batch; INPUT… may be left out then.")
    ] = False,
    when_changed: Annotated[
        WhenChanged, typer.Option(help="Where settings or inputs are no longer those of the parts in DIR.")
    ] = WhenChanged.refuse,
    skip_without_events: Annotated[
        bool, typer.Option("--skip-without-events", help="Pass over documents that by their words hold no event.")
    ] = False,
    document_seconds: Annotated[float, typer.Option(min=0.1, help="Give up on a document after this time.")] = 300,
    memory: Annotated[float, typer.Option(min=0.5, metavar="GB", help="Replace a worker that holds more.")] = 1.0,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")] = False,
    log: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write JSON lines on what happens; - is standard output.")
    ] = None,
    published: Published = None,
    publisher: Publisher = None,
    format: InputFormat = Format.auto,
    column: Columns = None,
    config: ConfigFile = None,
    model: Model = None,
    codebook: Codebook = None,
    max_characters: MaxCharacters = None,
) -> None:
    """Code a corpus on all cores into Parquet parts. The same command goes on where it was broken off."""
    from sayso.runners.batch import code_corpus
    from sayso.runners.local import Stop, asked_by_signals

    if not inputs and not resume:
        raise typer.BadParameter("give files, folders or patterns, or --resume", param_hint="INPUT…")
    settings = settings_of(config, model=model, codebook=codebook, max_characters=max_characters)
    stop = Stop()
    with ExitStack() as held:
        held.enter_context(asked_by_signals(stop))
        manifest = code_corpus(
            inputs or (),
            out,
            settings=settings,
            reading=read_options(settings, format, published, publisher, column),
            workers=workers,
            shard_size=shard_size,
            skip_without_events=skip_without_events,
            when_changed=when_changed.value,
            resume=resume,
            document_seconds=document_seconds,
            memory=round(memory * 1e9),
            ray=ray,
            report=report_to(held, quiet, log),
            stop=stop,
        )
    say_how_it_ended(manifest, out, quiet=quiet)


def report_to(held: ExitStack, quiet: bool, log: str | None) -> Report:
    """Who is told: the screen, a file, both or nobody."""
    import sys

    from rich.console import Console

    from sayso.errors import SettingsError
    from sayso.runners.progress import Bar, JsonLines, Several

    reports: list[Report] = [] if quiet else [Bar(Console(stderr=True, highlight=False))]
    if log == "-":
        reports.append(JsonLines(sys.stdout))
    elif log is not None:
        try:
            stream = Path(log).open("a", encoding="utf-8")  # noqa: SIM115 (the stack closes it)
        except OSError as error:
            raise SettingsError(f"{log}: the log cannot be written ({error.strerror}). Check --log.") from error
        reports.append(JsonLines(held.enter_context(stream)))
    return Several(reports)


def say_how_it_ended(manifest: Manifest, out: str, *, quiet: bool) -> None:
    """A sentence on what is done, and the exit code: 130 when ended early, 1 where something was lost, 2 if all was."""
    from sayso.formats.terminal import counted
    from sayso.runners.progress import in_time

    totals = manifest.totals or {}
    documents, errors = int(totals["documents"]), int(totals["errors"])
    if not quiet:
        passed = f" ({totals['passed_over']} passed over)" if totals["passed_over"] else ""
        typer.echo(
            f"{counted(documents, 'document')}{passed}, {counted(int(totals['events']), 'event')} in "
            f"{counted(int(totals['shards']), 'shard')}, {in_time(totals['seconds'])} of work: {out}",
            err=True,
        )
    if errors:
        complain(f"{errors} could not be read or coded: see the table `issues`.")
    if not manifest.complete:
        complain("Ended early; the same command goes on from here.")
        raise typer.Exit(INTERRUPTED)
    if errors:
        raise typer.Exit(PARTLY_DONE if documents else NOTHING_DONE)


def load(
    parts: Annotated[str, typer.Argument(metavar="DIR", help="A folder that `sayso code` wrote.", show_default=False)],
    store: StorePath,
    recode: Annotated[
        bool, typer.Option("--recode", help="Where the store holds a document, keep the new coding beside the old.")
    ] = False,
    join: Annotated[bool, typer.Option(help="Join copies of one text and reports of one act afterwards.")] = True,
) -> None:
    """Bring what `sayso code` wrote into a store; what is there already stays as it is."""
    from sayso.api import open_store
    from sayso.formats.terminal import counted
    from sayso.relations.joining import join as join_all
    from sayso.runners.loading import load_parts

    with open_store(store) as opened:
        with console().status("Loading …") as status:
            loaded = load_parts(
                parts,
                opened,
                recode=recode,
                on_shard=lambda done, of: status.update(f"Loading … {done} of {of} shards"),
            )
        if join:
            join_all(opened)
        done = loaded.documents
        recoded = f"{done['recoded']} coded again, " if recode else ""
        typer.echo(f"{done['added']} added, {recoded}{done['already there']} already there: {opened.name}")
    if not loaded.complete:
        complain(f"{parts} is not complete. Load it again when `sayso code` has ended.")
    if done["refused"]:
        complain(f"{counted(done['refused'], 'document')} could not be kept: see the issues of the store.")
        raise typer.Exit(PARTLY_DONE if done.total() > done["refused"] else NOTHING_DONE)
