"""Krippendorff's alpha against the worked examples that its author published, and at its edges."""

from __future__ import annotations

import pytest

from sayso.evaluation.agreement import agreement
from sayso.evaluation.reviewed import wilson


def units(*coders: str) -> list[list[str]]:
    """The units of coders whose values stand in one line each; a dot is a missing value."""
    return [[value for value in unit if value != "."] for unit in zip(*(each.split() for each in coders), strict=True)]


# K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), sections A, B and C.
PUBLISHED = [
    pytest.param(units("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"), 0.095, id="two coders, two values"),
    pytest.param(units("a a b b d c c c e d d a", "b a b b b c c c e d d d"), 0.692, id="two coders, five values"),
    pytest.param(
        units(
            "1 2 3 3 2 1 4 1 2 . . .",
            "1 2 3 3 2 2 4 1 2 5 . 3",
            ". 3 3 3 2 3 4 2 2 5 1 .",
            "1 2 3 3 2 4 4 1 2 5 1 .",
        ),
        0.743,
        id="four coders, missing data",
    ),
]


@pytest.mark.parametrize(("judged", "alpha"), PUBLISHED)
def test_alpha_is_the_published_one(judged: list[list[str]], alpha: float) -> None:
    found = agreement(judged)
    assert found.alpha == pytest.approx(alpha, abs=0.0005)
    assert found.low is not None and found.high is not None
    assert found.low < alpha < found.high <= 1


def test_units_and_pairs_are_counted_where_two_judged() -> None:
    found = agreement([["a", "a", "b"], ["a"], [], ["b", "b"]])
    assert (found.units, found.pairs, found.agreeing) == (2, 4, 2)


def test_full_agreement_is_one_and_so_is_its_interval() -> None:
    found = agreement([["a", "a"]] * 10 + [["b", "b"]] * 10)
    assert (found.alpha, found.low, found.high) == (1.0, 1.0, 1.0)


def test_systematic_disagreement_is_below_chance() -> None:
    found = agreement([["a", "b"], ["b", "a"]] * 5)
    assert found.alpha is not None and found.alpha < 0


@pytest.mark.parametrize("judged", [[], [["a"]], [["a", "a"], ["a", "a"]]], ids=["nothing", "one coder", "one value"])
def test_where_there_is_nothing_to_agree_on_there_is_no_alpha(judged: list[list[str]]) -> None:
    found = agreement(judged)
    assert (found.alpha, found.low, found.high) == (None, None, None)


def test_the_interval_is_the_same_each_time_and_narrows_with_more_units() -> None:
    few = [["a", "a"], ["b", "b"], ["a", "b"], ["b", "b"]]
    assert agreement(few) == agreement(few)
    one, many = agreement(few), agreement(few * 25)
    assert one.low is not None and one.high is not None and many.low is not None and many.high is not None
    assert many.high - many.low < (one.high - one.low) / 2


# E. B. Wilson (1927); the figures as A. Agresti and B. A. Coull (1998) give the formula, worked out by hand.
@pytest.mark.parametrize(
    ("right", "checked", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662), (5, 10, 0.2366, 0.7634)],
)
def test_wilsons_interval(right: int, checked: int, low: float, high: float) -> None:
    assert wilson(right, checked) == pytest.approx((low, high), abs=0.0005)
