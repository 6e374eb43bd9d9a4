"""A timeline for a person: one line for each thing that happened or was said, and the key to its sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast

from rich.table import Table
from rich.text import Text

from sayso.formats.terminal import QUOTED, STATUS_STYLES, act_text, counted, dated, listing
from sayso.frames import BETWEEN_NAMES
from sayso.relations.timeline.row import KINDS
from sayso.schema import EventDate

if TYPE_CHECKING:
    from sayso.relations.timeline import TimelineRow

COLUMNS = (("date", 0), ("who did what to whom", 5), ("who says so", 2), ("reports", 0), ("key", 0))
MOST_WORDS = 25
MOST_NAMES = 4


def timeline_table(rows: Iterable[TimelineRow], *, sentences: bool = False) -> Table:
    """The rows as a table; with `sentences` each has its own beneath."""
    table = listing(COLUMNS)
    table.expand = True  # only then do the shares of the columns count
    for row in rows:
        happened = what_happened(row)
        if sentences:
            happened.append(f"\n{row.sentence}", style="dim italic")
        table.add_row(
            Text(day_of(row)),
            happened,
            who_says_so(row),
            Text(told_by(row)),
            Text(row.key, style="dim"),
        )
    return table


def day_of(row: TimelineRow) -> str:
    """The day or days in short."""
    if row.date_begin is None:
        return "?"
    return dated(EventDate(row.date_begin, row.date_end or row.date_begin, cast(Any, row.precision or "range")))


def what_happened(row: TimelineRow) -> Text:
    """An act as "A → B: TYPE “word”", a quotation as "A on B: “…”", an assessment as "A – B: worsening, “…”".

    A status that is not actual stands behind it.
    """
    actors = with_codes(row.actors, row.actor_ids, row.actor_countries) or "?"
    recipients = with_codes(row.recipients, row.recipient_ids, row.recipient_countries)
    words = shortened(row.words)
    if row.kind == "quotation":
        marks = ("“", "”") if row.type == "direct" else ("", "")
        denies = " (not)" if row.denied_by else ""
        return Text(f"❝ {actors} on {recipients}{denies}: ").append(marks[0] + words + marks[1], style=QUOTED)
    if row.kind == "assessment":
        happened = Text(f"≈ {actors.replace(', ', ' – ')}: ").append(row.type, style="bold").append(f", “{words}”")
    else:
        arrow = f" → {recipients}" if recipients else ""
        happened = Text(f"{actors}{arrow}: ").append(act_text(row.type, row.mode, words), style="bold")
    if row.status and row.status != "actual":
        happened.append(f" ({row.status})", style=STATUS_STYLES[row.status])
    return happened


def who_says_so(row: TimelineRow) -> Text:
    """Who asserts it, with how far where that is not for certain, and who says no."""
    if row.kind == "quotation":
        return Text(f"in {row.publisher}" if row.publisher else "", style="dim")
    asserting = few(row.asserted_by)
    if asserting and row.certainty in ("probable", "possible"):
        asserting += f" ({row.certainty})"
    said = Text(asserting)
    if row.denied_by:
        said.append("; " if asserting else "").append(f"{few(row.denied_by)}: no", style="red")
    return said if said.plain else Text(f"told in {row.publisher or 'a document'}", style="dim")


def told_by(row: TimelineRow) -> str:
    """How many reports tell an act, and from how many independent origins where these are fewer."""
    if row.kind != "act":
        return ""
    return str(row.reports) if row.origins == row.reports else f"{row.reports}, {counted(row.origins, 'origin')}"


def headline(rows: Sequence[TimelineRow], between: Sequence[str]) -> str:
    """In words: who, from when to when, and how much of what."""
    days = sorted(row.date_begin for row in rows if row.date_begin)
    kinds = Counter(row.kind for row in rows)
    counts = [counted(kinds[kind], kind) for kind in KINDS if kinds[kind]]
    if kinds["act"]:
        reports = sum(row.reports for row in rows if row.kind == "act")
        counts[0] += f" in {counted(reports, 'report')}"
    span = f", {days[0]} to {days[-1]}" if days else ""
    return f"{' and '.join(between)}{span}: {', '.join(counts)}"


def with_codes(names: str, ids: str, countries: str) -> str:
    """Names with their countries, as far as a line holds them; that of a country needs none."""
    each = list(zip(*(cell.split(BETWEEN_NAMES) for cell in (names, ids, countries)), strict=False))
    shown = [f"{name} [{country}]" if country not in ("", id) else name for name, id, country in each[:MOST_NAMES]]
    more = len(each) - MOST_NAMES
    return ", ".join(filter(None, shown)) + (f" and {more} more" if more > 0 else "")


def few(names: str) -> str:
    """The first names of many."""
    listed = names.split(BETWEEN_NAMES) if names else []
    more = len(listed) - MOST_NAMES
    return ", ".join(listed[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def shortened(words: str) -> str:
    """The first words of a long stretch; marks that it opens are closed."""
    listed = words.split()
    text = " ".join(listed[:MOST_WORDS]) + (" …" if len(listed) > MOST_WORDS else "")
    return text + "”" * (text.count("“") - text.count("”")) + '"' * (text.count('"') % 2)
