"""Command on event data of others: `sayso import`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sayso.cli.common import NOTHING_DONE, PARTLY_DONE, StorePath, complain


class ImportFormat(StrEnum):
    """Formats of event data that can be imported."""

    gdelt = "gdelt"
    icews = "icews"
    polecat = "polecat"


def import_codings(
    store: StorePath,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Event tables, plain, .gz or .zip.", show_default=False)
    ],
    format: Annotated[ImportFormat, typer.Option("--as", help="What the files are.", show_default=False)],
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="What to call the coding; its format where left out.")
    ] = None,
) -> None:
    """Bring in event data of others (GDELT, ICEWS, POLECAT), kept apart, to compare with Sayso's own."""
    from sayso.formats.event_files.incoming import import_codings as bring_in
    from sayso.formats.terminal import counted
    from sayso.store import open_store

    with open_store(store) as opened:
        done = bring_in(opened, files, format=format.value, name=name, on_issue=lambda issue: complain(str(issue)))
        there = f", {counted(done.known, 'file')} there already" if done.known else ""
        lost = f" ({counted(done.unreadable, 'line')} could not be read as one)" if done.unreadable else ""
        if done.failed and not done.files + done.known:
            raise typer.Exit(NOTHING_DONE)
        typer.echo(
            f"{counted(done.events, 'event')}{lost} from {counted(done.files, 'file')}{there}: "
            f"coding {done.name} in {opened.name}"
        )
    if done.failed or done.unreadable:
        raise typer.Exit(PARTLY_DONE)
