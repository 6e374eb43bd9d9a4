"""Attributions as a page shows them: a tree, outermost first, each with its source, cue, words and what they tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sayso.formats.terminal import Names, code_of
from sayso.schema import Attribution, Certainty, CodedDocument, Polarity, Span
from sayso.server.article import DEEPEST
from sayso.server.hedges import hedges_in
from sayso.server.legible import legible

# Of a long quotation the tree shows its beginning; the article beside it has the rest.
MOST_WORDS = 40


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of what is said; `hedge` where it lowers the claim."""

    text: str
    hedge: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """One attribution. `source` is None where the text leaves it out; `events` are those that it tells itself.

    `inner` are the attributions within it. `pieces` is how many parts its content has.
    """

    id: str
    kind: str
    source: str | None
    entity: str | None
    code: str
    cue: str | None
    addressee: str | None
    polarity: Polarity
    certainty: Certainty
    pieces: int
    words: tuple[Words, ...]
    events: tuple[str, ...]
    inner: tuple[Said, ...]


def said_in(coded: CodedDocument) -> tuple[Said, ...]:
    """All attributions of a document as trees, in order of the text."""
    return _Trees(coded).grown(None)


def said_around(coded: CodedDocument, innermost: Attribution) -> tuple[Said, ...]:
    """One attribution with all that it holds, within those that enclose it and nothing else of theirs."""
    trees = _Trees(coded)
    tree = trees.said(innermost)
    for outer in outward(coded, innermost)[1:]:
        tree = trees.said(outer, inner=(tree,))
    return (tree,)


def outward(coded: CodedDocument, innermost: Attribution | None) -> list[Attribution]:
    """The attribution and those around it, innermost first."""
    known = {each.id: each for each in coded.attributions}
    found: list[Attribution] = []
    while innermost is not None and len(found) < DEEPEST:
        found.append(innermost)
        innermost = known.get(innermost.parent or "")
    return found


class _Trees:
    """The attributions of one document by their parents."""

    def __init__(self, coded: CodedDocument) -> None:
        self.coded = coded
        self.names = Names(coded)
        self.known = {each.id for each in coded.attributions}
        self.by_parent: dict[str | None, list[Attribution]] = {}
        for each in sorted(coded.attributions, key=lambda each: begin_of(each)):
            parent = each.parent if each.parent in self.known else None
            self.by_parent.setdefault(parent, []).append(each)
        self.events: dict[str, list[str]] = {}
        for event in coded.events:
            self.events.setdefault(event.attribution or "", []).append(event.id)

    def grown(self, parent: str | None, depth: int = 1) -> tuple[Said, ...]:
        """The trees below one attribution, or all of them."""
        if depth > DEEPEST:
            return ()
        return tuple(self.said(each, inner=self.grown(each.id, depth + 1)) for each in self.by_parent.get(parent, ()))

    def said(self, each: Attribution, *, inner: tuple[Said, ...] | None = None) -> Said:
        """One attribution, with what it holds."""
        mention = self.names.mentions.get(each.source or "")
        entity = self.names.entities.get(mention.entity or "") if mention else None
        return Said(
            id=each.id,
            kind=each.kind,
            source=self.names.plain(each.source),
            entity=entity.id if entity else None,
            code=code_of(entity) if entity else "",
            cue=each.cue.text if each.cue else None,
            addressee=self.names.plain(each.addressee),
            polarity=each.polarity,
            certainty=each.certainty,
            pieces=len(each.content),
            words=tuple(_words(self.coded.document.text, each.content)),
            events=tuple(self.events.get(each.id, ())),
            inner=self.grown(each.id) if inner is None else inner,
        )


def begin_of(each: Attribution) -> int:
    """Where an attribution begins in the text, be it with its words or its cue."""
    return min([span.start for span in each.content] + ([each.cue.start] if each.cue else []), default=0)


def with_hedges(text: str, span: Span) -> Iterator[Words]:
    """A stretch of the text cut at its hedges."""
    at = span.start
    for hedge in hedges_in(text, span):
        if hedge.start > at:
            yield Words(legible(text[at : hedge.start]))
        yield Words(legible(text[hedge.start : hedge.end]), hedge=True)
        at = hedge.end
    if at < span.end:
        yield Words(legible(text[at : span.end]))


def _words(text: str, content: Iterable[Span]) -> Iterator[Words]:
    left = MOST_WORDS
    for number, span in enumerate(content):
        if number:
            yield Words(" … ")
        for words in with_hedges(text, span):
            parts = words.text.split()
            if len(parts) > left:
                yield Words(" ".join(parts[:left]) + " …")
                return
            left -= len(parts)
            yield words


def by_id(trees: Iterable[Said]) -> Mapping[str, Said]:
    """Every attribution of the trees by its id."""
    found: dict[str, Said] = {}
    for tree in trees:
        found[tree.id] = tree
        found |= by_id(tree.inner)
    return found
