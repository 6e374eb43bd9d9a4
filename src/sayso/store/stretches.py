"""Days as texts, and time in stretches: the first rows of a large store come without a look at all the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

PLAIN_DAY = re.compile(r"(?!0000)\d{4}-\d\d-\d\d")


def is_plain(day: str | None) -> bool:
    """Whether it is a day as most calendars have it: of the years 1 to 9999, as four digits."""
    if day is None or not PLAIN_DAY.fullmatch(day):
        return False
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def widening(since: str, until: str, *, days: int) -> Iterator[tuple[str, str]]:
    """From one plain day to another, both included: at first so many days, then always twice as many."""
    day, last = date.fromisoformat(since), date.fromisoformat(until)
    while day <= last:
        end = day + timedelta(days=min(days, (last - day).days + 1) - 1)
        yield day.isoformat(), end.isoformat()
        if end == last:
            return
        day, days = end + timedelta(days=1), 2 * days
