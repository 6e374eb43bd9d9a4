"""An event as the page of review shows it: the sentence, the coding as a form with its choices, what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.formats.terminal import Names, code_of, shortened
from sayso.schema import Attribution, CodedDocument, Event, Mention, Span
from sayso.server.event_view import EventView, view_event
from sayso.store.decisions import Coded, Review
from sayso.store.reviews import as_judged, coded_of

LIKELIEST_TYPES = 9
WORDS_OF_CONTENT = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be chosen in the form; `here` where it stands in the sentence."""

    value: str
    words: str
    about: str
    here: bool


@dataclass(frozen=True, slots=True)
class ReviewView:
    """What there is to decide on one event, and `mine`, the decision that its reviewer has made already.

    `coded` is what the machine coded, `shown` what the form begins with. `others` are the decisions of other coders,
    told only to who has decided: the second coding is blind.
    """

    event: EventView
    run_id: int
    coded: Coded
    shown: Coded
    types: Sequence[str]
    likely_types: Sequence[str]
    people: Sequence[Choice]
    attributions: Sequence[Choice]
    mine: Review | None
    others: Sequence[Review]


def view_review(
    coded: CodedDocument, event_id: str, run_id: int, types: Sequence[str], decisions: Sequence[Review], reviewer: str
) -> ReviewView | None:
    """The view of one event; None where the record has none of this id. `types` come most frequent first."""
    seen = view_event(coded, event_id)
    event = next((each for each in coded.events if each.id == event_id), None)
    if seen is None or event is None:
        return None
    mine = next((each for each in decisions if each.reviewer == reviewer), None)
    machine = coded_of(event)
    shown = (as_judged(machine, mine) if mine else None) or machine
    return ReviewView(
        event=seen,
        run_id=run_id,
        coded=machine,
        shown=shown,
        types=sorted({*types, event.type}),
        likely_types=[type for type in types if type != event.type][:LIKELIEST_TYPES],
        people=list(_people(coded, event, {*machine.actors, *machine.recipients, *shown.actors, *shown.recipients})),
        attributions=list(_attributions(coded, event)),
        mine=mine,
        others=[each for each in decisions if each.reviewer != reviewer and each.judges] if mine else [],
    )


def _people(coded: CodedDocument, event: Event, taking: set[str]) -> Iterator[Choice]:
    """Every mention in the sentence or in a coding of the event, then each other entity of the article once."""
    near = [each for each in coded.mentions if each.id in taking or event.sentence.contains(each.span)]
    yield from (_person(coded, each, here=True) for each in near)
    known = {each.entity for each in near}
    for each in sorted(coded.mentions, key=lambda mention: (mention.form != "name", mention.start)):
        if each.entity is not None and each.entity not in known:
            known.add(each.entity)
            yield _person(coded, each, here=False)


def _person(coded: CodedDocument, mention: Mention, *, here: bool) -> Choice:
    entity = next((each for each in coded.entities if each.id == mention.entity), None)
    if entity is None:
        return Choice(mention.id, shortened(mention), "not known to Sayso", here)
    name = "" if entity.name == shortened(mention) else entity.name
    return Choice(mention.id, shortened(mention), " ".join(part for part in (name, code_of(entity)) if part), here)


def _attributions(coded: CodedDocument, event: Event) -> Iterator[Choice]:
    """Those at the sentence first: they are what it may hang on."""
    names = Names(coded)
    near = [each for each in coded.attributions if _touches(each, event.sentence)]
    far = [each for each in coded.attributions if each not in near]
    for each in [*near, *far]:
        source = names.plain(each.source) or "an unnamed source"
        cue = f"“{each.cue.text}”" if each.cue else f"{each.kind} quotation"
        yield Choice(each.id, f"{source} {cue}", _content(coded, each), each in near)


def _touches(attribution: Attribution, sentence: Span) -> bool:
    cue = attribution.cue
    return bool(cue and sentence.contains(cue.span)) or any(span.overlaps(sentence) for span in attribution.content)


def _content(coded: CodedDocument, attribution: Attribution) -> str:
    words = " ".join(coded.document.text[span.start : span.end] for span in attribution.content).split()
    return " ".join(words[:WORDS_OF_CONTENT]) + (" …" if len(words) > WORDS_OF_CONTENT else "")
