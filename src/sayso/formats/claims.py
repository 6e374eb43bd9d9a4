"""Claims on an occurrence, and disputed occurrences, for a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from sayso.formats.terminal import counted

if TYPE_CHECKING:
    from sayso.relations.claims import ClaimRow, ClaimsAbout, Disputed

STANCE_STYLES = {"asserts": "green", "denies": "red", "passes on": "dim"}
HEDGED = ("probable", "possible")


def print_claims(about: ClaimsAbout, console: Console) -> None:
    """What it is about, how many say so, then each claim with its sentence, in order of time."""
    console.print(
        Text(
            _heading(about.type, about.begin, about.end, ", ".join(about.actors), ", ".join(about.recipients)),
            style="bold",
        )
    )
    console.print(
        Text(
            f"{about.occurrence}: {counted(about.reports, 'report')} of {counted(about.origins, 'independent origin')}",
            style="dim",
        )
    )
    for verb, names in (("asserted by", about.asserted_by), ("denied by", about.denied_by)):
        console.print(Text(f"{verb} ").append(", ".join(names) or "nobody", style="bold"))
    for row in about.claims:
        console.print()
        console.print(_claim_line(row))
        console.print(Padding(Text(" ".join(row.sentence.split())), (0, 0, 0, 4)))


def print_disputed(rows: Iterable[Disputed], console: Console) -> None:
    """One occurrence a paragraph: what, how many assert and deny it, and a sentence."""
    for row in rows:
        console.print(Text(_heading(row.type, row.begin, row.end, row.actors, row.recipients), style="bold"))
        told = f"{row.asserting} assert, {row.denying} deny, {counted(row.documents, 'document')}: {row.occurrence}"
        console.print(Padding(Text(told, style="dim"), (0, 0, 0, 4)))
        console.print(Padding(Text(" ".join(row.sentence.split())), (0, 0, 0, 4)))


def _claim_line(row: ClaimRow) -> Text:
    line = Text(row.published or "?")
    line.append(f" {row.claimant}", style="bold")
    if row.claimant_country:
        line.append(f" [{row.claimant_country}]")
    hedge = f", as {row.certainty}" if row.certainty in HEDGED else ""
    line.append(f" {row.stance}{hedge}", style=STANCE_STYLES[row.stance])
    if row.since != row.published:
        line.append(f", since {row.since}")
    if row.via:
        line.append(f", via {row.via.replace(' > ', ' › ')}")
    if row.status != "actual":
        line.append(f" ({row.status})")
    line.append(f" · {row.document_id}/{row.event}", style="dim")
    if row.copied:
        line.append(f" · nothing new: same origin, {row.origin}", style="dim")
    elif row.origin != row.document_id:
        line.append(f" · from {row.origin}", style="dim")
    return line


def _heading(type: str, begin: str | None, end: str | None, actors: str, recipients: str) -> str:
    days = begin or "undated"
    if begin and end and end != begin:
        days += f" to {end}"
    to = f" → {recipients}" if recipients else ""
    return f"{days} {type}: {actors or 'somebody'}{to}"
