"""The words of a text as the search sees them: in small letters, without accents, each where it stands.

The databases are given these words, not the text, so that both find the same, and "Walesa" finds "Wałęsa".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from unicodedata import combining, normalize

# No longer than PostgreSQL takes; what is longer is no word.
WORD = re.compile(r"[^\W_]{1,100}")
NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# Letters that Unicode does not take apart, though readers do.
PLAIN = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n"}

PIECE = re.compile(r'"(?P<phrase>[^"]*)"?(?P<open>\*)?|(?P<word>[^\s"]+)')
CURLY = str.maketrans("“”„«»‟", '""""""')


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand next to one another; with `prefix` the last may go on."""

    words: tuple[str, ...]
    prefix: bool


def phrases(query: str) -> tuple[Phrase, ...]:
    """What somebody typed: words that must all occur, "phrases" in quotation marks, the beginnings of words*.

    Nothing typed is an error; what holds no letter and no digit is passed over.
    """
    found = []
    for piece in PIECE.finditer(query.translate(CURLY)):
        word = piece["word"]
        words = tuple(folded_words(word or piece["phrase"] or ""))
        if words:
            found.append(Phrase(words, prefix=bool(piece["open"]) or (word or "").endswith("*")))
    return tuple(dict.fromkeys(found))


def folded_words(text: str) -> list[str]:
    """The words of a text, in order."""
    return WORD.findall(folded(text))


def folded(text: str) -> str:
    """The text in small letters without accents. Each character is folded by itself."""
    return NOT_ASCII.sub(lambda found: _folded_character(found[0]), text).lower()


def places(text: str, query: tuple[Phrase, ...]) -> list[tuple[int, int, Phrase]]:
    """Where the phrases of a query stand in a text, from first to last: start, end, and which it is."""
    words = list(_placed_words(text))
    found = []
    for number in range(len(words)):
        for phrase in query:
            stretch = words[number : number + len(phrase.words)]
            if _is(phrase, [word for word, _, _ in stretch]):
                found.append((stretch[0][1], stretch[-1][2], phrase))
    return found


def _is(phrase: Phrase, words: list[str]) -> bool:
    if not phrase.prefix:
        return tuple(words) == phrase.words
    *before, last = phrase.words
    return len(words) == len(phrase.words) and words[:-1] == before and words[-1].startswith(last)


def _placed_words(text: str) -> Iterator[tuple[str, int, int]]:
    """Each folded word with its start and end in the text as it stands."""
    parts: list[str] = []
    origins: list[int] = []
    for position, character in enumerate(text):
        part = folded(character)
        parts.append(part)
        origins.extend([position] * len(part))
    for word in WORD.finditer("".join(parts)):
        yield word[0], origins[word.start()], origins[word.end() - 1] + 1


@cache
def _folded_character(character: str) -> str:
    plain = (part for part in normalize("NFD", character.casefold()) if not combining(part))
    return "".join(PLAIN.get(part, part) for part in plain)
