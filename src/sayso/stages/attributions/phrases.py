"""Attributions by a phrase: "according to X", "per X", "in the words of X", "as X put it"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sayso.schema import QuotedSpan, Span
from sayso.stages.attributions.found import Found, quoted, without
from sayso.stages.attributions.hosts import host_clause
from sayso.stages.attributions.scene import Scene
from sayso.stages.syntax import children, resolved, subtree_span

if TYPE_CHECKING:
    from spacy.tokens import Token


def according_to(token: Token, scene: Scene) -> Iterator[Found]:
    """For "according to X, …" the clause it stands in, without the phrase itself."""
    to = next((child for child in children(token, "prep") if child.i == token.i + 1 and child.lower_ == "to"), None)
    nouns = children(to, "pobj") if to is not None else []
    if to is None or not nouns:
        return
    phrase = Span(token.idx, source_end(nouns[0], scene))
    host = token.head
    while host.dep_ in ("prep", "pobj", "npadvmod", "amod", "compound", "appos", "dobj", "conj") and host.head != host:
        host = host.head  # "was shot down and exploded, according to the statement": all of it
    cue = QuotedSpan(token.idx, to.idx + len(to), scene.text[token.idx : to.idx + len(to)])
    content = without(subtree_span(host), [phrase])
    yield Found("according to", cue, resolved(nouns[0]), content, cue_token=token, outside=[phrase])


def source_end(noun: Token, scene: Scene) -> int:
    """Where the source after "according to" ends: an apposition that is really the next verb's subject is no part."""
    end = subtree_span(noun).end
    for apposition in children(noun, "appos"):
        following = scene.doc[apposition.right_edge.i + 1 : apposition.right_edge.i + 2]
        if following and following[0].pos_ in ("VERB", "AUX") and not children(following[0], "nsubj"):
            comma = scene.doc[apposition.left_edge.i - 1]
            end = min(end, comma.idx)
    return end


def in_the_words_of(words: Token, scene: Scene) -> Iterator[Found]:
    """For "in the words of X, …" the clause it stands in."""
    for of in children(words, "prep"):
        for noun in children(of, "pobj"):
            if of.lower_ == "of" and words.head.lower_ == "in":
                phrase = Span(words.head.idx, subtree_span(noun).end)
                host = words.head.head
                cue = QuotedSpan(words.head.idx, of.idx + len(of), scene.text[words.head.idx : of.idx + len(of)])
                content = without(subtree_span(host), [phrase])
                yield Found("in the words of", cue, noun, content, cue_token=words, outside=[phrase])


def per(token: Token, scene: Scene) -> Iterator[Found]:
    """For "…, per Axios" the clause it stands in; "per cent" and "per person" name nobody."""
    nouns = [noun for noun in children(token, "pobj") if noun.pos_ == "PROPN" and noun.i in scene.by_head]
    if nouns:
        phrase = Span(token.idx, subtree_span(nouns[0]).end)
        host = token.head
        while host.pos_ not in ("VERB", "AUX") and host.head != host:
            host = host.head
        content = without(subtree_span(host), [phrase])
        yield Found("per", quoted(token), nouns[0], content, cue_token=token, outside=[phrase])


def is_as_put(verb: Token) -> bool:
    """Whether this is "as X put it" or "as X has it", whose verbs are no cues by themselves."""
    return verb.lemma_ in ("put", "have") and any(t.lower_ == "it" for t in children(verb, "dobj"))


def as_put(verb: Token, scene: Scene) -> Iterator[Found]:
    """For "As the envoy put it, …" the clause it introduces."""
    content = host_clause(verb)
    source = scene.speaker(verb, inverted=False)
    if content and source is not None:
        yield Found("as X put it", quoted(verb), source, content, cue_token=verb, outside=[subtree_span(verb)])
