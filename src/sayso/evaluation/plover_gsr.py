"""Scores events on the gold records of PLOVER: one sentence each, with event, actors and targets.

Definitions. Events are compared sentence by sentence, one to one. *Type*: the same PLOVER type, the old names mapped by
`plover_event_names.csv`. *Event*: moreover one of the gold sources is among the actors and one of the gold targets,
where the gold has any, among the recipients; in an act done together, which has actors only, among those. Two actors
are the same when their words overlap in the text or their countries are equal. Source: own. The gold notes one event
for most sentences, also where there are several: recall says more than precision.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.errors import InputError
from sayso.evaluation.matching import best_pairs
from sayso.evaluation.report import Code, Counts, Miss, Score, precision_recall_f1, share
from sayso.knowledge.quads import COOPERATION, MATERIAL_CONFLICT
from sayso.knowledge.tables import read_table
from sayso.schema import CodedDocument, Document, Event

EVENT_NAMES = Path(__file__).with_name("plover_event_names.csv")
COLUMNS = ("event", "mode", "type", "reason")
# Slips in the gold's country codes.
CODE_SLIPS = {"JAP": "JPN", "ITL": "ITA", "VTN": "VNM"}
# A plain event coder has no such statuses: what did not happen is nothing to it.
NOT_AN_EVENT_THERE = ("negated", "hypothetical")
SHORTEST_TELLING_WORD = 4


@dataclass(frozen=True, slots=True)
class GoldActor:
    """An actor or target: its words in the sentence and its country (or kind of organisation)."""

    text: str
    country: str


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """A gold record; `types` are the PLOVER 2.0 types that are right for it."""

    id: str
    text: str
    words: str
    types: tuple[str, ...]
    actors: tuple[GoldActor, ...]
    targets: tuple[GoldActor, ...]


@dataclass(frozen=True, slots=True)
class CodedSentence:
    """A sentence with its gold events, the events coded in it, and the pairs of the same type."""

    gold: tuple[GoldEvent, ...]
    coded: CodedDocument
    events: tuple[Event, ...]
    pairs: tuple[tuple[GoldEvent, Event], ...]


def read_gold_events(path: Path) -> list[GoldEvent]:
    """The records of a JSON list; those without a sentence document the file and are passed over."""
    types = {(row["event"], row["mode"]): row.items("type") for row in read_table(EVENT_NAMES, COLUMNS)}
    try:
        records = [record for record in json.loads(path.read_text(encoding="utf-8")) if record.get("text")]
        return [gold_event(record, types) for record in records]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        remedy = "Give the JSON list of PLOVER gold records, with id, event, source, target and text"
        raise InputError(str(path), f"not PLOVER gold records ({error!r})", remedy) from error


def gold_event(record: dict[str, Any], types: dict[tuple[str, str], tuple[str, ...]]) -> GoldEvent:
    """One record. Braces around a sentence are mark-up of the file."""
    name, mode = record["event"], record.get("mode") or ""
    return GoldEvent(
        record["id"],
        record["text"].strip(" {}"),
        record["eventText"],
        types[name, mode] if (name, mode) in types else types[name, ""],
        gold_actors(record.get("source")),
        gold_actors(record.get("target")),
    )


def gold_actors(actors: object) -> tuple[GoldActor, ...]:
    """The actors of a list; the files also write an empty string or leave the key out."""
    if not isinstance(actors, list):
        return ()
    return tuple(
        GoldActor(actor["actorText"], CODE_SLIPS.get(actor["code"], actor["code"]))
        for actor in actors
        if actor["actorText"]
    )


def score_gold_events(path: Path, code: Code) -> tuple[tuple[Score, ...], tuple[Miss, ...]]:
    """Code each sentence once and compare."""
    by_text: dict[str, list[GoldEvent]] = {}
    for gold in read_gold_events(path):
        by_text.setdefault(gold.text, []).append(gold)
    sentences = [coded_sentence(events, code) for events in by_text.values()]
    return score_sentences(sentences), tuple(event_misses(sentences))


def coded_sentence(gold: Sequence[GoldEvent], code: Code) -> CodedSentence:
    """Code the sentence and pair its events by type; where several fit, by who takes part."""
    coded = code(Document(gold[0].id, gold[0].text, published=None, language="en"))
    events = tuple(event for event in coded.events if is_comparable(event))
    weights = {
        (i, j): 1.0 + actors_right(coded, each, event) + recipients_right(coded, each, event)
        for i, each in enumerate(gold)
        for j, event in enumerate(events)
        if comparable_type(event) in each.types
    }
    return CodedSentence(tuple(gold), coded, events, tuple((gold[i], events[j]) for i, j in best_pairs(weights)))


def is_comparable(event: Event) -> bool:
    """Whether a coder without statuses would have it: what is promised or demanded counts by the promise or demand."""
    return event.within is None and event.status not in NOT_AN_EVENT_THERE


def comparable_type(event: Event) -> str:
    """The type in a format without statuses: cooperation to come is an agreement to it, force to come a threat."""
    if event.status != "future":
        return event.type
    return "AGREE" if event.quad in COOPERATION else "THREATEN" if event.quad == MATERIAL_CONFLICT else event.type


def actors_right(coded: CodedDocument, gold: GoldEvent, event: Event) -> bool:
    """Whether one of the gold sources acts; a gold event without source asks for nothing."""
    return not gold.actors or any_same(coded, gold.actors, event.actors)


def recipients_right(coded: CodedDocument, gold: GoldEvent, event: Event) -> bool:
    """Whether one of the gold targets is acted on, or takes part in what is done together."""
    together = not event.recipients and len(event.actors) > 1
    return not gold.targets or any_same(coded, gold.targets, event.actors if together else event.recipients)


def any_same(coded: CodedDocument, gold: Sequence[GoldActor], mention_ids: Sequence[str]) -> bool:
    """Whether one of the mentions is one of the gold actors, by its words or its country."""
    mentions = {mention.id: mention for mention in coded.mentions}
    countries = {entity.id: entity.country for entity in coded.entities}
    for actor in gold:
        places = places_of(actor.text, coded.document.text)
        for mention in (mentions[each] for each in mention_ids):
            if mention.entity is not None and countries.get(mention.entity) == actor.country:
                return True
            if any(start < mention.end and mention.start < end for start, end in places):
                return True
    return False


def places_of(words: str, text: str) -> list[tuple[int, int]]:
    """Where an actor stands in the sentence: its pieces, since "…" marks a gap; or else each of its longer words.

    The gold sometimes puts together what the sentence keeps apart ("United Nations personnel").
    """
    pieces = [piece.split() for piece in words.split("...")]
    patterns = [r"\s+".join(map(re.escape, piece)) for piece in pieces if piece]
    found = [match.span() for pattern in patterns for match in re.finditer(pattern, text)]
    if found:
        return found
    longer = [word for piece in pieces for word in piece if len(word) >= SHORTEST_TELLING_WORD]
    return [match.span() for word in longer for match in re.finditer(rf"\b{re.escape(word)}\b", text)]


def score_sentences(sentences: Sequence[CodedSentence]) -> tuple[Score, ...]:
    """Types, types with those who take part, and what was coded in excess."""
    pairs = [(each.coded, gold, event) for each in sentences for gold, event in each.pairs]
    actors = [actors_right(*pair) for pair in pairs]
    recipients = [recipients_right(*pair) for pair in pairs]
    found = sum(len(each.events) for each in sentences)
    of = sum(len(each.gold) for each in sentences)
    complete = sum(actor and recipient for actor, recipient in zip(actors, recipients, strict=True))
    extra = found - len(pairs)
    return (
        *precision_recall_f1("type", Counts(len(pairs), found, of), "Events with the right PLOVER type"),
        *precision_recall_f1("event", Counts(complete, found, of), "Events with the right type, actor and recipient"),
        share("actor", sum(actors), len(pairs), "Of the events with the right type: a gold source acts"),
        share("recipient", sum(recipients), len(pairs), "Of the events with the right type: a gold target is acted on"),
        share("extra events", extra, len(sentences), "Events beyond the gold in a sentence; lower is better"),
    )


def event_misses(sentences: Sequence[CodedSentence]) -> Iterator[Miss]:
    """Gold events without a pair, with the types that were coded instead, and pairs with someone wrong in them."""
    for each in sentences:
        paired = {gold.id for gold, _ in each.pairs}
        coded = ", ".join(f"{comparable_type(event)} ({event.trigger.text})" for event in each.events) or "nothing"
        for gold in each.gold:
            if gold.id not in paired:
                text = f"{'|'.join(gold.types)} ({gold.words}), coded {coded}: {gold.text}"
                yield Miss(gold.id, f"{gold.types[0]} missed", text)
        for gold, event in each.pairs:
            if not actors_right(each.coded, gold, event):
                yield Miss(gold.id, "actor", participants(each.coded, gold.actors, event.actors, gold.text))
            if not recipients_right(each.coded, gold, event):
                yield Miss(gold.id, "recipient", participants(each.coded, gold.targets, event.recipients, gold.text))


def participants(coded: CodedDocument, gold: Sequence[GoldActor], mention_ids: Sequence[str], text: str) -> str:
    """Who takes part in the gold, who was found, and the sentence."""
    words = {mention.id: mention.text for mention in coded.mentions}
    found = ", ".join(words[each] for each in mention_ids) or "nobody"
    return f"{', '.join(actor.text for actor in gold)}, found {found}: {text}"
