"""Periods: they cover the calendar without gap or overlap, and are what their names say."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sayso.relations.calendar import label, period_of, periods_between
from sayso.relations.series import By

DAYS = some.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))
NEAR = some.dates(min_value=date(1995, 1, 1), max_value=date(2035, 12, 31))
KINDS = some.sampled_from(get_args(By))


@given(DAYS, KINDS)
def test_a_day_lies_in_its_period(day: date, by: Any) -> None:
    begin, end = period_of(day.isoformat(), by)
    assert begin <= day.isoformat() <= end


@given(NEAR, KINDS)
def test_every_day_of_a_period_gives_that_period(day: date, by: Any) -> None:
    begin, end = period_of(day.isoformat(), by)
    assert period_of(begin, by) == period_of(end, by) == (begin, end)


@given(NEAR, some.integers(0, 900), KINDS)
def test_periods_follow_one_another_without_gap_or_overlap(first: date, days: int, by: Any) -> None:
    last = first + timedelta(days=days)
    found = list(periods_between(first.isoformat(), last.isoformat(), by))
    assert found[0] == period_of(first.isoformat(), by) and found[-1] == period_of(last.isoformat(), by)
    for (_, end), (begin, _) in pairwise(found):
        assert date.fromisoformat(begin) - date.fromisoformat(end) == timedelta(days=1)
    assert len({label(begin, by) for begin, _ in found}) == len(found)


@given(NEAR)
def test_weeks_are_iso_weeks(day: date) -> None:
    begin, end = period_of(day.isoformat(), "week")
    assert (
        date.fromisoformat(begin).isocalendar()[:2]
        == day.isocalendar()[:2]
        == date.fromisoformat(end).isocalendar()[:2]
    )
    assert (date.fromisoformat(begin).isoweekday(), date.fromisoformat(end).isoweekday()) == (1, 7)


@pytest.mark.parametrize(
    ("day", "by", "expected", "name"),
    [
        ("2021-01-03", "week", ("2020-12-28", "2021-01-03"), "2020-W53"),
        ("2024-02-29", "month", ("2024-02-01", "2024-02-29"), "2024-02"),
        ("2022-12-31", "quarter", ("2022-10-01", "2022-12-31"), "2022-Q4"),
        ("2022-12-31", "year", ("2022-01-01", "2022-12-31"), "2022"),
        ("9999-12-31", "month", ("9999-12-01", "9999-12-31"), "9999-12"),
    ],
)
def test_periods_at_the_edges(day: str, by: Any, expected: tuple[str, str], name: str) -> None:
    assert period_of(day, by) == expected
    assert label(expected[0], by) == name
