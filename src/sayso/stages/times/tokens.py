"""Cuts a text into tokens and gives each a one-character tag, so that rules can be regular expressions over tags."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sayso.stages.times.words import Words

# One pass; no alternative repeats inside another, so the cost is linear in the text.
TOKEN = re.compile(
    r"(?P<stamp>\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d{1,6})?(?:Z|[+-]\d\d:?\d\d)?(?![\d:]))"
    r"|(?P<numeric>\d{1,4}(?P<mark>[-/.])\d{1,2}(?P=mark)\d{1,4}(?![\d\w]|[-/.]\d))"
    r"|(?P<years>(?:1\d|20)\d\d/\d\d(?![\d/]))"
    r"|(?P<clock>\d{1,2}:\d\d(?::\d\d)?(?![\d:]))"
    r"|(?P<decade>(?:\d{2,4}|[2-9])0(?:['’]?s)(?!\w))"
    r"|(?P<nth>\d{1,4}(?:st|nd|rd|th)(?!\w))"
    r"|(?P<number>\d+(?:,\d{3})+(?!\d)|\d+\.\d+(?![\d.])|\d+)"
    r"|(?P<era>(?:[AaPp]\.[Mm]|[Bb]\.[Cc]|[Aa]\.[Dd])\.?(?:[Ee]\.)?(?!\w))"
    r"|(?P<quarter_code>[QH][1-4])(?!\w)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<gap>\n[^\S\n]*\n)"
    r"|(?P<sign>[^\w\s]|_)"
)
OTHER = " "  # the tag of tokens that no rule mentions
# Written small these are no months: "may", "march"; "sun", "sat" and their like are words.
CAPITAL_ONLY = frozenset({"month", "month_short", "weekday", "weekdays", "weekday_short", "holiday", "era"})
NOT_BEFORE_NUMBER = frozenset("$€£¥#@.:/\\+=*^~№§_")
NOT_AFTER_NUMBER = frozenset("%°$€£¥@\\+=*^~_")
SIGNS = {
    ",": "comma",
    "-": "dash",
    "–": "dash",
    "—": "dash",
    "‑": "dash",
    ".": "dot",
    "'": "quote",
    "’": "quote",
    "‘": "quote",
}


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text as columns, and their tags as one string."""

    text: str
    starts: list[int]
    ends: list[int]
    tags: str

    def word(self, index: int) -> str:
        """The token in lower case; "" before the first and after the last."""
        return self.raw(index).lower()

    def raw(self, index: int) -> str:
        """The token as written."""
        if not 0 <= index < len(self.starts):
            return ""
        return self.text[self.starts[index] : self.ends[index]]

    def touches(self, index: int) -> bool:
        """Whether no space stands between the token and the one before it."""
        return 0 < index < len(self.starts) and self.starts[index] == self.ends[index - 1]


class Tagger:
    """Gives each set of token classes that occurs a character of its own."""

    def __init__(self, words: Words, literals: frozenset[str]) -> None:
        self.words = words
        self.literals = literals
        self.characters: dict[frozenset[str], str] = {frozenset(): OTHER}
        self.table: dict[str, str] = {}
        for word in sorted(set(words.kinds) | literals):
            classes = set(words.kinds.get(word, ()))
            if word in literals:
                classes.add(f"={word}")
            small = frozenset(name for name in classes if name not in CAPITAL_ONLY)
            self.table[word] = self.character(small)
            self.table[word.capitalize()] = self.character(frozenset(classes))
            self.table[word.upper()] = self.character(frozenset(classes))
        self.kind_tags = {
            kind: self.character(frozenset({kind}))
            for kind in ("stamp", "numeric", "years", "clock", "decade", "era", "half_day", "quarter_code")
        }
        self.sign_tags = {sign: self.character(frozenset({name})) for sign, name in SIGNS.items()}
        self.number_tags = [self.character(number_classes(n, 2)) for n in range(100)]
        self.padded_tags = [self.character(number_classes(n, 0)) for n in range(10)]
        self.three_digit = self.character(frozenset({"number", "short_year"}))
        self.four_digit = self.character(frozenset({"number", "year"}))
        self.any_number = self.character(frozenset({"number"}))
        self.day_ordinal = self.character(frozenset({"day_number", "ordinal"}))
        self.any_ordinal = self.character(frozenset({"ordinal"}))

    def character(self, classes: frozenset[str]) -> str:
        """The tag for a set of classes."""
        if classes not in self.characters:
            self.characters[classes] = chr(0xE000 + len(self.characters))
        return self.characters[classes]

    def having(self, name: str) -> str:
        """All tags whose class set holds `name`, as the inside of a character class."""
        return "".join(tag for classes, tag in self.characters.items() if name in classes)

    def only(self, names: frozenset[str]) -> str:
        """All tags whose classes are all among `names`."""
        return "".join(tag for classes, tag in self.characters.items() if classes and classes <= names)

    def tag(self, text: str) -> Tokens:
        """Tokens and tags of a text."""
        starts: list[int] = []
        ends: list[int] = []
        tags: list[str] = []
        table = self.table
        for match in TOKEN.finditer(text):
            kind = match.lastgroup
            start, end = match.span()
            starts.append(start)
            ends.append(end)
            if kind == "word":
                tags.append(table.get(match[0], OTHER))
            elif kind == "sign":
                tags.append(self.sign_tags.get(match[0], OTHER))
            else:
                tags.append(self._tag_of_figure(text, kind or "", match))
        return Tokens(text, starts, ends, "".join(tags))

    def _tag_of_figure(self, text: str, kind: str, match: re.Match[str]) -> str:
        start, end = match.span()
        if kind == "gap":
            return OTHER
        if kind == "era":
            return self.kind_tags["half_day" if match[0][-2:].strip(".").lower() == "m" else kind]
        before = text[start - 1] if start else " "
        after = text[end] if end < len(text) else " "
        if kind not in ("decade", "quarter_code") and (
            before in NOT_BEFORE_NUMBER or after in NOT_AFTER_NUMBER or before.isalnum()
        ):
            return OTHER
        if kind == "nth":
            return self.day_ordinal if 1 <= int(match[0][:-2]) <= 31 else self.any_ordinal
        if kind != "number":
            return self.kind_tags[kind]
        return self._tag_of_number(match[0], after)

    def _tag_of_number(self, digits: str, after: str) -> str:
        if not digits.isascii() or (after.isalpha() and after not in "aApP"):
            return OTHER
        if not digits.isdigit() or len(digits) > 4:
            return self.any_number
        if len(digits) <= 2:
            return self.padded_tags[int(digits)] if digits[0] == "0" else self.number_tags[int(digits)]
        if len(digits) == 3:
            return self.three_digit if digits[0] != "0" else self.any_number
        return self.four_digit if 1000 <= int(digits) <= 2199 else self.any_number


def number_classes(number: int, digits: int) -> frozenset[str]:
    """What one or two digits can be: a quantity, a day, an hour, the last two figures of a year."""
    classes = {"number"} if digits else set()
    if 1 <= number <= 31:
        classes.add("day_number")
    if 0 <= number <= 24:
        classes.add("hour")
    if number >= 10 or not digits:
        classes.add("two_figures")
    return frozenset(classes)


def kinds_of(words: Words, word: str) -> Mapping[str, str]:
    """The kinds of a word, empty for one outside the vocabulary."""
    return words.kinds.get(word, {})
