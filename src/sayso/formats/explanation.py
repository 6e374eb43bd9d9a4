"""An explanation for a person: each event's sentence with who did what to whom, and why it was coded so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sayso.formats.terminal import STATUS_STYLES, Names, act, dated, who_says_so
from sayso.schema import CodedDocument, Event, Mention
from sayso.stages.events.explain import Considered

ACTOR, ACT, RECIPIENT, VIA = "bold green", "bold reverse", "bold magenta", "bold blue"
INDENT = (0, 0, 1, 4)


def print_explanation(
    coded: CodedDocument, considered: Sequence[Considered], console: Console, *, event: str | None = None
) -> None:
    """Print every event of a document, or one, and what was considered and dropped."""
    names = Names(coded)
    console.rule(Text(coded.document.title or coded.document.id, style="bold"), align="left")
    for each in coded.events:
        if event in (None, each.id):
            console.print(headline(each, names))
            console.print(Padding(marked_sentence(coded, each), (0, 0, 0, 4)))
            console.print(Padding(reasons(coded, each, considered, names), INDENT))
    dropped = [each for each in considered if each.outcome == "dropped"]
    if event is None and dropped:
        console.print(Text("Considered and dropped", style="bold"))
        console.print(Padding(dropped_table(coded, dropped), INDENT))


def headline(event: Event, names: Names) -> Text:
    """Id, act and status on one line."""
    line = Text.assemble((event.id, "bold"), "  ", (act(event), "bold"), "  ")
    return line.append(event.status, STATUS_STYLES[event.status]).append(f"  {dated(event.date)}", "dim")


def marked_sentence(coded: CodedDocument, event: Event) -> Text:
    """The sentence with actor, act and recipient marked in words as well as in colour."""
    mentions = {mention.id: mention for mention in coded.mentions}
    marks = [(event.trigger.start, event.trigger.end, "act", ACT)]
    for role, style, ids in (
        ("actor", ACTOR, event.actors),
        ("recipient", RECIPIENT, event.recipients),
        ("via", VIA, event.via),
    ):
        marks += [(mentions[each].start, mentions[each].end, role, style) for each in ids]
    text, at = Text(), event.sentence.start
    for start, end, role, style in sorted(marks):
        if start < at or end > event.sentence.end:
            continue  # in another sentence, or inside a mark
        text.append(coded.document.text[at:start]).append("[", "dim").append(coded.document.text[start:end], style)
        text.append(f" {role}]", "dim")
        at = end
    text.append(coded.document.text[at : event.sentence.end])
    return Text(" ").join(text.split("\n"))


def reasons(coded: CodedDocument, event: Event, considered: Iterable[Considered], names: Names) -> Table:
    """Why this event: one line a question."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for question, answer in answers(coded, event, considered, names):
        table.add_row(question, Text(answer) if isinstance(answer, str) else answer)
    return table


def answers(
    coded: CodedDocument, event: Event, considered: Iterable[Considered], names: Names
) -> Iterator[tuple[str, str | Text]]:
    """(question, answer) in the order in which one asks them."""
    mentions = {mention.id: mention for mention in coded.mentions}
    elsewhere = [
        f"{names.of(each)}: {reason_of_entity(coded, mentions[each])}" for each in (*event.actors, *event.recipients)
    ]
    yield "who", "\n".join(elsewhere) or "nobody is named"
    frame, _, decided = event.reason.partition("; ")
    yield "frame", frame.removeprefix("frame ")
    yield "code", code_line(event)
    yield "status", decided or "actual: told as a fact"
    time = next((time for time in coded.times if time.id == event.time), None)
    yield "date", f"from “{time.text}”" if time else "the day of publication" if event.date else "open"
    if event.within:
        yield "within", event.within
    attributions = {attribution.id: attribution for attribution in coded.attributions}
    claims = [claim for claim in coded.claims if claim.event == event.id]
    yield "who says so", who_says_so(event, claims, attributions, names, coded.document.publisher)
    others = [f"{each.frame}: {each.why}" for each in considered if each.event == event.id and each.outcome != "coded"]
    if others:
        yield "also fits", "\n".join(others)
    yield "confidence", f"{event.confidence:.2f}"


def reason_of_entity(coded: CodedDocument, mention: Mention) -> str:
    """Why the mention is taken for whom it is."""
    entity = next((entity for entity in coded.entities if entity.id == mention.entity), None)
    reasons = [mention.reason, entity.reason if entity else None]
    return "; ".join(dict.fromkeys(reason for reason in reasons if reason)) or "as written"


def code_line(event: Event) -> str:
    """CAMEO, quad, scores and contexts."""
    goldstein = f", Goldstein {event.goldstein:g}" if event.goldstein is not None else ""
    line = f"CAMEO {event.cameo or 'none'}, quad {event.quad}, score {event.score:g}{goldstein}"
    return f"{line}; contexts {', '.join(event.contexts)}" if event.contexts else line


def dropped_table(coded: CodedDocument, dropped: Iterable[Considered]) -> Table:
    """Words that a frame knows and that coded nothing, with the reason."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for column in ("word", "frame", "why"):
        table.add_column(column, overflow="fold", style="dim" if column == "frame" else None)
    for each in dropped:
        table.add_row(Text(f"“{each.trigger.text}”"), Text(each.frame), Text(each.why))
    return table


def explanation_json(
    coded: CodedDocument, considered: Iterable[Considered], event: str | None = None
) -> dict[str, Any]:
    """The same as data: the document's id, its events with their reasons, and the frames considered."""
    from sayso.formats.record import record_of

    record = record_of(coded)
    rows = [
        {
            "trigger": {"start": each.trigger.start, "end": each.trigger.end, "text": each.trigger.text},
            "frame": each.frame,
            "outcome": each.outcome,
            "why": each.why,
            "event": each.event,
        }
        for each in considered
        if event is None or each.event == event
    ]
    events = [row for row in record["events"] if event in (None, row["id"])]
    return {"document": coded.document.id, "events": events, "considered": rows}
