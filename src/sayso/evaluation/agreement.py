"""Krippendorff's alpha for nominal data: how far coders agree beyond what chance would give, with an interval.

Source: K. Krippendorff, Content Analysis (4th ed., 2018), chapter 12, and "Computing Krippendorff's Alpha-Reliability"
(2011). Values that are missing are left out; a unit that fewer than two coders judged says nothing. The interval is the
percentile bootstrap over units, which keeps what is judged together together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
SEED = 1
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far coders agree.

    `alpha` is 1 where they always agree and 0 where they agree as often as chance would have them; None where there is
    nothing to agree on, because no unit was judged twice or all values are the same. `low` and `high` bound 95% of
    the resamples. `pairs` counts the pairs of judgements on the same unit, `agreeing` those that are equal.
    """

    alpha: float | None
    low: float | None
    high: float | None
    units: int
    pairs: int
    agreeing: int


def agreement(units: Iterable[Sequence[Hashable]]) -> Agreement:
    """Agreement on units, each given as the values of those coders who judged it."""
    judged = [Counter(values) for values in units if len(values) > 1]
    pairs = sum(_pairs(sum(counts.values())) for counts in judged)
    agreeing = sum(_pairs(count) for counts in judged for count in counts.values())
    values, disagreement = _table(judged)
    alpha = _alphas(np.ones((1, len(judged))), values, disagreement)[0] if judged else np.nan
    if np.isnan(alpha):
        return Agreement(None, None, None, len(judged), pairs, agreeing)
    drawn = np.random.default_rng(SEED).multinomial(len(judged), [1 / len(judged)] * len(judged), size=RESAMPLES)
    resampled = _alphas(drawn.astype(np.float64), values, disagreement)
    low, high = np.nanpercentile(resampled, [2.5, 97.5])
    return Agreement(float(alpha), float(low), float(high), len(judged), pairs, agreeing)


def _table(judged: Sequence[Counter[Hashable]]) -> tuple[Floats, Floats]:
    """How often each unit has each value, and what each unit adds to the observed disagreement."""
    number = {value: place for place, value in enumerate(dict.fromkeys(value for each in judged for value in each))}
    values = np.zeros((len(judged), len(number)))
    for row, counts in enumerate(judged):
        for value, count in counts.items():
            values[row, number[value]] = count
    size = values.sum(axis=1)
    # Ordered pairs of unequal values, each weighted by 1 / (m - 1), as in the matrix of coincidences.
    disagreement = (size**2 - (values**2).sum(axis=1)) / np.maximum(size - 1, 1)
    return values, disagreement


def _alphas(weights: Floats, values: Floats, disagreement: Floats) -> Floats:
    """Alpha for each row of weights of units; not a number where only one value occurs."""
    totals = weights @ values
    number = totals.sum(axis=1)
    observed = weights @ disagreement / number
    expected = (number**2 - (totals**2).sum(axis=1)) / (number * np.maximum(number - 1, 1))
    with np.errstate(invalid="ignore", divide="ignore"):
        alphas: Floats = np.where(expected > 0, 1 - observed / expected, np.nan)
    return alphas


def _pairs(count: int) -> int:
    return count * (count - 1) // 2
