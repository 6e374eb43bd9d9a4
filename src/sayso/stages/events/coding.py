"""The events of one document: matches with their status, date, place, contexts, and what they stand within."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from sayso.knowledge.codebook import Codebook, EventType
from sayso.knowledge.operators import Operators
from sayso.schema import Attribution, CodedDocument, Event, EventDate, QuotedSpan, Span
from sayso.stages.events.arguments import Participant, Participants
from sayso.stages.events.contexts import Contexts
from sayso.stages.events.dates import date_event
from sayso.stages.events.match import HOSTILE, Match
from sayso.stages.events.matching import match_document
from sayso.stages.events.places import location_of
from sayso.stages.events.recipients import open_recipients, quarrel_around
from sayso.stages.events.relevance import political
from sayso.stages.events.status import ACTUAL, Judgement, status_of, status_of_noun, status_of_verb
from sayso.stages.events.within import containers, is_occasion, is_presupposed, is_spoken_of
from sayso.stages.syntax import children, span_at

if TYPE_CHECKING:
    from spacy.tokens import Token

# PLOVER codes as historical what ended more than a year before publication.
HISTORICAL_AFTER_DAYS = 365
BASE_CONFIDENCE = 0.9


class Coding:
    """What is coded of one document, match by match."""

    def __init__(self, coded: CodedDocument, codebook: Codebook, operators: Operators) -> None:
        self.coded = coded
        self.codebook = codebook
        self.operators = operators
        self.participants = Participants(coded)
        self.contexts = Contexts(coded, codebook)

    @cached_property
    def found(self) -> list[Match]:
        """The best match of every predicate."""
        return match_document(self.coded.parse, self.codebook, self.participants)

    @cached_property
    def matches(self) -> list[Match]:
        """Those that are political events."""
        return political(self.found, self.participants)

    @cached_property
    def within(self) -> dict[int, Match]:
        """What promises, requests, threatens or refuses a match, by its `id()`."""
        return containers(self.matches, self.codebook)

    @cached_property
    def reporting(self) -> frozenset[int]:
        """The tokens that begin the cue of an attribution."""
        cues = (attribution.cue for attribution in self.coded.attributions if attribution.cue)
        return frozenset(span_at(self.coded.parse, cue.start, cue.start + 1)[0].i for cue in cues)

    @cached_property
    def contents(self) -> dict[int, list[Match]]:
        """The matches that stand within a match, by its `id()`."""
        found: dict[int, list[Match]] = {}
        for match in self.matches:
            if around := self.within.get(id(match)):
                found.setdefault(id(around), []).append(match)
        return found

    def inside(self, match: Match) -> list[Match]:
        """The matches that stand within a match."""
        return self.contents.get(id(match), [])

    def events(self) -> Iterator[Event]:
        """One record a match, in order of the text."""
        ids = {id(match): f"e{number}" for number, match in enumerate(self.matches, 1)}
        for match in self.matches:
            around = self.within.get(id(match))
            yield self.event(match, ids[id(match)], ids[id(around)] if around else None)

    def event(self, match: Match, identity: str, within: str | None) -> Event:
        """One record."""
        coded, frame, token, inner = self.coded, match.frame, match.predicate.token, self.inside(match)
        kind = self.kind(match, inner)
        mode = (frame.mode if kind.name == frame.event else None) or mode_by_content(kind, inner)
        recipients = self.recipients(match)
        those = [self.participants.entity(participant) for participant in (*match.actors, *recipients)]
        cameo = self.codebook.code_for(frame, mode, kind)
        attribution = voice_of(coded.attributions, token)
        judged = self.status(match)
        time, when = date_event(token, judged.status, coded.times, coded.document.published, self.reporting)
        judged = historical(judged, when, time, coded.document.published)
        if attribution is None and judged.status == "actual" and is_background(token):
            judged = Judgement("historical", "the past perfect: told as background")
        return Event(
            id=identity,
            trigger=trigger_of(match),
            sentence=sentence_of(coded.sentences, token),
            type=kind.name,
            mode=mode,
            contexts=self.contexts.of(token, kind.name, frame.contexts, those),
            cameo=cameo,
            quad=kind.quad,
            score=self.codebook.score(kind.name, mode),
            goldstein=self.codebook.cameo[cameo].goldstein if cameo is not None else None,
            actors=mention_ids(match.actors),
            recipients=mention_ids(recipients),
            via=mention_ids(match.via),
            time=time,
            date=when,
            location=location_of(token, coded.locations),
            status=judged.status,
            within=within,
            attribution=attribution.id if attribution else None,
            confidence=confidence_of(replace(match, recipients=recipients)),
            reason=reason_of(match, kind, judged),
        )

    def recipients(self, match: Match) -> tuple[Participant, ...]:
        """Who is acted on, where need be by what is said before in the same breath."""
        found = open_recipients(match, self.codebook.types, self.inside, self.participants)
        around = None if found else quarrel_around(match, self.matches, self.participants)
        if around is None:
            return found
        shared = open_recipients(around, self.codebook.types, self.inside, self.participants)
        return tuple(replace(participant, direct=False) for participant in shared)

    def kind(self, match: Match, inner: Sequence[Match]) -> EventType:
        """The type of the frame, unless force or sanctions are promised: a vow to attack is a threat."""
        kind = self.codebook.types[match.frame.event]
        acts = [other for other in inner if other.predicate.token in match.acts]
        hostile = any(other.frame.event in HOSTILE for other in acts) and not any(
            other.frame.event not in HOSTILE or is_negated(other.predicate.token) for other in acts
        )
        return self.codebook.types[kind.hostile_content] if kind.hostile_content and hostile else kind

    def status(self, match: Match) -> Judgement:
        """The status by the text, unless the event it stands within decides: what is promised is future."""
        token = match.predicate.token
        if is_presupposed(token):  # "no group has claimed responsibility for the attack" denies no attack
            return status_of_noun(token, self.operators) or ACTUAL
        if is_occasion(token, token.head.head) and is_spoken_of(token.head.head):
            return status_of_noun(token, self.operators) or ACTUAL
        own = status_of(token, self.operators)
        if own.attempt and self.codebook.types[match.frame.event].attempts_count:
            own = Judgement("actual", f"{own.reason}: an attempt is such an act itself")
        around = self.within.get(id(match))
        content = self.codebook.types[around.frame.event].content_status if around else None
        if content is None or around is None or own.status == "negated":
            return own
        return Judgement(content, f"what “{around.predicate.token.text}” speaks of")


def is_negated(verb: Token) -> bool:
    """Whether the text denies the verb."""
    judged = status_of_verb(verb)
    return judged is not None and judged.status == "negated"


def reason_of(match: Match, kind: EventType, judged: Judgement) -> str:
    """The frame, and what decides type and status where the frame alone does not."""
    reason = f"frame {match.frame.name}"
    if kind.name != match.frame.event:
        reason += f"; {kind.name.lower()} since hostile acts are promised"
    return reason if judged == ACTUAL else f"{reason}; {judged.status} by {judged.reason}"


def mode_by_content(kind: EventType, inner: Sequence[Match]) -> str | None:
    """The mode that the act spoken of decides: a threat to expel is THREATEN/expel, a request to talk REQUEST/meet."""
    for match in inner:
        if match.frame.mode in kind.modes:
            return match.frame.mode
        if match.frame.event in kind.mode_of_content:
            return kind.mode_of_content[match.frame.event]
    return None


def voice_of(attributions: Sequence[Attribution], token: Token) -> Attribution | None:
    """In whose voice an act is told: of what a source only takes for granted, in that of whoever reports the source."""
    level = innermost(attributions, token)
    if level is None or not is_presupposed(token):
        return level
    above = {attribution.id: attribution for attribution in attributions}
    level = above.get(level.parent or "")
    while level is not None and level.polarity == "negative":  # "rejected the claim that Iran was behind the attack"
        level = above.get(level.parent or "")
    return level


def innermost(attributions: Sequence[Attribution], token: Token) -> Attribution | None:
    """The innermost attribution whose content holds the token: the smallest, and of equal ones the deepest."""
    here = Span(token.idx, token.idx + len(token))
    holding = [a for a in attributions if any(span.contains(here) for span in a.content) and a.kind != "scare"]
    chosen = min(holding, key=lambda a: sum(span.end - span.start for span in a.content), default=None)
    while chosen and (inner := next((a for a in holding if a.parent == chosen.id), None)):
        chosen = inner  # "Xinhua, citing a source, reported that …": both hold the same words
    return chosen


def trigger_of(match: Match) -> QuotedSpan:
    """The predicate's word, with its particle where that follows at once: "turned down"."""
    token = match.predicate.token
    last = token
    if match.frame.particle and token.i + 1 < len(token.doc) and token.nbor().lower_ == match.frame.particle:
        last = token.nbor()
    words = token.text if last == token else token.text_with_ws + last.text
    return QuotedSpan(token.idx, token.idx + len(words), words)


