"""When an event happened: the time that governs its clause, else its sentence, else the publication date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sayso.schema import EventDate, Precision, Status, TimeExpression
from sayso.stages.syntax import subtree_span
from sayso.stages.times.clauses import clause_of_time

if TYPE_CHECKING:
    from spacy.tokens import Token

PRECISIONS: tuple[tuple[re.Pattern[str], Precision], ...] = (
    (re.compile(r"^\d{4}-\d{2}-\d{2}"), "day"),
    (re.compile(r"^\d{4}-W\d{2}"), "week"),
    (re.compile(r"^\d{4}-\d{2}$"), "month"),
    (re.compile(r"^\d{4}-Q[1-4]$"), "quarter"),
    (re.compile(r"^\d{4}$"), "year"),
)
# What stands before a time that bounds an act on one side.
ONE_SIDED = re.compile(
    r"\b(?:until|till|before|by|after|following|prior to|ahead of|in the wake of)\s+$", re.IGNORECASE
)
LIMIT = re.compile(r"\b(?:until|till|by)\s+$", re.IGNORECASE)
SINCE = re.compile(r"\bsince\s+$", re.IGNORECASE)
LONGEST_LEAD = 16
COUNTED = re.compile(r"\b(?:after|before|into|following)\b", re.IGNORECASE)
AFTER_OR_BEFORE = re.compile(r"\s+(?:(after)|before)\s+", re.IGNORECASE)
DAYS_OFF = re.compile(r"P(\d{1,3})([DW])")
JOINED = re.compile(r"\s*(?:,|,? and(?: on)?)\s+(?:on )?", re.IGNORECASE)


def date_event(
    trigger: Token,
    status: Status,
    times: Sequence[TimeExpression],
    published: str | None,
    reporting: frozenset[int],
) -> tuple[str | None, EventDate | None]:
    """The id of the time that dates the event, and the date. `reporting` are the indices of cue tokens around it."""
    naming = next((t for t in times if t.start <= trigger.idx < t.end and names_event(t)), None)
    if naming is not None and naming.begin and naming.end_date:
        return naming.id, EventDate(naming.begin, naming.end_date, precision_of(naming))
    counted = counted_from_clause(trigger, times)
    if counted is not None:
        return counted
    candidates = governing(trigger, status, times, reporting)
    text = trigger.doc.text if candidates else ""  # spaCy puts it together anew at each call
    for time in candidates:
        when = as_date(time, text, times, published)
        if when:
            return time.id, when
    return None, EventDate(published, published, "day") if published else None


def names_event(time: TimeExpression) -> bool:
    """Whether the time is the event itself ("since the Russian invasion") and not so long after it."""
    return time.type == "DATE" and not COUNTED.search(time.text)


def governing(
    trigger: Token, status: Status, times: Sequence[TimeExpression], reporting: frozenset[int]
) -> list[TimeExpression]:
    """The times that may date the trigger, the best first."""
    sentence = trigger.sent
    here = [t for t in times if sentence.start_char <= t.start < sentence.end_char and can_date(t, trigger)]
    if trigger.pos_ in ("NOUN", "PROPN"):
        phrase = subtree_span(trigger)
        own = [t for t in here if phrase.start <= t.start < phrase.end and not in_clause_below(t, trigger)]
        carrier = (
            trigger.head if trigger.dep_ in ("dobj", "nsubjpass", "nsubj") and trigger.head.pos_ == "VERB" else None
        )
        return own or ([t for t in here if dates_verb(t, carrier)] if carrier is not None else [])
    own = [t for t in here if dates_verb(t, trigger)]
    if own:
        return own
    above = [ancestor for ancestor in trigger.ancestors if ancestor.pos_ in ("VERB", "AUX")]
    open_act = status in ("future", "hypothetical")
    for verb in above:
        if verb.i in reporting and (open_act or is_perfect(trigger)):
            return []
        found = [t for t in here if dates_verb(t, verb)]
        if found:
            return [] if open_act else found
    return []


def can_date(time: TimeExpression, trigger: Token) -> bool:
    """Whether it is a date, or the stretch during which something happened: during the Six-Day War."""
    if time.type in ("DATE", "TIME"):
        return True
    lead = trigger.doc.text[max(0, time.start - LONGEST_LEAD) : time.start] if time.begin else ""
    return lead.lower().rstrip().endswith("during")


def in_clause_below(time: TimeExpression, noun: Token) -> bool:
    """Whether the time dates a clause inside the noun's phrase: "sanctions on a man whom he accused last year"."""
    verb = clause_of_time(time, noun.doc)
    return verb is not None and noun.is_ancestor(verb)


