"""Comparing stretches of text and pairing them."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.evaluation.matching import best_pairs, characters, covered, dice, pair_by_dice
from sayso.schema import Span


def test_only_letters_and_digits_count() -> None:
    text = '"Yes , 2 !"'
    assert characters(text, [Span(0, len(text))]) == {1, 2, 3, 7}


def test_dice_of_half_right_is_what_the_definition_gives() -> None:
    assert dice(frozenset(range(4)), frozenset(range(2, 6))) == 0.5
    assert dice(frozenset(range(4)), frozenset(range(4))) == 1.0
    assert dice(frozenset(range(4)), frozenset()) == 0.0
    assert dice(frozenset(), frozenset()) == 0.0


def test_covered_is_a_share_of_the_part() -> None:
    assert covered(frozenset({1, 2}), frozenset({2, 3, 4})) == 0.5
    assert covered(frozenset(), frozenset({1})) == 0.0


def test_pairs_need_half() -> None:
    gold = [frozenset(range(10))]
    assert pair_by_dice(gold, [frozenset(range(5, 15))]) == [(0, 0)]
    assert pair_by_dice(gold, [frozenset(range(6, 16))]) == []


def test_the_closer_of_two_candidates_is_taken() -> None:
    gold = [frozenset(range(10))]
    assert pair_by_dice(gold, [frozenset(range(8)), frozenset(range(9))]) == [(0, 1)]


def test_more_pairs_go_before_heavier_pairs() -> None:
    assert best_pairs({(0, 0): 1.0, (0, 1): 0.5, (1, 0): 0.5}) == [(0, 1), (1, 0)]


def test_among_pairings_of_the_same_size_the_heaviest_is_taken() -> None:
    assert best_pairs({(0, 0): 0.6, (0, 1): 0.9, (1, 0): 0.8, (1, 1): 0.7}) == [(0, 1), (1, 0)]


def test_ties_give_the_same_pairing_each_time() -> None:
    weights = {(i, j): 0.7 for i in range(3) for j in range(3)}
    pairs = best_pairs(weights)
    assert len(pairs) == 3
    assert all(best_pairs(weights) == pairs for _ in range(5))


def test_nothing_to_pair() -> None:
    assert best_pairs({}) == []
    assert pair_by_dice([], [frozenset({1})]) == []


edges = st.dictionaries(
    st.tuples(st.integers(0, 3), st.integers(0, 3)),
    st.integers(1, 10).map(lambda tenth: tenth / 10),
    max_size=9,
)


@given(edges)
def test_the_pairing_is_as_good_as_the_best_of_all(weights: dict[tuple[int, int], float]) -> None:
    pairs = best_pairs(weights)
    assert len({left for left, _ in pairs}) == len({right for _, right in pairs}) == len(pairs)
    weight = sum(weights[pair] for pair in pairs)
    assert (len(pairs), weight) == pytest.approx(best_by_trying_all(weights))


def best_by_trying_all(weights: dict[tuple[int, int], float]) -> tuple[int, float]:
    """Size and weight of the best pairing."""
    best = (0, 0.0)
    for size in range(1, 5):
        for pairs in combinations(weights, size):
            if len({left for left, _ in pairs}) == len({right for _, right in pairs}) == size:
                best = max(best, (size, sum(weights[pair] for pair in pairs)))
    return best
