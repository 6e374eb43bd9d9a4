"""Small coded documents for tests of relations: who did what to whom on which day, and who claims it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from records import event_at
from sayso.schema import (
    Attribution,
    Certainty,
    Claim,
    CodedDocument,
    Document,
    Entity,
    EntityKind,
    Event,
    EventDate,
    Mention,
    Polarity,
    QuotedSpan,
    Span,
    Status,
)

TEXT = "The words of this article are of no matter to a relation, only what was coded from them is."
PEOPLE: dict[str, tuple[str, EntityKind, str, str | None]] = {
    "RUS": ("Russia", "state", "RUS", None),
    "ISR": ("Israel", "state", "ISR", None),
    "UKR": ("Ukraine", "state", "UKR", None),
    "USA": ("United States", "state", "USA", None),
    "RUS.GOV": ("Government of Russia", "government", "RUS", "GOV"),
    "Q7747": ("Vladimir Putin", "person", "RUS", "GOV"),
    "Q43723": ("Benjamin Netanyahu", "person", "ISR", "GOV"),
    "hamas": ("Hamas", "armed_group", "PSE", "REB"),
}


@dataclass(frozen=True)
class Act:
    """`says` are the sources that claim it besides the publisher, `denies` those that deny it."""

    actors: str
    recipients: str
    day: str | None
    score: float = 2.5
    quad: int = 1
    goldstein: float | None = 1.0
    status: Status = "actual"
    says: str = ""
    denies: str = ""
    own: Certainty = "certain"
    end: str | None = None
    type: str = "CONSULT"


def article(
    identity: str,
    *acts: Act,
    publisher: str = "Harbour Post",
    country: str | None = None,
    published: str = "2022-06-01",
) -> CodedDocument:
    """A coded document with these acts; `country` is that of its outlet."""
    names = {name for act in acts for name in _names(act.actors, act.recipients, act.says, act.denies)}
    entities = tuple(Entity(name, *PEOPLE[name]) for name in sorted(names))
    mentions = tuple(Mention(f"m-{name}", 0, 3, "The", "name", name) for name in sorted(names))
    events: list[Event] = []
    claims: list[Claim] = []
    attributions: list[Attribution] = []
    for number, act in enumerate(acts, 1):
        event = f"e{number}"
        events.append(_event(event, act))
        claims.append(Claim(event, None, None, act.own, "positive"))
        for polarity, sources in (("positive", act.says), ("negative", act.denies)):
            for source in _names(sources):
                attribution = f"a{len(attributions) + 1}"
                attributions.append(Attribution(attribution, "indirect", f"m-{source}", None, (Span(4, 9),)))
                claims.append(Claim(event, f"m-{source}", attribution, "certain", _polarity(polarity)))
    extra = {"country": country} if country else {}
    return CodedDocument(
        Document(identity, TEXT, publisher=publisher, published=published, extra=extra),
        mentions=mentions,
        entities=entities,
        attributions=tuple(attributions),
        events=tuple(events),
        claims=tuple(claims),
    )


def _event(identity: str, act: Act) -> Event:
    return event_at(
        identity,
        QuotedSpan(4, 9, "words"),
        Span(0, len(TEXT)),
        act.type,
        cameo="040" if act.goldstein is not None else None,
        quad=act.quad,
        score=act.score,
        goldstein=act.goldstein,
        actors=tuple(f"m-{name}" for name in _names(act.actors)),
        recipients=tuple(f"m-{name}" for name in _names(act.recipients)),
        date=EventDate(act.day, act.end or act.day, "day" if act.end is None else "range") if act.day else None,
        status=act.status,
    )


def _names(*lists: str) -> Sequence[str]:
    return [name for each in lists for name in each.split()]


def _polarity(word: str) -> Polarity:
    return "negative" if word == "negative" else "positive"
