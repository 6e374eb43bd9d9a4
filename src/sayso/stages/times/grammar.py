"""Rules for time expressions: patterns over token classes, matched leftmost and longest.

A pattern names classes and literal words and is otherwise a regular expression:

    the? DAY_NUMBER of? MONTH DOT? (COMMA? YEAR)?

`MONTH` stands for one token of that kind in `words.csv` (or of that class in `tokens.py`); the match is asked for it
by the name "month". `first:MONTH` gives it another name, `amount:( … )` names a group. Small words stand for
themselves, `{weekday}` for a fragment. Spaces mean nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sayso.stages.times.tokens import OTHER, Tagger, Tokens
from sayso.stages.times.words import Words

Result = TypeVar("Result")
ITEM = re.compile(r"(?:(?P<slot>\w+):)?(?P<name>[A-Z_]+|[a-z]+|\()")
LONGEST_RUN_REMEMBERED = 40
# Tokens of these classes alone are never a time.
FIGURES_AND_MARKS = frozenset({"number", "two_figures", "hour", "day_number", "comma", "dash", "dot", "quote"})


@dataclass(frozen=True, slots=True)
class Rule(Generic[Result]):
    """A pattern and what it means; the function gives None where the context speaks against it."""

    pattern: str
    meaning: Callable[[Hit], Result | None]


class Hit:
    """A rule's match: its tokens by name."""

    __slots__ = ("_base", "_match", "tokens", "words")

    def __init__(self, tokens: Tokens, words: Words, match: re.Match[str], base: int) -> None:
        self.tokens = tokens
        self.words = words
        self._match = match
        self._base = base

    @property
    def first(self) -> int:
        """Index of the first token."""
        return self._base + self._match.start()

    @property
    def last(self) -> int:
        """Index of the last token."""
        return self._base + self._match.end() - 1

    def has(self, slot: str) -> bool:
        """Whether the slot is filled."""
        return self._group(slot) is not None

    def at(self, slot: str) -> int:
        """Index of the (first) token in the slot."""
        return self.range(slot)[0]

    def range(self, slot: str) -> tuple[int, int]:
        """Indices of the first and the last token in the slot."""
        start, end = self._match.span(self._group(slot) or 0)
        return self._base + start, self._base + end - 1

    def _group(self, slot: str) -> str | None:
        # A class that stands several times in a pattern fills its slot with the first that matched.
        groups, name, number = self._match.re.groupindex, slot, 1
        while name in groups:
            if self._match.start(name) >= 0:
                return name
            number += 1
            name = f"{slot}{number}"
        return None

    def word(self, slot: str) -> str:
        """The slot's token in lower case."""
        return self.tokens.word(self.at(slot))

    def word_at(self, index: int) -> str:
        """A token of the text in lower case."""
        return self.tokens.word(index)

    def number(self, slot: str) -> int:
        """The slot's digits as a number ("29th" is 29)."""
        return int(self.word(slot).rstrip("stndrh'’"))

    def value(self, slot: str, kind: str | None = None) -> str:
        """What `words.csv` says of the slot's word."""
        return self.words.kinds[self.word(slot)][kind or slot]

    def optional(self, slot: str, kind: str | None = None) -> str | None:
        """The same, or None where the slot is empty."""
        return self.value(slot, kind) if self.has(slot) else None


class Grammar(Generic[Result]):
    """Rules made ready for use."""

    def __init__(self, rules: Sequence[Rule[Result]], words: Words, *, fragments: Mapping[str, str]) -> None:
        self.words = words
        expanded = [expand(rule.pattern, fragments) for rule in rules]
        self.tagger = Tagger(words, frozenset(word for pattern in expanded for word in literals_in(pattern)))
        self.rules = [
            (re.compile(to_tags(pattern, self.tagger)), rule.meaning)
            for pattern, rule in zip(expanded, rules, strict=True)
        ]
        # Only a run of known words can hold an expression; this tells fast where one may begin.
        self.run = re.compile(f"[^{OTHER}]+")
        self.telling = re.compile(f"[^{OTHER}{self.tagger.only(FIGURES_AND_MARKS)}]")
        self.begin = re.compile("|".join(re.sub(r"\?P<\w+>", "?:", rule.pattern) for rule, _ in self.rules))

    def find(self, text: str) -> Iterator[tuple[Tokens, Result]]:
        """The meanings found, in text order; they do not overlap."""
        tokens = self.tagger.tag(text)
        remembered: dict[str, list[tuple[int, list[Candidate[Result]]]]] = {}
        for run in self.run.finditer(tokens.tags):
            tags = run[0]
            if not self.telling.search(tags):
                continue
            if len(tags) > LONGEST_RUN_REMEMBERED:
                starts: Iterator[tuple[int, list[Candidate[Result]]]] = self.starts(tags)
            else:
                if tags not in remembered:
                    remembered[tags] = list(self.starts(tags))
                starts = iter(remembered[tags])
            yield from self.accepted(tokens, starts, run.start())

    def starts(self, tags: str) -> Iterator[tuple[int, list[Candidate[Result]]]]:
        """For each position in a run where rules match: the matches, longest first."""
        begin = self.begin.search(tags)
        while begin is not None:
            start = begin.start()
            matches = [(match, meaning) for rule, meaning in self.rules if (match := rule.match(tags, start))]
            yield start, sorted(matches, key=lambda candidate: -candidate[0].end())
            begin = self.begin.search(tags, start + 1)

    def accepted(
        self, tokens: Tokens, starts: Iterator[tuple[int, list[Candidate[Result]]]], base: int
    ) -> Iterator[tuple[Tokens, Result]]:
        """At each start the first meaning that the context allows; the next start lies behind it."""
        free = 0
        for start, candidates in starts:
            if start < free:
                continue
            for match, meaning in candidates:
                result = meaning(Hit(tokens, self.words, match, base))
                if result is not None:
                    yield tokens, result
                    free = match.end()
                    break


Candidate = tuple[re.Match[str], Callable[[Hit], Result | None]]


def expand(pattern: str, fragments: Mapping[str, str]) -> str:
    """The pattern with `{fragments}` written out."""
    while "{" in pattern:
        pattern = re.sub(r"\{(\w+)\}", lambda match: f"({fragments[match[1]]})", pattern)
    return pattern


def literals_in(pattern: str) -> Iterator[str]:
    """The words of a pattern that stand for themselves."""
    return (match["name"] for match in ITEM.finditer(pattern) if match["name"].islower())


def to_tags(pattern: str, tagger: Tagger) -> str:
    """The pattern as a regular expression over tags."""
    uses: Counter[str] = Counter()

    def item(match: re.Match[str]) -> str:
        name = match["name"]
        slot = match["slot"] or (name.lower() if name.isupper() else None)
        if slot:
            uses[slot] += 1
            slot += str(uses[slot]) if uses[slot] > 1 else ""
        if name == "(":
            return f"(?P<{slot}>" if slot else "(?:"
        tags = tagger.having(name.lower() if name.isupper() else f"={name}")
        if not tags:
            raise ValueError(f"no token is a {name}")
        return f"(?P<{slot}>[{tags}])" if slot else f"[{tags}]"

    return ITEM.sub(item, pattern).replace(" ", "")
