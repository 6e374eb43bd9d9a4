"""Listing events in parts of time gives what one look at all of them would give, page by page."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from relations.acts import Act, article
from sayso.store import EventFilter, EventRow, Store, open_store
from sayso.store.events import EventPlace, event_rows


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Acts of a day, of months and of no day, over a century and in no order."""
    chance = random.Random(7)
    acts = []
    for _ in range(120):
        begin = date(1930, 1, 1) + timedelta(chance.choice((1, 300)) * chance.randrange(100))
        end = begin + timedelta(chance.choice((0, 0, 0, 40, 900)))
        acts.append(Act("RUS", chance.choice(("ISR", "UKR")), begin.isoformat(), end=end.isoformat()))
    acts += [Act("USA", "ISR", None)] * 5
    with open_store(tmp_path_factory.mktemp("pages") / "news.db") as opened:
        run = opened.begin_run()
        for number in range(0, len(acts), 5):
            opened.add(article(f"d{number}", *acts[number : number + 5]), run, on_error="raise")
        yield opened


def listed(store: Store, after: EventPlace | None = None, limit: int | None = None, **filters: Any) -> list[EventRow]:
    with store.reading() as connection:
        return list(event_rows(connection, EventFilter(**filters), after=after, limit=limit))


def order(row: EventRow) -> tuple[bool, str, str, int]:
    return row.date_begin is None, row.date_begin or "", row.document_id, int(row.event_id[1:])


DAYS: list[dict[str, str]] = [
    {},
    {"since": "1930-02-01"},
    {"until": "1931-06-01"},
    {"since": "1931-01-01", "until": "1931-01-31"},
    {"since": "1800-01-01", "until": "2100-01-01"},
    {"since": "2050-01-01"},
    {"until": "1900-01-01"},
]


@pytest.mark.parametrize("days", DAYS, ids=str)
@pytest.mark.parametrize("who", [{}, {"recipient": "UKR"}], ids=str)
def test_the_events_of_some_days_are_those_that_have_a_day_among_them(
    store: Store, days: dict[str, str], who: dict[str, str]
) -> None:
    def passes(row: EventRow) -> bool:
        if row.date_begin is None or row.date_end is None:
            return not days
        return days.get("since", "") <= row.date_end and row.date_begin <= days.get("until", "9999")

    everything = [row for row in listed(store) if not who or row.recipient_ids == "UKR"]
    assert listed(store, None, None, **days, **who) == sorted(filter(passes, everything), key=order)


@pytest.mark.parametrize("days", DAYS, ids=str)
def test_pages_follow_one_another_without_gap_or_repetition(store: Store, days: dict[str, str]) -> None:
    found: list[EventRow] = []
    after = None
    while page := listed(store, after, 7, **days):
        found += page
        last = page[-1]
        after = EventPlace(last.date_begin, last.document_id, last.event_id)
    assert found == listed(store, None, None, **days)
    assert len(listed(store)) == 125
