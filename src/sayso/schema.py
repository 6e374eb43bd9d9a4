"""The nouns of Sayso: frozen dataclasses, one per table.

Everything Sayso writes down is one of these. The JSON Schema of the record and the tables of the store
are derived from them, so a field is described once, here. Positions are character offsets into
`Document.text`, end excluded. Dates are ISO 8601 strings ("2022-12-29"), because history reaches
further back than `datetime.date` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

EntityKind = Literal[
    "person", "state", "government", "organisation", "armed_group", "igo", "outlet", "people", "place", "document"
]
MentionForm = Literal["name", "nominal", "pronoun"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
AttributionKind = Literal["direct", "indirect", "mixed", "scare"]
Polarity = Literal["positive", "negative"]
Certainty = Literal["certain", "probable", "possible", "unknown"]
Status = Literal["actual", "historical", "future", "hypothetical", "negated"]
Precision = Literal["day", "week", "month", "quarter", "year", "range"]
Direction = Literal["improving", "worsening", "severed", "restored", "stable"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the document's text."""

    start: int
    end: int

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """A span together with the words it covers."""

    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        """The same stretch without its words."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Removed:
    """Words of the input that are not part of the coded text, and why (caption, byline, …)."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """One article as coded. `raw` is the page it came from, kept so that it can be coded again.

    `published` is the ISO date of publication or None where the input gives none: nothing is invented.
    """

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    removed: tuple[Removed, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """What mentions refer to. `country` and `sector` are PLOVER codes as of the document's date.

    `id` is the Wikidata QID where known, ISO 3166 alpha-3 for a state, `RUS.GOV` for an unnamed body or
    official of a state, else a slug. `cow` and `gw` are the numbers of `country` in the lists of Correlates of War and
    of Gleditsch & Ward as of the document's date, `geonames` the GeoNames id of a place. `reason` says which rule or
    fact decided.
    """

    id: str
    name: str
    kind: EntityKind
    country: str | None = None
    sector: str | None = None
    role: str | None = None
    wikidata: str | None = None
    cow: int | None = None
    gw: int | None = None
    geonames: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that refers to an entity; `entity` is None where Sayso cannot tell to which."""

    id: str
    start: int
    end: int
    text: str
    form: MentionForm
    entity: str | None = None
    reason: str | None = None

    @property
    def span(self) -> Span:
        """Where the mention stands."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression normalised to TIMEX3 (`type`, `value`, `mod`) plus a closed interval.

    `begin` and `end_date` are ISO days, both included; None where the text leaves them open.
    """

    id: str
    start: int
    end: int
    text: str
    type: TimeType
    value: str
    begin: str | None = None
    end_date: str | None = None
    mod: str | None = None

    @property
    def span(self) -> Span:
        """Where the expression stands."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Location:
    """A place named in the text: `country` is alpha-3, `geonames` the GeoNames id where known."""

    start: int
    end: int
    name: str
    country: str | None = None
    geonames: int | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Source, cue and content (PARC's terms). `parent` is the enclosing attribution; a chain reads outward.

    `source` and `addressee` are mention ids; None is a source that the text leaves out. `content` may be
    split and never holds cue or source. `polarity` is negative for "denied", "did not say".
    `certainty` is how far the source commits to the content by the cue's own words, and `outer` what the cue
    commits the levels around it to: certain where it takes the content for true ("confirmed"), else unknown.
    """

    id: str
    kind: AttributionKind
    source: str | None
    cue: QuotedSpan | None
    content: tuple[Span, ...]
    addressee: str | None = None
    polarity: Polarity = "positive"
    parent: str | None = None
    certainty: Certainty = "certain"
    outer: Certainty = "unknown"
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class EventDate:
    """When an event happened: a closed interval of ISO days and how finely it is known."""

    begin: str
    end: str
    precision: Precision


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, in PLOVER's terms. `actors`, `recipients` and `via` are mention ids.

    `score` is PLOVER's, `goldstein` that of the CAMEO code. `time` is the id of the expression that dates
    the event; None means that `date` is the publication date. `within` is the event that promises, requests or
    threatens this one. `attribution` is the innermost attribution whose content holds the trigger.
    """

    id: str
    trigger: QuotedSpan
    sentence: Span
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str | None
    quad: int
    score: float
    goldstein: float | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    via: tuple[str, ...]
    time: str | None
    date: EventDate | None
    location: Location | None
    status: Status
    within: str | None
    attribution: str | None
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Claim:
    """How far one claimant commits to one event (FactBank's scale). `claimant` is a mention id.

    The publisher's own claim has neither claimant nor attribution.
    """

    event: str
    claimant: str | None
    attribution: str | None
    certainty: Certainty
    polarity: Polarity


@dataclass(frozen=True, slots=True)
class Assessment:
    """A statement about a relation itself: `between` are two country codes or entity ids."""

    id: str
    start: int
    end: int
    between: tuple[str, str]
    direction: Direction
    time: str | None
    status: Status
    attribution: str | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """A problem with one input that did not stop the others: where, what, and what to do.

    An "error" cost a document; a "note" says how one was read all the same (in a fallback encoding, say).
    """

    stage: str
    problem: str
    remedy: str | None = None
    path: str | None = None
    line: int | None = None
    severity: Literal["error", "note"] = "error"

    def __str__(self) -> str:
        place = f"{self.path}, line {self.line}" if self.line is not None else self.path
        said = [part.rstrip(".") + "." for part in (self.problem, self.remedy) if part]
        return f"{place or self.stage}: {' '.join(said)}"


@dataclass(frozen=True, slots=True)
class CodedDocument:
    """A document and what has been coded so far; each stage fills one or more layers.

    `parse` is the shared spaCy `Doc` (None outside the pipeline); everything else goes into the record.
    """

    document: Document
    sentences: tuple[Span, ...] = ()
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    locations: tuple[Location, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    issues: tuple[Issue, ...] = ()
    parse: Any = None
