"""Where the score of a relation seems to move to another level, with how surely the day is known.

PELT (by ruptures) finds the breaks in the mean scores of the periods that have data; gaps are left out, not
filled, so a break after a gap may lie anywhere in it, and the interval says so. The interval of each break comes from a
bootstrap of the residuals on either side of it, up to the neighbouring breaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sayso.relations.series import ChangePoint, Period

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[Any]

# Below this many periods with data a level cannot be told from chance.
FEWEST_PERIODS = 12
SHORTEST_LEVEL = 4
# The penalty for a break, in units of the variance times the logarithm of the length: three parameters a break (two
# levels and a place), as in the Schwarz criterion.
PENALTY = 3.0
RESAMPLES = 400
INTERVAL = (5.0, 95.0)


def change_points(periods: Sequence[Period], *, seed: int = 0) -> tuple[ChangePoint, ...]:
    """The suggested change points in the mean score; none where fewer than twelve periods have data.

    The same periods and seed give the same answer.
    """
    observed = [(number, period) for number, period in enumerate(periods) if period.figures]
    if len(observed) < FEWEST_PERIODS:
        return ()
    import numpy

    scores = numpy.array([period.figures.score_mean for _, period in observed if period.figures])
    breaks = _breaks(scores)
    random = numpy.random.default_rng(seed)
    edges = [0, *breaks, len(scores)]
    found = []
    for left, at, right in zip(edges, edges[1:], edges[2:], strict=False):
        low, high = _interval(scores[left:at], scores[at:right], random)
        # What lies in a gap before the earliest break may be part of the new level already.
        earliest = periods[observed[left + low - 1][0] + 1]
        found.append(
            ChangePoint(
                begin=observed[at][1].begin,
                earliest=earliest.begin,
                latest=observed[left + high][1].begin,
                before=float(scores[left:at].mean()),
                after=float(scores[at:right].mean()),
            )
        )
    return tuple(found)


def _breaks(scores: Floats) -> list[int]:
    """The places at which another level begins."""
    import numpy
    from ruptures import KernelCPD

    # The spread from one period to the next is hardly touched by the breaks themselves, unlike that of the whole.
    steps = numpy.diff(scores)
    variance = float(numpy.mean(steps**2)) / 2
    if variance == 0:
        return []
    penalty = PENALTY * variance * float(numpy.log(len(scores)))
    model = KernelCPD(kernel="linear", min_size=SHORTEST_LEVEL).fit(scores.reshape(-1, 1))
    return [int(place) for place in model.predict(pen=penalty)[:-1]]


def _interval(before: Floats, after: Floats, random: Any) -> tuple[int, int]:
    """The places between which nine of ten resampled series break, counted from the first period of `before`."""
    import numpy

    length, at = len(before) + len(after), len(before)
    residuals = numpy.concatenate([before - before.mean(), after - after.mean()])
    drawn = random.choice(residuals, size=(RESAMPLES, length))
    drawn[:, :at] += before.mean()
    drawn[:, at:] += after.mean()
    places = numpy.sort(_best_split(drawn))
    low, high = numpy.percentile(places, INTERVAL, method="nearest")
    return min(int(low), at), max(int(high), at)


def _best_split(series: Floats) -> Floats:
    """For each row, the place that leaves the least squares around the means of its two parts."""
    import numpy

    length = series.shape[1]
    sizes = numpy.arange(1, length)
    left = numpy.cumsum(series, axis=1)
    total = left[:, -1:]
    left = left[:, :-1]
    gain = left**2 / sizes + (total - left) ** 2 / (length - sizes)
    allowed = (sizes >= SHORTEST_LEVEL // 2) & (sizes <= length - SHORTEST_LEVEL // 2)
    best: Floats = numpy.where(allowed, gain, -numpy.inf).argmax(axis=1) + 1
    return best
