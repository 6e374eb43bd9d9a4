"""Finds what stands in double quotation marks, independently of the stages that are scored.

Straight marks open and close by turns within a paragraph. A quotation that is open at the end of its paragraph goes on
where the next paragraph's first mark can only close; otherwise it ends with the paragraph.
"""

from __future__ import annotations

import re

from sayso.schema import Span

PARAGRAPH = re.compile(r"[^\n]+")
MARK = re.compile(r'["“”]')


def quoted_spans(text: str) -> list[Span]:
    """Each quotation with its marks."""
    spans: list[Span] = []
    start: int | None = None
    last = 0
    for paragraph in PARAGRAPH.finditer(text):
        marks = [match.start() for match in MARK.finditer(text, *paragraph.span())]
        if start is not None and not (marks and can_only_close(text, marks[0])):
            spans.append(Span(start, last))
            start = None
        for mark in marks:
            if start is None:
                start = mark if text[mark] != "”" else None
            elif text[mark] != "“":
                spans.append(Span(start, mark + 1))
                start = None
        last = paragraph.end()
    return spans if start is None else [*spans, Span(start, last)]


def can_only_close(text: str, mark: int) -> bool:
    """Whether the mark hangs on the word before it."""
    return text[mark] == "”" or (text[mark] == '"' and not text[mark - 1].isspace())
