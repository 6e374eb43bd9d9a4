"""Characters of an article that would not show, or would turn what stands around them, as something one can see."""

from __future__ import annotations

import unicodedata

# What reverses the letters that follow, beyond the article's own words too; the other marks of direction belong to
# Arabic, Hebrew and Persian spelling, and stay.
OVERRIDES = {"\u202d": "⟨LRO⟩", "\u202e": "⟨RLO⟩"}
# Line breaks and tabs are spaces in a page.
KEPT = "\n\t\r"


def legible(text: str) -> str:
    """The text with its control characters drawn: U+0007 as "␇", a right-to-left override as "⟨RLO⟩".

    A character stands for a character or several, so positions in the text as coded are counted before this.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_drawn, text))


def _drawn(character: str) -> str:
    if character in OVERRIDES:
        return OVERRIDES[character]
    if unicodedata.category(character) != "Cc" or character in KEPT:
        return character
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟨{code:02X}⟩"
