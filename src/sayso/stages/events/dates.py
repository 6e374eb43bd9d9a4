"""When an event happened: the time that governs its clause, else its sentence, else the publication date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.schema import EventDate, Precision, Status, TimeExpression
from sayso.stages.syntax import subtree_span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PRECISIONS: tuple[tuple[re.Pattern[str], Precision], ...] = (
    (re.compile(r"^\d{4}-\d{2}-\d{2}"), "day"),
    (re.compile(r"^\d{4}-W\d{2}"), "week"),
    (re.compile(r"^\d{4}-\d{2}$"), "month"),
    (re.compile(r"^\d{4}-Q[1-4]$"), "quarter"),
    (re.compile(r"^\d{4}$"), "year"),
)


def date_event(
    trigger: Token,
    status: Status,
    times: Sequence[TimeExpression],
    published: str | None,
    reporting: frozenset[int],
) -> tuple[str | None, EventDate | None]:
    """The id of the time that dates the event, and the date. `reporting` are the indices of cue tokens around it."""
    candidates = governing(trigger, status, times, reporting)
    text = trigger.doc.text if candidates else ""  # spaCy puts it together anew at each call
    for time in candidates:
        date = as_date(time, text, times, published)
        if date:
            return time.id, date
    return None, EventDate(published, published, "day") if published else None


def governing(
    trigger: Token, status: Status, times: Sequence[TimeExpression], reporting: frozenset[int]
) -> list[TimeExpression]:
    """The times that may date the trigger, the best first."""
    sentence = trigger.sent
    here = [t for t in times if sentence.start_char <= t.start < sentence.end_char and t.type in ("DATE", "TIME")]
    if trigger.pos_ in ("NOUN", "PROPN"):
        phrase = subtree_span(trigger)
        own = [t for t in here if phrase.start <= t.start < phrase.end and not in_clause_below(t, trigger)]
        carrier = (
            trigger.head if trigger.dep_ in ("dobj", "nsubjpass", "nsubj") and trigger.head.pos_ == "VERB" else None
        )
        return own or ([t for t in here if clause_of_time(t, trigger.doc) == carrier] if carrier is not None else [])
    own = [t for t in here if clause_of_time(t, trigger.doc) == trigger]
    if own:
        return own
    above = [ancestor for ancestor in trigger.ancestors if ancestor.pos_ in ("VERB", "AUX")]
    open_act = status in ("future", "hypothetical")
    for verb in above:
        if verb.i in reporting and (open_act or is_perfect(trigger)):
            return []
        found = [t for t in here if clause_of_time(t, trigger.doc) == verb]
        if found:
            return [] if open_act else found
    return []


def in_clause_below(time: TimeExpression, noun: Token) -> bool:
    """Whether the time dates a clause inside the noun's phrase: "sanctions on a man whom he accused last year"."""
    verb = clause_of_time(time, noun.doc)
    return verb is not None and noun.is_ancestor(verb)


def clause_of_time(time: TimeExpression, doc: Doc) -> Token | None:
    """The verb whose clause the time stands in."""
    span = doc.char_span(time.start, time.end, alignment_mode="expand")
    if span is None:
        return None
    for ancestor in [span.root, *span.root.ancestors]:
        if ancestor.pos_ in ("VERB", "AUX") and not span.start <= ancestor.i < span.end:
            return ancestor
    return None


def is_perfect(verb: Token) -> bool:
    """Whether the act lies before the time of its clause: "had sent"."""
    return any(t.dep_ == "aux" and t.lower_ in ("had", "has", "have", "'d", "’d") for t in verb.children)


def as_date(
    time: TimeExpression, text: str, times: Sequence[TimeExpression], published: str | None
) -> EventDate | None:
    """The time as a date: open to the publication after "since", joined to its partner in "between A and B"."""
    if not time.begin or not time.end_date:
        return None
    before = text[max(0, time.start - 12) : time.start].lower().split()
    if before[-1:] == ["since"] and published and time.begin <= published:
        return EventDate(time.begin, published, "range")
    partner = range_partner(time, text, times)
    if partner and partner.end_date and time.begin <= partner.end_date:
        return EventDate(time.begin, partner.end_date, "range")
    if before[-1:] in (["until"], ["till"], ["before"], ["by"], ["after"]):
        return None  # bounds the event on one side only
    return EventDate(time.begin, time.end_date, precision_of(time))


def range_partner(time: TimeExpression, text: str, times: Sequence[TimeExpression]) -> TimeExpression | None:
    """The other end of "from A to B", "between A and B"."""
    for other in times:
        between = text[time.end : other.start].strip().lower() if other.start >= time.end else ""
        if between in ("to", "and", "until", "till", "-", "–", "and on"):
            lead = text[max(0, time.start - 10) : time.start].lower().split()
            if between != "and" or lead[-1:] == ["between"]:
                return other
    return None


def precision_of(time: TimeExpression) -> Precision:
    """How finely the TIMEX3 value is known."""
    return next((precision for pattern, precision in PRECISIONS if pattern.match(time.value)), "range")
