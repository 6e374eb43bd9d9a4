"""Days grouped as calendars group them: ISO weeks from Monday to Sunday, months, quarters, years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sayso.relations.series import By

MONTHS = {"month": 1, "quarter": 3, "year": 12}
ONE_DAY = timedelta(days=1)
# A line a day over a lifetime is a mistake in the question, and would fill the screen of whoever made it.
MOST_PERIODS = 50_000


def period_of(day: str, by: By) -> tuple[str, str]:
    """First and last day of the period that holds an ISO day."""
    begin = _begin(date.fromisoformat(day), by)
    return begin.isoformat(), _last(begin, by).isoformat()


def periods_between(first: str, last: str, by: By) -> Iterator[tuple[str, str]]:
    """First and last day of every period from the one that holds `first` to the one that holds `last`."""
    begin, until = _begin(date.fromisoformat(first), by), date.fromisoformat(last)
    while begin <= until:
        end = _last(begin, by)
        yield begin.isoformat(), end.isoformat()
        if end == date.max:
            return
        begin = end + ONE_DAY


def label(begin: str, by: By) -> str:
    """What to call the period that begins on a day: 2022-10-17, 2022-W42, 2022-10, 2022-Q4, 2022."""
    if by == "day":
        return begin
    if by == "week":
        year, week, _ = date.fromisoformat(begin).isocalendar()
        return f"{year}-W{week:02}"
    if by == "month":
        return begin[:7]
    return begin[:4] if by == "year" else f"{begin[:4]}-Q{(int(begin[5:7]) + 2) // 3}"


def _begin(day: date, by: By) -> date:
    if by == "day":
        return day
    if by == "week":
        # The first days of year 1 are a Monday's, so this never leaves the calendar.
        return day - timedelta(days=day.weekday())
    months = MONTHS[by]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _last(begin: date, by: By) -> date:
    if by == "day":
        return begin
    if by == "week":
        return min(date.max - timedelta(days=6), begin) + timedelta(days=6)
    after = begin.year * 12 + begin.month - 1 + MONTHS[by]
    return date.max if after // 12 > date.max.year else date(after // 12, after % 12 + 1, 1) - ONE_DAY