def sentence_of(sentences: Sequence[Span], token: Token) -> Span:
    """The sentence that the token stands in."""
    return next((s for s in sentences if s.start <= token.idx < s.end), Span(token.idx, token.idx + len(token)))


def mention_ids(participants: Sequence[Participant]) -> tuple[str, ...]:
    """Ids, each once."""
    return tuple(dict.fromkeys(participant.mention.id for participant in participants))


def historical(judged: Judgement, when: EventDate | None, time: str | None, published: str | None) -> Judgement:
    """What ended more than a year before publication is historical."""
    if judged.status != "actual" or time is None or when is None or published is None:
        return judged
    try:
        age = date.fromisoformat(published) - date.fromisoformat(when.end)
        if age.days <= HISTORICAL_AFTER_DAYS:
            return judged
    except ValueError:  # before the year 1
        pass
    return Judgement("historical", f"its date, {when.end}")


def is_background(verb: Token) -> bool:
    """Whether the publisher tells it in the past perfect; in reported speech that is but the tense of "said"."""
    had = next((t for t in children(verb, "aux") if t.lower_ in ("had", "'d", "’d") and t.tag_ == "VBD"), None)
    return had is not None and verb.tag_ == "VBN"


def confidence_of(match: Match) -> float:
    """A first, uncalibrated figure: lower for nominals, for loose arguments and for short frames."""
    value = BASE_CONFIDENCE
    if match.frame.part == "noun":
        value -= 0.1
    if any(not p.direct for p in (*match.actors, *match.recipients)):
        value -= 0.1
    if not match.actors:
        value -= 0.1
    if match.frame.specificity <= 2:
        value -= 0.05
    return round(value, 2)
