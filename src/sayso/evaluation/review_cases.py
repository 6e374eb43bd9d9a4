"""Reviewed sentences as cases: lines of JSONL that `sayso evaluate` and the test suite read (see `cases`).

Only what all who checked an event agree on becomes a case. Its text is the sentence, with those before it that name who
a pronoun or a role in it stands for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from sayso.asking import OpenStore
from sayso.evaluation.reviewed import judged
from sayso.ids import slug
from sayso.schema import Attribution, CodedDocument, Entity, Event, Mention, Span
from sayso.store.decisions import Coded, Review
from sayso.store.named import EventKey
from sayso.store.reviews import as_judged, coded_of, standing

Case = dict[str, Any]
CODE = re.compile(r"[A-Z]{3}(\.[A-Z]{3})?")


def review_cases(store: OpenStore, reviewer: str | None = None) -> Iterator[Case]:
    """The cases of a store by document and event: those of all coders where they agree, or those of one."""
    with store.reading() as connection:
        decisions = [each for each in standing(connection) if reviewer in (None, each.reviewer)]
    by_event = judged(decisions)
    record: CodedDocument | None = None
    for key in sorted(by_event):
        if record is None or record.document.id != key[0]:
            record = store.record(key[0])
        case = _case(record, key, by_event[key])
        if case is not None:
            yield case


def as_lines(cases: Iterable[Case]) -> Iterator[str]:
    """One case a line."""
    for case in cases:
        yield json.dumps(case, ensure_ascii=False) + "\n"


def _case(record: CodedDocument, key: EventKey, reviews: list[Review]) -> Case | None:
    event = next((each for each in record.events if each.id == key[2]), None)
    if event is None:
        return None
    was = coded_of(event)
    opinions = [as_judged(was, review) for review in reviews]
    if len({_compared(record, opinion) for opinion in opinions}) > 1:
        return None
    decided = opinions[0]
    window = _window(record, event, decided or was)
    return {
        "id": slug(f"review {record.document.id} {event.id}"),
        "published": record.document.published,
        "publisher": record.document.publisher,
        "title": None,
        "tags": ["reviewed", reviews[-1].verdict, *sorted({review.reviewer for review in reviews})],
        "text": record.document.text[window.start : window.end],
        "expect": list(_expected(record, event, was, decided)),
    }


def _compared(record: CodedDocument, decided: Coded | None) -> object:
    """What makes two opinions the same: people count as whom they are, in any order."""
    if decided is None:
        return None
    actors, recipients = (frozenset(_asked(record, m) for m in ids) for ids in (decided.actors, decided.recipients))
    return decided.type, actors, recipients, decided.status, decided.attribution


def _expected(record: CodedDocument, event: Event, was: Coded, decided: Coded | None) -> Iterator[Case]:
    if decided is not None:
        yield from _held(record, event, decided)
    # Where one word makes several events ("met A and, later, B"), what is wrong of one may be right of another.
    if any(each.trigger == event.trigger and each.id != event.id for each in record.events):
        return
    if decided is None or decided.type != was.type:
        yield {"no_event": {"type": was.type, "trigger": event.trigger.text}}
        return
    for role, before, after in (
        ("actor", was.actors, decided.actors),
        ("recipient", was.recipients, decided.recipients),
    ):
        kept = {_asked(record, mention) for mention in after}
        for each in dict.fromkeys(_asked(record, mention) for mention in before):
            if each not in kept:
                yield {"no_event": {"type": decided.type, "trigger": event.trigger.text, role: each}}


def _held(record: CodedDocument, event: Event, decided: Coded) -> Iterator[Case]:
    """The event, once with the first of each side and the chain, then for each other of those who take part."""
    act = {"type": decided.type, "trigger": event.trigger.text, "status": decided.status}
    actors, recipients = ([_asked(record, each) for each in ids] for ids in (decided.actors, decided.recipients))
    first = {"actor": actors[0] if actors else None, "recipient": recipients[0] if recipients else None}
    yield {"event": act | first | {"chain": _chain(record, decided.attribution)}}
    for role, others in (("actor", actors[1:]), ("recipient", recipients[1:])):
        yield from ({"event": act | {role: each}} for each in dict.fromkeys(others))


def _asked(record: CodedDocument, mention_id: str) -> str:
    """Whom a case asks for, as the conventions of cases write it."""
    mention = next(each for each in record.mentions if each.id == mention_id)
    entity = next((each for each in record.entities if each.id == mention.entity), None)
    return mention.text if entity is None else _name_of(entity)


def _name_of(entity: Entity) -> str:
    if CODE.fullmatch(entity.id):
        return entity.id
    if entity.kind == "state" and entity.country:
        return entity.country
    return entity.wikidata or entity.name


def _chain(record: CodedDocument, attribution_id: str | None) -> list[str | None]:
    """The sources around the event, outermost first; the same entity twice in a row counts once."""
    sources: list[str | None] = []
    for level in _around(record, attribution_id):
        source = None if level.source is None else _asked(record, level.source)
        if source is None or sources[:1] != [source]:
            sources.insert(0, source)
    return sources


def _around(record: CodedDocument, attribution_id: str | None) -> Iterator[Attribution]:
    """The attributions around an event, innermost first."""
    known = {each.id: each for each in record.attributions}
    while attribution_id in known:
        level = known.pop(attribution_id)
        yield level
        attribution_id = level.parent


def _window(record: CodedDocument, event: Event, coded: Coded) -> Span:
    """From the first sentence that is needed to understand this one, to its end or that of the chain around it."""
    needed = [event.sentence]
    mentions = {each.id: each for each in record.mentions}
    people = [*coded.actors, *coded.recipients]
    for level in _around(record, coded.attribution):
        needed += [level.cue.span] if level.cue else []
        people += [level.source] if level.source else []
    for each in people:
        needed += [mentions[each].span, *_named_before(record, mentions[each])]
    begin, end = min(span.start for span in needed), max(span.end for span in needed)
    touched = [each for each in record.sentences if each.overlaps(Span(begin, end))] or [Span(begin, end)]
    text = record.document.text[: max(each.end for each in touched)].rstrip()
    return Span(min(each.start for each in touched), len(text))


def _named_before(record: CodedDocument, mention: Mention) -> Iterator[Span]:
    """Where the text says who is meant: the name before a pronoun or a role, the full name before a surname."""
    if mention.entity is None:
        return
    named = [
        other
        for other in record.mentions
        if other.entity == mention.entity and other.form == "name" and other.start < mention.start
    ]
    if mention.form != "name":
        yield from (other.span for other in named[-1:])
    fullest = max(named, key=lambda other: len(other.text), default=mention)
    is_person = any(each.id == mention.entity and each.kind == "person" for each in record.entities)
    if is_person and len(fullest.text) > len(mention.text):
        yield fullest.span
