"""Events: who did what to whom. Frames of the codebook are matched on the parse; status, date and place are added.

To read in this order: `coding` makes the records, `matching` finds the best frame of every word, `fitting` tries one
frame there, `filling` its slots, `positions` knows which words stand in them and `arguments` whom these words name;
`settling` then holds the matches of a document against one another.
"""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from sayso.knowledge.codebook import Codebook
from sayso.knowledge.operators import Operators
from sayso.schema import CodedDocument
from sayso.stages.events.coding import Coding


class Events:
    """Fills `events`."""

    needs: ClassVar[frozenset[str]] = frozenset({"mentions", "entities", "times", "locations", "attributions", "parse"})
    fills: ClassVar[frozenset[str]] = frozenset({"events"})

    def __init__(self, codebook: Codebook, operators: Operators) -> None:
        self.codebook = codebook
        self.operators = operators

    def __call__(self, coded: CodedDocument) -> CodedDocument:
        """Match, then decide for each match its status, date, place, attribution and what it stands within."""
        return replace(coded, events=tuple(Coding(coded, self.codebook, self.operators).events()))
