"""Quotations on characters, before the parse: marks told from apostrophes, quotations over paragraphs, stray marks.

Never raises and never overlaps, except that a quotation may stand inside another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.schema import Span

PAIRS = {"“": "”", "„": "“”", "«": "»", "‘": "’", '"': '"', "'": "'", "‹": "›", "「": "」", "『": "』"}
SINGLE = frozenset("‘'")
FURTHEST_CLOSE = 1500
# No text quotes deeper; without a bound a file of nothing but marks would cost the square of its length.
DEEPEST = 8
CLITICS = re.compile(r"['’‘](?:(?:s|ve|re|ll|d|m|t|tis|twas|em|til|cause)\b|n['’])", re.IGNORECASE)
SENTENCE_MARKS = frozenset(".,!?…;:")
PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between two marks, marks excluded. `closed` is False where the paragraph ended without one.

    `continues` says that the quotation goes on from the paragraph before, which no mark closed.
    """

    start: int
    end: int
    single: bool = False
    closed: bool = True
    continues: bool = False

    @property
    def span(self) -> Span:
        """Where the words stand."""
        return Span(self.start, self.end)


def find_quotations(text: str) -> list[Quotation]:
    """All quotations in order of their start, outer before inner."""
    found: list[Quotation] = []
    open_before = False
    done = 0
    for match in PARAGRAPH.finditer(text):
        start = max(match.start(), done)
        quotations = list(in_paragraph(text, start, match.end())) if start < match.end() else []
        done = max([done, *(quotation.end + 1 for quotation in quotations)])
        if quotations and open_before and not text[match.start() : quotations[0].start - 1].strip():
            first = quotations[0]
            quotations[0] = Quotation(first.start, first.end, first.single, first.closed, continues=True)
        if match.group().strip():
            open_before = any(not quotation.closed and not quotation.single for quotation in quotations)
        found += quotations
    said = [quotation for quotation in found if text[quotation.start : quotation.end].strip()]
    return sorted(said, key=lambda quotation: (quotation.start, -quotation.end))


def in_paragraph(text: str, start: int, end: int) -> Iterator[Quotation]:
    """The quotations of one paragraph, level by level; only an outer one may lack its closing mark."""
    stretches = [(start, end)]
    for depth in range(DEEPEST):
        found = [quotation for stretch in stretches for quotation in side_by_side(text, *stretch, inner=depth > 0)]
        yield from found
        # Within the paragraph: one that a later paragraph closes is looked into no further than here.
        stretches = [(quotation.start, min(quotation.end, end)) for quotation in found]


def side_by_side(text: str, start: int, end: int, *, inner: bool) -> Iterator[Quotation]:
    """The quotations of a stretch, those inside them left out."""
    at = start
    while at < end:
        if opens(text, at, start, end):
            close = closing_mark(text, at, end)
            if close is not None:
                yield Quotation(at + 1, close, text[at] in SINGLE)
                at = close
            elif not inner and text[at] not in SINGLE and no_mark_after(text, at, end):
                later = closed_later(text, at, end)
                yield Quotation(at + 1, later or end, closed=later is not None)
                return
        at += 1


def opens(text: str, at: int, start: int, end: int) -> bool:
    """Whether the character opens a quotation rather than being an apostrophe, inches or a closing mark."""
    mark = text[at]
    if mark not in PAIRS or at + 1 >= end:
        return False
    if text[at + 1].isspace():  # French « marks » stand apart from their words
        return mark == "«"
    before = text[at - 1] if at > start else " "
    if mark in "“„«‹「『":
        return True
    if mark == '"':
        return not before.isalnum() and before not in SENTENCE_MARKS
    if CLITICS.match(text, at):
        return False
    # A single mark after a letter or digit is an apostrophe; before a digit or "tis" it stands for what is left out.
    return not (before.isalnum() or before in SENTENCE_MARKS or text[at + 1].isdigit())


def closing_mark(text: str, at: int, end: int) -> int | None:
    """Where the quotation opened at `at` closes within its paragraph; None where it does not."""
    mark = text[at]
    closers = PAIRS[mark]
    if mark in SINGLE:
        return closing_single(text, at, end)
    depth = 1
    for position in range(at + 1, end):
        character = text[position]
        if character in closers and (mark != '"' or not reopens(text, position, end)):
            depth -= 1
            if depth == 0:
                return position
        elif character == mark:
            if mark == '"':
                return None  # a second opener before any closer: the first was stray
            depth += 1
    # „…“ and “ “ … ”: fewer closers than openers; the last closer closes the outer one.
    last = max(text.rfind(closer, at + 1, end) for closer in closers)
    return last if last > at and mark != '"' else None


def reopens(text: str, at: int, end: int) -> bool:
    """Whether a straight mark looks like an opener: a space before it and none after."""
    return text[at - 1].isspace() and at + 1 < end and not text[at + 1].isspace() and text[at + 1] not in SENTENCE_MARKS


def closing_single(text: str, at: int, end: int) -> int | None:
    """The closing single mark: never inside a word, and a plural genitive only for want of another."""
    closer = PAIRS[text[at]]
    doubtful = None
    for position in range(at + 1, end):
        if text[position] != closer:
            continue
        after = text[position + 1] if position + 1 < end else " "
        before = text[position - 1]
        if after.isalnum() or before.isspace():
            continue
        genitive = before in "sS" and after == " " and position + 2 < end and text[position + 2].islower()
        if not genitive:
            return position
        doubtful = doubtful if doubtful is not None else position
    return doubtful


def closed_later(text: str, at: int, end: int) -> int | None:
    """Where a later paragraph closes the quotation, if none opens another before."""
    for position in range(end, min(end + FURTHEST_CLOSE, len(text))):
        if text[position] in PAIRS and opens(text, position, text.rfind("\n", 0, position) + 1, len(text)):
            return None
        if text[position] in (*PAIRS[text[at]], '"', "”") and text[position - 1] in SENTENCE_MARKS:
            return position
    return None


def no_mark_after(text: str, at: int, end: int) -> bool:
    """Whether no further mark of the same kind follows in the paragraph: then it runs to the paragraph's end."""
    mark = text[at]
    return text.find(mark, at + 1, end) < 0 and len(text[at + 1 : end].split()) > 2
