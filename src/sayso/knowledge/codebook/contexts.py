"""Contexts: what an event is about, beside what it is; found by words of its clause, by who takes part, by its type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

# "troop" also finds "troops"; "hatch" finds "hatches". What ends otherwise stands in the list.
PLURALS = ("", "s", "es")


@dataclass(frozen=True, slots=True)
class Context:
    """A context and what tells of it. `words` are in small letters; one that ends in * matches any ending.

    `sectors` are PLOVER codes of those who take part, `types` event types that always have the context. With `offices`
    the words count in the office of a participant as well; with `theme` the context holds for every event of a document
    that is about it.
    """

    name: str
    meaning: str
    words: tuple[str, ...] = ()
    sectors: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    offices: bool = False
    theme: bool = False


@dataclass(frozen=True, slots=True)
class Clue:
    """A word of a context in a text."""

    start: int
    end: int
    context: str


@dataclass(frozen=True)
class ContextIndex:
    """The contexts of a codebook by name, with a search for all their words at once."""

    contexts: Mapping[str, Context] = field(default_factory=dict)

    @cached_property
    def _clues(self) -> list[tuple[str, str]]:
        return [(word, context.name) for context in self.contexts.values() for word in context.words]

    @cached_property
    def _automaton(self) -> AhoCorasick:
        from ahocorasick_rs import AhoCorasick

        return AhoCorasick([word.removesuffix("*") for word, _ in self._clues])

    def find(self, text: str) -> Iterator[Clue]:
        """Every word of a context in the text, in any case, in order of where it begins."""
        lowered = lower(text)
        found = self._automaton.find_matches_as_indexes(lowered, overlapping=True) if self._clues else []
        for which, start, end in sorted(found, key=lambda match: match[1]):
            word, context = self._clues[which]
            if stands_alone(lowered, start, end, open_end=word.endswith("*")):
                yield Clue(start, end, context)

    def of_type(self, event: str) -> Iterator[str]:
        """The contexts that every event of a type has."""
        return (context.name for context in self.contexts.values() if event in context.types)

    def of_participant(self, sector: str | None, office: str | None) -> Iterator[str]:
        """The contexts that somebody of a sector, in an office ("Defence Minister of Ghana"), brings along."""
        yield from (context.name for context in self.contexts.values() if sector in context.sectors)
        for clue in self.find(office) if office else ():
            if self.contexts[clue.context].offices:
                yield clue.context


def lower(text: str) -> str:
    """The text in small letters, every character in its place."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def stands_alone(text: str, start: int, end: int, *, open_end: bool) -> bool:
    """Whether the match is a whole word, its plural or, where the end is open, the beginning of one."""
    if text[start - 1 : start].isalnum():
        return False
    if open_end:
        return True
    return any(
        text.startswith(ending, end) and not text[end + len(ending) : end + len(ending) + 1].isalnum()
        for ending in PLURALS
    )
