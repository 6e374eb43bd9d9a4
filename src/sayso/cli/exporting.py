"""The command that takes data out of a store: `sayso export`."""

from __future__ import annotations

from typing import Annotated

import typer

from sayso.cli.common import Since, StorePath, Until, complain
from sayso.cli.stores import Actor, KnownOn, Recipient, SaidBy, Statuses, Types, check_types, event_filter


def export(
    store: StorePath,
    format: Annotated[
        str, typer.Option("--as", metavar="FORMAT", help="One of the formats above.", show_default=False)
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="PATH", help="A file or a folder; - is standard output.", show_default=False
        ),
    ],
    actor: Actor = None,
    recipient: Recipient = None,
    type: Types = None,
    since: Since = None,
    until: Until = None,
    status: Statuses = None,
    source: SaidBy = None,
    known_on: KnownOn = None,
    coding: Annotated[
        str | None, typer.Option(metavar="NAME", help="An imported coding, instead of Sayso's own.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files of the same names.")] = False,
) -> None:
    """Write a store, or the events that pass the filters, in a format that others read.

    \b
    csv, jsonl, parquet            every table, with a data package (a folder)
    gdelt, gdelt-occurrences, icews, polecat, phoenix, plover
                                   event data in their columns
    sidecar                        what those columns have no place for; it comes
                                   with them
    web-annotation, brat           spans in their text, for annotation tools
    geojson, gexf                  for maps and for Gephi
    claim-review                   unrated claims, for fact-checkers
    docbin                         for spaCy
    """
    from sayso.formats.export import STANDARD_OUTPUT
    from sayso.formats.export import export as write
    from sayso.store import open_store

    filters = event_filter(actor, recipient, type, since, until, status, source, known_on)
    with open_store(store, create=False) as opened:
        check_types(filters.type, opened)
        exported = write(opened, format, output, filters, coding=coding, force=force)
    if output != STANDARD_OUTPUT:
        for path, rows in exported.files.items():
            typer.echo(f"{path}: {rows:,}")
    for note in exported.notes:
        complain(note)
