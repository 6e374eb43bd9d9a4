"""The record for a person at a terminal: the article with its quotations marked, then who did what and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sayso.frames import BETWEEN_NAMES, BETWEEN_SOURCES
from sayso.schema import Attribution, Claim, CodedDocument, Entity, Event, EventDate, Mention

if TYPE_CHECKING:
    from sayso.store import EventRow

QUOTED = "italic cyan"
REPORTED = "cyan"
EVENT_COLUMNS = (("date", 0), ("actors", 3), ("act", 3), ("recipients", 3), ("status", 0), ("who says so", 4))
STATUS_STYLES = {"actual": "bold", "negated": "red", "hypothetical": "dim", "future": "yellow", "historical": "dim"}


class Names:
    """What to call the mentions of one record: a name where there is one, with country and sector."""

    def __init__(self, coded: CodedDocument) -> None:
        self.mentions = {mention.id: mention for mention in coded.mentions}
        self.entities = {entity.id: entity for entity in coded.entities}

    def of(self, mention_id: str | None) -> str:
        """The name of a mention; "?" for a source that the text leaves out."""
        name = self.plain(mention_id)
        if name is None:
            return "?"
        entity = self.entities.get(self.mentions[mention_id or ""].entity or "")
        return f"{name} [{code}]" if entity and (code := code_of(entity)) else name

    def plain(self, mention_id: str | None) -> str | None:
        """The name without codes: a person's own, a pronoun's referent, else the words of the text."""
        mention = self.mentions.get(mention_id or "")
        if mention is None:
            return None
        entity = self.entities.get(mention.entity or "")
        return entity.name if entity and (entity.kind == "person" or mention.form == "pronoun") else shortened(mention)

    def all(self, mention_ids: Iterable[str]) -> str:
        """Several names, each once."""
        return ", ".join(dict.fromkeys(self.of(mention_id) for mention_id in mention_ids))


def shortened(mention: Mention) -> str:
    """The mention's words without a leading article, cut where they run long."""
    words = mention.text.split()
    if words[0].lower() in ("the", "a", "an") and len(words) > 1:
        words = words[1:]
    return " ".join(words[:6]) + (" …" if len(words) > 6 else "")


def code_of(entity: Entity) -> str:
    """Country and sector as PLOVER writes them: "RUS.GOV"."""
    return ".".join(part for part in (entity.country, entity.sector) if part)


def print_record(coded: CodedDocument, console: Console) -> None:
    """Print one coded document."""
    document = coded.document
    head = " · ".join(part for part in (document.publisher, document.published) if part)
    console.rule(Text(document.title or head or document.id, style="bold"), align="left")
    if document.title and head:
        console.print(Text(head, style="dim"))
    console.print()
    console.print(Padding(article(coded), (0, 0, 1, 0)))
    if coded.events:
        console.print(events_table(coded))
    console.print(Text(summary(coded), style="dim"))
    for issue in coded.issues:
        console.print(Text(f"! {issue.problem}. {issue.remedy or ''}", style="red"))


def article(coded: CodedDocument) -> Text:
    """The text with quotations and reported content marked, a blank line between paragraphs."""
    text = Text(coded.document.text)
    for attribution in coded.attributions:
        style = REPORTED if attribution.kind == "indirect" else QUOTED
        for span in attribution.content:
            text.stylize(style, span.start, span.end)
    for event in coded.events:
        text.stylize("underline", event.trigger.start, event.trigger.end)
    return Text("\n\n").join(line for line in text.split("\n") if line.plain.strip())


def events_table(coded: CodedDocument) -> Table:
    """One row an event: date, actors, act, recipients, status, who says so."""
    names = Names(coded)
    attributions = {attribution.id: attribution for attribution in coded.attributions}
    table = listing(EVENT_COLUMNS)
    for event in coded.events:
        own = [claim for claim in coded.claims if claim.event == event.id]
        table.add_row(
            dated(event.date),
            names.all(event.actors) or Text("—", style="dim"),
            act(event),
            names.all(event.recipients) or Text("—", style="dim"),
            Text(event.status, style=STATUS_STYLES[event.status]),
            who_says_so(event, own, attributions, names, coded.document.publisher),
        )
    return table


