"""Intervals of ISO days, both ends included, as texts: they sort as the days do."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

Interval = tuple[str, str]


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The same days in as few intervals as can be: those that overlap or follow on one another become one."""
    found: list[Interval] = []
    for begin, end in sorted(intervals):
        if found and begin <= next_day(found[-1][1]):
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found


def later(begin: str, end: str | None) -> str:
    """The end, or the beginning where there is no later end."""
    return max(begin, end or begin)


def next_day(day: str) -> str:
    """The day after; the last day there is has none."""
    last = date.fromisoformat(day)
    return day if last == date.max else (last + timedelta(days=1)).isoformat()


def month_of(month: str) -> Interval:
    """The first and the last day of a month such as "2022-02"."""
    year, number = map(int, month.split("-"))
    return f"{month}-01", f"{month}-{monthrange(year, number)[1]:02d}"
