"""Turns meanings into dates, with two anchors kept apart: the publication date and the date the text has reached.

News and narratives are told apart (`is_narrative`). In news a date without a year is the nearest one on the side
that the tense of its clause points to; in a narrative it is the one nearest to the date the text has reached. Where an
anchor is missing the value stays open (XXXX-12-29) and there is no interval.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeGuard

from sayso.stages.times.calendar import (
    MOST_STEPS,
    OPEN_VALUES,
    SEASON_STARTS,
    Period,
    day_after,
    day_of_number,
    day_step,
    easter,
    holding,
    length_value,
    period_of,
    step,
)
from sayso.stages.times.meanings import (
    Clock,
    DayOfMonth,
    Found,
    Length,
    Meaning,
    Named,
    Portion,
    Recurring,
    Step,
    Vague,
    Weekday,
)
from sayso.stages.times.timeline import Reading, Tense, Timeline

# Writers of news add the year to a date that lies longer ago than this; one without a year is then the coming one.
MONTHS_BACK = 11
# Days by which a date in the year reached may be further away than one in the next.
OTHER_YEAR = 60


def resolve(
    found: Sequence[Found],
    timeline: Timeline,
    tense_of: Callable[[Found], Tense | None],
    tied: Callable[[Found, Found], bool],
    passing: Callable[[Found], bool],
    year_beside: Callable[[int], int | None],
    said_on: Callable[[Found], Period | None],
) -> list[Reading]:
    """A reading for each expression, in text order.

    `tied` says whether two form a range ("from March to June"), `passing` whether the text only mentions a
    date without moving there ("the constitution of 1791"); `year_beside` gives the year said before in the same
    sentence, `said_on` the day on which an expression was said where that is not the day of publication.
    """
    readings: list[Reading] = []
    for index, item in enumerate(found):
        tense = tense_of(item) if needs_tense(item.meaning, timeline) else None
        meaning = item.meaning
        if (
            tense != "future"
            and not timeline.narrative
            and lacks_year(meaning)
            and (year := year_beside(index)) is not None
        ):
            meaning = replace(meaning, year=year)
        said = said_on(item)
        reading = read(meaning, timeline if said is None else replace(timeline, published=said), tense)
        if index and tied(found[index - 1], item):
            readings[-1], reading = in_order(
                found[index - 1].meaning, readings[-1], item.meaning, reading, tense, timeline
            )
        readings.append(reading)
        if reading.period is not None and timeline.moves(item.meaning, reading.period) and not passing(item):
            timeline.passed.append(reading.period)
    return readings


def needs_tense(meaning: Meaning, timeline: Timeline) -> bool:
    """Whether the tense of the clause decides."""
    if isinstance(meaning, Weekday):
        return meaning.week is None
    return lacks_year(meaning) and not timeline.narrative


def lacks_year(meaning: Meaning) -> TypeGuard[Named]:
    """Whether the year is left to the reader."""
    return isinstance(meaning, Named) and meaning.year is None and meaning.within is None and meaning.which is None


def in_order(
    left_meaning: Meaning,
    left: Reading,
    right_meaning: Meaning,
    right: Reading,
    tense: Tense | None,
    timeline: Timeline,
) -> tuple[Reading, Reading]:
    """The two ends of a range, one moved by a year (or week) where that puts them in order."""
    if left.period is None or right.period is None:
        return left, right
    ordered = left.period.middle <= right.period.middle
    if isinstance(left_meaning, Weekday) and isinstance(right_meaning, Weekday) and not ordered:
        if tense == "future":
            return left, moved_by_week(right, right_meaning, 1)
        return moved_by_week(left, left_meaning, -1), right
    if not (isinstance(left_meaning, Named) and isinstance(right_meaning, Named)):
        return left, right
    if lacks_year(right_meaning) and (timeline.narrative or said_year(left_meaning)):
        later = None if ordered else named_in(right_meaning, right.period.year + 1)
        return left, dated(later, right_meaning) if later else right
    if lacks_year(left_meaning):
        # The nearer end is sure: "from January to March" said in February begins in the January before.
        years = (right.period.year, right.period.year - 1)
        begins = [begin for year in years if (begin := named_in(left_meaning, year)) is not None]
        fitting = [begin for begin in begins if begin.middle <= right.period.middle]
        return dated(fitting[0], left_meaning) if fitting else left, right
    return left, right


def moved_by_week(reading: Reading, meaning: Weekday, weeks: int) -> Reading:
    """The same weekday in another week."""
    day = step(reading.period, "day", 7 * weeks) if reading.period else None
    return dated(day, meaning) if day else reading


def said_year(meaning: Meaning) -> bool:
    """Whether the text itself says the year."""
    return isinstance(meaning, Named) and meaning.year is not None


def read(meaning: Meaning, timeline: Timeline, tense: Tense | None) -> Reading:
    """The reading of one meaning."""
    match meaning:
        case Named():
            return read_named(meaning, timeline, tense)
        case Weekday():
            return read_weekday(meaning, timeline, tense)
        case Step():
            return read_step(meaning, timeline)
        case DayOfMonth():
            return read_day_of_month(meaning, timeline)
        case Length():
            return read_length(meaning, timeline)
        case Portion():
            return read_portion(meaning, timeline, tense)
        case Clock():
            return read_clock(meaning, timeline)
        case Recurring():
            return Reading("SET", meaning.value, mod=meaning.mod)
        case Vague():
            return Reading("DATE", meaning.value)


def dated(period: Period, meaning: Named | Weekday | Step) -> Reading:
    """A period with the hour and the modifier that the expression adds."""
    value = period.value
    if meaning.hour is not None:
        return Reading("TIME", f"{value}T{meaning.hour.value}", period.begin, period.end, meaning.mod, period)
    return Reading("DATE", value, period.begin, period.end, meaning.mod, period)


def open_reading(value: str, meaning: Named | Weekday | Step) -> Reading:
    """A value with X for what is not known."""
    if meaning.hour is not None:
        return Reading("TIME", f"{value}T{meaning.hour.value}", mod=meaning.mod)
    return Reading("DATE", value, mod=meaning.mod)


# Named periods


def read_named(meaning: Named, timeline: Timeline, tense: Tense | None) -> Reading:
    """Find the year, then the period."""
    period = find_named(meaning, timeline, tense)
    return dated(period, meaning) if period else open_reading(open_value(meaning), meaning)


def find_named(meaning: Named, timeline: Timeline, tense: Tense | None) -> Period | None:
    """The period that is meant, or None where its year cannot be known."""
    if meaning.year is not None:
        return named_in(meaning, meaning.year)
    if meaning.within is not None:
        whole = find_step(meaning.within, timeline)
        return named_in(meaning, whole.year) if whole else None
    if meaning.which is not None:
        return pointed(meaning, timeline)
    if timeline.narrative:
        return nearest_to_text(meaning, timeline)
    if timeline.published is None:
        return None
    return nearest_to_publication(meaning, timeline.published, tense)


def named_in(meaning: Named, year: int) -> Period | None:
    """The period of that name in a year."""
    if meaning.easter_offset is not None:
        sunday = period_of("day", year, *easter(year)) if year > 0 else None
        return step(sunday, "day", meaning.easter_offset) if sunday else None
    return period_of(meaning.unit, year, meaning.month, meaning.day)


def candidates(meaning: Named, around_year: int, *, reach: int = 1) -> list[Period]:
    """The periods of that name in the years around, in order; 29 February needs a longer reach."""
    if meaning.unit == "day" and (meaning.month, meaning.day) == (2, 29):
        reach = max(reach, 8)
    if meaning.weekday is not None:
        reach = max(reach, 6)
    years = range(around_year - reach, around_year + reach + 1)
    periods = [period for year in years if (period := named_in(meaning, year)) is not None]
    if meaning.weekday is not None:
        fitting = [period for period in periods if period.weekday == meaning.weekday]
        return fitting or periods
    return periods


def nearest_to_publication(meaning: Named, published: Period, tense: Tense | None) -> Period | None:
    """The last one, or the coming one where the clause looks ahead; a period that runs on publication day is both."""
    periods = candidates(meaning, published.year)
    today = published.first_number
    begun = [period for period in periods if period.first_number <= today]
    ahead = [period for period in periods if period.last_number >= today]
    if not begun or not ahead:
        return begun[-1] if begun else ahead[0] if ahead else None
    if meaning.weekday is not None or tense == "present":
        return min(begun[-1], ahead[0], key=lambda period: abs(period.middle - today))
    if tense == "future":
        return ahead[0]
    limit = day_step(published, "month", -MONTHS_BACK)
    if tense is None and limit is not None and begun[-1].last_number < limit.first_number:
        return ahead[0]
    return begun[-1]


def nearest_to_text(meaning: Named, timeline: Timeline) -> Period | None:
    """The one nearest to the date the text has reached; a narrative stays in its year if it can."""
    if not timeline.passed:
        return None
    reached = timeline.thread()
    if reached.unit in ("year", "decade", "century"):
        return named_in(meaning, reached.year)

    def distance(period: Period) -> int:
        return abs(period.middle - reached.middle) + (OTHER_YEAR if period.year != reached.year else 0)

    return min(candidates(meaning, reached.year), key=distance, default=None)


def pointed(meaning: Named, timeline: Timeline) -> Period | None:
    """Last May, this summer, the previous April."""
    anchor = timeline.anchor(meaning.anchor, "month")
    if anchor is None:
        return None
    periods = candidates(meaning, anchor.year)
    if meaning.which == 0:
        same_year = [p for p in periods if p.year == anchor.year]
        return same_year[0] if same_year else None
    if meaning.which == -1:
        before = [p for p in periods if p.last_day < (anchor.year, anchor.month, anchor.day)]
        return before[-1] if before else None
    after = [p for p in periods if (p.year, p.month, p.day) > anchor.last_day]
    return after[0] if after else None


def open_value(meaning: Named) -> str:
    """The value without its year."""
    if meaning.easter_offset is not None:
        return "XXXX-XX-XX"
    match meaning.unit:
        case "day":
            return f"XXXX-{meaning.month:02d}-{meaning.day:02d}"
        case "month":
            return f"XXXX-{meaning.month:02d}"
        case "quarter":
            return f"XXXX-Q{(meaning.month + 2) // 3}"
        case "half":
            return f"XXXX-H{(meaning.month + 5) // 6}"
        case "season":
            return "XXXX-" + next(code for code, month in SEASON_STARTS.items() if month == meaning.month)
        case _:
            return "XXXX"


# Weekdays


def read_weekday(meaning: Weekday, timeline: Timeline, tense: Tense | None) -> Reading:
    """The day nearest to the anchor on the side the tense points to."""
    day = find_weekday(meaning, timeline, tense)
    if meaning.weekend:
        weekend = holding("weekend", day) if day else None
        return dated(weekend, meaning) if weekend else open_reading("XXXX-WXX-WE", meaning)
    return dated(day, meaning) if day else open_reading(f"XXXX-WXX-{meaning.number}", meaning)


def find_weekday(meaning: Weekday, timeline: Timeline, tense: Tense | None) -> Period | None:
    """The day, or None without an anchor."""
    if meaning.week is not None:
        week = find_step(meaning.week, timeline)
        return step(Period("day", week.year, week.month, week.day), "day", meaning.number - 1) if week else None
    if timeline.narrative and meaning.which is None:
        reached = timeline.reached("day")
        return step(reached, "day", (meaning.number - reached.weekday + 3) % 7 - 3) if reached else None
    today = timeline.published
    if today is None:
        return None
    ahead = (meaning.number - today.weekday) % 7
    if meaning.which == 1:
        return step(today, "day", ahead or 7)
    if meaning.which == -1:
        return step(today, "day", (ahead or 7) - 7)
    if meaning.which == 0:
        return step(today, "day", this_weekday(meaning.number, today.weekday, tense))
    if tense in ("future", "present"):
        return step(today, "day", ahead)
    return step(today, "day", ahead - 7 if ahead else 0)


def this_weekday(number: int, today: int, tense: Tense | None) -> int:
    """Days to "this Friday": in the week of publication, unless the tense points the other way."""
    days = number - today
    if days > 0 and tense == "past":
        return days - 7
    return days + 7 if days < 0 and tense == "future" else days


# Steps


def read_step(meaning: Step, timeline: Timeline) -> Reading:
    """Yesterday, last week, three days later."""
    if meaning.count is None:
        return Reading("DATE", "FUTURE_REF" if meaning.forward else "PAST_REF")
    if meaning.unit in ("minute", "hour"):
        day = timeline.anchor(meaning.anchor, "day")
        return Reading("TIME", (day.value if day and day.unit == "day" else "XXXX-XX-XX") + "TXX")
    period = find_step(meaning, timeline)
    if period is None:
        return open_reading(open_step(meaning, timeline), meaning)
    reading = dated(period, meaning)
    return on_side(reading, meaning, timeline.published)


def find_step(meaning: Step, timeline: Timeline) -> Period | None:
    """The period reached by the step."""
    start = timeline.anchor(meaning.anchor, meaning.unit)
    if start is None and not timeline.narrative and meaning.unit == "year" and meaning.count == -1:
        start = timeline.published  # "a year earlier" with no date before it is the year before this one
    if start is None or meaning.count is None:
        return None
    return step(start, meaning.unit, meaning.count)


def open_step(meaning: Step, timeline: Timeline) -> str:
    """What is known of an unknown period: its year where the text has reached one."""
    value = OPEN_VALUES.get("week" if meaning.unit == "fortnight" else meaning.unit, "XXXX")
    if meaning.anchor == "running" and timeline.passed and meaning.unit == "day":
        last = timeline.passed[-1]
        if last.unit == "month" and last.year > 0:
            return f"{last.year:04d}-XX-XX"
    return value


def on_side(reading: Reading, meaning: Step, published: Period | None) -> Reading:
    """On the day of publication "earlier this year" ends and "later this year" begins."""
    if meaning.side is None or published is None:
        return reading
    if meaning.side == "before":
        return replace(reading, end=published.begin)
    return replace(reading, begin=published.begin)


def read_day_of_month(meaning: DayOfMonth, timeline: Timeline) -> Reading:
    """On the 20th: of the month the text has reached, else of the month of publication."""
    anchor = timeline.reached("month") or (None if timeline.narrative else timeline.published)
    day = period_of("day", anchor.year, anchor.month, meaning.day) if anchor else None
    if day is None:
        return Reading("DATE", f"XXXX-XX-{meaning.day:02d}")
    return Reading("DATE", day.value, day.begin, day.end, period=day)


def read_clock(meaning: Clock, timeline: Timeline) -> Reading:
    """A time of day on the day the text has reached."""
    day = timeline.reached("day")
    if day is None or day.unit != "day":
        return Reading("TIME", f"XXXX-XX-XXT{meaning.hour.value}")
    return Reading("TIME", f"{day.value}T{meaning.hour.value}", day.begin, day.end)


# Durations


def read_length(meaning: Length, timeline: Timeline) -> Reading:
    """A duration; one that begins or ends at an anchor has an interval."""
    value = length_value(meaning.amount, meaning.unit)
    begin = end = None
    if meaning.toward:
        begin, end = anchored(meaning, timeline)
    return Reading("DURATION", value, begin, end, meaning.mod)


def anchored(meaning: Length, timeline: Timeline) -> tuple[str | None, str | None]:
    """First and last day of "the past year" or "the next three days"."""
    here = timeline.anchor(meaning.anchor, "day")
    if here is None:
        return None, None
    there, count = None, whole_number(meaning.amount)
    if meaning.unit in ("hour", "minute", "second"):
        days = (count or 0) // 24 if meaning.unit == "hour" else 0
        there = day_step(here, "day", meaning.toward * days)
    elif count is not None:
        there = day_step(here, meaning.unit, meaning.toward * count)
    begin, end = (there, here) if meaning.toward < 0 else (here, there)
    return begin.begin if begin else None, end.begin if end else None


def whole_number(amount: float | None) -> int | None:
    """The amount where it is a number without a fraction."""
    return int(amount) if amount is not None and amount < MOST_STEPS and amount == int(amount) else None


def read_portion(meaning: Portion, timeline: Timeline, tense: Tense | None) -> Reading:
    """The first or last weeks of a month, months of a year."""
    unit, amount = meaning.length.unit, meaning.length.amount
    value = length_value(amount, unit)
    whole = find_named(meaning.whole, timeline, tense)
    if whole is None:
        return Reading("DURATION", value)
    count = whole_number(amount)
    far = count and day_step(day_after(whole), unit, -count) if meaning.at_end else None
    if far and far.first_number >= whole.first_number:
        return Reading("DURATION", value, far.begin, whole.end)
    far = count and day_step(whole, unit, count) if not meaning.at_end else None
    if far and far.first_number <= whole.last_number:
        return Reading("DURATION", value, whole.begin, Period("day", *day_of_number(far.first_number - 1)).begin)
    return Reading("DURATION", value, whole.begin, whole.end)
