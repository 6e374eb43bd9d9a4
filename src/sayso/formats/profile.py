"""A profile for a person: who it is, then what it did, had done to it, said, and was said of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sayso.formats.terminal import QUOTED, counted, listing

if TYPE_CHECKING:
    from sayso.relations.profile import Dealings, KnownAs, Office, Part, Profile, Role, Total
    from sayso.relations.timeline.sayings import Saying

ACTS: tuple[tuple[Part, str], ...] = (
    ("did", "Did"),
    ("did with", "Did together with others"),
    ("had done to it", "Had done to it"),
)
ACT_COLUMNS = (("act", 0), ("counterpart", 3), ("times", 0), ("latest", 0), ("the sentence", 8), ("key", 0))
SPEECH_COLUMNS = (("date", 0), ("who", 3), ("what", 8), ("where", 3), ("key", 0))
ROWS_SHOWN = 8
MOST_WORDS = 24
NOBODY = "—"


def print_profile(profile: Profile, console: Console) -> None:
    """Print all parts; one with nothing in it says so."""
    console.rule(Text(headline(profile), style="bold"), align="left")
    console.print(particulars(profile))
    totals = {total.part: total for total in profile.totals}
    for part, title in ACTS:
        dealings = [each for each in profile.dealings if each.part == part]
        if dealings or part != "did with":
            print_part(console, title, acts_table(dealings[:ROWS_SHOWN]), acts_summary(totals[part], len(dealings)))
    for title, sayings, part in (
        ("Said, most recent first", profile.said, "said"),
        ("Was said of it by others, most recent first", profile.said_of_it, "was said of it"),
    ):
        dealings = [each for each in profile.dealings if each.part == part]
        print_part(console, title, sayings_table(sayings), speech_summary(dealings))


def print_part(console: Console, title: str, table: Table, summary: str) -> None:
    """A heading with the count in words, and the table where it has rows."""
    console.print()
    console.print(Text(f"{title}: ", style="bold").append(summary, style="not bold"))
    if table.row_count:
        console.print(table)


def headline(profile: Profile) -> str:
    """Name, kind, id and country, as in the answer about facts."""
    country = profile.country if profile.country != profile.id else None
    return " · ".join(part for part in (profile.name, profile.kind, profile.id, country) if part)


def particulars(profile: Profile) -> Table:
    """Where and when it is named, under which names, in which offices, these with the line of the table."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(ratio=1)
    table.add_column(style="dim", no_wrap=True)
    span = f", {profile.first} to {profile.last}" if profile.first and profile.last else ""
    table.add_row("in the store", counted(profile.documents, "document") + span, "")
    if profile.names:
        table.add_row("named", names_text(profile.names), "")
    for role in profile.roles:
        table.add_row("there as", role_text(role), "")
    for office in profile.offices:
        table.add_row("office", office_text(office), office.why)
    return table


def names_text(names: Sequence[KnownAs]) -> str:
    """Names with how often each stands."""
    return ", ".join(f"{each.name} ({each.mentions}×)" for each in names)


def role_text(role: Role) -> str:
    """An office with the days of the documents that have it."""
    code = ".".join(part for part in (role.country, role.sector) if part)
    days = f"{role.first} to {role.last}" if role.first != role.last else role.first or "undated"
    return f"{role.role} [{code}], {days}" if code else f"{role.role}, {days}"


def office_text(office: Office) -> str:
    """An office with its days; the end is the first day after it."""
    return f"{office.begin or '…'} – {office.end or 'today'}  {office.title}"


def acts_summary(total: Total, kinds: int) -> str:
    """How many acts in how many reports, and what is left out of the table."""
    if not total.occurrences:
        return "nothing that anybody tells as done"
    told = "" if total.reports == total.occurrences else f" in {counted(total.reports, 'report')}"
    return f"{counted(total.occurrences, 'act')}{told}{left_out(kinds)}"


def speech_summary(dealings: Sequence[Dealings]) -> str:
    """How often, and who is told or tells most."""
    number = sum(each.occurrences for each in dealings)
    if not number:
        return "nothing"
    named = [f"{each.counterpart} {each.occurrences}" for each in dealings if each.counterpart][:ROWS_SHOWN]
    what = "to" if dealings[0].part == "said" else "by"
    return counted(number, "attribution") + (f"; {what} {', '.join(named)}" if named else "")


def left_out(number: int) -> str:
    """What the table does not show."""
    return f"; the {ROWS_SHOWN} most frequent of {number} kinds" if number > ROWS_SHOWN else ""


def acts_table(dealings: Iterable[Dealings]) -> Table:
    """One row a type and counterpart, with the latest sentence."""
    table = listing(ACT_COLUMNS)
    table.expand = True
    for each in dealings:
        table.add_row(
            Text(each.type, style="bold"),
            Text(each.counterpart or NOBODY),
            Text(f"{each.occurrences}×"),
            Text(each.last or "?"),
            Text(shortened(each.sentence or "")),
            Text(each.key or "", style="dim"),
        )
    return table


def sayings_table(sayings: Iterable[Saying]) -> Table:
    """One row a saying: when, who to whom, what and in which outlet."""
    table = listing(SPEECH_COLUMNS)
    table.expand = True
    for said in sayings:
        marks = ("“", "”") if said.kind in ("direct", "scare") else ("", "")
        denial = " (not)" if said.polarity == "negative" else ""
        table.add_row(
            Text(said.published or "?"),
            Text((said.source or "unnamed") + denial + (f" to {said.addressee}" if said.addressee else "")),
            Text(marks[0] + shortened(said.words) + marks[1], style=QUOTED),
            Text(said.publisher or ""),
            Text(said.place, style="dim"),
        )
    return table


def shortened(sentence: str) -> str:
    """The first words of a long sentence."""
    words = sentence.split()
    return " ".join(words[:MOST_WORDS]) + (" …" if len(words) > MOST_WORDS else "")
