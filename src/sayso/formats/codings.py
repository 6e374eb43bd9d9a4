"""Prints how two codings of the same days agree."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sayso.formats.terminal import counted
from sayso.relations.calendar import label
from sayso.relations.codings import ALL, Agreement, CodingComparison
from sayso.relations.series import By

PERIODS_SHOWN = 36
NOTHING = "—"


def print_codings(found: CodingComparison, console: Console) -> None:
    """Print the agreement by quad over all days, then period by period."""
    a, b = (side.name for side in found.between)
    first, second = found.codings
    ways = {"both": f"{a} and {b}", "a-to-b": f"{a} towards {b}", "b-to-a": f"{b} towards {a}"}
    console.print(
        Text(f"{ways[found.direction]}, {found.begin} to {found.end}: {_summary(found)}"),
    )
    console.print()
    console.print(_totals(found))
    periods = [each for each in found.periods if each.quad == ALL]
    if periods:
        console.print()
        console.print(_periods(periods[:PERIODS_SHOWN], found))
    if len(periods) > PERIODS_SHOWN:
        console.print(Text(f"… and {len(periods) - PERIODS_SHOWN} more (--csv)", style="dim"))
    console.print()
    console.print(Text("Acts match when both codings have them on one day, in one direction and quad.", style="dim"))
    for name, statements in zip((first, second), found.statements, strict=True):
        if statements:
            said = f"{name} has {counted(statements, 'statement')} besides, for which PLOVER has no type."
            console.print(Text(said, style="dim"))


def _summary(found: CodingComparison) -> str:
    total = next(each for each in found.totals if each.quad == ALL)
    first, second = found.codings
    return (
        f"{first} has {total.first:,} acts, {second} has {total.second:,}; {total.both:,} match, "
        f"{total.same_type:,} of them in their type."
    )


def _totals(found: CodingComparison) -> Table:
    table = _table("quad", found)
    table.add_column("months\ntogether", justify="right", no_wrap=True)
    for total in found.totals:
        together = found.correlations.get(total.quad)
        name = total.quad.replace("_", " ")
        table.add_row(name, *_numbers(total), NOTHING if together is None else f"{together:+.2f}")
    return table


def _periods(periods: list[Agreement], found: CodingComparison) -> Table:
    by: By = found.by
    table = _table(by, found)
    for period in periods:
        table.add_row(label(period.begin, by), *_numbers(period))
    return table


def _table(heading: str, found: CodingComparison) -> Table:
    first, second = (_short(name) for name in found.codings)
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column(f"\n{heading}", no_wrap=True, min_width=20)
    for head in (f"\n{first}", f"\n{second}", "\nboth", f"only\n{first}", f"only\n{second}", "same\ntype"):
        table.add_column(head, justify="right", no_wrap=True)
    return table


def _numbers(each: Agreement) -> list[str]:
    numbers = (each.first, each.second, each.both, each.only_first, each.only_second)
    share = f"{each.same_type / each.both:.0%}" if each.both else NOTHING
    return [*(f"{number:,}" for number in numbers), share]


def _short(name: str) -> str:
    return name if len(name) <= 12 else f"{name[:11]}…"
