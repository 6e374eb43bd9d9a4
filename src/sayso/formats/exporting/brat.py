"""brat standoff: for each document its text and its annotations, and one `annotation.conf` with all their types.

Mentions are entities of their kind; events have a trigger, roles and attributes; an attribution is the stretch that it
says, tied by relations to its source, cue, addressee and to the attribution around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sayso.formats.exporting.batches import coded_documents
from sayso.formats.exporting.brat_types import CUE, OUTSIDE, TIME, Types
from sayso.formats.exporting.written import Written
from sayso.ids import digest
from sayso.schema import Attribution, CodedDocument, Event, Span
from sayso.store import EventFilter, Store

# Readers of the format take these for the end of a line or a column. Each becomes one space, so that positions stay.
BREAKS = dict.fromkeys(map(ord, "\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029"), " ")
UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
LONGEST_NAME = 100


def write_brat(store: Store, filters: EventFilter, path: Path) -> Written:
    """A folder with `NAME.txt` and `NAME.ann` for each document, and `annotation.conf`."""
    types = Types()
    documents = annotations = 0
    with store.reading() as connection:
        for coded, _ in coded_documents(connection, filters):
            name = file_name(coded.document.id)
            lines = list(Standoff(coded, types).lines())
            _write(path / f"{name}.txt", coded.document.text.translate(BREAKS))
            _write(path / f"{name}.ann", "".join(f"{line}\n" for line in lines))
            documents += 1
            annotations += len(lines)
    configuration = types.configuration()
    _write(path / "annotation.conf", configuration)
    return Written({"*.txt": documents, "*.ann": annotations, "annotation.conf": configuration.count("\n")})


def file_name(document_id: str) -> str:
    """A name that brat takes: where it differs from the id, some digits keep it apart from others."""
    safe = UNSAFE.sub("_", document_id)[:LONGEST_NAME].lstrip(".")
    return safe if safe == document_id else f"{safe}-{digest(document_id)[:8]}"


class Standoff:
    """The annotations of one document, numbered as they are asked for."""

    def __init__(self, coded: CodedDocument, types: Types) -> None:
        self.coded = coded
        self.text = coded.document.text.translate(BREAKS)
        self.types = types
        self._numbers: dict[str, int] = {}
        self._bound: dict[str, str] = {}
        self._events: dict[str, str] = {}

    def lines(self) -> Iterator[str]:
        """All lines: first what is bound to the text, so that the others find it."""
        yield from self._mentions()
        yield from self._times()
        yield from self._attributions()
        for event in self.coded.events:
            yield from self._trigger(event)
        for event in self.coded.events:
            if event.id in self._events:
                yield from self._event(event)

    def _mentions(self) -> Iterator[str]:
        entities = {entity.id: entity for entity in self.coded.entities}
        for mention in self.coded.mentions:
            entity = entities.get(mention.entity or "")
            yield from self._bind(mention.id, self.types.entity(entity.kind if entity else "unknown"), [mention.span])
            if mention.id not in self._bound:
                continue
            yield self._attribute("Form", mention.id, mention.form)
            if entity is not None:
                about = " ".join(filter(None, (entity.id, entity.name, entity.country, entity.sector)))
                yield self._note(self._bound[mention.id], about)
            if entity is not None and entity.wikidata:
                number = self._next("N")
                yield f"N{number}\tReference {self._bound[mention.id]} Wikidata:{entity.wikidata}\t{_line(entity.name)}"

    def _times(self) -> Iterator[str]:
        for time in self.coded.times:
            yield from self._bind(time.id, self.types.entity(TIME), [time.span])
            if time.id in self._bound:
                yield self._note(self._bound[time.id], f"{time.type} {time.value}")

    def _attributions(self) -> Iterator[str]:
        for attribution in self.coded.attributions:
            kind = self.types.attribution(attribution.kind)
            cue = [attribution.cue.span] if attribution.cue else []
            yield from self._bind(attribution.id, kind, attribution.content or cue)
            if attribution.id in self._bound:
                yield self._attribute("Polarity", attribution.id, attribution.polarity)
                yield self._attribute("Certainty", attribution.id, attribution.certainty)
            if cue and attribution.content:
                yield from self._bind(f"cue of {attribution.id}", self.types.entity(CUE), cue)
        for attribution in self.coded.attributions:
            yield from self._relations(attribution)

    def _relations(self, attribution: Attribution) -> Iterator[str]:
        ends = (
            ("Source", attribution.source),
            ("Cue", f"cue of {attribution.id}"),
            ("Addressee", attribution.addressee),
            ("Parent", attribution.parent),
        )
        for name, other in ends:
            if attribution.id in self._bound and other in self._bound:
                one, two = self._bound[attribution.id], self._bound[other]
                yield f"R{self._next('R')}\t{name} Arg1:{one} Arg2:{two}"

    def _trigger(self, event: Event) -> Iterator[str]:
        """The words that express the event, or its sentence where there are none; an event must stand on some."""
        kind = self.types.event(event.type)
        words = event.trigger.span if event.trigger.text.strip() else event.sentence
        yield from self._bind(f"trigger of {event.id}", kind, [words])
        if f"trigger of {event.id}" in self._bound:
            self._events[event.id] = f"E{self._next('E')}"

    def _event(self, event: Event) -> Iterator[str]:
        id, trigger = self._events[event.id], self._bound[f"trigger of {event.id}"]
        roles = "".join(f" {role}:{who}" for role, who in self._roles(event))
        yield f"{id}\t{self.types.event(event.type)}:{trigger}{roles}"
        for name, value in (("Status", event.status), ("Mode", event.mode), ("Quad", str(event.quad))):
            if value:
                yield f"A{self._next('A')}\t{name} {id} {self.types.value(name, value)}"
        yield self._note(id, f"{event.id}: {event.reason}")

    def _roles(self, event: Event) -> Iterator[tuple[str, str]]:
        """Roles and who fills them; a second one of the same role is numbered, as brat asks."""
        roles: Sequence[tuple[str, Iterable[str]]] = (
            ("Actor", event.actors),
            ("Recipient", event.recipients),
            ("Via", event.via),
            ("When", filter(None, [event.time])),
            (OUTSIDE, filter(None, [event.attribution])),
        )
        for role, ids in roles:
            known = [self._bound[id] for id in ids if id in self._bound]
            for number, who in enumerate(known, 1):
                yield (role if number == 1 else f"{role}{number}"), who
        if event.within in self._events:
            yield "Within", self._events[event.within]

    def _bind(self, id: str, kind: str, spans: Sequence[Span]) -> Iterator[str]:
        """Bind a type to stretches of the text; a stretch ends where a line does, and the parts make one annotation."""
        parts = [part for span in sorted(spans, key=lambda span: span.start) for part in self._parts(span)]
        if parts:
            self._bound[id] = f"T{self._next('T')}"
            where = ";".join(f"{part.start} {part.end}" for part in parts)
            words = " ".join(self.text[part.start : part.end] for part in parts)
            yield f"{self._bound[id]}\t{kind} {where}\t{words}"

    def _parts(self, span: Span) -> Iterator[Span]:
        for match in re.finditer(r"[^\n]+", self.text[span.start : span.end]):
            yield Span(span.start + match.start(), span.start + match.end())

    def _attribute(self, name: str, id: str, value: str) -> str:
        return f"A{self._next('A')}\t{name} {self._bound[id]} {self.types.value(name, value)}"

    def _note(self, target: str, words: str) -> str:
        return f"#{self._next('#')}\tAnnotatorNotes {target}\t{_line(words)}"

    def _next(self, letter: str) -> int:
        self._numbers[letter] = self._numbers.get(letter, 0) + 1
        return self._numbers[letter]


def _line(words: str) -> str:
    return words.translate(BREAKS).replace("\n", " ")


def _write(path: Path, words: str) -> None:
    path.write_text(words, encoding="utf-8", newline="")
