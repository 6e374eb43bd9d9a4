"""Commands that ask a store: `sayso search`, `sayso timeline`, and `sayso who` of a store."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, cast

import typer

from sayso.cli.common import PARTLY_DONE, AsCsv, AsJson, Since, StorePath, Until, complain, console, write_rows
from sayso.cli.stores import KnownOn, Statuses, Types, check_types

if TYPE_CHECKING:
    from sayso.relations.timeline import TimelineRow


class KindName(StrEnum):
    """What a timeline has in it."""

    act = "act"
    assessment = "assessment"
    quotation = "quotation"


class HitName(StrEnum):
    """What a search finds."""

    text = "text"
    quotation = "quotation"
    entity = "entity"


def search(
    store: StorePath,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS", help="All must occur; '\"in quotation marks\"' is a phrase, a star goes on: sanction*"
        ),
    ],
    publisher: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this outlet, or part of its name.")
    ] = None,
    since: Since = None,
    until: Until = None,
    source: Annotated[str | None, typer.Option(help="Only what is quoted of ISR, ISR.GOV, Q7747 or a name.")] = None,
    kind: Annotated[list[HitName] | None, typer.Option(help="Only these. Repeatable; all where left out.")] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="So many hits at most.")] = 20,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Find texts, quotations and names in a store, the best first; what was found stands in [brackets]."""
    from sayso.formats.hits import MARKS, print_hits
    from sayso.formats.terminal import counted
    from sayso.store import open_store
    from sayso.store.search import HitKind, SearchFilter, SearchHit

    asked = " ".join(words)
    kinds = cast("tuple[HitKind, ...]", tuple(each.value for each in kind or HitName))
    filters = SearchFilter(publisher=publisher, since=since, until=until, source=source, kinds=kinds)
    with open_store(store, create=False) as opened:
        hits = list(opened.search(asked, filters, limit=limit, marks=MARKS))
    if as_json or as_csv:
        write_rows(hits, SearchHit, as_csv=not as_json)
        return
    screen = console()
    print_hits(hits, screen)
    if hits:
        more = f"; there may be more: --limit {5 * limit}" if len(hits) == limit else ""
        cut = next((hit.of_newest for hit in hits if hit.of_newest), None)
        best = f": the best among the {cut:,} texts and quotations that were added last" if cut else ""
        screen.print(counted(len(hits), "hit") + best + more, style="dim")
    else:
        narrowed = any((publisher, since, until, source, kind))
        remedy = "leave out a filter, " if narrowed else ""
        screen.print(f"Nothing in {store} holds {asked}. Try fewer words, {remedy}or the start of one with a star.")


def timeline(
    store: StorePath,
    name: Annotated[str, typer.Argument(metavar="NAME", help="RUS, RUS.GOV, Q7747 or a name.", show_default=False)],
    other: Annotated[
        str | None, typer.Argument(metavar="NAME", help="The other one; where left out, everybody.")
    ] = None,
    since: Since = None,
    until: Until = None,
    status: Statuses = None,
    type: Types = None,
    by: Annotated[str | None, typer.Option(help="Only what these assert or deny: own, A, B, third, or a name.")] = None,
    kind: Annotated[list[KindName] | None, typer.Option(help="Repeatable; all where left out.")] = None,
    known_on: KnownOn = None,
    sentences: Annotated[bool, typer.Option("--sentences", help="Print the sentence beneath each line.")] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show what happened with an actor, or between two, in order of time, and who says so.

    One line an occurrence, with the number of its reports; ❝ marks what one said of the other, ≈ what is said of their
    relation. The key at the end, DOCUMENT/EVENT, leads to the sentence, which --sentences prints.
    """
    from sayso.relations.timeline import KINDS, TimelineFilter, TimelineRow, timeline_sides
    from sayso.relations.timeline import timeline as timeline_of
    from sayso.store import open_store

    filters = TimelineFilter(
        since=since,
        until=until,
        status=tuple(each.value for each in status or ()),
        type=tuple(each.upper() for each in type or ()),
        by=by,
        kinds=tuple(each.value for each in kind) if kind else KINDS,
        known_on=known_on,
    )
    with open_store(store, create=False) as opened:
        check_types(filters.type, opened)
        rows = timeline_of(opened, name, other, filters)
        if as_json or as_csv:
            write_rows(rows, TimelineRow, as_csv=not as_json)
            return
        with opened.reading() as connection:
            names = [side.name for side in timeline_sides(connection, name, other) if not side.is_world]
        narrowed = filters != TimelineFilter()
        print_timeline(list(rows), names, store, sentences=sentences, narrowed=narrowed)


def print_timeline(rows: list[TimelineRow], between: list[str], store: str, *, sentences: bool, narrowed: bool) -> None:
    """The timeline for a person, or a sentence where there is none."""
    from sayso.formats.timeline import headline, timeline_table

    screen = console()
    if not rows:
        who = f"between {' and '.join(between)}" if len(between) > 1 else f"with {between[0]}"
        remedy = "Leave out a filter." if narrowed else f"What it does hold: sayso search {store} {between[0]}"
        screen.print(f"The store tells of nothing {who}{' that passes' if narrowed else ''}. {remedy}")
        return
    screen.print(headline(rows, between), style="bold")
    screen.print()
    screen.print(timeline_table(rows, sentences=sentences))
    if not sentences:
        screen.print("\nThe sentence beneath each line: --sentences", style="dim")


def print_profile_of(store: str, name: str, *, as_json: bool, as_csv: bool) -> None:
    """What a store knows of an actor: `sayso who STORE NAME`."""
    import json
    from dataclasses import asdict

    from sayso.formats.profile import print_profile
    from sayso.relations.profile import Dealings, profile
    from sayso.store import open_store

    with open_store(store, create=False) as opened:
        found = profile(opened, name)
    if as_json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False))
    elif as_csv:
        write_rows(found.dealings, Dealings, as_csv=True)
    else:
        print_profile(found, console())
    if not found.documents:
        complain(f"{store} names {name} in no document.")
        raise typer.Exit(PARTLY_DONE)
