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

# Whose words or view a clause is, and the prepositions before: "in the view of the IMF, …", "by his own account, …".
VIEWS = {
    "account": frozenset({"by"}),
    "admission": frozenset({"by"}),
    "assessment": frozenset({"in"}),
    "estimation": frozenset({"in"}),
    "eyes": frozenset({"in"}),
    "judgement": frozenset({"in"}),
    "judgment": frozenset({"in"}),
    "opinion": frozenset({"in"}),
    "reckoning": frozenset({"by", "in"}),
    "telling": frozenset({"in"}),
    "view": frozenset({"in"}),
    "words": frozenset({"in"}),
}


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
    near = host
    while ends_sentence(token, nouns[0], scene) and host.dep_ in ("ccomp", "xcomp") and host.head.i < host.i:
        host = host.head  # "Beirut has said that …, according to a diplomat": the diplomat tells of Beirut
    cue = QuotedSpan(token.idx, to.idx + len(to), scene.text[token.idx : to.idx + len(to)])
    content = without(subtree_span(host), [phrase])
    yield Found(
        "according to",
        cue,
        resolved(nouns[0]),
        content,
        cue_token=token,
        apart=phrase if host != near else None,
        outside=[phrase],
    )


def ends_sentence(token: Token, noun: Token, scene: Scene) -> bool:
    """Whether ", according to X" closes the sentence, at its own level of quotation."""
    doc = token.doc
    end = noun.right_edge.i + 1
    closed = end >= token.sent.end or doc[end].is_punct or doc[end].is_space
    return doc[token.i - 1].text == "," and closed and scene.same_level(token, token.sent.root)


def source_end(noun: Token, scene: Scene) -> int:
    """Where the source after "according to" ends: an apposition that is really the next verb's subject is no part."""
    end = subtree_span(noun).end
    for apposition in children(noun, "appos"):
        following = scene.doc[apposition.right_edge.i + 1 : apposition.right_edge.i + 2]
        if following and following[0].pos_ in ("VERB", "AUX") and not children(following[0], "nsubj"):
            comma = scene.doc[apposition.left_edge.i - 1]
            end = min(end, comma.idx)
    return end


def in_the_view_of(view: Token, scene: Scene) -> Iterator[Found]:
    """For "in the words of X, …", "in the view of X, …" and "in his view, …" the clause it stands in."""
    preposition, host = view.head, view.head.head
    while host.pos_ not in ("VERB", "AUX") and host.head != host:
        host = host.head
    if preposition.lower_ not in VIEWS[view.lower_] or ("verb", host.lemma_.lower()) in scene.cues:
        return  # "in her account she says that": the verb's
    of = next((p for p in children(view, "prep") if p.lower_ == "of" and children(p, "pobj")), None)
    if of is not None and any(token.dep_ == "det" for token in view.lefts):
        holder, last = children(of, "pobj")[0], of
    elif (owners := children(view, "poss")) and stands_apart(preposition, view):
        holder, last = owners[0], view
    else:
        return
    phrase = Span(preposition.idx, max(subtree_span(holder).end, last.idx + len(last)))
    cue_end = last.idx + len(last) if holder.i > last.i else preposition.idx + len(preposition)
    cue = QuotedSpan(preposition.idx, cue_end, scene.text[preposition.idx : cue_end])
    content = without(subtree_span(host), [phrase])
    yield Found(f"in the {view.lower_} of", cue, holder, content, cue_token=view, outside=[phrase])


def stands_apart(preposition: Token, view: Token) -> bool:
    """Whether a comma closes the phrase and none but a comma or nothing comes before: "in his view, …"."""
    doc = view.doc
    opened = preposition.is_sent_start or doc[preposition.i - 1].text in (",", "“", '"', "but", "and")
    following = doc[view.i + 1] if view.i + 1 < len(doc) else None
    return opened and following is not None and following.text in (",", ".")


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
