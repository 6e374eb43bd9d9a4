"""Commands on a store: `sayso add` and `sayso events`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.common import (
    AsCsv,
    AsJson,
    Codebook,
    Columns,
    ConfigFile,
    Format,
    InputFormat,
    MaxCharacters,
    Model,
    Paths,
    Published,
    Publisher,
    Since,
    StorePath,
    Tally,
    Until,
    coded_documents,
    complain,
    print_rows,
    read_options,
    settings_of,
)

if TYPE_CHECKING:
    from sayso.fetching import Fetched
    from sayso.schema import Document
    from sayso.store import Added, EventFilter, Store


class StatusName(StrEnum):
    """PLOVER's auxiliary modes."""

    actual = "actual"
    historical = "historical"
    future = "future"
    hypothetical = "hypothetical"
    negated = "negated"


# Which events: the same options wherever events of a store are asked for.
Actor = Annotated[str | None, typer.Option(help="Who acts: ISR, ISR.GOV, Q7747 or part of a name.")]
Recipient = Annotated[str | None, typer.Option(help="Who is acted on, in the same ways.")]
Types = Annotated[list[str] | None, typer.Option("--type", help="PLOVER event type, e.g. THREATEN. Repeatable.")]
Statuses = Annotated[list[StatusName] | None, typer.Option(help="Repeatable; all where left out.")]
SaidBy = Annotated[str | None, typer.Option("--source", help="Who says so, anywhere in the chain.")]
KnownOn = Annotated[
    str | None, typer.Option(metavar="YYYY-MM-DD", help="As the store stood at the end of that day (UTC).")
]


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
    recode: Annotated[
        bool, typer.Option("--recode", help="Code again what is there; the earlier coding is kept beside the new one.")
    ] = False,
) -> None:
    """Code articles and keep them in a store; what is there already stays as it is."""
    from sayso.api import begin_run, open_store
    from sayso.relations.joining import join

    settings = settings_of(config, model=model, codebook=codebook, max_characters=max_characters)
    reading = read_options(settings, format, published, publisher, column)
    tally = Tally()
    with open_store(store) as opened:
        reading = replace(reading, on_fetched=partial(keep_fetched, opened))
        run = begin_run(opened, settings)
        tally.keep = lambda issue: opened.add_issue(issue, run)
        known = again = 0
        keep, skip = (opened.recode, None) if recode else (opened.add, opened.holds)
        for coded in coded_documents(paths, reading, settings, tally, skip=skip):
            outcome = keep(coded, run)
            note_addresses(opened, coded.document, outcome)
            known += outcome == "already there"
            again += outcome == "recoded"
            if outcome == "refused":
                tally.failed += 1
                tally.done -= 1
        opened.finish_run(run)
        join(opened)
        for issue in opened.issues(run):
            if issue.stage == "store":
                complain(str(issue))
    recoded = f"{again} coded again, " if recode else ""
    added = tally.done - tally.skipped - known - again
    typer.echo(f"{added} added, {recoded}{tally.skipped + known} already there: {opened.name}")
    tally.finish("kept")


def events(
    store: StorePath,
    actor: Actor = None,
    recipient: Recipient = None,
    type: Types = None,
    since: Since = None,
    until: Until = None,
    status: Statuses = None,
    source: SaidBy = None,
    known_on: KnownOn = None,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List the events of a store."""
    from sayso.formats.terminal import events_listing
    from sayso.store import EventRow, open_store

    filters = event_filter(actor, recipient, type, since, until, status, source, known_on)
    with open_store(store, create=False) as opened:
        check_types(filters.type, opened)
        print_rows(opened.events(filters), EventRow, events_listing, "event", as_json=as_json, as_csv=as_csv)


def event_filter(
    actor: str | None,
    recipient: str | None,
    type: list[str] | None,
    since: str | None,
    until: str | None,
    status: list[StatusName] | None,
    source: str | None,
    known_on: str | None,
) -> EventFilter:
    """The options that choose events, as the store takes them."""
    from sayso.store import EventFilter

    return EventFilter(
        actor=actor,
        recipient=recipient,
        type=tuple(name.upper() for name in type or ()),
        since=since,
        until=until,
        status=tuple(name.value for name in status or ()),
        source=source,
        known_on=known_on,
    )


def keep_fetched(store: Store, page: Fetched, document: Document | None) -> None:
    """Keep a page as it came, so that it can be coded again when it is gone."""
    from sayso.store.fetched import keep_page

    with store.writing() as connection:
        keep_page(connection, page, document.id if document else None)


def note_addresses(store: Store, document: Document, outcome: Added) -> None:
    """Note where a fetched document came from, so that `sayso watch` knows it again."""
    if outcome != "refused" and "fetched_from" in document.extra:
        from sayso.store.fetched import write_addresses_of

        with store.writing() as connection:
            write_addresses_of(connection, document)


def check_types(types: Iterable[str], store: Store) -> None:
    """Raise `SettingsError` for a type that neither PLOVER nor anything in the store has."""
    from sayso.errors import SettingsError
    from sayso.knowledge.codebook import types_in

    known = types_in()
    if all(name in known for name in types):
        return
    # Coded by a codebook of the user's own.
    known = [*known, *sorted(store.event_types() - set(known))]
    unknown = [name for name in types if name not in known]
    if unknown:
        raise SettingsError(f"--type {unknown[0]}: no such event type. There are {', '.join(known)}.")
