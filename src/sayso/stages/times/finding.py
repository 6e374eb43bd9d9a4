"""Finds the time expressions of a text and says which days they mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from types import MappingProxyType

from sayso.schema import TimeExpression
from sayso.stages.times.calendar import Period
from sayso.stages.times.meanings import Found, Named, Weekday
from sayso.stages.times.resolve import resolve
from sayso.stages.times.rules import load_grammar
from sayso.stages.times.timeline import Reading, Tense, Timeline, is_narrative
from sayso.stages.times.tokens import Tokens
from sayso.stages.times.words import load_words

TenseAt = Callable[[int], Tense | None]

SENTENCE_END = re.compile(r"[.!?;][”\"’)]?\s|\n")
JOINING = frozenset({"and", "or", "to", "-", "–", "—", "until", "till", "through", ",", "/"})
RANGE_SIGNS = frozenset({"to", "-", "–", "—", "until", "till", "through"})
BACKWARD = frozenset({"since"})
FORWARD = frozenset({"until", "till"})
# After these "until" looks back: the talks lasted until Friday.
ENDURING = re.compile(
    r"\b(?:lasted|continued|went on|remained|stayed|ran|waited|held|stretched|fought|raged|dragged|persisted)\b"
    r"[^.;]{0,60}$",
    re.IGNORECASE,
)


def find_times(
    text: str, *, published: str | None, tense_at: TenseAt, said: Mapping[int, str] = MappingProxyType({})
) -> list[TimeExpression]:
    """All time expressions in text order.

    `published` is the ISO day of publication or None; `tense_at` tells the tense of the clause at an offset, or None.
    `said` holds, for expressions at these offsets, the day on which they were said where that is another.
    """
    return read_times(text, published=published, tense_at=tense_at, said=said)[0]


def read_times(
    text: str, *, published: str | None, tense_at: TenseAt, said: Mapping[int, str] = MappingProxyType({})
) -> tuple[list[TimeExpression], bool]:
    """The time expressions, and whether the text is a narrative of other times than its own."""
    found = list_found(text)
    if not found:
        return [], False
    tokens = found[0][0]
    items = share_years(tokens, agree_on_order([item for _, item in found]))
    day = day_of(published)
    timeline = Timeline(day, is_narrative((item.meaning for item in items), day))

    def tense_of(item: Found) -> Tense | None:
        tense = tense_by_preposition(tokens, item) or tense_at(tokens.starts[item.first])
        return "future" if tense is None and tokens.word(item.first - 1) == "by" else tense

    def tied(left: Found, right: Found) -> bool:
        return is_range(tokens, left, right)

    def passing(item: Found) -> bool:
        return is_mention(tokens, item)

    def year_beside(index: int) -> int | None:
        return year_in_sentence(tokens, items, index)

    def said_on(item: Found) -> Period | None:
        return day_of(said.get(tokens.starts[item.first]))

    readings = resolve(items, timeline, tense_of, tied, passing, year_beside, said_on)
    numbered = enumerate(zip(items, readings, strict=True), 1)
    return [expression(tokens, n, item, reading) for n, (item, reading) in numbered], timeline.narrative


def list_found(text: str) -> list[tuple[Tokens, Found]]:
    """What the rules find, outside names such as "Sunday Times"."""
    return [
        (tokens, item)
        for tokens, items in load_grammar().find(text)
        for item in items
        if not in_name(text, tokens.starts[item.first], tokens.ends[item.last])
    ]


def in_name(text: str, start: int, end: int) -> bool:
    """Whether the words belong to a phrase of `names.csv`."""
    pattern, longest = name_pattern()
    phrases = pattern.finditer(text, max(0, start - longest), end + longest)
    return any(phrase.start() < end and start < phrase.end() for phrase in phrases)


def agree_on_order(items: Sequence[Found]) -> list[Found]:
    """Read 04/05/2022 as 5 April where another date of the text has the month first and none the day."""
    orders = {item.meaning.order for item in items if isinstance(item.meaning, Named)}
    if "month first" not in orders or "day first" in orders:
        return list(items)
    return [month_first(item) for item in items]


def month_first(item: Found) -> Found:
    """The other reading of a date in figures that has two."""
    meaning = item.meaning
    if not isinstance(meaning, Named) or meaning.order != "either":
        return item
    return replace(item, meaning=replace(meaning, month=meaning.day, day=meaning.month))


def year_in_sentence(tokens: Tokens, items: Sequence[Found], index: int) -> int | None:
    """The year of the last date before in the same sentence: "In 2014 Russia annexed Crimea in March".

    Only a date that its year belongs to counts, not a year that describes a noun ("the 2019 agreement").
    """
    for item in reversed(items[max(0, index - 4) : index]):
        between = tokens.text[tokens.ends[item.last] : tokens.starts[items[index].first]]
        if SENTENCE_END.search(between):
            return None
        if isinstance(item.meaning, Named) and item.meaning.year is not None:
            bare = item.meaning.unit == "year"
            return None if bare and tokens.word(item.first - 1) != "in" else item.meaning.year
    return None


def share_years(tokens: Tokens, items: Sequence[Found]) -> list[Found]:
    """Give "March" in "March and June 2021" its year, "Monday" in "Monday and Tuesday last week" its week."""
    shared = list(items)
    for index in range(len(shared) - 2, -1, -1):
        left, right = shared[index], shared[index + 1]
        if isinstance(left.meaning, Weekday) and isinstance(right.meaning, Weekday) and joined(tokens, left, right):
            if left.meaning.which is None and left.meaning.week is None:
                shared[index] = replace(left, meaning=replace(left.meaning, week=right.meaning.week))
            continue
        if not (isinstance(left.meaning, Named) and isinstance(right.meaning, Named)) or not joined(
            tokens, left, right
        ):
            continue
        if (
            left.meaning.year is None
            and left.meaning.which is None
            and left.meaning.within is None
            and right.meaning.year is not None
        ):
            if (
                right.meaning.unit not in ("day", "month", "season", "quarter", "half")
                or left.meaning.easter_offset is not None
            ):
                continue
            later = (left.meaning.month, left.meaning.day) > (right.meaning.month, right.meaning.day)
            shared[index] = replace(left, meaning=replace(left.meaning, year=right.meaning.year - later))
    return shared


def joined(tokens: Tokens, left: Found, right: Found) -> bool:
    """Whether only a conjunction, a dash or a comma stands between them."""
    between = range(left.last + 1, right.first)
    return 1 <= len(between) <= 2 and all(tokens.word(index) in JOINING for index in between)


def is_range(tokens: Tokens, left: Found, right: Found) -> bool:
    """Whether the two are the ends of a range."""
    if right.first - left.last != 2:
        return False
    word = tokens.word(left.last + 1)
    return word in RANGE_SIGNS or (word == "and" and tokens.word(left.first - 1) == "between")


def is_mention(tokens: Tokens, item: Found) -> bool:
    """Whether a bare year belongs to a noun and dates nothing else: the 1975 treaty, the constitution of 1791."""
    if not isinstance(item.meaning, Named) or item.meaning.unit != "year" or item.meaning.mod:
        return False
    before, after = tokens.word(item.first - 1), tokens.word(item.last + 1)
    return before in ("the", "of", "a", "since", "than", "s") or (after.isalpha() and before == "(")


def tense_by_preposition(tokens: Tokens, item: Found) -> Tense | None:
    """What a preposition says: "since" looks back; "until" ahead, unless something lasted until then."""
    before = tokens.word(item.first - 1)
    if before in BACKWARD:
        return "past"
    if before in FORWARD:
        start = tokens.starts[item.first - 1]
        return None if ENDURING.search(tokens.text, max(0, start - 120), start) else "future"
    return None


def expression(tokens: Tokens, number: int, item: Found, reading: Reading) -> TimeExpression:
    """The record of one expression."""
    start, end = tokens.starts[item.first], tokens.ends[item.last]
    return TimeExpression(
        id=f"t{number}",
        start=start,
        end=end,
        text=tokens.text[start:end],
        type=reading.type,
        value=reading.value,
        begin=reading.begin,
        end_date=reading.end,
        mod=reading.mod,
    )


def day_of(published: str | None) -> Period | None:
    """The day of an ISO date or date and time; None where there is none."""
    try:
        day = date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
    return Period("day", day.year, day.month, day.day)


@cache
def name_pattern() -> tuple[re.Pattern[str], int]:
    """The phrases of `names.csv` as one expression, and the length of the longest."""
    names = load_words().names
    return re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b", re.IGNORECASE), max(map(len, names))
