"""Claims by answer: who denies or confirms in a later clause what somebody else said or did.

"Armenia accused Azerbaijan of shelling the town. Baku denied this": the ministry's "this" is what Armenia said, so Baku
claims that it did not happen. What an answer takes up is looked for close by, and left open where nothing fits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sayso.knowledge.cues import Cues
from sayso.schema import Attribution, Claim, CodedDocument, Event, Polarity
from sayso.stages.attributions.answers import is_answer
from sayso.stages.syntax import span_at

if TYPE_CHECKING:
    from spacy.tokens import Token

# How many sentences back: a pronoun takes up what was just said, a noun reaches a little further.
PRONOUN_REACH, NOUN_REACH = 1, 2
ANSWERABLE = frozenset({"actual", "historical", "negated"})


@dataclass(frozen=True)
class Answers:
    """The answers of one document."""

    coded: CodedDocument
    cues: Cues

    def claims(self) -> Iterator[Claim]:
        """One claim for each event that an answer takes up."""
        for attribution in self.coded.attributions:
            noun = self.noun(attribution)
            if noun is None or attribution.source is None or attribution.certainty == "unknown":
                continue  # "neither confirmed nor denied the report" takes no side
            for event in self.answered(attribution, noun):
                yield Claim(
                    event.id,
                    attribution.source,
                    attribution.id,
                    attribution.certainty,
                    self.polarity(attribution, event),
                )

    def noun(self, attribution: Attribution) -> Token | None:
        """The word by which an attribution takes something up; None where it says itself what is meant."""
        if len(attribution.content) != 1:
            return None
        span = attribution.content[0]
        root = span_at(self.coded.parse, span.start, span.end).root
        return root if is_answer(root, self.cues) else None

    def answered(self, answer: Attribution, noun: Token) -> list[Event]:
        """What it takes up: what the nearest other source said, else what the publisher told of the one who answers."""
        near = [event for event in self.coded.events if self.is_near(event, answer, noun)]
        about_a_share = self.is_share(noun)
        for said in reversed(self.sayings_before(answer)):
            told = [event for event in near if event.attribution == said.id and event.within is None]
            if told:
                own = [event for event in told if self.is_by(event, answer)]
                return own if own or about_a_share else told
        return [event for event in near if event.attribution is None and self.is_by(event, answer)]

    def sayings_before(self, answer: Attribution) -> list[Attribution]:
        """What others have said before it, in order of the text."""
        assert answer.cue is not None
        asker = self.entity(answer.source)
        return [
            each
            for each in self.coded.attributions
            if each.content[0].start < answer.cue.start
            and each is not answer
            and each.polarity == "positive"
            and (each.source is None or self.entity(each.source) != asker)
        ]

    def is_near(self, event: Event, answer: Attribution, noun: Token) -> bool:
        """Whether the event is told before the answer and close enough."""
        assert answer.cue is not None
        reach = PRONOUN_REACH if noun.pos_ in ("PRON", "DET") else NOUN_REACH
        back = self.sentence_at(answer.cue.start) - self.sentence_at(event.trigger.start)
        told = event.trigger.start < answer.cue.start and event.status in ANSWERABLE
        return told and back <= reach and event.trigger.start not in self.cues_at

    def is_by(self, event: Event, answer: Attribution) -> bool:
        """Whether the one who answers, or somebody of the same country, is said to have done it."""
        entity, country = self.entity(answer.source), self.country(answer.source)
        return any(
            self.entity(actor) == entity or (country is not None and self.country(actor) == country)
            for actor in event.actors
        )

    def is_share(self, noun: Token) -> bool:
        """Whether the noun is a share in an act ("any role"), which only those who are said to act can deny."""
        cue = self.cues.get(("answer", noun.lemma_.lower()))
        return cue is not None and "act" in cue.takes

    def polarity(self, answer: Attribution, event: Event) -> Polarity:
        """A denial of what the text itself negates asserts it."""
        if event.status == "negated":
            return "positive" if answer.polarity == "negative" else "negative"
        return answer.polarity

    def entity(self, mention: str | None) -> str | None:
        """Whom the mention refers to, else the mention itself."""
        return self.entities.get(mention or "") or mention

    def country(self, mention: str | None) -> str | None:
        """The country of whom the mention refers to."""
        return self.countries.get(self.entities.get(mention or "") or "")

    @cached_property
    def cues_at(self) -> frozenset[int]:
        """Where something is said: who denies an accusation does not deny that it was made."""
        return frozenset(each.cue.start for each in self.coded.attributions if each.cue)

    @cached_property
    def entities(self) -> dict[str, str | None]:
        """The entity of each mention."""
        return {mention.id: mention.entity for mention in self.coded.mentions}

    @cached_property
    def countries(self) -> dict[str, str | None]:
        """The country of each entity."""
        return {entity.id: entity.country for entity in self.coded.entities}

    def sentence_at(self, position: int) -> int:
        """The number of the sentence that holds the character."""
        return sum(sentence.start_char <= position for sentence in self.coded.parse.sents)
