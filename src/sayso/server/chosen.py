"""What is chosen in an article: a record, the words it rests on, and the records before and after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sayso.formats.terminal import Names
from sayso.schema import Assessment, Attribution, CodedDocument, Entity, Event, Mention, Span
from sayso.server.article import Emphasis
from sayso.server.event_view import EventView, view_event
from sayso.server.hedges import hedges_in
from sayso.server.sayings import Said, Words, begin_of, outward, said_around, with_hedges


@dataclass(frozen=True, slots=True)
class Named:
    """A mention, whom it refers to and why, and where else the article speaks of the same."""

    text: str
    form: str
    entity: Entity | None
    reason: str | None
    others: tuple[tuple[str, str], ...]
    acts: tuple[tuple[str, str, str], ...]
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """An assessment of a relation."""

    between: tuple[tuple[str, str], tuple[str, str]]
    direction: str
    status: str
    words: str
    time: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """One record of an article, of one of four kinds, with the chain around it.

    `sentence` is that of an event, with its hedges apart. `emphases` are the words of the article that it rests on.
    """

    id: str
    event: EventView | None = None
    said: tuple[Said, ...] = ()
    named: Named | None = None
    tie: Tie | None = None
    sentence: tuple[Words, ...] = ()
    emphases: tuple[Emphasis, ...] = field(default=())


def choose(coded: CodedDocument, identity: str) -> Chosen | None:
    """The record of this id; None where the coding has none."""
    for event in coded.events:
        if event.id == identity:
            return _event(coded, event)
    for attribution in coded.attributions:
        if attribution.id == identity:
            said, emphases = said_around(coded, attribution), tuple(_around(coded, attribution))
            return Chosen(identity, said=said, emphases=emphases)
    for mention in coded.mentions:
        if mention.id == identity:
            return _mention(coded, mention)
    for assessment in coded.assessments:
        if assessment.id == identity:
            return _assessment(coded, assessment)
    return None


def in_order(coded: CodedDocument) -> list[str]:
    """The ids of events, attributions and assessments as one comes upon them in the text."""
    places = [(event.trigger.start, 1, event.id) for event in coded.events]
    places += [(begin_of(each), 0, each.id) for each in coded.attributions]
    places += [(each.start, 2, each.id) for each in coded.assessments]
    return [identity for _, _, identity in sorted(places)]


def neighbours(coded: CodedDocument, identity: str | None) -> tuple[str | None, str | None]:
    """The records before and after one; after none comes the first."""
    order = in_order(coded)
    if identity is None:
        return None, next(iter(order), None)
    if identity not in order:
        return _near(coded, identity, order)
    at = order.index(identity)
    return (order[at - 1] if at else None), (order[at + 1] if at + 1 < len(order) else None)


def _near(coded: CodedDocument, mention: str, order: list[str]) -> tuple[str | None, str | None]:
    """The records before and after a mention, which is none of them itself."""
    at = next((each.start for each in coded.mentions if each.id == mention), 0)
    starts = {each.id: each.trigger.start for each in coded.events}
    starts |= {each.id: begin_of(each) for each in coded.attributions}
    starts |= {each.id: each.start for each in coded.assessments}
    before = [each for each in order if starts[each] < at]
    after = [each for each in order if starts[each] >= at]
    return (before[-1] if before else None), (after[0] if after else None)


def _event(coded: CodedDocument, event: Event) -> Chosen:
    innermost = next((each for each in coded.attributions if each.id == event.attribution), None)
    emphases = [
        Emphasis(event.sentence.start, event.sentence.end, "sentence"),
        Emphasis(event.trigger.start, event.trigger.end, "act"),
        *_of_mentions(coded, event.actors, "actor"),
        *_of_mentions(coded, event.recipients, "recipient"),
        *_of_mentions(coded, event.via, "via"),
        *(each for level in outward(coded, innermost) for each in _levels_words(coded, level)),
    ]
    certain = all(claim.certainty in ("certain", "unknown") for claim in coded.claims if claim.event == event.id)
    if not certain:
        emphases += [Emphasis(span.start, span.end, "hedge") for span in hedges_in(coded.document.text, event.sentence)]
    text = coded.document.text
    return Chosen(
        event.id,
        event=view_event(coded, event.id),
        said=said_around(coded, innermost) if innermost else (),
        sentence=tuple(
            with_hedges(text, event.sentence)
            if not certain
            else (Words(text[event.sentence.start : event.sentence.end]),)
        ),
        emphases=tuple(emphases),
    )


def _around(coded: CodedDocument, attribution: Attribution) -> Iterator[Emphasis]:
    """The words of an attribution; of those around it source and cue."""
    for span in attribution.content:
        yield Emphasis(span.start, span.end, "content")
        yield from (Emphasis(each.start, each.end, "hedge") for each in hedges_in(coded.document.text, span))
    yield from _of_mentions(coded, [attribution.addressee], "addressee")
    for level in outward(coded, attribution):
        yield from _levels_words(coded, level)


def _levels_words(coded: CodedDocument, level: Attribution) -> Iterator[Emphasis]:
    if level.cue is not None:
        yield Emphasis(level.cue.start, level.cue.end, "cue")
    yield from _of_mentions(coded, [level.source], "source")


def _of_mentions(coded: CodedDocument, ids: Iterable[str | None], role: str) -> Iterator[Emphasis]:
    wanted = set(ids)
    for mention in coded.mentions:
        if mention.id in wanted:
            yield Emphasis(mention.start, mention.end, role)


def _mention(coded: CodedDocument, mention: Mention) -> Chosen:
    entity = next((each for each in coded.entities if each.id == mention.entity), None)
    same = [each for each in coded.mentions if entity is not None and each.entity == entity.id] or [mention]
    ids = {each.id for each in same}
    acts = [
        (event.id, role, event.type)
        for event in coded.events
        for role, taking in (("actor", event.actors), ("recipient", event.recipients), ("via", event.via))
        if ids & set(taking)
    ]
    named = Named(
        text=mention.text,
        form=mention.form,
        entity=entity,
        reason="; ".join(dict.fromkeys(filter(None, (mention.reason, entity.reason if entity else None)))) or None,
        others=tuple((each.id, each.text) for each in same),
        acts=tuple(acts),
        says=tuple(each.id for each in coded.attributions if each.source in ids),
    )
    emphases = [Emphasis(each.start, each.end, "same") for each in same]
    return Chosen(mention.id, named=named, emphases=tuple(emphases))


def _assessment(coded: CodedDocument, each: Assessment) -> Chosen:
    innermost = next((level for level in coded.attributions if level.id == each.attribution), None)
    names = {entity.id: entity.name for entity in coded.entities}
    first, second = each.between
    tie = Tie(
        between=((first, names.get(first, first)), (second, names.get(second, second))),
        direction=each.direction,
        status=each.status,
        words=coded.document.text[each.start : each.end],
        time=next((time.text for time in coded.times if time.id == each.time), None),
        reason=each.reason,
    )
    emphases = [
        Emphasis(each.start, each.end, "tie"),
        *(found for level in outward(coded, innermost) for found in _levels_words(coded, level)),
    ]
    return Chosen(each.id, said=said_around(coded, innermost) if innermost else (), tie=tie, emphases=tuple(emphases))


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody by name, and by id where known."""

    name: str
    entity: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """One event in the list of an article's events."""

    id: str
    type: str
    mode: str | None
    quad: int
    status: str
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    begin: str | None
    end: str | None
    source: Party | None
    denied: bool
    words: str


