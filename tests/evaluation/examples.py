"""Small documents made by hand: items are placed by the words they cover."""

from __future__ import annotations

from records import event_at, quoted
from sayso.schema import (
    Attribution,
    AttributionKind,
    CodedDocument,
    Document,
    Entity,
    Event,
    Mention,
    MentionForm,
    Span,
    Status,
)


def place(text: str, words: str, *, nth: int = 0) -> Span:
    """Where the words stand for the nth time."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def mention(
    text: str, id: str, words: str, *, entity: str | None = None, form: MentionForm = "name", nth: int = 0
) -> Mention:
    """A mention of the words."""
    span = place(text, words, nth=nth)
    return Mention(id, span.start, span.end, words, form, entity)


def attribution(
    text: str,
    id: str,
    *content: str,
    source: str | None = None,
    cue: str | None = None,
    kind: AttributionKind = "indirect",
    parent: str | None = None,
) -> Attribution:
    """An attribution of the content."""
    return Attribution(
        id=id,
        kind=kind,
        source=source,
        cue=quoted(cue, text) if cue else None,
        content=tuple(place(text, words) for words in content),
        parent=parent,
    )


def event(
    text: str,
    id: str,
    type: str,
    trigger: str,
    *,
    actors: tuple[str, ...] = (),
    recipients: tuple[str, ...] = (),
    status: Status = "actual",
    quad: int = 1,
    within: str | None = None,
) -> Event:
    """An event with nothing else about it."""
    return event_at(
        id,
        quoted(trigger, text),
        Span(0, len(text)),
        type,
        quad=quad,
        actors=actors,
        recipients=recipients,
        status=status,
        within=within,
        confidence=1.0,
        reason="by hand",
    )


def coded(
    text: str,
    *,
    mentions: tuple[Mention, ...] = (),
    entities: tuple[Entity, ...] = (),
    attributions: tuple[Attribution, ...] = (),
    events: tuple[Event, ...] = (),
) -> CodedDocument:
    """A coded document."""
    return CodedDocument(
        Document("d1", text), mentions=mentions, entities=entities, attributions=attributions, events=events
    )
