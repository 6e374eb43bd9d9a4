"""What the parse tells of times: the day on which something was said, and the day under which an event was told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sayso.schema import TimeExpression
from sayso.stages.times.anchored import Anchor, period_of_day
from sayso.stages.times.clauses import clause_of_time

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Expressions that count from the day on which they are said.
DEICTIC = re.compile(
    r"\b(?:today|tonight|yesterday|tomorrow|last night|this (?:morning|afternoon|evening)|days? ago"
    r"|(?:next|last) week)\b",
    re.IGNORECASE,
)
SAYING = frozenset(
    "say tell announce write declare add state warn promise pledge vow report claim confirm reply argue insist explain "
    "tweet post testify recall complain predict admit deny ask comment note remark stress reveal".split()
)
CLAUSES_SAID = frozenset("ccomp xcomp parataxis dobj".split())
ONE_SIDED = frozenset("since until till before after by".split())


def days_said(parse: Doc, times: Sequence[TimeExpression]) -> Mapping[int, str]:
    """For times in reported speech that is dated itself: where each begins, and the day on which it was said."""
    days = {}
    for time in times:
        if DEICTIC.search(time.text):
            said = saying_above(parse, time)
            day = day_of_saying(parse, said, time, times) if said is not None else None
            if day is not None:
                days[time.start] = day
    return days


def saying_above(parse: Doc, time: TimeExpression) -> Token | None:
    """The verb of saying in whose content the time stands."""
    span = parse.char_span(time.start, time.end, alignment_mode="expand")
    if span is None:
        return None
    below = span.root
    for ancestor in span.root.ancestors:
        if ancestor.lemma_ in SAYING and ancestor.pos_ == "VERB":
            return ancestor if below.dep_ in CLAUSES_SAID and below.pos_ in ("VERB", "AUX") else None
        below = ancestor
    return None


def day_of_saying(parse: Doc, said: Token, time: TimeExpression, times: Sequence[TimeExpression]) -> str | None:
    """The one day that dates the verb of saying."""
    days = {
        other.begin
        for other in times
        if other is not time
        and other.begin is not None
        and other.begin == other.end_date
        and clause_of_time(other, parse) == said
        and not DEICTIC.search(other.text)
    }
    return days.pop() if len(days) == 1 else None


class ToldDates:
    """The dates under which the text has told of an event: "the talks opened in Oslo on 3 May"."""

    def __init__(self, parse: Doc, times: Sequence[TimeExpression]) -> None:
        self.parse = parse
        text = parse.text  # spaCy puts it together anew at each call
        dates = [time for time in times if time.type in ("DATE", "TIME") and time.begin]
        self.times = [time for time in dates if not is_one_sided(time, text)]

    def date_of_noun(self, offset: int) -> Anchor | None:
        """The one date that the text gave the noun whose article stands at the offset, else None."""
        span = self.parse.char_span(offset, offset + 3, alignment_mode="expand")
        head = span.root.head if span is not None and span.root.pos_ == "DET" else None
        if head is None or head.pos_ != "NOUN" or head.dep_ != "pobj" or head.right_edge != head:
            return None  # "two days after the fall of Girona" is not the fall spoken of before
        dates = {
            (time.begin, time.end_date)
            for token in self.parse[: head.left_edge.i]
            if token.lemma_.lower() == head.lemma_.lower() and token.pos_ == "NOUN"
            for time in self.times_of(token)
        }
        if len(dates) != 1:
            return None
        begin, end = dates.pop()
        if begin is None or end is None:
            return None
        return Anchor(head.idx + len(head), period_of_day(begin), period_of_day(end))

    def times_of(self, noun: Token) -> list[TimeExpression]:
        """The times inside the noun's phrase, else those of the clause it is subject or object of."""
        left, right = noun.left_edge.idx, noun.right_edge.idx + len(noun.right_edge)
        sentence = noun.sent
        here = [time for time in self.times if sentence.start_char <= time.start < sentence.end_char]
        inside = [time for time in here if left <= time.start < right]
        if inside:
            return inside
        if noun.dep_ not in ("nsubj", "nsubjpass", "dobj"):
            return []
        return [time for time in here if clause_of_time(time, self.parse) == noun.head]


def is_one_sided(time: TimeExpression, text: str) -> bool:
    """Whether the time only bounds what it stands with: since May."""
    before = text[max(0, time.start - 10) : time.start].lower().split()
    return bool(before) and before[-1] in ONE_SIDED
