"""Quotations that a noun introduces: “We'll see,” came the reply; his verdict was “a farce”."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.stages.attributions.around import tokens_after
from sayso.stages.attributions.found import Found, quoted
from sayso.stages.attributions.quotations import Quotation
from sayso.stages.attributions.scene import Scene
from sayso.stages.syntax import children

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token


def in_reply(scene: Scene, quotation: Quotation) -> Found | None:
    """A quotation that is somebody's answer: “We'll see,” came the reply; her verdict was “a farce”."""
    before = scene.doc[max(0, scene.token_from(quotation.start) - 6) : scene.token_from(quotation.start)]
    nouns = [
        t for t in before if scene.quotation_at(t.idx) is None and is_answer_noun(scene, t) and leads_to(t, before)
    ]
    for token in tokens_after(scene, quotation):
        if token.is_punct and token.text not in (",", "”", '"', "’", "'"):
            break
        if token.lemma_ in ("come", "be"):
            subjects = [*children(token, "nsubj", "attr", "dobj")]
            nouns += [noun for noun in subjects if noun.i > token.i and is_answer_noun(scene, noun)]
            break
    if not nouns:
        return None
    owners = children(nouns[-1], "poss")
    return Found(f"quotation beside {nouns[-1].lemma_}", quoted(nouns[-1]), next(iter(owners), None), [quotation.span])


def is_answer_noun(scene: Scene, token: Token) -> bool:
    """Whether the noun may be a quotation: "reply", "verdict"."""
    cue = scene.cues.get(("noun", token.lemma_.lower()))
    return token.pos_ == "NOUN" and cue is not None and "quote" in cue.takes


def leads_to(noun: Token, before: TokenSpan) -> bool:
    """Whether nothing but "was" and a colon stands between an owned noun and the mark: "his answer was: “"."""
    between = [token for token in before if token.i > noun.i and token.text not in (":", ",", "“", '"', "‘", "'")]
    told = [token for token in between if token.lemma_ != "be"]
    linked = any(token.lemma_ == "be" or token.text == ":" for token in before if token.i > noun.i)
    return bool(children(noun, "poss")) and linked and all(token.pos_ == "ADJ" for token in told)
