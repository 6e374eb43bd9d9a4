"""Times that count from an event: since the coup, two days after the summit, on the eve of the referendum.

A preposition or an offset must stand before the event: a name alone ("the Six-Day War was short") is no time. The
expression runs from the offset or the article to the end of the event's name, without the preposition, as "two days
later" and "since [2014]" do. Where the event cannot be told nothing is written, and what the rules found stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from sayso.schema import TimeExpression
from sayso.stages.times.calendar import FINENESS, Period, Unit, length_value, step
from sayso.stages.times.naming import Named, Naming
from sayso.stages.times.words import load_words

# What came before the event is counted from its first day, other things from its last.
BEFORE = frozenset({"before", "until", "till", "prior to", "ahead of"})
PREPOSITION = re.compile(
    r"\b(since|after|before|until|till|following|during|into|prior to|ahead of|in the wake of|of)"
    r"\s+(?=the\b|this\b|that\b|[A-Z0-9])",
    re.IGNORECASE,
)
EDGE = re.compile(r"\bthe (?:very )?(?P<edge>start|beginning|outbreak|onset|launch|end|eve|day) $", re.IGNORECASE)
NEAREST = re.compile(r"\bthe (?P<unit>day|night|morning|evening|week|month|year) $", re.IGNORECASE)
# Events of these kinds are stretches: what is "after" or "since" one that is over counts from its end.
LASTING = frozenset("war revolution uprising crisis protest genocide pandemic".split())
ONSETS = frozenset("invasion annexation".split())
COUNTED_FROM = frozenset({"after", "following", "before", "prior to", "ahead of", "into"})
MORE_OR_LESS = {
    "more than": "MORE_THAN",
    "less than": "LESS_THAN",
    "just over": "MORE_THAN",
    "just under": "LESS_THAN",
    "just": None,
    "barely": None,
    "only": None,
    "exactly": None,
}
BEGAN = re.compile(r"\s+(?:began|begins|started|erupted|broke out)\b")
LONGEST_OFFSET = 60
PARTS = {"night": "NI", "morning": "MO", "evening": "EV"}


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a time counts from: its first and last period (None where it lasts), and where its words end."""

    end: int
    first: Period
    last: Period | None


@dataclass(frozen=True, slots=True)
class Offset:
    """So many units, and where in the words before the preposition they begin."""

    start: int
    count: int
    unit: str
    mod: str | None = None
    part: str | None = None


DateOfNoun = Callable[[int], Anchor | None]


def anchored_times(
    text: str, times: Sequence[TimeExpression], naming: Naming, date_of_noun: DateOfNoun
) -> list[TimeExpression]:
    """The times with those that count from an event put in; an expression takes in those inside it.

    `date_of_noun` gives the date under which the text has told of the event whose article stands at an offset, or None.
    """
    found: list[TimeExpression] = []
    for preposition in PREPOSITION.finditer(text):
        word = " ".join(preposition[1].lower().split())
        time = read_at(text, preposition.start(), preposition.end(), word, naming, date_of_noun)
        if time is not None and not (found and time.start < found[-1].end):
            found.append(time)
    if not found:
        return list(times)
    kept = [time for time in times if not any(time.start < each.end and each.start < time.end for each in found)]
    merged = sorted([*kept, *found], key=lambda time: time.start)
    return [replace(time, id=f"t{number}") for number, time in enumerate(merged, 1)]


def read_at(
    text: str, start: int, end: int, word: str, naming: Naming, date_of_noun: DateOfNoun
) -> TimeExpression | None:
    """The time around a preposition at `start`, whose event stands at `end`."""
    lead = text[max(0, start - LONGEST_OFFSET) : start]
    named = naming.at(end)
    if word == "of":
        edge = EDGE.search(lead)
        if edge is None or named is None:
            return None
        return at_edge(text, start - len(lead) + edge.start(), edge["edge"].lower(), named, naming)
    offset = offset_before(lead) if word in COUNTED_FROM else None
    if offset is not None:
        anchor = anchor_of(named, naming) if named else date_of_noun(end)
        return counted(text, start - len(lead), offset, word, anchor) if anchor else None
    if named is None or word == "into":
        return None
    return bounded(text, word, named, naming)


def at_edge(text: str, start: int, edge: str, named: Named, naming: Naming) -> TimeExpression | None:
    """The start of the war, the eve of the referendum, the day of the attack."""
    anchor = anchor_of(named, naming)
    if edge == "end":
        return expression(text, start, named.end, anchor.last) if anchor.last else None
    if edge == "eve":
        eve = step(anchor.first, "day", -1) if anchor.first.unit == "day" else None
        return expression(text, start, named.end, eve)
    return expression(text, start, named.end, anchor.first)


