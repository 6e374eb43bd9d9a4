"""Words that lower a claim, found again in a sentence so that a page can underline them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from sayso.knowledge.cues import load_cues
from sayso.schema import Span

MODALS = ("may", "might", "could")
# Past and participle of the hedging verbs that form them in their own way.
IRREGULAR = {"think": ("thought",), "know": ("known", "knew"), "understand": ("understood",)}


def hedges_in(text: str, span: Span) -> Iterator[Span]:
    """The hedges between two places of a text: "allegedly", "appears to", "is believed to", "may".

    These are the words by which claims are lowered, looked for without a parse: where a claim is certain all the same,
    they govern something else in the sentence.
    """
    for found in _pattern().finditer(text, span.start, span.end):
        yield Span(*found.span())


@cache
def _pattern() -> re.Pattern[str]:
    words: dict[str, list[str]] = {"adverb": [*MODALS], "raising": [], "passive": []}
    for part, word in load_cues():
        if part == "adverb":
            words[part].append(re.escape(word))
        elif part in ("raising", "passive"):
            words[part].append("|".join(map(re.escape, _forms(word))))
    raising = rf"(?:{'|'.join(words['raising'])})(?=\s+(?:to|that|as)\b)"
    passive = rf"(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?(?:{'|'.join(words['passive'])})(?=\s+(?:to|of)\b)"
    return re.compile(rf"\b(?:{passive}|{raising}|(?:{'|'.join(words['adverb'])})\b)", re.IGNORECASE)


def _forms(verb: str) -> tuple[str, ...]:
    past = IRREGULAR.get(verb, (f"{verb}d" if verb.endswith("e") else f"{verb}ed",))
    return (*past, f"{verb}s", verb)
