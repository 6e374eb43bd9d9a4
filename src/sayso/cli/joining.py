"""Commands on what several documents tell: `sayso join` and `sayso claims`."""

from __future__ import annotations

from typing import Annotated

import typer

from sayso.cli.common import AsCsv, AsJson, StorePath, console, write_rows


def join(
    store: StorePath,
    undo: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="OCCURRENCE DOCUMENT/EVENT", help="Take a report out of an occurrence, for good."),
    ] = None,
    anew: Annotated[
        bool, typer.Option("--anew", help="Take all links apart first; what was undone by hand stays undone.")
    ] = False,
) -> None:
    """Join what a store holds: copies of one text into origins, reports of one act into occurrences."""
    from sayso.formats.terminal import counted
    from sayso.relations import joining
    from sayso.store import open_store

    with open_store(store, create=False) as opened:
        if undo:
            occurrence, event = undo
            apart = joining.undo(opened, occurrence, event)
            typer.echo(f"{event} is no report of {occurrence} any more, but of {apart}.")
            return
        joined = joining.join(opened, anew=anew)
    typer.echo(
        f"{counted(joined.now, 'document')} joined now. {counted(joined.documents, 'document')} of "
        f"{counted(joined.origins, 'origin')}, {counted(joined.events, 'event')} of "
        f"{counted(joined.occurrences, 'occurrence')}: {store}"
    )


def claims(
    store: StorePath,
    about: Annotated[
        str | None,
        typer.Option(metavar="OCCURRENCE", help="An occurrence, or one of its reports as DOCUMENT/EVENT."),
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Without --about: so many at most.")] = 20,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show who asserts and who denies an occurrence, via whom, since when; without --about, the most disputed ones."""
    import json
    from dataclasses import asdict

    from sayso.formats.claims import print_claims, print_disputed
    from sayso.formats.terminal import counted
    from sayso.relations.claims import ClaimRow, Disputed, claims_about, disputed
    from sayso.store import open_store

    with open_store(store, create=False) as opened:
        if about is None:
            found = disputed(opened, most=limit)
            if as_json or as_csv:
                write_rows(found, Disputed, as_csv=not as_json)
                return
            print_disputed(found, console())
            console().print(counted(len(found), "disputed occurrence"), style="dim")
            return
        told = claims_about(opened, about)
    if as_json:
        typer.echo(json.dumps(asdict(told), ensure_ascii=False))
    elif as_csv:
        write_rows(told.claims, ClaimRow, as_csv=True)
    else:
        print_claims(told, console())
