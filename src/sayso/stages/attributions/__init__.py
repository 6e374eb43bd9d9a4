"""Attributions: who says it. Source, cue and content of reported speech, belief and knowledge, nested into chains.

First the quotations on characters, then the relations that the parse shows, then quotations and relations joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from sayso.knowledge.cues import Cues
from sayso.schema import Attribution, AttributionKind, CodedDocument, Mention, Span
from sayso.stages.attributions.clauses import clause_attributions
from sayso.stages.attributions.found import Found, tidy, without
from sayso.stages.attributions.quotations import Quotation, find_quotations
from sayso.stages.attributions.speech import join_quotations
from sayso.stages.syntax import children, head_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

HEADLINE = re.compile(r"^(?P<source>[^:\n.!?]{2,60}): (?P<content>[^\n]{8,160})$", re.MULTILINE)


class Attributions:
    """Fills `attributions`."""

    needs: ClassVar[frozenset[str]] = frozenset({"mentions", "entities", "parse"})
    fills: ClassVar[frozenset[str]] = frozenset({"attributions"})

    def __init__(self, cues: Cues) -> None:
        self.cues = cues

    def __call__(self, coded: CodedDocument) -> CodedDocument:
        """Find, join and nest."""
        doc: Doc = coded.parse
        quotations = find_quotations(doc.text)
        found = list(clause_attributions(doc, self.cues))
        found += headlines(doc, quotations, found)
        found = join_quotations(doc, quotations, found, self.cues)
        by_head = {head_of(doc, mention).i: mention for mention in coded.mentions}
        attributions = assemble(found, doc.text, quotations, by_head)
        return replace(coded, attributions=attributions, mentions=first_person(coded.mentions, attributions))


def first_person(mentions: Sequence[Mention], attributions: Sequence[Attribution]) -> tuple[Mention, ...]:
    """The mentions with "I" in quoted speech linked to its speaker: only now is it known who speaks."""
    entities = {mention.id: mention.entity for mention in mentions}

    def linked(mention: Mention) -> Mention:
        if mention.entity or mention.text not in ("I", "me"):
            return mention
        speech = [a for a in attributions if a.kind == "direct" and any(s.contains(mention.span) for s in a.content)]
        speaker = entities.get(speech[-1].source or "") if speech else None
        return replace(mention, entity=speaker, reason="first person of the speaker") if speaker else mention

    return tuple(linked(mention) for mention in mentions)


def headlines(doc: Doc, quotations: Sequence[Quotation], found: Sequence[Found]) -> Iterator[Found]:
    """Headlines of the kind "Okoye: Troops will stay": a line without a full stop whose first words are a name."""
    for match in HEADLINE.finditer(doc.text):
        if match["content"].rstrip().endswith((".", ",", ";", "”", '"')):
            continue
        span = doc.char_span(match.start("source"), match.end("source"), alignment_mode="expand")
        content = Span(match.start("content"), match.end("content"))
        if span is None or span.root.pos_ != "PROPN" or any(q.span.overlaps(content) for q in quotations):
            continue
        yield Found("headline with a colon", None, span.root, [content])


def assemble(
    found: Sequence[Found], text: str, quotations: Sequence[Quotation], by_head: Mapping[int, Mention]
) -> tuple[Attribution, ...]:
    """Records with ids in order of the text, contents tidied, parents set."""
    ready = [each for each in found if settle_content(each, text)]
    ready.sort(key=lambda each: (position(each), -extent(each)))
    ids = {id(each): f"a{number}" for number, each in enumerate(ready, 1)}
    parents = nest(ready)
    return tuple(
        Attribution(
            ids[id(each)],
            kind_of(each, text, quotations),
            mention_id(speaker(each.source, by_head), by_head),
            each.cue,
            tuple(each.content),
            addressee=mention_id(each.addressee, by_head),
            polarity=each.polarity,
            parent=ids[id(parents[id(each)])] if id(each) in parents else None,
            certainty=each.certainty,
            outer=each.outer,
            reason=each.reason,
        )
        for each in ready
    )


def settle_content(found: Found, text: str) -> bool:
    """Cut cue and source out of the content and trim it; False where nothing is left."""
    pieces = [piece for span in found.content for piece in without(span, found.outside)]
    found.content = [span for piece in pieces if (span := tidy(piece, text))]
    return bool(found.content)


def position(found: Found) -> int:
    """Where the relation begins."""
    return min(span.start for span in found.content)


def extent(found: Found) -> int:
    """How much the content covers."""
    return sum(span.end - span.start for span in found.content)


def nest(found: Sequence[Found]) -> dict[int, Found]:
    """For each relation the smallest other one whose content holds its cue (or, without a cue, its content)."""
    parents: dict[int, Found] = {}
    for each in found:
        anchor = each.anchor
        around = [
            other
            for other in found
            if other is not each
            and anchor
            and any(span.contains(anchor) for span in other.content)
            # Two relations may each hold the other's cue ("A said B, citing C"): the larger content is the outer one.
            and (extent(other), -found.index(other)) > (extent(each), -found.index(each))
        ]
        if around:
            parents[id(each)] = min(around, key=extent)
    return parents


def kind_of(found: Found, text: str, quotations: Sequence[Quotation]) -> AttributionKind:
    """Direct where all words stand in marks, mixed where some do, else indirect."""
    if found.scare:
        return "scare"
    letters = quoted_letters = 0
    for span in found.content:
        for at in range(span.start, span.end):
            if text[at].isalnum():
                letters += 1
                quoted_letters += any(q.start <= at < q.end for q in quotations)
    if found.cue and any(q.span.contains(found.cue.span) for q in quotations):
        return "indirect"  # a cue inside marks is the quoted speaker's own reporting
    if quoted_letters == 0:
        return "indirect"
    whole = quoted_letters >= 0.9 * letters
    fragmentary = letters < 60 and not any(text[span.start].isupper() for span in found.content)
    return "direct" if whole and not fragmentary else "mixed"


def speaker(token: Token | None, by_head: Mapping[int, Mention]) -> Token | None:
    """The person named after a body is who speaks: "Russia's Foreign Ministry, Maria Zakharova, claimed"."""
    if token is None:
        return None
    named = [t for t in children(token, "appos") if t.i in by_head and t.ent_type_ == "PERSON"]
    return named[0] if named else token


def mention_id(token: Token | None, by_head: Mapping[int, Mention]) -> str | None:
    """The mention whose head is this token."""
    if token is None:
        return None
    mention = by_head.get(token.i)
    return mention.id if mention else None
