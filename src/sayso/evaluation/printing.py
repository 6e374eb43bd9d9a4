"""Scores of an evaluation, as a table for people and as JSON for machines."""

from __future__ import annotations

import json
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sayso.evaluation.report import Report


def print_report(report: Report, console: Console, *, details: bool = False) -> None:
    """The scores with their floors; with `details` what was missed, by kind."""
    table = Table(title=report.gold, title_justify="left", box=None, header_style="bold", pad_edge=False)
    table.add_column("score", no_wrap=True)
    table.add_column("value", justify="right")
    table.add_column("of", justify="right", no_wrap=True)
    table.add_column("floor", justify="right")
    table.add_column("what it says", ratio=1)
    for row in report.rows:
        floor = "" if row.floor is None else f"{row.floor:.3f}"
        style = "red" if row.is_below_floor else ""
        table.add_row(row.name, Text(f"{row.value:.3f}", style=style), f"{row.count}/{row.of}", floor, row.meaning)
    console.print(table)
    if details:
        print_misses(report, console)
    for row in report.below_floor:
        console.print(Text(f"{row.name} lies below its floor of {row.floor}", style="red"))


def print_misses(report: Report, console: Console) -> None:
    """What was missed, grouped by kind."""
    for kind in dict.fromkeys(miss.kind for miss in report.details):
        of_kind = [miss for miss in report.details if miss.kind == kind]
        console.print(Text(f"\n{kind} ({len(of_kind)})", style="bold"))
        for miss in of_kind:
            console.print(Text(f"  {miss.document}: {miss.text}"), soft_wrap=True)


def report_json(report: Report) -> str:
    """The report as one JSON object."""
    return json.dumps(asdict(report), ensure_ascii=False)
