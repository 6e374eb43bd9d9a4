"""The times stage: time expressions of a document, with the tense of their clause taken from the parse."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from sayso.schema import CodedDocument
from sayso.stages.times.finding import find_times
from sayso.stages.times.tense import tense_by_parse, tense_by_words


class Times:
    """Fills `times`: TIMEX3 type and value, and the first and last day."""

    needs: ClassVar[frozenset[str]] = frozenset({"sentences"})
    fills: ClassVar[frozenset[str]] = frozenset({"times"})

    def __call__(self, coded: CodedDocument) -> CodedDocument:
        """Find the time expressions of the document."""
        document = coded.document
        tense_at = tense_by_words(document.text) if coded.parse is None else tense_by_parse(coded.parse)
        times = find_times(document.text, published=document.published, tense_at=tense_at)
        return replace(coded, times=tuple(times))
