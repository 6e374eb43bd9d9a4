"""The answer of `sayso who` for a person: one block an entry, a line a fact, and at the right where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import Console

    from sayso.knowledge.who import Answer, Codes, Entry, Tenure

# How many holders of an office are shown on either side of the day.
NEIGHBOURS = 3
LABEL_WIDTH = 18
WHY_WIDTH = 34


def print_answer(answer: Answer, console: Console) -> None:
    """Print all entries, or what is spelt nearly so."""
    if not answer.entries:
        console.print(Text(f"Sayso knows nobody and nothing by the name {answer.asked!r}."))
        if answer.near:
            console.print(Text("Spelt nearly so: " + ", ".join(answer.near)))
        return
    if answer.how:
        console.print(Text(f"{answer.asked}: {answer.how}", style="dim"))
    if len(answer.entries) > 1:
        console.print(
            Text(f"{answer.asked} may be one of {len(answer.entries)}. In a document, this decides:", style="yellow")
        )
        for clue in answer.choice:
            console.print(Padding(Text(clue), (0, 0, 0, 2)))
    for entry in answer.entries:
        console.print()
        print_entry(entry, answer.day, console)


def print_entry(entry: Entry, day: str, console: Console) -> None:
    """One entry under its name."""
    heading = Text(entry.name, style="bold")
    parts = (entry.kind.replace("_", " "), entry.id if entry.kind not in ("office", "role noun") else "", day)
    heading.append("".join(f" · {part}" for part in parts if part), style="not bold dim")
    console.rule(heading, align="left", style="dim")
    told = grid(1)
    for line in entry.lines:
        told.add_row(line.label, line.value, line.why)
    console.print(told)
    if codes := codes_text(entry.codes):
        beside = grid(1)
        beside.add_row("codes", codes, "")
        console.print(beside)
    if entry.tenures:
        console.print(tenures_table(entry))


def grid(*ratios: int | None) -> Table:
    """A table without lines: labels of one width, columns that share the rest (None: as wide as they need), and why."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
    table.add_column(style="dim", width=LABEL_WIDTH, overflow="fold")
    for ratio in ratios:
        table.add_column(ratio=ratio, no_wrap=ratio is None, overflow="fold")
    table.add_column(style="dim", justify="right", max_width=WHY_WIDTH, overflow="fold")
    return table


def tenures_table(entry: Entry) -> Table:
    """The offices of a person, or the holders of an office."""
    table = grid(None, 1)
    for number, tenure in enumerate(shown_tenures(entry)):
        label = ("offices" if entry.kind == "person" else "holders") if number == 0 else ""
        style = "bold" if tenure.now else "dim"
        table.add_row(label, Text(days(tenure), style=style), Text(held(tenure, entry), style=style), tenure.why)
    left_out = len(entry.tenures) - len(shown_tenures(entry))
    if left_out:
        table.add_row("", "", Text(f"{left_out} more with --json", style="dim"), "")
    return table


def shown_tenures(entry: Entry) -> tuple[Tenure, ...]:
    """All offices of a person; of an office the holders around the day."""
    if entry.kind == "person":
        return entry.tenures
    now = [number for number, tenure in enumerate(entry.tenures) if tenure.now] or [len(entry.tenures) - 1]
    return entry.tenures[max(0, now[0] - NEIGHBOURS) : now[-1] + NEIGHBOURS + 1]


def days(tenure: Tenure) -> str:
    """The days of a tenure, marked where it is held on the day asked about."""
    return f"{'▶' if tenure.now else ' '} {tenure.begin:<10} – {tenure.end:<10}"


def held(tenure: Tenure, entry: Entry) -> str:
    """What a person held; of an office who held it, with the title where it was another."""
    if entry.kind == "person":
        return tenure.title
    return tenure.person if tenure.title == entry.name else f"{tenure.person}, {tenure.title}"


def codes_text(codes: Codes) -> str:
    """The codes there are, beside one another."""
    plover = ".".join(part for part in (codes.country, codes.sector) if part)
    named = (
        ("alpha-3", codes.alpha3),
        ("COW", codes.cow),
        ("GW", codes.gw),
        ("PLOVER", plover),
        ("Wikidata", codes.wikidata),
        ("GeoNames", codes.geonames),
    )
    return " · ".join(f"{name} {value}" for name, value in named if value)
