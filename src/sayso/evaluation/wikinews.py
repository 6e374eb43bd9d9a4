"""Reads gold articles: JSONL with the text, its attribution relations, and all mentions with their coreference.

The articles are those of the GUM corpus from Wikinews. The text is coded unchanged, odd spaces and all, because the
annotation counts its characters.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.errors import InputError
from sayso.schema import Document, Polarity, Span

REMEDY = "Give a file in the format of the Wikinews gold: text, attributions and mentions with character offsets"


@dataclass(frozen=True, slots=True)
class GoldAttribution:
    """A relation: the clause that attributes (source and cue together), and the content.

    `nested` says that the content holds the attributing clause of another relation.
    """

    attributing: tuple[Span, ...]
    content: tuple[Span, ...]
    polarity: Polarity
    nested: bool


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A mention; those with the same `entity` corefer. `wikipedia` is the title of an article, where linked."""

    start: int
    end: int
    entity: str
    wikipedia: str | None


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article with its annotation."""

    document: Document
    attributions: tuple[GoldAttribution, ...]
    mentions: tuple[GoldMention, ...]


def read_articles(path: Path) -> list[GoldArticle]:
    """The gold articles of a JSONL file."""
    articles = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            articles.append(article_of(json.loads(line)))
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            raise InputError(str(path), f"not a gold article ({error!r})", REMEDY, line=number) from error
    return articles


def article_of(record: dict[str, Any]) -> GoldArticle:
    """The article on one line."""
    return GoldArticle(
        Document(
            record["id"],
            record["text"],
            title=record.get("title"),
            publisher=record.get("publisher"),
            published=record.get("published"),
            language="en",
        ),
        tuple(
            GoldAttribution(
                spans_of(item["attributing"]), spans_of(item["content"]), item["polarity"], bool(item["nested"])
            )
            for item in record["attributions"]
        ),
        tuple(
            GoldMention(item["start"], item["end"], item["entity"], item["wikipedia"]) for item in record["mentions"]
        ),
    )


def spans_of(pairs: list[list[int]]) -> tuple[Span, ...]:
    """Spans from pairs of offsets."""
    return tuple(Span(start, end) for start, end in pairs)