def dates_verb(time: TimeExpression, verb: Token) -> bool:
    """Whether the time dates the verb and no noun of its clause.

    "Monday's blast" and "the attack of 3 May" date the noun; through its subject they date the verb as well.
    """
    if clause_of_time(time, verb.doc) != verb:
        return False
    noun = noun_dated(time, verb)
    return noun is None or (noun.dep_ in ("nsubj", "nsubjpass") and noun.head == verb and precision_of(time) == "day")


def noun_dated(time: TimeExpression, verb: Token) -> Token | None:
    """The noun to which the time belongs: by a possessive, as part of a compound, or by "of"."""
    span = verb.doc.char_span(time.start, time.end, alignment_mode="expand")
    if span is None:
        return None
    root, head = span.root, span.root.head
    if root.dep_ in ("poss", "compound", "nmod", "amod", "nummod") and head.pos_ in ("NOUN", "PROPN"):
        return head
    if root.dep_ == "pobj" and head.lower_ == "of" and head.head.pos_ in ("NOUN", "PROPN"):
        return head.head
    return None


def is_perfect(verb: Token) -> bool:
    """Whether the act lies before the time of its clause: "had sent"."""
    return any(t.dep_ == "aux" and t.lower_ in ("had", "has", "have", "'d", "’d") for t in verb.children)


def counted_from_clause(trigger: Token, times: Sequence[TimeExpression]) -> tuple[str, EventDate] | None:
    """The day of one of two acts by that of the other: "bombed a depot on Tuesday, two days after it had shelled …"."""
    sentence = trigger.sent
    for time in times:
        step = DAYS_OFF.fullmatch(time.value)
        if step is None or not sentence.start_char <= time.start < sentence.end_char:
            continue
        link = AFTER_OR_BEFORE.match(trigger.doc.text, time.end)
        inner = verb_marked_at(trigger, link.start(), link.end()) if link else None
        if link is None or inner is None or trigger not in (inner, inner.head):
            continue
        other = inner.head if trigger == inner else inner
        known = [t for t in times if precision_of(t) == "day" and t.begin == t.end_date and dates_verb(t, other)]
        if len(known) != 1 or any(t.type in ("DATE", "TIME") and dates_verb(t, trigger) for t in times):
            continue
        later = (link[1] is not None) == (trigger != inner)
        days = int(step[1]) * (7 if step[2] == "W" else 1)
        day = moved(known[0].begin or "", days if later else -days)
        if day:
            return time.id, EventDate(day, day, "day")
    return None


def verb_marked_at(trigger: Token, start: int, end: int) -> Token | None:
    """The verb of the adverbial clause that the conjunction between these characters opens."""
    span = trigger.doc.char_span(start, end, alignment_mode="contract")
    mark = next((token for token in span if token.dep_ == "mark"), None) if span is not None else None
    if mark is None or mark.head.dep_ != "advcl" or mark.head.pos_ not in ("VERB", "AUX"):
        return None
    return mark.head


def moved(day: str, days: int) -> str | None:
    """The ISO day so many days on; None outside the calendar of `datetime`."""
    try:
        return (date.fromisoformat(day) + timedelta(days)).isoformat()
    except (ValueError, OverflowError):
        return None


def as_date(
    time: TimeExpression, text: str, times: Sequence[TimeExpression], published: str | None
) -> EventDate | None:
    """The time as a date: a range after "since", in "between A and B", in "by Friday" and over coordinated days."""
    if not time.begin or not time.end_date:
        return None
    lead = text[max(0, time.start - LONGEST_LEAD) : time.start]
    if SINCE.search(lead) and published and time.begin <= published:
        return EventDate(time.begin, published, "range")
    partner = range_partner(time, text, times)
    if partner and partner.end_date and time.begin <= partner.end_date:
        return EventDate(time.begin, partner.end_date, "range")
    if LIMIT.search(lead) and published and published < time.begin:
        return EventDate(published, time.end_date, "range")
    if ONE_SIDED.search(lead):
        return None
    last = last_of_days(time, text, times)
    if last is not time and last.end_date:
        return EventDate(time.begin, last.end_date, "range")
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


def last_of_days(time: TimeExpression, text: str, times: Sequence[TimeExpression]) -> TimeExpression:
    """The last of consecutive days that stand side by side: "on Monday and Tuesday"; days apart stay apart."""
    for other in times:
        side_by_side = other.start > time.end and JOINED.fullmatch(text, time.end, other.start)
        if side_by_side and time.end_date and other.begin == moved(time.end_date, 1) and precision_of(other) == "day":
            return last_of_days(other, text, times)
    return time


def precision_of(time: TimeExpression) -> Precision:
    """How finely the TIMEX3 value is known."""
    return next((precision for pattern, precision in PRECISIONS if pattern.match(time.value)), "range")
