"""An attribution while it is being put together: its parts as tokens and spans, before ids and nesting."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sayso.schema import Certainty, Polarity, QuotedSpan, Span

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass
class Found:
    """One relation found. `source` and `addressee` are tokens; `outside` are spans that content must not hold.

    `within` is the cue token of the relation around this one where grammar tells it ("reported, citing X").
    `apart` is a clause that hangs on another's content and yet is the publisher's: "…, a charge Yaounde denied".
    """

    reason: str
    cue: QuotedSpan | None
    source: Token | None
    content: list[Span]
    addressee: Token | None = None
    polarity: Polarity = "positive"
    certainty: Certainty = "certain"
    outer: Certainty = "unknown"
    cue_token: Token | None = None
    scare: bool = False
    within: Token | None = None
    answers: bool = False
    apart: Span | None = None
    outside: list[Span] = field(default_factory=list)

    @property
    def anchor(self) -> Span | None:
        """What decides inside which other attribution this one stands: its cue, else its content."""
        if self.cue:
            return self.cue.span
        return self.content[0] if self.content else None


def without(span: Span, holes: list[Span]) -> list[Span]:
    """The span with the holes cut out of it."""
    pieces = [span]
    for hole in holes:
        cut: list[Span] = []
        for piece in pieces:
            if not piece.overlaps(hole):
                cut.append(piece)
                continue
            if piece.start < hole.start:
                cut.append(Span(piece.start, hole.start))
            if hole.end < piece.end:
                cut.append(Span(hole.end, piece.end))
        pieces = cut
    return pieces


EDGE = frozenset(" \t\n\u00a0,;:–—-.\"“”„'‘’«»()")
OPENING_WORDS = ("that ",)
CLOSING_WORDS = (" or", " and", " but")


def tidy(span: Span, text: str) -> Span | None:
    """The span without marks, white space, "that" before and "and" after it; None where nothing is left."""
    start, end = span.start, span.end
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    for word in OPENING_WORDS:
        if text.startswith(word, start) and start + len(word) < end:
            return tidy(Span(start + len(word), end), text)
    for word in CLOSING_WORDS:
        if text.endswith(word, start, end):
            return tidy(Span(start, end - len(word)), text)
    return Span(start, end) if any(c.isalnum() for c in text[start:end]) else None


def span_of(token: Token) -> Span:
    """A token's own characters."""
    return Span(token.idx, token.idx + len(token))


def quoted(token: Token) -> QuotedSpan:
    """A token as a span with its text."""
    return QuotedSpan(token.idx, token.idx + len(token), token.text)
