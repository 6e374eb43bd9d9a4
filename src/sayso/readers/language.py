"""Recognises the language of an article, so that one that is not in English is set aside and not coded as noise.

Most articles are English, and their small words show it; only a text without them is given to py3langid, whose model
takes about a second to load. Names say nothing of a language, so words in capitals do not count.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sayso.errors import InputError

NAMES = Path(__file__).with_name("languages.csv")
ENGLISH = "en"
SAYS_ENGLISH = re.compile(r"\s*(?:en|eng|english)(?![a-z])", re.IGNORECASE)

# Small words of English that are none of the languages written in the same letters, or rarely.
SMALL_WORDS = frozenset(
    "the of and to that with from has have said says will would could should which who were was been they their "
    "them this these those after before by its are his is not than where while what about into between against "
    "through because during".split()
)
LANGUAGE_TAG = re.compile(r"\s*([A-Za-z]{2,3})(?![A-Za-z])")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

SAMPLE = 1500  # characters from the beginning, the middle and the end of a long text
ENGLISH_FROM = 0.2  # share of small words in small letters from which a text is English; news has about 0.4
MIXED_FROM = 0.1  # share from which there are English sentences in a text, and the model must be surer
LEAST_WORDS = 8  # words in small letters below which a text is too short to tell
LEAST_IN_CAPITALS = 25  # the same for a text in capitals, where names are not told from other words
LEAST_LETTERS = 20  # letters of a script other than Latin from which a text is long enough
MOST_ENGLISH = 0.05  # chance of English, by the model, above which a text is not set aside
MOST_ENGLISH_IN_MIXED = 0.005
LEAST_CERTAIN = 0.2  # chance of the language named below which no language is

# Not languages to name: English-based, or no language at all.
NOT_FOREIGN = frozenset((ENGLISH, "pcm", "zxx"))


class ForeignLanguage(InputError):
    """An article in another language than English; `language` is its code."""

    def __init__(self, path: str, language: str, *, line: int | None = None) -> None:
        known = language_names().get(language)
        named = f"in {known}" if known else f"in another language ({language})"
        problem = f"the article is {named}, and Sayso codes English only"
        super().__init__(path, problem, "Leave it out, or give it in English translation", line=line)
        self.language = language


def check_english(
    text: str, declared: str | None, *, path: str, line: int | None = None, stated: str | None = None
) -> str | None:
    """The language of the text, or what is declared where it is too short to tell; `ForeignLanguage` where it is not
    English. Where the user has `stated` that it is, nothing is asked.
    """
    if stated is not None and SAYS_ENGLISH.match(stated):
        return ENGLISH
    found = recognise(text)
    if found is not None and found not in NOT_FOREIGN:
        raise ForeignLanguage(path, found, line=line)
    return ENGLISH if found == ENGLISH else declared or stated


def recognise(text: str) -> str | None:
    """The code of the text's language ("en", "fr"); None where it is too short or too mixed to tell."""
    sample = sampled(text)
    words = WORD.findall(sample)
    capitals = mostly_capitals(words)
    if capitals:
        words = [word.lower() for word in words]
    small = [word for word in words if word[0].islower()]
    other_script = sum(len(word) for word in words if is_other_script(word))
    share = sum(1 for word in small if word in SMALL_WORDS) / len(small) if small else 0.0
    if other_script <= sum(map(len, words)) / 2:
        if len(small) < (LEAST_IN_CAPITALS if capitals else LEAST_WORDS):
            return None
        if share >= ENGLISH_FROM:
            return ENGLISH
        sample = " ".join(small)
    elif other_script < LEAST_LETTERS:
        return None
    return by_model(sample, most_english=MOST_ENGLISH if share < MIXED_FROM else MOST_ENGLISH_IN_MIXED)


def sampled(text: str) -> str:
    """The text, or of a long one its beginning, middle and end."""
    if len(text) <= 3 * SAMPLE:
        return text
    middle = (len(text) - SAMPLE) // 2
    return " ".join((text[:SAMPLE], text[middle : middle + SAMPLE], text[-SAMPLE:]))


def mostly_capitals(words: list[str]) -> bool:
    """Whether the text stands in capitals, as headlines do."""
    return sum(1 for word in words if word.isupper() and len(word) > 1) > 0.7 * len(words)


def is_other_script(word: str) -> bool:
    """Whether a word is written in other letters than Latin ones: those end before U+0250, and go on from U+1E00."""
    return "\u0370" <= word[0] < "\u1e00" or word[0] >= "\u1f00"


def by_model(sample: str, *, most_english: float) -> str | None:
    """The language by py3langid; None where English is possible, or nothing likely."""
    ranked: dict[str, float] = dict(load_model().rank(sample))
    language: str = max(ranked, key=lambda code: ranked[code])
    if language == ENGLISH:
        return ENGLISH
    if language in NOT_FOREIGN or ranked.get(ENGLISH, 0.0) > most_english or ranked[language] < LEAST_CERTAIN:
        return None
    return language


def without_region(stated: object) -> str | None:
    """The language that a tag such as "en-GB" names: "en". None for what is no tag."""
    found = LANGUAGE_TAG.match(stated) if isinstance(stated, str) else None
    return found[1].lower() if found else None


@cache
def load_model() -> Any:
    """The model of py3langid, loaded when first needed."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def language_names() -> Mapping[str, str]:
    """The English names of languages by code."""
    with NAMES.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["code"]: row["name"] for row in rows}
