"""W3C Web Annotations (JSON-LD): one for each mention, attribution and event, with position and quote of its words.

Positions count characters (Unicode code points) in the text as coded, as the recommendation asks; the quote with what
stands before and after it finds the words again in the page itself. The URNs name rows of the store.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection

from sayso.formats.exporting.batches import coded_documents
from sayso.formats.exporting.json_stream import members, write_list
from sayso.formats.exporting.written import Written, file_at
from sayso.schema import Attribution, CodedDocument, Document, Entity, Event, Mention, Span
from sayso.store import EventFilter, Run, Store

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
# Words of our own, which the W3C's context lacks; `@base` would not do, as URNs take no relative paths.
SAYSO = {"sayso": "urn:sayso:terms:"}
COLLECTION = "urn:sayso:annotations"
# As much as Hypothesis keeps.
AROUND = 32

Item = dict[str, Any]


def write_web_annotation(store: Store, filters: EventFilter, path: Path) -> Written:
    """One `AnnotationCollection` with one page, an annotation a line."""
    file = file_at(path, "annotations.jsonld")
    runs = {run.id: run for run in store.runs()}
    page = {"id": f"{COLLECTION}:1", "type": "AnnotationPage", "partOf": COLLECTION, "startIndex": 0}
    head = {
        "@context": [CONTEXT, SAYSO],
        "id": COLLECTION,
        "type": "AnnotationCollection",
        "label": "Mentions, attributions and events coded by Sayso",
    }
    opening = "{" + members(head) + ', "first": {' + members(page) + ', "items": ['
    with store.reading() as connection:
        count = write_list(
            file, opening, each_annotation(connection, filters, runs), lambda total: f']}}, "total": {total}}}'
        )
    return Written({file.name: count})


def each_annotation(connection: Connection, filters: EventFilter, runs: Mapping[int, Run]) -> Iterator[Item]:
    """The annotations of all documents; those without any words, such as a source left out, have none."""
    for coded, run_id in coded_documents(connection, filters):
        made = _made_by(runs[run_id])
        key = f"{quote(coded.document.id, safe='')}:{run_id}"
        entities = {entity.id: entity for entity in coded.entities}
        for mention in coded.mentions:
            yield _annotation(
                coded.document, f"{key}:{mention.id}", made, [mention.span], _of_mention(mention, entities)
            )
        for attribution in coded.attributions:
            spans = list(attribution.content) or ([attribution.cue.span] if attribution.cue else [])
            if spans:
                yield _annotation(
                    coded.document, f"{key}:{attribution.id}", made, spans, _of_attribution(attribution, key)
                )
        for event in coded.events:
            yield _annotation(
                coded.document, f"{key}:{event.id}", made, [event.trigger.span], _of_event(event, coded, key)
            )


def _annotation(document: Document, id: str, made: Item, spans: list[Span], said: Item) -> Item:
    """One annotation; several stretches are several targets."""
    targets = [_target(document, span) for span in spans]
    return {
        "id": f"urn:sayso:{id}",
        "type": "Annotation",
        **made,
        **said,
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _target(document: Document, span: Span) -> Item:
    text = document.text
    selectors = [
        {
            "type": "TextQuoteSelector",
            "exact": text[span.start : span.end],
            "prefix": text[max(0, span.start - AROUND) : span.start],
            "suffix": text[span.end : span.end + AROUND],
        },
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
    ]
    source = document.url or f"urn:sayso:{quote(document.id, safe='')}"
    return {"type": "SpecificResource", "source": source, "selector": selectors}


def _made_by(run: Run) -> Item:
    software = {
        "id": f"urn:sayso:run:{run.id}",
        "type": "Software",
        "name": f"Sayso {run.sayso}, codebook {run.codebook or 'unknown'}, model {run.model or 'unknown'}",
    }
    moment = run.started.replace("+00:00", "Z")
    return {"creator": software, "created": moment}


def _of_mention(mention: Mention, entities: Mapping[str, Entity]) -> Item:
    entity = entities.get(mention.entity or "")
    bodies = [_tag(f"mention: {mention.form}", "classifying")]
    if entity is not None:
        if entity.wikidata:
            bodies.append(
                {
                    "type": "SpecificResource",
                    "source": f"http://www.wikidata.org/entity/{entity.wikidata}",
                    "purpose": "identifying",
                }
            )
        bodies.append(_tag(entity.name, "identifying"))
    return {
        "motivation": "identifying",
        "body": bodies,
        **_own(
            entity=mention.entity, country=entity.country if entity else None, sector=entity.sector if entity else None
        ),
    }


def _of_attribution(attribution: Attribution, key: str) -> Item:
    return {
        "motivation": "classifying",
        "body": [_tag(f"attribution: {attribution.kind}", "classifying")],
        **_own(
            cue=attribution.cue.text if attribution.cue else None,
            saidBy=_urn(key, attribution.source),
            saidTo=_urn(key, attribution.addressee),
            parent=_urn(key, attribution.parent),
            polarity=attribution.polarity,
            certainty=attribution.certainty,
        ),
    }


def _of_event(event: Event, coded: CodedDocument, key: str) -> Item:
    named = f"{event.type} {event.mode}" if event.mode else event.type
    claims = [
        _own(claimant=_urn(key, claim.claimant), certainty=claim.certainty, polarity=claim.polarity)
        for claim in coded.claims
        if claim.event == event.id
    ]
    return {
        "motivation": "classifying",
        "body": [_tag(named, "classifying"), *(_tag(context, "tagging") for context in event.contexts)],
        **_own(
            eventType=event.type,
            eventMode=event.mode,
            status=event.status,
            cameo=event.cameo,
            quad=event.quad,
            dateBegin=event.date.begin if event.date else None,
            dateEnd=event.date.end if event.date else None,
            actor=[_urn(key, each) for each in event.actors],
            recipient=[_urn(key, each) for each in event.recipients],
            via=[_urn(key, each) for each in event.via],
            attribution=_urn(key, event.attribution),
            within=_urn(key, event.within),
            claim=claims,
            confidence=event.confidence,
            reason=event.reason,
        ),
    }


def _tag(value: str, purpose: str) -> Item:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}


def _urn(key: str, id: str | None) -> Item | None:
    return None if id is None else {"id": f"urn:sayso:{key}:{id}"}


def _own(**values: Any) -> Item:
    """Members in words of our own, as far as there is something to say."""
    return {f"sayso:{name}": value for name, value in values.items() if value is not None and value != []}
