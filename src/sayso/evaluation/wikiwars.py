"""Scores time expressions on the narratives of WikiWars: their spans, and their TIMEX3 values.

Definitions. Strict: the same characters; relaxed: any overlap, one to one; value: overlap and the same TIMEX3 value.
Source: TempEval-3 (UzZaman et al. 2013), in whose measures the figures of HeidelTime on the same texts are given.
"""

from __future__ import annotations

from pathlib import Path

from sayso.evaluation.report import Code, Counts, Miss, Score, precision_recall_f1
from sayso.evaluation.times import GoldNarrative, align, read_narrative, read_narratives
from sayso.schema import Document, TimeExpression


def score_narratives(path: Path, code: Code) -> tuple[tuple[Score, ...], tuple[Miss, ...]]:
    """Score one narrative, or all of a folder."""
    strict = relaxed = value = Counts(0, 0, 0)
    misses: list[Miss] = []
    for narrative in read_narratives(path) if path.is_dir() else [read_narrative(path)]:
        times = code(Document(narrative.name, narrative.text, published=narrative.published, language="en")).times
        pairs = align(narrative.times, times)
        found, gold = len(times), len(narrative.times)
        strict += Counts(sum((a.start, a.end) == (b.start, b.end) for a, b in pairs), found, gold)
        relaxed += Counts(len(pairs), found, gold)
        value += Counts(sum(a.value == b.value for a, b in pairs), found, gold)
        misses += time_misses(narrative, times)
    rows = (
        *precision_recall_f1("strict", strict, "Time expressions with the same characters"),
        *precision_recall_f1("relaxed", relaxed, "Time expressions that overlap"),
        *precision_recall_f1("value", value, "Time expressions that overlap and have the same TIMEX3 value"),
    )
    return rows, tuple(misses)


def time_misses(narrative: GoldNarrative, times: tuple[TimeExpression, ...]) -> list[Miss]:
    """Expressions missed, found in excess, or with another span or value."""
    text = narrative.text
    pairs = align(narrative.times, times)
    paired = {id(item) for pair in pairs for item in pair}
    misses = []
    for gold in narrative.times:
        if id(gold) not in paired:
            misses.append(Miss(narrative.name, "time missed", f"{text[gold.start : gold.end]!r} is {gold.value}"))
    for time in times:
        if id(time) not in paired:
            misses.append(Miss(narrative.name, "time in excess", f"{time.text!r} as {time.value}"))
    for gold, time in pairs:
        words = text[gold.start : gold.end]
        if gold.value != time.value:
            misses.append(Miss(narrative.name, "time value", f"{words!r} is {gold.value}, found {time.value}"))
        elif (gold.start, gold.end) != (time.start, time.end):
            misses.append(Miss(narrative.name, "time span", f"{words!r}, found {time.text!r}"))
    return misses
