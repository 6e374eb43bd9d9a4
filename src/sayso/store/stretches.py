"""Time in stretches: the first rows of a large store come without a look at all the others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta


def widening(since: str, until: str, *, days: int) -> Iterator[tuple[str, str]]:
    """From one ISO day to another, both included: at first so many days, then always twice as many."""
    day, last = date.fromisoformat(since), date.fromisoformat(until)
    while day <= last:
        end = day + timedelta(days=min(days, (last - day).days + 1) - 1)
        yield day.isoformat(), end.isoformat()
        if end == last:
            return
        day, days = end + timedelta(days=1), 2 * days
