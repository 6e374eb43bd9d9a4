"""Commands on what people reviewed: `sayso review export` and `sayso review report`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.common import AsJson, StorePath, complain, console

if TYPE_CHECKING:
    from rich.table import Table

    from sayso.evaluation.reviewed import FieldAgreement, Precision

review = typer.Typer(
    name="review",
    help="What people found when they checked events on the Review page of `sayso serve`.",
    no_args_is_help=True,
)


@review.command()
def export(
    store: StorePath,
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="Where to write; - is standard output.")
    ] = "-",
    reviewer: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only what this coder decided, whatever others say.")
    ] = None,
) -> None:
    """Write what coders agree on as cases: sentences with what must be coded from them, one a line."""
    from sayso.api import open_store
    from sayso.errors import InputError
    from sayso.evaluation.review_cases import as_lines, review_cases
    from sayso.formats.terminal import counted

    with open_store(store, create=False) as opened:
        cases = list(review_cases(opened, reviewer))
    lines = "".join(as_lines(cases))
    if output == "-":
        sys.stdout.write(lines)
    else:
        try:
            Path(output).write_text(lines, encoding="utf-8")
        except OSError as error:
            raise InputError(
                output, f"cannot be written ({error.strerror})", "Name a file in a folder of yours"
            ) from error
    complain(f"{counted(len(cases), 'case')} from {store}.")


@review.command()
def report(store: StorePath, as_json: AsJson = False) -> None:
    """Estimated precision by type, and how far coders agree."""
    import json
    from dataclasses import asdict

    from sayso.api import open_store
    from sayso.evaluation.reviewed import progress

    with open_store(store, create=False) as opened, opened.reading() as connection:
        found = progress(connection)
    if as_json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False))
        return
    screen = console()
    if not found.precision:
        screen.print("Nothing has been reviewed yet. `sayso serve STORE` opens the page where one does.")
        return
    if found.drawn_by_chance:
        screen.print(precision_table("Drawn by chance: the precision of the store", found.drawn_by_chance))
    screen.print(precision_table("All that was checked: doubtful events came first", found.precision))
    if any(each.units for each in found.agreement):
        screen.print(agreement_table(found.agreement))


def precision_table(title: str, rows: tuple[Precision, ...]) -> Table:
    """One line a type."""
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for name in ("type", "checked", "right", "corrected", "rejected", "precision (95%)"):
        table.add_column(name, justify="left" if name == "type" else "right")
    for row in rows:
        bounds = f"{row.share:.2f} ({row.low:.2f}–{row.high:.2f})"
        table.add_row(row.type, str(row.checked), str(row.right), str(row.corrected), str(row.rejected), bounds)
    return table


def agreement_table(rows: tuple[FieldAgreement, ...]) -> Table:
    """One line a field."""
    from rich.table import Table

    table = Table(title="Agreement: Krippendorff's alpha", title_justify="left", box=None, pad_edge=False)
    for name in ("field", "events", "pairs", "equal", "alpha (95%)"):
        table.add_column(name, justify="left" if name == "field" else "right")
    for row in rows:
        alpha = "–" if row.alpha is None else f"{row.alpha:.3f} ({row.low:.2f} to {row.high:.2f})"
        table.add_row(row.field, str(row.units), str(row.pairs), str(row.agreeing), alpha)
    return table
