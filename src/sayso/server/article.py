"""An article as a page shows it: cut where a highlight begins or ends, so that those that overlap stay legible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from sayso.schema import Attribution, CodedDocument, Span
from sayso.server.legible import legible

Layer = Literal["names", "quotations", "acts", "ties"]
LAYERS: tuple[Layer, ...] = ("names", "quotations", "acts", "ties")
Role = Literal["act", "cue", "name", "said", "tie"]
# A chain that a fault made run in a circle ends here.
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Mark:
    """A highlighted stretch: part of the record `id`. `piece` counts the pieces of a content that is split.

    `depth` is how many attributions enclose a quotation, itself included.
    """

    start: int
    end: int
    layer: Layer
    role: Role
    id: str
    depth: int = 0
    piece: int = 0
    quad: int = 0


@dataclass(frozen=True, slots=True)
class Emphasis:
    """A stretch of what is chosen, and what it is there: "actor", "cue", "hedge", "sentence", "hit"."""

    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class Segment:
    """Words between two boundaries, with all that lies over them.

    `leads_to` is the record that a click opens. `begins` are the marks that get their number here, `ends` those of
    quotations that are over after it. `roles` are those of the chosen record, `opens` the ones that begin with it and
    `labels` the ones that are over after it.
    """

    start: int
    text: str
    leads_to: str | None
    marks: tuple[Mark, ...]
    begins: tuple[Mark, ...]
    ends: tuple[Mark, ...]
    roles: tuple[str, ...]
    opens: tuple[str, ...]
    labels: tuple[str, ...]

    @property
    def depth(self) -> int:
        """How deep in quotations the words stand; 0 for the publisher's own."""
        return max((mark.depth for mark in self.marks if mark.role == "said"), default=0)

    @property
    def blank(self) -> bool:
        """Whether there is nothing to see, and so nothing to click on."""
        return not any(character.isprintable() and not character.isspace() for character in self.text)

    @property
    def kind(self) -> Role | None:
        """What the click opens."""
        return next((mark.role for mark in self.marks if mark.id == self.leads_to and mark.role != "said"), None)

    @property
    def quad(self) -> int:
        """The quad of the act that the words express."""
        return next((mark.quad for mark in self.marks if mark.role == "act"), 0)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The segments of one paragraph."""

    segments: tuple[Segment, ...]


def marks_of(coded: CodedDocument, layers: Iterable[Layer] = LAYERS) -> list[Mark]:
    """The highlights of these layers, in order of the text; an outer one before what it holds."""
    made: Mapping[Layer, Callable[[CodedDocument], Iterator[Mark]]] = {
        "names": _names,
        "quotations": _quotations,
        "acts": _acts,
        "ties": _ties,
    }
    found = [mark for layer in layers for mark in made[layer](coded) if mark.start < mark.end]
    return sorted(found, key=lambda mark: (mark.start, -mark.end, mark.id))


def paragraphs(text: str, marks: Sequence[Mark], emphases: Sequence[Emphasis]) -> Iterator[Paragraph]:
    """The text by paragraphs, each cut at every boundary that falls into it."""
    at = 0
    over: list[Mark | Emphasis] = sorted([*marks, *emphases], key=lambda each: each.start)
    for line in text.split("\n"):
        span = Span(at, at + len(line))
        at = span.end + 1
        over = [each for each in over if each.end > span.start]
        if line.strip():
            here = [each for each in _until(over, span.end) if each.end > span.start]
            yield Paragraph(tuple(_Cut(text, span, here).segments()))


def depth_of(attribution: Attribution, known: Mapping[str, Attribution]) -> int:
    """How many attributions stand around it, itself included."""
    depth, outer = 1, known.get(attribution.parent or "")
    while outer is not None and depth < DEEPEST:
        depth, outer = depth + 1, known.get(outer.parent or "")
    return depth


def _names(coded: CodedDocument) -> Iterator[Mark]:
    for mention in coded.mentions:
        if mention.entity is not None:
            yield Mark(mention.start, mention.end, "names", "name", mention.id)


def _quotations(coded: CodedDocument) -> Iterator[Mark]:
    known = {each.id: each for each in coded.attributions}
    for each in coded.attributions:
        depth = depth_of(each, known)
        if each.cue is not None:
            yield Mark(each.cue.start, each.cue.end, "quotations", "cue", each.id, depth)
        for piece, span in enumerate(each.content):
            yield Mark(span.start, span.end, "quotations", "said", each.id, depth, piece)


def _acts(coded: CodedDocument) -> Iterator[Mark]:
    for event in coded.events:
        yield Mark(event.trigger.start, event.trigger.end, "acts", "act", event.id, quad=event.quad)


def _ties(coded: CodedDocument) -> Iterator[Mark]:
    for each in coded.assessments:
        yield Mark(each.start, each.end, "ties", "tie", each.id)


def _until(over: Sequence[Mark | Emphasis], end: int) -> Iterator[Mark | Emphasis]:
    for each in over:
        if each.start >= end:
            return
        yield each


# Of several marks over the same words a click opens the first of these.
FIRST_OPENED: tuple[Role, ...] = ("act", "tie", "cue", "name")


class _Cut:
    """One paragraph, cut."""

    def __init__(self, text: str, span: Span, over: Sequence[Mark | Emphasis]) -> None:
        self.text = text
        self.span = span
        self.marks = [each for each in over if isinstance(each, Mark)]
        self.emphases = [each for each in over if isinstance(each, Emphasis)]

    @cached_property
    def bounds(self) -> list[int]:
        """Where segments begin and end."""
        over: list[Mark | Emphasis] = [*self.marks, *self.emphases]
        inside = {place for each in over for place in (each.start, each.end)}
        return sorted({self.span.start, self.span.end, *(p for p in inside if self.span.start < p < self.span.end)})

    def segments(self) -> Iterator[Segment]:
        """The segments in order."""
        for start, end in zip(self.bounds, self.bounds[1:], strict=False):
            yield self._segment(start, end)

    def _segment(self, start: int, end: int) -> Segment:
        marks = [mark for mark in self.marks if mark.start <= start and mark.end >= end]
        emphases = [each for each in self.emphases if each.start <= start and each.end >= end]
        return Segment(
            start=start,
            text=legible(self.text[start:end]),
            leads_to=_opened(marks),
            marks=tuple(marks),
            begins=tuple(mark for mark in marks if self._begins(mark, start)),
            ends=tuple(mark for mark in marks if mark.role == "said" and mark.end == end)[::-1],
            roles=tuple(dict.fromkeys(each.role for each in emphases)),
            opens=tuple(dict.fromkeys(each.role for each in emphases if each.start == start)),
            labels=tuple(dict.fromkeys(each.role for each in emphases if each.end == end)),
        )

    def _begins(self, mark: Mark, start: int) -> bool:
        """Also of what goes on from the paragraph before, so that each shows its number."""
        return mark.start == start or (mark.role == "said" and start == self.span.start)


def _opened(marks: Sequence[Mark]) -> str | None:
    for role in FIRST_OPENED:
        fitting = [mark for mark in marks if mark.role == role]
        if fitting:
            return min(fitting, key=lambda mark: (mark.end - mark.start, -mark.depth)).id
    return None
