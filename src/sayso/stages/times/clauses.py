"""Where a time expression stands in the parse: the verb whose clause it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.schema import TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def clause_of_time(time: TimeExpression, parse: Doc) -> Token | None:
    """The verb whose clause the time stands in."""
    span = parse.char_span(time.start, time.end, alignment_mode="expand")
    if span is None:
        return None
    for ancestor in [span.root, *span.root.ancestors]:
        if ancestor.pos_ in ("VERB", "AUX") and not span.start <= ancestor.i < span.end:
            return ancestor
    return None
