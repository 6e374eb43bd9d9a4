"""An event as a page shows it: its sentence with the words marked, who says so from the outside in, how it is coded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from sayso.formats.terminal import Names, code_of
from sayso.schema import Attribution, Claim, CodedDocument, Event, Mention, Span

Role = Literal["actor", "act", "recipient", "via", "cue", "source"]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a sentence, and what it is in the event; None for the words between."""

    text: str
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Taking:
    """Who takes part, as what, in the words of the text and by name."""

    role: Role
    name: str
    words: str
    code: str
    entity: str | None


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the chain: who says so, with which words, and how far that commits them to the event.

    The outermost is the publisher, with neither `attribution` nor `cue`. `name` is None for a source that the text
    leaves out. `certainty` and `polarity` are None where the level makes no claim.
    """

    attribution: str | None
    name: str | None
    entity: str | None
    code: str
    kind: str | None
    cue: str | None
    addressee: str | None
    certainty: str | None
    polarity: str | None


@dataclass(frozen=True, slots=True)
class EventView:
    """What the page of an event shows, and `/api/event` gives. `within` and `holding` are ids of events."""

    key: str
    document_id: str
    event_id: str
    title: str | None
    publisher: str | None
    published: str | None
    language: str | None
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str | None
    quad: int
    score: float
    goldstein: float | None
    status: str
    begin: str | None
    end: str | None
    precision: str | None
    dated_by: str | None
    place: str | None
    confidence: float
    reason: str
    within: str | None
    holding: tuple[str, ...]
    before: str
    sentence: str
    after: str
    parts: tuple[Part, ...]
    taking: tuple[Taking, ...]
    chain: tuple[Level, ...]


def view_event(coded: CodedDocument, event_id: str) -> EventView | None:
    """The event of a record; None where it has none of this id."""
    event = next((each for each in coded.events if each.id == event_id), None)
    if event is None:
        return None
    document, names = coded.document, Names(coded)
    before, after = _around(coded, event.sentence)
    time = next((each for each in coded.times if each.id == event.time), None)
    return EventView(
        key=f"{document.id}/{event.id}",
        document_id=document.id,
        event_id=event.id,
        title=document.title,
        publisher=document.publisher,
        published=document.published,
        language=document.language,
        type=event.type,
        mode=event.mode,
        contexts=event.contexts,
        cameo=event.cameo,
        quad=event.quad,
        score=event.score,
        goldstein=event.goldstein,
        status=event.status,
        begin=event.date.begin if event.date else None,
        end=event.date.end if event.date else None,
        precision=event.date.precision if event.date else None,
        dated_by=time.text if time else None,
        place=event.location.name if event.location else None,
        confidence=event.confidence,
        reason=event.reason,
        within=event.within,
        holding=tuple(each.id for each in coded.events if each.within == event.id),
        before=before,
        sentence=document.text[event.sentence.start : event.sentence.end],
        after=after,
        parts=tuple(_parts(coded, event)),
        taking=tuple(_taking(event, names)),
        chain=tuple(_chain(coded, event, names)),
    )


def _around(coded: CodedDocument, sentence: Span) -> tuple[str, str]:
    """The sentence before and the one after."""
    text, spans = coded.document.text, sorted(coded.sentences, key=lambda span: span.start)
    before = [span for span in spans if span.end <= sentence.start][-1:]
    after = [span for span in spans if span.start >= sentence.end][:1]
    first, last = ("".join(text[span.start : span.end] for span in found) for found in (before, after))
    return first, last


def _parts(coded: CodedDocument, event: Event) -> Iterator[Part]:
    """The sentence cut where a mark begins or ends; of two that overlap, the one that begins first stays."""
    text, at = coded.document.text, event.sentence.start
    for span, role in sorted(_marks(coded, event), key=lambda mark: (mark[0].start, -mark[0].end)):
        if span.start < at or span.end > event.sentence.end or span.start == span.end:
            continue
        if span.start > at:
            yield Part(text[at : span.start])
        yield Part(text[span.start : span.end], role)
        at = span.end
    if at < event.sentence.end:
        yield Part(text[at : event.sentence.end])


def _marks(coded: CodedDocument, event: Event) -> Iterator[tuple[Span, Role]]:
    mentions = {mention.id: mention for mention in coded.mentions}
    yield Span(event.trigger.start, event.trigger.end), "act"
    roles: tuple[tuple[Role, tuple[str, ...]], ...] = (
        ("actor", event.actors),
        ("recipient", event.recipients),
        ("via", event.via),
    )
    for role, ids in roles:
        for each in ids:
            yield mentions[each].span, role
    for level in _around_event(coded, event):
        if level.cue:
            yield level.cue.span, "cue"
        if level.source:
            yield mentions[level.source].span, "source"


def _taking(event: Event, names: Names) -> Iterator[Taking]:
    roles: tuple[tuple[Role, tuple[str, ...]], ...] = (
        ("actor", event.actors),
        ("recipient", event.recipients),
        ("via", event.via),
    )
    for role, ids in roles:
        for each in ids:
            mention = names.mentions[each]
            yield Taking(role, names.plain(each) or mention.text, mention.text, _code(mention, names), mention.entity)


def _chain(coded: CodedDocument, event: Event, names: Names) -> Iterator[Level]:
    """The publisher, then the attributions around the event, outermost first."""
    claims = {claim.attribution: claim for claim in coded.claims if claim.event == event.id}
    publisher = coded.document.publisher
    yield _level(None, publisher, None, "", claims.get(None))
    for level in reversed(list(_around_event(coded, event))):
        source = names.mentions.get(level.source or "")
        code = _code(source, names) if source else ""
        yield _level(level, names.plain(level.source), source, code, claims.get(level.id), names.plain(level.addressee))


def _level(
    attribution: Attribution | None,
    name: str | None,
    source: Mention | None,
    code: str,
    claim: Claim | None,
    addressee: str | None = None,
) -> Level:
    return Level(
        attribution=attribution.id if attribution else None,
        name=name,
        entity=source.entity if source else None,
        code=code,
        kind=attribution.kind if attribution else None,
        cue=attribution.cue.text if attribution and attribution.cue else None,
        addressee=addressee,
        certainty=claim.certainty if claim else None,
        polarity=claim.polarity if claim else None,
    )


def _around_event(coded: CodedDocument, event: Event) -> Iterable[Attribution]:
    """The attributions around the event, innermost first."""
    known = {each.id: each for each in coded.attributions}
    at = known.get(event.attribution or "")
    while at is not None:
        yield at
        at = known.get(at.parent or "")


def _code(mention: Mention, names: Names) -> str:
    entity = names.entities.get(mention.entity or "")
    return code_of(entity) if entity else ""
