"""What stands around a word: its modifiers, the nouns behind its prepositions, the words of its sentence."""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache
from typing import TYPE_CHECKING

from sayso.stages.syntax import children

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MODIFIERS = frozenset({"amod", "compound", "nmod"})
# Whose a noun may be: "Chad's army", "the Chadian army".
OWNERS = MODIFIERS | {"poss"}


def nouns_behind(token: Token, prepositions: Container[str] | None = None) -> list[Token]:
    """The nouns behind the prepositions that hang on a word, of all or of those listed: "dozens of rebels"."""
    behind = [p for p in children(token, "prep") if prepositions is None or p.lower_ in prepositions]
    return [noun for preposition in behind for noun in children(preposition, "pobj")]


def words_around(token: Token) -> frozenset[str]:
    """The words and lemmas of the token's sentence."""
    sentence = token.sent
    return words_between(sentence.doc, sentence.start, sentence.end)


@lru_cache(maxsize=4)
def words_between(doc: Doc, start: int, end: int) -> frozenset[str]:
    """The words and lemmas of a stretch of text, in small letters."""
    return frozenset(word for token in doc[start:end] for word in (token.lower_, token.lemma_.lower()))
