"""Claims: how far each level of the chain commits to each event, from the publisher to the innermost source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from sayso.knowledge.cues import Cues
from sayso.schema import Attribution, Certainty, Claim, CodedDocument, Event, Polarity
from sayso.stages.answers import Answers
from sayso.stages.syntax import children

if TYPE_CHECKING:
    from spacy.tokens import Token

ORDER: tuple[Certainty, ...] = ("certain", "probable", "possible", "unknown")
POSSIBLE_MODALS = frozenset({"may", "might", "could", "can"})
PROBABLE_MODALS = frozenset({"should", "would"})
EXPECTED = frozenset({"expect", "set", "likely", "schedule", "slate"})


class Claims:
    """Fills `claims`: one row per event and level, and one for each who denies or confirms it afterwards."""

    needs: ClassVar[frozenset[str]] = frozenset({"events", "attributions", "mentions", "parse"})
    fills: ClassVar[frozenset[str]] = frozenset({"claims"})

    def __init__(self, cues: Cues) -> None:
        self.cues = cues

    def __call__(self, coded: CodedDocument) -> CodedDocument:
        """The claims of all events, innermost level first, the publisher last; then the answers."""
        attributions = {attribution.id: attribution for attribution in coded.attributions}
        events = {event.id: event for event in coded.events}
        referents = {mention.id: mention.entity or mention.id for mention in coded.mentions}
        claims = [
            claim
            for event in coded.events
            for claim in self.levels(event, events, attributions, referents, self.hedge(event, coded))
        ]
        return replace(coded, claims=(*claims, *Answers(coded, self.cues).claims()))

    def levels(
        self,
        event: Event,
        events: Mapping[str, Event],
        attributions: Mapping[str, Attribution],
        referents: Mapping[str, str],
        hedge: Certainty,
    ) -> Iterator[Claim]:
        """From the innermost source outwards; two levels in a row with the same source count once."""
        polarity: Polarity = "negative" if event.status == "negated" else "positive"
        level = attributions.get(event.attribution or "")
        open_content = event.within is not None and event.status == "hypothetical"
        if level is None:
            yield Claim(event.id, None, None, "unknown" if open_content else hedge, polarity)
            return
        certainty = "unknown" if open_content else weaker(level.certainty, hedge)
        if level.polarity == "negative" and certainty != "unknown":
            polarity = flipped(polarity)
        yield Claim(event.id, level.source, level.id, certainty, polarity)
        inner = level
        while (outer := attributions.get(inner.parent or "")) is not None:
            certainty, polarity = stance(inner, outer, certainty, polarity)
            if referents.get(outer.source or "") != referents.get(inner.source or "") or outer.source is None:
                yield Claim(event.id, outer.source, outer.id, certainty, polarity)
            inner = outer
        publisher: Certainty = certainty if inner.outer == "certain" and inner.polarity == "positive" else "unknown"
        yield Claim(event.id, None, None, publisher, polarity if publisher != "unknown" else base_polarity(event))

    def hedge(self, event: Event, coded: CodedDocument) -> Certainty:
        """How far the words of the clause itself commit whoever speaks: "allegedly", "appears to", "may"."""
        span = coded.parse.char_span(event.trigger.start, event.trigger.end, alignment_mode="expand")
        token = span.root
        found: list[Certainty] = [self.adverb(t) for t in modifiers(token)]
        for above in (token, *governors(token)):
            found += self.above(above, told_future=event.status == "future")
        return max(found, key=ORDER.index, default="certain")

    def adverb(self, token: Token) -> Certainty:
        """The certainty of a hedging adverb or adjective, else certain."""
        cue = self.cues.get(("adverb", token.lower_))
        return cue.certainty if cue else "certain"

    def above(self, token: Token, *, told_future: bool) -> Iterator[Certainty]:
        """Modals on the verb, and hedges that govern it; "said it would" is but a "will" told in the past."""
        words = {t.lower_ for t in children(token, "aux")}
        if words & POSSIBLE_MODALS:
            yield "possible"
        elif words & PROBABLE_MODALS and not (told_future and "would" in words):
            yield "probable"
        head = token.head
        if token.dep_ in ("xcomp", "ccomp"):
            passive = bool(children(head, "nsubjpass", "auxpass"))
            cue = self.cues.get(("passive" if passive else "raising", head.lemma_.lower()))
            if cue:
                yield cue.certainty
            elif head.lemma_.lower() in EXPECTED and (passive or head.pos_ == "ADJ"):
                yield "probable"


def governors(token: Token) -> Iterator[Token]:
    """The verbs above whose hedges reach down: through infinitives and what is coordinated without its own subject."""
    child = token
    while child.dep_ in ("xcomp", "conj", "acl") and child.head != child:
        child = child.head
        yield child


def modifiers(token: Token) -> Iterator[Token]:
    """Adverbs and adjectives on the trigger, on its object, and on the noun it qualifies."""
    yield from children(token, "advmod", "amod")
    for noun in children(token, "dobj", "attr"):
        yield from children(noun, "advmod", "amod")
    if token.dep_ in ("acl", "relcl", "amod"):
        # "and, allegedly, missile systems provided via …": the adverb hangs on the list before the participle.
        yield from children(token.head, "advmod", "amod")
        for before in (token.head.head, *token.head.head.conjuncts):
            yield from (t for t in children(before, "advmod") if before.i < t.i < token.i)


def weaker(one: Certainty, other: Certainty) -> Certainty:
    """The less certain of two."""
    return max(one, other, key=ORDER.index)


def flipped(polarity: Polarity) -> Polarity:
    """A denial of a denial asserts."""
    return "positive" if polarity == "negative" else "negative"


def base_polarity(event: Event) -> Polarity:
    """What the clause itself says."""
    return "negative" if event.status == "negated" else "positive"


def stance(
    inner: Attribution, outer: Attribution, certainty: Certainty, polarity: Polarity
) -> tuple[Certainty, Polarity]:
    """How far the outer source commits, given how the inner one does."""
    if outer.polarity == "negative":
        return outer.certainty, "negative" if polarity == "positive" else "positive"
    if inner.outer == "certain":
        return certainty, polarity
    return "unknown", polarity
