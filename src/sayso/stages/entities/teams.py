"""Teams: in news of sport the name of a state is that of its team ("Belgium beat Brazil 2–1"), and no actor."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sayso.stages.entities.phrases import is_place_here
from sayso.stages.mentions import MODIFIERS

if TYPE_CHECKING:
    from spacy.tokens import Token

    from sayso.stages.entities.context import Context

SCORE = re.compile(r"(?<![\d-])\d{1,3}\s?[-–]\s?\d{1,3}(?![\d%-])")
# Words that tell of a match. "Cup", "coach" or "stadium" alone do not: politics has them too.
SPORT = re.compile(
    r"\b(?:goals?|goalless|goalkeeper|strikers?|midfielders?|defenders?|half-?time|kick-?off|referee|equali[sz]ers?|"
    r"quarter-?finals?|semi-?finals?|play-?offs?|qualifiers?|penalty (?:kick|shoot-?out|area)|World Cup|Euro \d{4}|"
    r"coach|captain|footballers?|football|soccer|cricket|rugby|tennis|hockey|handball|basketball|volleyball|innings|"
    r"wickets?|batsm[ae]n|bowlers?|Test match|"
    r"batting|try-scorers?|scrums?|set point|friendl(?:y|ies)|fixtures?|match|scored|own goal)\b",
    re.IGNORECASE,
)
# How a side fares. In an article on sport these words alone make a sentence one of sport.
FARING = frozenset("beat beats beaten defeat defeated thrash draw drew win won lose lost play played face".split())
# Different words of sport that make an article one on sport; a score stands for one of them.
WORDS_OF_SPORT = 3
# They must come at least as often as this, or the article merely mentions a match.
CHARACTERS_A_WORD = 600
# Where states act even in an article on sport.
POLITICS = frozenset(
    "government governments minister ministers ministry president parliament embassy ambassador sanctions boycott army "
    "police border troops diplomatic diplomats officials".split()
)


def is_on_sport(text: str) -> bool:
    """Whether the article tells of a match."""
    return len(words_of_sport(text)) + bool(SCORE.search(text)) >= WORDS_OF_SPORT


def is_all_sport(text: str) -> bool:
    """Whether the article tells of matches and little else."""
    return len(words_of_sport(text)) > WORDS_OF_SPORT


def words_of_sport(text: str) -> set[str]:
    """The different words that tell of a match; none where they are lost among others."""
    found = [match.group().lower() for match in SPORT.finditer(text)]
    return set(found) if len(found) >= len(text) / CHARACTERS_A_WORD else set()


def is_team(context: Context, head: Token) -> bool:
    """Whether the name of a state stands for its team here: not as a place, nor before another noun."""
    if not context.is_on_sport or is_place_here(head) or head.dep_ in MODIFIERS:
        return False
    sentence = head.sent
    if any(token.lower_ in POLITICS for token in sentence):
        return False
    told = SPORT.search(sentence.text) or SCORE.search(sentence.text)
    return bool(told) or context.is_all_sport or is_faring(sentence)


def is_faring(sentence: Iterable[Token]) -> bool:
    """Whether the sentence has a word for how a side fares."""
    return any(token.lower_ in FARING for token in sentence)
