"""Reads the marks that sites give to elements: class, id and the like, and what they say of an element's part on the
page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

RULES = Path(__file__).with_name("furniture.yaml")

MARKED_BY = ("class", "id", "data-component", "data-testid", "data-gu-name", "data-module", "data-qa", "data-type")
CAMEL = re.compile(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
SEPARATORS = re.compile(r"[_:./-]+")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an element goes: its name, the longest text it may take, what that text must say, and the tags it holds for
    (none named: all).
    """

    name: str
    longest: int | None
    asks: re.Pattern[str] | None
    only: frozenset[str]


@dataclass(frozen=True, slots=True)
class Furniture:
    """The cues of `furniture.yaml`, compiled."""

    reasons: Mapping[str, Reason]
    marks: re.Pattern[str]
    kept: re.Pattern[str]
    tags: frozenset[str]
    embeds: Mapping[str, str]
    embed_tags: Mapping[str, str]
    embed_marks: re.Pattern[str]
    opening: re.Pattern[str]
    headings: re.Pattern[str]
    heading_reasons: Mapping[str, str]
    appeals: tuple[re.Pattern[str], ...]
    labels: re.Pattern[str]


def marks_of(element: Any) -> str:
    """All marks of an element as one string; "" where it has none."""
    get = element.attrib.get
    return " ".join([value for name in MARKED_BY if (value := get(name))])


@lru_cache(maxsize=20_000)
def reason_for(marks: str, tag: str | None = None) -> Reason | None:
    """What the marks say an element is, if not the article. Rules for some tags only are asked where `tag` is given."""
    furniture = load_furniture()
    written = normalised(marks)
    if furniture.kept.search(written):
        written = furniture.kept.sub(" ", written)
    found = furniture.marks.search(written)
    if found is None:
        return None
    # The first rule of the table decides, not the first word of the marks.
    names = {match.lastgroup for match in furniture.marks.finditer(written)}
    rules = (reason for key, reason in furniture.reasons.items() if key in names)
    return next((reason for reason in rules if not reason.only or tag in reason.only), None)


@lru_cache(maxsize=20_000)
def platform_for(marks: str) -> str | None:
    """The platform whose embedded post the marks announce."""
    furniture = load_furniture()
    found = furniture.embed_marks.search(normalised(marks))
    return furniture.embeds[found[1]] if found else None


@lru_cache(maxsize=20_000)
def opens_article(marks: str) -> bool:
    """Whether the marks are those of the sentence between headline and article."""
    return load_furniture().opening.search(normalised(marks)) is not None


def normalised(marks: str) -> str:
    """Small letters, "-" between the parts of each name, a space between names."""
    return SEPARATORS.sub("-", CAMEL.sub("-", marks)).lower()


def words_pattern(words: Iterable[str]) -> str:
    """A pattern for any of the words as whole parts of a mark, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def load_furniture() -> Furniture:
    """Read and compile `furniture.yaml`, once."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: Mapping[str, Any] = yaml.load(RULES.read_text(encoding="utf-8"), Loader=loader)
    reasons: dict[str, Reason] = {}
    groups: list[str] = []
    for number, rule in enumerate(data["reasons"]):
        asks = re.compile(rule["asks"], re.IGNORECASE) if "asks" in rule else None
        reasons[f"r{number}"] = Reason(rule["reason"], rule.get("longest"), asks, frozenset(rule.get("only", ())))
        groups.append(f"(?P<r{number}>{words_pattern(rule['marks'])})")
    headings = {f"h{number}": rule for number, rule in enumerate(data["headings"])}
    announced = "|".join(f"(?P<{key}>{'|'.join(rule['patterns'])})" for key, rule in headings.items())
    return Furniture(
        reasons=reasons,
        marks=re.compile(rf"(?<![^ -])(?:{'|'.join(groups)})(?![^ -])"),
        kept=re.compile(rf"(?<![^ -])(?:{words_pattern(data['kept'])})(?![^ -])"),
        tags=frozenset(data["tags"]),
        embeds=data["embeds"],
        embed_tags=data["embed_tags"],
        embed_marks=re.compile(rf"(?<![^ -])({words_pattern(data['embeds'])})(?![^ -])"),
        opening=re.compile(rf"(?<![^ -])(?:{words_pattern(data['opening'])})(?![^ -])"),
        headings=re.compile(rf"(?:{announced})\s?[:»›→>…]?", re.IGNORECASE),
        heading_reasons={key: rule["reason"] for key, rule in headings.items()},
        appeals=tuple(re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for words in data["appeals"]),
        labels=re.compile(rf"{data['labels']}\s?[:|»›→>]?", re.IGNORECASE),
    )
