"""One-sentence reports made by hand: one act between states, told on the say-so of whom one likes."""

from __future__ import annotations

from typing import Any

from records import event_at, quoted
from sayso.schema import (
    Attribution,
    Claim,
    CodedDocument,
    Document,
    Entity,
    EventDate,
    Mention,
    Polarity,
    Span,
    TimeExpression,
)

DAY = "2024-03-05"
OUTLETS = {"Q130879": "Reuters", "harbour-post": "Harbour Post"}


def report(
    id: str,
    text: str,
    published: str | None = DAY,
    *,
    trigger: str = "shelled",
    actor: str | None = "RUS",
    recipient: str | None = "UKR",
    said_by: str | None = None,
    polarity: Polarity = "positive",
    publisher: str = "Delta Courier",
    dated: bool = True,
    day: str = DAY,
    **fields: Any,
) -> CodedDocument:
    """A document with one event, `e1`; who takes part and who says so are named by the code of a state or outlet."""
    named = {role: code for role, code in (("a", actor), ("r", recipient), ("s", said_by)) if code}
    sentence = Span(0, len(text))
    told = day if dated else published or day
    event = event_at(
        "e1",
        quoted(trigger, text),
        sentence,
        fields.get("type", "ASSAULT"),
        cameo="190",
        quad=4,
        score=-9.0,
        goldstein=-9.0,
        actors=("a",) if actor else (),
        recipients=("r",) if recipient else (),
        time="t1" if dated else None,
        date=EventDate(told, told, "day"),
        status=fields.get("status", "actual"),
        attribution="s1" if said_by else None,
        confidence=0.8,
        reason="frame assault: ACTOR shell RECIPIENT",
    )
    return CodedDocument(
        Document(id, text, publisher=publisher, published=published),
        entities=tuple(entity(code) for code in dict.fromkeys(named.values())),
        mentions=tuple(Mention(role, 0, 3, text[:3], "name", code) for role, code in named.items()),
        times=(TimeExpression("t1", 0, 3, text[:3], "DATE", day, begin=day, end_date=day),) if dated else (),
        attributions=(Attribution("s1", "indirect", "s", None, (sentence,), polarity=polarity),) if said_by else (),
        events=(event,),
        claims=(
            *((Claim("e1", "s", "s1", "certain", polarity),) if said_by else ()),
            Claim("e1", None, None, "unknown" if said_by else "certain", "positive"),
        ),
    )


def entity(code: str) -> Entity:
    """A state, or an outlet of the table."""
    if code in OUTLETS:
        return Entity(code, OUTLETS[code], "outlet", sector="JRN")
    return Entity(code, code, "state", code)
