"""Change points: found where the level moves, not where there is only noise or too little, always the same."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from sayso.relations.calendar import periods_between
from sayso.relations.change_points import FEWEST_PERIODS, change_points
from sayso.relations.series import FIGURES, Figures, Period


def series(*scores: float | None) -> list[Period]:
    """Months from 2020 on with these mean scores; None is a gap."""
    bare = Figures(**dict.fromkeys(FIGURES, 1))
    months = periods_between("2020-01-01", "2039-12-31", "month")
    return [
        Period(begin, end, None if score is None else replace(bare, score_mean=score))
        for (begin, end), score in zip(months, scores, strict=False)
    ]


def noise(level: float, number: int, seed: int) -> list[float]:
    drawn = random.Random(seed)
    return [level + drawn.gauss(0, 1) for _ in range(number)]


@pytest.mark.parametrize("seed", range(8))
def test_a_clear_step_is_found_within_its_interval(seed: int) -> None:
    periods = series(*noise(4, 24, seed), *noise(-4, 24, seed + 100))
    [point] = change_points(periods)
    assert point.earliest <= point.begin <= point.latest
    assert point.earliest <= "2022-01-01" <= point.latest
    assert point.before > 2 and point.after < -2 and point.label == "suggested"


def test_two_steps_are_two_points() -> None:
    found = change_points(series(*noise(4, 20, 1), *noise(-4, 20, 2), *noise(4, 20, 3)))
    assert [point.begin for point in found] == ["2021-09-01", "2023-05-01"]


def test_noise_alone_seldom_gives_a_point() -> None:
    found = sum(bool(change_points(series(*noise(0, 60, seed)))) for seed in range(40))
    assert found <= 4


def test_none_where_the_series_is_too_short_or_flat() -> None:
    short = FEWEST_PERIODS - 1
    assert change_points(series(*[4.0] * 5, *[-4.0] * (short - 5))) == ()
    assert change_points(series(*[2.5] * 60)) == ()
    assert change_points(()) == ()


def test_gaps_are_not_filled_and_widen_the_interval() -> None:
    gap = [None] * 12
    [point] = change_points(series(*noise(4, 20, 1), *gap, *noise(-4, 20, 2)))
    assert point.begin == "2022-09-01"  # the first month with data after the gap
    assert point.earliest <= "2021-09-01"  # the first month of the gap


def test_the_same_series_and_seed_give_the_same_answer() -> None:
    periods = series(*noise(1, 24, 1), *noise(-1.2, 24, 2))
    assert change_points(periods, seed=3) == change_points(periods, seed=3)
