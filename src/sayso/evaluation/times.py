"""Reads the annotated time expressions of WikiWars, and pairs them with those that were found.

WikiWars types every expression DATE, so types are not compared; durations and sets count by their TIMEX3 value.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sayso.errors import InputError
from sayso.schema import TimeExpression

TIMEX = re.compile(r"<TIMEX3\b([^>]*)>(.*?)</TIMEX3>", re.S)
VALUE = re.compile(r'\bvalue="([^"]*)"')


@dataclass(frozen=True, slots=True)
class GoldTime:
    """An annotated expression."""

    start: int
    end: int
    value: str | None


@dataclass(frozen=True, slots=True)
class GoldNarrative:
    """A text with its annotated expressions and its day of creation."""

    name: str
    text: str
    published: str | None
    times: tuple[GoldTime, ...]


def read_narratives(folder: Path) -> Iterator[GoldNarrative]:
    """The annotated texts of a folder, by name."""
    paths = sorted(folder.glob("*.tml"))
    if not paths:
        raise InputError(str(folder), "no .tml file", "Give the folder that holds the WikiWars files")
    for path in paths:
        yield read_narrative(path)


def read_narrative(path: Path) -> GoldNarrative:
    """One TimeML file: the words of TEXT, and the expressions by their offsets in them."""
    whole = path.read_text(encoding="utf-8")
    created = re.search(r"<DCT>(.*?)</DCT>", whole, re.S)
    body = re.search(r"<TEXT>(.*?)</TEXT>", whole, re.S)
    if body is None:
        raise InputError(str(path), "no TEXT element", "Give a TimeML file")
    pieces: list[str] = []
    times: list[GoldTime] = []
    length = position = 0
    for match in TIMEX.finditer(body[1]):
        before, words = html.unescape(body[1][position : match.start()]), html.unescape(match[2])
        start = length + len(before) + len(words) - len(words.lstrip())
        pieces += [before, words]
        length += len(before) + len(words)
        value = VALUE.search(match[1])
        times.append(GoldTime(start, start + len(words.strip()), value[1] if value else None))
        position = match.end()
    pieces.append(html.unescape(body[1][position:]))
    stamp = VALUE.search(created[1]) if created else None
    return GoldNarrative(path.stem, "".join(pieces), stamp[1] if stamp else None, tuple(times))


def align(gold: Sequence[GoldTime], times: Sequence[TimeExpression]) -> list[tuple[GoldTime, TimeExpression]]:
    """Pairs that overlap, one to one: first those with the same span, then the rest in text order."""
    exact = {(time.start, time.end): time for time in times}
    pairs = [(item, exact[item.start, item.end]) for item in gold if (item.start, item.end) in exact]
    taken = {id(item) for pair in pairs for item in pair}
    rest = [time for time in times if id(time) not in taken]
    position = 0
    for item in gold:
        if id(item) in taken:
            continue
        while position < len(rest) and rest[position].end <= item.start:
            position += 1
        if position < len(rest) and rest[position].start < item.end:
            pairs.append((item, rest[position]))
            position += 1
    return pairs