def bounded(text: str, word: str, named: Named, naming: Naming) -> TimeExpression | None:
    """The event behind "since", "after", "before", "until" and "during"."""
    anchor = anchor_of(named, naming)
    if word == "during":
        return stretch(text, named, anchor, naming.published)
    if word in BEFORE:
        return expression(text, named.start, named.end, anchor.last if named.ended else anchor.first)
    if named.event.kind not in LASTING:
        return expression(text, named.start, named.end, anchor.first)
    lasts = anchor.last is None
    if lasts and word != "since":
        return None  # "after the war" that lasts still is nowhere yet
    return expression(text, named.start, named.end, anchor.first if lasts or began(text, named) else anchor.last)


def began(text: str, named: Named) -> bool:
    """Whether the words go on "… began"."""
    return BEGAN.match(text, named.end) is not None


def stretch(text: str, named: Named, anchor: Anchor, published: str | None) -> TimeExpression | None:
    """During the Six-Day War: the whole of it; what lasts still lasts until publication."""
    first, last = anchor.first, anchor.last
    if first == last:
        return expression(text, named.start, named.end, first)
    known = last is not None and first.unit == last.unit == "day"
    value = length_value(last.last_number - first.first_number + 1 if last is not None and known else None, "day")
    end, words = last.end if last is not None else published, text[named.start : named.end]
    return TimeExpression("t0", named.start, named.end, words, "DURATION", value, first.begin, end)


def counted(text: str, base: int, offset: Offset, word: str, anchor: Anchor) -> TimeExpression | None:
    """Two days after the summit, a year before the war, three months into the war."""
    back = word in BEFORE
    start = anchor.first if back or word == "into" else anchor.last
    if start is None or FINENESS[start.unit] < FINENESS.get(offset.unit, FINENESS["week"]):
        return None
    reached = step(start, offset.unit, -offset.count if back else offset.count)
    time = expression(text, base + offset.start, anchor.end, reached)
    if time is None:
        return None
    if offset.part:
        time = replace(time, type="TIME", value=f"{time.value}T{offset.part}")
    return replace(time, mod=offset.mod)


def expression(text: str, start: int, end: int, period: Period | None) -> TimeExpression | None:
    """A date over these words."""
    if period is None:
        return None
    return TimeExpression("t0", start, end, text[start:end], "DATE", period.value, period.begin, period.end)


def anchor_of(named: Named, naming: Naming) -> Anchor:
    """The first and last period of a dated event; a war that is not over on the day of publication lasts."""
    event = named.event
    over = naming.published is None or event.is_over(naming.published)
    first = period_of_day(event.begin)
    if event.kind in LASTING:
        return Anchor(named.end, first, period_of_day(event.end) if event.end and over else None)
    return Anchor(named.end, first, first if event.kind in ONSETS or not event.end else period_of_day(event.end))


def period_of_day(day: str) -> Period:
    """The period of an ISO day, month or year."""
    parts = [int(part) for part in day.split("-")]
    units: tuple[Unit, ...] = ("year", "month", "day")
    return Period(units[len(parts) - 1], *parts)


def offset_before(lead: str) -> Offset | None:
    """The offset at the end of the words: "two days", "nearly a year", "the day"."""
    if nearest := NEAREST.search(lead):
        unit = nearest["unit"].lower()
        return Offset(nearest.start(), 1, "day" if unit in PARTS else unit, part=PARTS.get(unit))
    match = offset_pattern().search(lead)
    if match is None:
        return None
    kinds = load_words().kinds
    amount, unit_word = match["amount"].lower(), match["unit"].lower()
    count = int(amount) if amount.isdigit() else int(kinds.get(amount, {}).get("number", 1))
    unit = kinds[unit_word].get("unit") or kinds[unit_word]["units"]
    about = (match["about"] or "").lower()
    mod = kinds.get(about, {}).get("approximately") or MORE_OR_LESS.get(about)
    return Offset(match.start(), count, unit, mod)


@cache
def offset_pattern() -> re.Pattern[str]:
    """An amount and a unit at the end of a text."""
    kinds = load_words().kinds
    numbers = "|".join(word for word, kind in kinds.items() if "number" in kind)
    units = "|".join(word for word, kind in kinds.items() if ("unit" in kind or "units" in kind) and is_calendar(kind))
    about = "|".join([*(word for word, kind in kinds.items() if "approximately" in kind), *MORE_OR_LESS])
    return re.compile(
        rf"(?:\b(?P<about>{about}) )?(?<![.,\w-])(?P<amount>an?|{numbers}|\d{{1,3}})"
        rf" (?:full |whole )?(?P<unit>{units}) $",
        re.IGNORECASE,
    )


def is_calendar(kind: Mapping[str, str]) -> bool:
    """Whether steps of the unit can be taken on a calendar."""
    return (kind.get("unit") or kind["units"]) in ("day", "week", "fortnight", "month", "year", "decade", "century")