def events_of(coded: CodedDocument) -> list[Listed]:
    """The events of an article in order, each on a line."""
    names = Names(coded)
    sources = {each.id: each.source for each in coded.attributions}
    denied = {claim.event for claim in coded.claims if claim.polarity == "negative" and claim.certainty != "unknown"}
    return [
        Listed(
            id=event.id,
            type=event.type,
            mode=event.mode,
            quad=event.quad,
            status=event.status,
            actors=_parties(names, event.actors),
            recipients=_parties(names, event.recipients),
            begin=event.date.begin if event.date else None,
            end=event.date.end if event.date else None,
            source=_party(names, sources.get(event.attribution or "")),
            denied=event.id in denied,
            words=event.trigger.text,
        )
        for event in coded.events
    ]


def _parties(names: Names, ids: Iterable[str]) -> tuple[Party, ...]:
    found = [_party(names, each) for each in ids]
    return tuple(dict.fromkeys(party for party in found if party))


def _party(names: Names, mention: str | None) -> Party | None:
    name = names.plain(mention)
    return Party(name, names.mentions[mention or ""].entity) if name else None


@dataclass(frozen=True, slots=True)
class Uncoded:
    """A sentence without an event, and why there is none as far as the record tells."""

    start: int
    end: int
    text: str
    why: str


def uncoded_in(coded: CodedDocument) -> list[Uncoded]:
    """The sentences in which no event was coded."""
    triggers = sorted(event.trigger.start for event in coded.events)
    public = {each.id for each in coded.entities if each.country or each.sector}
    return [
        Uncoded(span.start, span.end, coded.document.text[span.start : span.end], _why(coded, span, public))
        for span in coded.sentences
        if not any(span.start <= place < span.end for place in triggers)
        and coded.document.text[span.start : span.end].strip()
    ]


def _why(coded: CodedDocument, span: Span, public: set[str]) -> str:
    here = [each for each in coded.mentions if span.start <= each.start < span.end]
    if not here:
        return "nobody is named"
    if not any(each.entity in public for each in here):
        return "nobody of a state, a party or a public body is named"
    return "no act that the codebook knows, or one that lacks somebody to do it"
