"""Attributions: who says it. Source, cue and content of reported speech, belief and knowledge, nested into chains.

First the quotations on characters, then the relations that the parse shows, then quotations and relations joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from sayso.knowledge.cues import Cues
from sayso.schema import Attribution, AttributionKind, CodedDocument, Mention, Span
from sayso.stages.attributions.answers import set_apart
from sayso.stages.attributions.clauses import clause_attributions
from sayso.stages.attributions.found import Found, tidy, without
from sayso.stages.attributions.quotations import Quotation, find_quotations
from sayso.stages.attributions.scene import Scene
from sayso.stages.attributions.speech import join_quotations
from sayso.stages.attributions.voices import first_person, with_voices
from sayso.stages.syntax import children, head_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

HEADLINE = re.compile(r"^(?P<source>[^:\n.!?]{2,60}): (?P<content>[^\n]{8,160})$", re.MULTILINE)
HEADLINE_END = re.compile(r"(?P<content>[^\n:]{8,160}?)(?: [-–—] |: )(?P<source>[^\n:.!?]{2,60})(?=\n|$)")
# A turn of a transcript: "Q:", "A:", "OKOYE:" at the start of a line; one alone proves nothing.
TURN = re.compile(r"^(?P<source>[A-Z]|[A-Z][A-Z .'-]{2,30}): (?P<content>[^\n]{2,})$", re.MULTILINE)
EMPTY_CONTENTS = frozenset({"which", "that", "who", "what", "it", "so", "this", "these", "those"})
CLOSED_LINE = (".", ",", ";", "”", '"')
UNCLOSED = re.compile(r",\s(?=[^,.\n]{2,60}?\s(?P<verb>[a-z]+)\b[^,\n]{0,60}\.\s*$)", re.MULTILINE)


class Attributions:
    """Fills `attributions`."""

    needs: ClassVar[frozenset[str]] = frozenset({"mentions", "entities", "parse"})
    fills: ClassVar[frozenset[str]] = frozenset({"attributions"})

    def __init__(self, cues: Cues) -> None:
        self.cues = cues

    def __call__(self, coded: CodedDocument) -> CodedDocument:
        """Find, join and nest."""
        doc: Doc = coded.parse
        by_head = {head_of(doc, mention).i: mention for mention in coded.mentions}
        scene = Scene(doc, settle(find_quotations(doc.text), doc, self.cues), by_head, self.cues)
        found = [*clause_attributions(scene), *headlines(scene)]
        set_apart(found)
        found = join_quotations(scene, found)
        mentions = with_voices(coded.mentions, found, scene)
        scene = replace(scene, by_head={head_of(doc, mention).i: mention for mention in mentions})
        attributions = assemble(found, scene)
        return replace(coded, attributions=attributions, mentions=first_person(mentions, attributions))


def settle(quotations: list[Quotation], doc: Doc, cues: Cues) -> list[Quotation]:
    """Quotations that lack their closing mark, ended where their sentence names the speaker: “We stay, she said."""
    settled = []
    for quotation in quotations:
        following = any(q.continues and q.start > quotation.end for q in quotations)
        if not quotation.closed and not following:
            match = UNCLOSED.search(doc.text, quotation.start, quotation.end)
            verb = [t for t in doc if match and t.idx == match.start("verb")]
            if match and verb and ("verb", verb[0].lemma_.lower()) in cues:
                quotation = replace(quotation, end=match.start())
        settled.append(quotation)
    return settled


def headlines(scene: Scene) -> Iterator[Found]:
    """Lines whose form names the speaker: "Okoye: Troops will stay", "Troops will stay - minister", transcripts."""
    text = scene.text
    turns = list(TURN.finditer(text))
    matches = [*turns, *(m for m in HEADLINE.finditer(text) if not m["content"].rstrip().endswith(CLOSED_LINE))]
    if len(turns) < 2:
        matches = matches[len(turns) :]
    first_line = HEADLINE_END.match(text)
    matches += [first_line] if first_line and not first_line["content"].rstrip().endswith(CLOSED_LINE) else []
    taken: set[int] = set()
    for match in matches:
        content = Span(match.start("content"), match.end("content"))
        head = head_in(scene, match.start("source"), match.end("source"))
        is_turn = match in turns and len(turns) > 1
        if match.start() in taken or any(q.span.overlaps(content) for q in scene.quotations):
            continue
        if head is None and not is_turn:
            continue
        taken.add(match.start())
        yield Found("turn of a transcript" if is_turn else "headline that names the speaker", None, head, [content])


def head_in(scene: Scene, start: int, end: int) -> Token | None:
    """The token of the mention that fills these characters, where one does."""
    for index in range(scene.token_from(start), scene.token_from(end)):
        mention = scene.by_head.get(index)
        if mention and mention.start <= start + 4 and mention.end >= end - 1:
            return scene.doc[index]
    return None


def assemble(found: Sequence[Found], scene: Scene) -> tuple[Attribution, ...]:
    """Records with ids in order of the text, contents tidied, parents set."""
    text, by_head = scene.text, scene.by_head
    ready = [each for each in found if settle_content(each, text)]
    ready.sort(key=lambda each: (position(each), -extent(each)))
    ids = {id(each): f"a{number}" for number, each in enumerate(ready, 1)}
    parents = nest(ready)
    for each in ready:  # what introduces the outer relation is no content of the inner: "According to X, citing Y, …"
        if id(each) in parents:
            cut = disjoint(piece for span in each.content for piece in without(span, parents[id(each)].outside))
            each.content = [span for piece in cut if (span := tidy(piece, text))] or each.content
    return tuple(
        Attribution(
            ids[id(each)],
            kind_of(each, text, scene.quotations),
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
    found.content = disjoint(span for piece in pieces if (span := tidy(piece, text)))
    words = " ".join(text[span.start : span.end] for span in found.content).lower()
    return bool(words) and (found.answers or words not in EMPTY_CONTENTS)


def disjoint(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap made one."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


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
        told = [other for other in found if each.within is not None and stands_in(each, other)]
        if told:
            parents[id(each)] = told[0]
            continue
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
    for each in found:  # what grammar tells and what positions tell may contradict: no chain bites its own tail
        level, seen = each, {id(each)}
        while (above := parents.get(id(level))) is not None:
            if id(above) in seen:
                del parents[id(level)]
                break
            seen.add(id(above))
            level = above
    return parents


def stands_in(inner: Found, outer: Found) -> bool:
    """Whether grammar puts one relation inside the other: by the verb that reports it, its source, or its host."""
    if inner is outer or inner.within is None:
        return False
    if inner.within in (outer.cue_token, outer.source):
        return True
    same_words = any(a.overlaps(b) for a in inner.content for b in outer.content)
    return (
        outer.reason == "according to"
        and same_words
        and outer.cue is not None
        and inner.cue is not None
        and (outer.cue.start < inner.cue.start)
    )


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
    fragmentary = letters < 60 and not any(
        text[span.start].isupper() or text[span.start] in "[(…" for span in found.content
    )
    return "direct" if whole and not fragmentary else "mixed"


def speaker(token: Token | None, by_head: Mapping[int, Mention]) -> Token | None:
    """Who speaks may be named after a body or a noun: "the Foreign Ministry, Maria Zakharova, said"."""
    if token is None:
        return None
    # In "the premier of Tuvalu, Sami Lafai" the parser may hang the name on Tuvalu.
    phrase = [token, *(noun for p in children(token, "prep") for noun in children(p, "pobj"))]
    named = [t for each in phrase for t in children(each, "appos") if t.i in by_head and by_head[t.i].form == "name"]
    nominal = token.i in by_head and by_head[token.i].form == "nominal"
    fitting = [t for t in named if t.ent_type_ == "PERSON" or (nominal and t.ent_type_ in ("ORG", ""))]
    return fitting[0] if fitting else token


def mention_id(token: Token | None, by_head: Mapping[int, Mention]) -> str | None:
    """The mention whose head is this token."""
    if token is None:
        return None
    mention = by_head.get(token.i)
    if mention is None:  # the parser and the names disagree about the head: the smallest mention around the token
        around = [m for m in by_head.values() if m.start <= token.idx < m.end]
        mention = min(around, key=lambda m: m.end - m.start, default=None)
    return mention.id if mention else None