def listing(columns: Iterable[tuple[str, int]]) -> Table:
    """An empty table without lines: (name, share of the width) a column, 0 for one as wide as what it holds."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for column, ratio in columns:
        table.add_column(column, ratio=ratio or None, no_wrap=not ratio, overflow="fold")
    return table


def act(event: Event) -> str:
    """The type with its mode and the word that says it."""
    return act_text(event.type, event.mode, event.trigger.text)


def act_text(type: str, mode: str | None, trigger: str) -> str:
    """Type, mode and trigger with spaces between, so that a narrow column breaks between words."""
    return f"{type} {mode or ''} “{trigger}”".replace("  ", " ")


def dated(date: EventDate | None) -> str:
    """A day, or a period as ISO 8601 writes it in short: 2024-06, 2024-06-24/30."""
    if date is None:
        return "?"
    if date.begin == date.end:
        return date.begin
    if date.precision == "month":
        return date.begin[:7]
    if date.precision == "year":
        return date.begin[:4]
    same = next((size for size in (8, 5) if date.begin[:size] == date.end[:size]), 0)
    return f"{date.begin}/{date.end[same:]}"


def who_says_so(
    event: Event,
    claims: Sequence[Claim],
    attributions: dict[str, Attribution],
    names: Names,
    publisher: str | None,
) -> Text:
    """The chain, outermost first, with how far each level stands behind it."""
    levels = [level(claim, attributions, names) for claim in reversed(claims) if claim.attribution]
    own = next((claim for claim in claims if claim.attribution is None), None)
    if own and (not levels or own.certainty != "unknown"):
        levels.insert(0, f"{publisher or 'the publisher'}{stance(own)}")
    return Text(" › ".join(levels))


def level(claim: Claim, attributions: dict[str, Attribution], names: Names) -> str:
    """One claimant; a source that the text leaves out is said to be so."""
    attribution = attributions.get(claim.attribution or "")
    name = names.of(claim.claimant)
    if claim.claimant is None and attribution and attribution.cue:
        name = f"unnamed ({attribution.cue.text})"
    return name + stance(claim)


def stance(claim: Claim) -> str:
    """How a claim differs from plain assertion."""
    if claim.polarity == "negative":
        return ": no" if claim.certainty == "certain" else f": no ({claim.certainty})"
    return "" if claim.certainty in ("certain", "unknown") else f" ({claim.certainty})"


def summary(coded: CodedDocument) -> str:
    """Counts in words."""
    parts = [
        counted(len(coded.events), "event"),
        counted(len(coded.attributions), "attribution"),
        counted(len(coded.assessments), "assessment"),
    ]
    removed = counted(len(coded.document.removed), "line")
    return ", ".join(parts) + f"; {removed} taken out of the text" * bool(coded.document.removed)


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 event", "2 events"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def events_listing(rows: Iterable[EventRow]) -> Table:
    """Events of a store: one row each, the sentence on a line of its own."""
    table = listing(EVENT_COLUMNS)
    for row in rows:
        table.add_row(*listing_cells(row))
    return table


def listing_cells(row: EventRow) -> Iterator[Text]:
    """The cells of one event of a store."""
    yield Text(row.date_begin or "?")
    yield Text(with_codes(row.actors, row.actor_countries) or "—")
    yield Text(act_text(row.type, row.mode, row.trigger))
    yield Text(with_codes(row.recipients, row.recipient_countries) or "—")
    yield Text(row.status, style=STATUS_STYLES[row.status])
    denied = ": no" if row.polarity == "negative" else ""
    says = (
        " › ".join([row.publisher or "the publisher", *row.sources.split(BETWEEN_SOURCES)])
        if row.sources
        else row.publisher
    )
    yield Text((says or "the publisher") + denied)


def with_codes(names: str, countries: str) -> str:
    """Names with their countries: "Putin [RUS], Lavrov [RUS]"."""
    pairs = zip(names.split(BETWEEN_NAMES), countries.split(BETWEEN_NAMES), strict=False)
    return ", ".join(f"{name} [{country}]" if country else name for name, country in pairs if name)
