"""Compares stretches of text as sets of alphanumeric characters, and pairs found with gold ones, one to one.

Content of quotations is compared by Dice's coefficient over the offsets of letters and digits, so that marks, spaces
and tokenisation do not count. The pairing is the largest that there is and, among the largest, the one with the most
weight in all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

# Sums of the same weights in another order may differ by this much; smaller gains are none.
TOLERANCE = 1e-9
TIE = 1e-6


class Stretch(Protocol):
    """Anything with a start and an end in the text."""

    @property
    def start(self) -> int:
        """The first character."""
        ...

    @property
    def end(self) -> int:
        """The character after the last."""
        ...


def characters(text: str, stretches: Iterable[Stretch]) -> frozenset[int]:
    """The offsets of the letters and digits in the stretches."""
    return frozenset(
        position for stretch in stretches for position in range(stretch.start, stretch.end) if text[position].isalnum()
    )


def dice(first: frozenset[int], second: frozenset[int]) -> float:
    """Twice what two sets share, over their sizes: 1 for the same set, 0 for disjoint or empty ones."""
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def covered(part: frozenset[int], whole: frozenset[int]) -> float:
    """The share of `part` that lies in `whole`."""
    return len(part & whole) / len(part) if part else 0.0


def pair_by_dice(
    gold: Iterable[frozenset[int]],
    found: Iterable[frozenset[int]],
    *,
    least: float = 0.5,
    prefer: Callable[[int, int], bool] = lambda i, j: False,
) -> list[tuple[int, int]]:
    """Pairs of positions (gold, found) whose Dice is at least `least`, one to one.

    `prefer` settles ties: "I think it is", said Kim holds two relations of nearly the same words, and only their
    clauses tell which is which. It never outweighs a difference in Dice.
    """
    theirs = list(found)
    weights = {(i, j): dice(ours, other) for i, ours in enumerate(gold) for j, other in enumerate(theirs)}
    return best_pairs({(i, j): w + TIE * prefer(i, j) for (i, j), w in weights.items() if w >= least})


def best_pairs(weights: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """The largest one-to-one pairing over the weighted pairs and, of those, one with the most weight.

    Grows the pairing by the augmenting path that gains most. Such a pairing has the most weight of all of its size
    (the invariant of successive shortest paths), and it is the largest when no path is left.
    """
    partner: dict[int, int] = {}
    while path := best_path(weights, partner):
        partner.update(path)
    return sorted((left, right) for right, left in partner.items())


def best_path(weights: Mapping[tuple[int, int], float], partner: Mapping[int, int]) -> dict[int, int]:
    """The new partners (right to left) along the path that gains most weight; empty when there is no path."""
    taken = set(partner.values())
    gain: dict[int, float] = {left: 0.0 for left, _ in weights if left not in taken}
    reached: dict[int, float] = {}
    via: dict[int, int] = {}
    changed = True
    while changed:
        changed = False
        for (left, right), weight in weights.items():
            if left not in gain or partner.get(right) == left:
                continue
            total = gain[left] + weight
            if total <= reached.get(right, float("-inf")) + TOLERANCE:
                continue
            reached[right], via[right], changed = total, left, True
            if right in partner:
                gain[partner[right]] = total - weights[partner[right], right]
    free = [right for right in reached if right not in partner]
    if not free:
        return {}
    right = max(free, key=lambda candidate: (reached[candidate], -candidate))
    held = {left: right for right, left in partner.items()}
    path: dict[int, int] = {}
    while True:
        path[right] = via[right]
        if via[right] not in held:
            return path
        right = held[via[right]]
