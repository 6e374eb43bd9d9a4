"""What stands around a quotation: the one it is part of, and the words after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sayso.stages.attributions.quotations import Quotation
from sayso.stages.attributions.scene import Scene

if TYPE_CHECKING:
    from spacy.tokens import Token

# Words between a closing mark and the cue: ", the minister for water and energy of the new government, said".
REACH = 22


def enclosing(quotation: Quotation, quotations: Sequence[Quotation]) -> Quotation | None:
    """The quotation that this one stands in."""
    around = [q for q in quotations if q != quotation and q.span.contains(quotation.span)]
    return min(around, key=lambda q: q.end - q.start, default=None)


def tokens_after(scene: Scene, quotation: Quotation) -> Iterator[Token]:
    """The tokens after a quotation as far as a cue may stand, up to the next one on the same level."""
    start = scene.token_from(quotation.end + 1)
    level = enclosing(quotation, scene.quotations)
    for token in scene.doc[start : start + REACH]:
        inside = scene.quotation_at(token.idx)
        if inside is not None and inside != level:
            return
        yield token
