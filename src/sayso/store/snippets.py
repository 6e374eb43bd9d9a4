"""The stretch of a text that shows what was searched for, on one line and with the words marked."""

from __future__ import annotations

from itertools import takewhile

from sayso.store.words import Phrase, places

# What stands before and after what was found, both together about as long as this.
LENGTH = 200
CUT = "…"

Marks = tuple[str, str]
Place = tuple[int, int, Phrase]


def marked(text: str, query: tuple[Phrase, ...], marks: Marks) -> tuple[str, int, int]:
    """The stretch that holds most of the query, and where the first word found in it begins and the last ends.

    Where nothing is found, it is the beginning of the text, and both ends are 0.
    """
    found = places(text, query)
    if not found:
        return _shown(text, 0, LENGTH, [], marks), 0, 0
    together = max((_near(found, first) for first in range(len(found))), key=_phrases_in)
    start, end = together[0][0], max(end for _, end, _ in together)
    before = max(0, LENGTH - (end - start)) // 3
    left = max(0, start - before)
    return _shown(text, left, max(end, left + LENGTH), together, marks), start, end


def _near(found: list[Place], first: int) -> list[Place]:
    """What fits on one snippet with the place of this number as the first."""
    last = found[first][0] + LENGTH
    return [found[first], *takewhile(lambda place: place[1] <= last, found[first + 1 :])]


def _phrases_in(together: list[Place]) -> tuple[int, int]:
    """How many different phrases there are, then how many in all."""
    return len({phrase for _, _, phrase in together}), len(together)


def _shown(text: str, left: int, right: int, together: list[Place], marks: Marks) -> str:
    """The stretch from `left` to `right`, made longer to whole words."""
    while left > 0 and not text[left - 1].isspace():
        left -= 1
    while right < len(text) and not text[right].isspace():
        right += 1
    parts, at = [CUT if left > 0 else ""], left
    for start, end, _ in together:
        if start < at:
            # Two phrases that overlap, such as "a b" and "b c": the second is marked from where the first ends.
            start = at
        if end > start:
            parts += [text[at:start], marks[0], text[start:end], marks[1]]
            at = end
    parts += [text[at:right], CUT if right < len(text) else ""]
    return " ".join("".join(parts).split())
