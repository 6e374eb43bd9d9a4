"""Splits a text into paragraphs, and evens out what differs between files and not between articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

BREAK = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)*")
CONTROL = {code: " " for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r"}
LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
SURROGATE = re.compile("[\ud800-\udfff]")

# A text is taken for hard-wrapped when at least this many lines break off in mid-sentence below this width.
LEAST_WRAPPED_LINES = 3
WIDEST_WRAPPED_LINE = 100
FULL_LINE = 0.7  # share of the widest line; a line shorter than that ends its paragraph


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph and the line break (with empty lines) that stands before it."""

    text: str
    break_before: str


def normalise(text: str) -> str:
    """Line ends become "\\n", control characters spaces, half surrogates U+FFFD; a byte order mark goes."""
    text = LINE_ENDS.sub("\n", text.removeprefix("\ufeff")).translate(CONTROL)
    return SURROGATE.sub("\ufffd", text)


def split_paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs that are not blank. Lines of a hard-wrapped text are joined with a space for the break."""
    if is_hard_wrapped(text):
        text = unwrap(text)
    return list(paragraphs_of(text))


def paragraphs_of(text: str) -> Iterator[Paragraph]:
    """Each line that is not blank."""
    position = 0
    break_before = ""
    for found in (*BREAK.finditer(text), None):
        line = text[position : found.start() if found else len(text)].strip()
        if line:
            yield Paragraph(line, break_before)
            break_before = ""
        if found:
            break_before += "\n" * found.group().count("\n")
            position = found.end()


def is_hard_wrapped(text: str) -> bool:
    """Whether lines were broken to a width: all are narrow, and several break off before a small letter."""
    lines = text.split("\n")
    if any(len(line) > WIDEST_WRAPPED_LINE for line in lines):
        return False
    broken = sum(1 for line, following in pairwise(lines) if breaks_off(line, following))
    return broken >= LEAST_WRAPPED_LINES


def breaks_off(line: str, following: str) -> bool:
    """Whether a sentence runs from one line into the next."""
    line, following = line.rstrip(), following.strip()
    return len(line) >= 40 and line[-1] not in ".!?:;”\"’')" and following[:1].islower()


def unwrap(text: str) -> str:
    """Join the lines of each block; a line far short of the widest ends its paragraph."""
    lines = text.split("\n")
    width = max(len(line.rstrip()) for line in lines)
    joined = [lines[0]]
    for line, following in pairwise(lines):
        full = len(line.rstrip()) >= FULL_LINE * width
        joined.append((" " if full and following.strip() else "\n") + following)
    return "".join(joined)
