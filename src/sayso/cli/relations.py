"""Commands on what passes between two actors: `sayso relation` and `sayso compare`."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sayso.cli.common import Since, StorePath, Until, console
from sayso.cli.stores import KnownOn, StatusName

if TYPE_CHECKING:
    from sayso.relations import Comparison, Relation
    from sayso.schema import Status


class ByName(StrEnum):
    """The periods of a series."""

    day = "day"
    week = "week"
    month = "month"
    quarter = "quarter"
    year = "year"


class DirectionName(StrEnum):
    """Who acts on whom."""

    both = "both"
    a_to_b = "a-to-b"
    b_to_a = "b-to-a"


SideA = Annotated[str, typer.Argument(metavar="A", help="RUS, RUS.GOV, Q7747, a name, or world.", show_default=False)]
SideB = Annotated[str, typer.Argument(metavar="B", help="The other side, in the same ways.", show_default=False)]
By = Annotated[ByName, typer.Option(help="How long the periods are; weeks are ISO weeks.")]
Statuses = Annotated[list[StatusName] | None, typer.Option(help="Repeatable; actual where left out.")]
Direction = Annotated[DirectionName, typer.Option(help="Who acts on whom; a mutual act counts in both directions.")]
OneJson = Annotated[bool, typer.Option("--json", help="Print one JSON object, with the ids of the events.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV with a header, one line a period.")]
Plot = Annotated[Path | None, typer.Option(metavar="FILE", help="Draw it: FILE.png, FILE.svg or FILE.html.")]


def relation(
    store: StorePath,
    a: SideA,
    b: SideB,
    by: By = ByName.month,
    since: Since = None,
    until: Until = None,
    perspective: Annotated[
        str | None,
        typer.Option(
            metavar="WHOSE",
            help="Whose claims count: own (the publishers' own voice), A, B, third, or the name of a source or outlet. "
            "Everybody's where left out.",
        ),
    ] = None,
    status: Statuses = None,
    direction: Direction = DirectionName.both,
    known_on: KnownOn = None,
    as_json: OneJson = False,
    as_csv: AsCsv = False,
    plot: Plot = None,
) -> None:
    """Show how the relation of two actors changes over time, and as whom it is told."""
    from sayso.formats.relation import print_relation
    from sayso.relations import relation as relate
    from sayso.store import open_store

    with open_store(store, create=False) as opened:
        found = relate(
            opened,
            a,
            b,
            by=by.value,
            since=since,
            until=until,
            perspective=perspective,
            statuses=statuses_of(status),
            direction=direction.value,
            known_on=known_on,
        )
        if plot:
            draw(plot, found)
        if as_json:
            write_one_json(found.as_json())
        elif as_csv:
            from sayso.relations.series import FIGURES

            write_csv(("begin", "end", "partial", *FIGURES), found.rows())
        elif not plot:
            print_relation(found, console(), str(store))
        else:
            typer.echo(f"{found.caption}\n{plot}")


def compare(
    store: StorePath,
    a: SideA,
    b: SideB,
    perspective: Annotated[
        list[str] | None,
        typer.Option(metavar="WHOSE", help="As for `sayso relation`. Repeatable; A and B where left out."),
    ] = None,
    coding: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="Compare codings in place of perspectives: sayso and an imported one. Twice."
        ),
    ] = None,
    by: By = ByName.month,
    since: Since = None,
    until: Until = None,
    status: Statuses = None,
    direction: Direction = DirectionName.both,
    known_on: KnownOn = None,
    as_json: OneJson = False,
    as_csv: AsCsv = False,
    plot: Plot = None,
) -> None:
    """Put perspectives on a relation side by side, the most different periods first; or two codings of it."""
    from sayso.formats.relation import print_comparison
    from sayso.relations import compare as put_side_by_side
    from sayso.store import open_store

    if coding:
        if perspective or plot:
            raise typer.BadParameter("goes without --perspective and --plot", param_hint="--coding")
        wanted = {"since": since, "until": until, "direction": direction.value, "known_on": known_on}
        compare_two_codings(store, a, b, coding, by, status, wanted, as_json=as_json, as_csv=as_csv)
        return
    with open_store(store, create=False) as opened:
        found = put_side_by_side(
            opened,
            a,
            b,
            perspectives=perspective or ("A", "B"),
            by=by.value,
            since=since,
            until=until,
            statuses=statuses_of(status),
            direction=direction.value,
            known_on=known_on,
        )
        if plot:
            draw(plot, found)
        if as_json:
            write_one_json(found.as_json())
        elif as_csv:
            from sayso.relations.series import FIGURES

            write_csv(("begin", "end", "difference", "perspective", *FIGURES), found.rows())
        elif not plot:
            print_comparison(found, console(), str(store))
        else:
            typer.echo("\n".join([*(each.caption for each in found.relations), str(plot)]))


def compare_two_codings(
    store: str,
    a: str,
    b: str,
    codings: list[str],
    by: ByName,
    status: list[StatusName] | None,
    wanted: dict[str, Any],
    *,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Show where two codings of the same days agree."""
    from sayso.formats.codings import print_codings
    from sayso.relations.codings import compare_codings
    from sayso.store import open_store

    with open_store(store, create=False) as opened:
        found = compare_codings(opened, a, b, codings=codings, by=by.value, statuses=statuses_of(status), **wanted)
    if as_json:
        write_one_json(found.as_json())
    elif as_csv:
        write_csv(found.columns(), found.rows())
    else:
        print_codings(found, console())


def statuses_of(given: list[StatusName] | None) -> tuple[Status, ...]:
    """The statuses asked for, each once; "actual" where none is."""
    from typing import cast

    values = tuple(dict.fromkeys(each.value for each in given or (StatusName.actual,)))
    return cast("tuple[Status, ...]", values)


def draw(path: Path, found: Relation | Comparison) -> None:
    """Write the plot in the format that the file's name asks for."""
    from sayso.relations.plots import write_plot

    write_plot(found, path)


def write_one_json(found: dict[str, Any]) -> None:
    """One object on one line."""
    import json

    typer.echo(json.dumps(found, ensure_ascii=False))


def write_csv(columns: Sequence[str], rows: list[dict[str, Any]]) -> None:
    """A header and one line a row; what is not known is empty."""
    import csv
    import sys

    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
