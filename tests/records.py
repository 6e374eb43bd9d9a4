"""Builds records by hand: positions are those of the words, and of an event only what a test is about is filled."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sayso.schema import Event, Mention, QuotedSpan, Span


def span(words: str, text: str) -> Span:
    """Where the words first stand in the text."""
    start = text.index(words)
    return Span(start, start + len(words))


def quoted(words: str, text: str) -> QuotedSpan:
    """The same with the words."""
    found = span(words, text)
    return QuotedSpan(found.start, found.end, words)


def mention(id: str, words: str, entity: str | None, *, text: str, **fields: Any) -> Mention:
    """A name that stands in the text, unless `fields` say otherwise."""
    found = span(words, text)
    return replace(Mention(id, found.start, found.end, words, "name", entity), **fields)


def event(id: str, words: str, sentence: str, type: str, *, text: str, **fields: Any) -> Event:
    """An event by its words and those of its sentence."""
    return event_at(id, quoted(words, text), span(sentence, text), type, **fields)


def event_at(id: str, trigger: QuotedSpan, sentence: Span, type: str, **fields: Any) -> Event:
    """An actual event of which `fields` say what there is to know."""
    bare = Event(
        id=id,
        trigger=trigger,
        sentence=sentence,
        type=type,
        mode=None,
        contexts=(),
        cameo=None,
        quad=1,
        score=0.0,
        goldstein=None,
        actors=(),
        recipients=(),
        via=(),
        time=None,
        date=None,
        location=None,
        status="actual",
        within=None,
        attribution=None,
        confidence=0.5,
        reason="written by hand",
    )
    return replace(bare, **fields)
