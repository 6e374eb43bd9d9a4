"""What attributions are read from: the parse, the quotations, and where mentions stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sayso.knowledge.cues import Cue, Cues
from sayso.schema import Mention
from sayso.stages.attributions.quotations import Quotation
from sayso.stages.syntax import children, is_finite, logical_subjects

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
# What may stand between a subject and its verb: "the minister also said".
BETWEEN = frozenset({"ADV", "AUX", "PART"})


@dataclass(frozen=True)
class Scene:
    """One document ready for attribution."""

    doc: Doc
    quotations: Sequence[Quotation]
    by_head: Mapping[int, Mention]
    cues: Cues

    @cached_property
    def text(self) -> str:
        """The document's text; spaCy would put it together anew at each call."""
        return self.doc.text

    def quotation_at(self, position: int) -> Quotation | None:
        """The innermost quotation that holds the character."""
        holding = [q for q in self.quotations if q.start <= position < q.end]
        return min(holding, key=lambda q: q.end - q.start, default=None)

    def same_level(self, one: Token, other: Token) -> bool:
        """Whether both tokens stand inside the same quotation, or outside all."""
        return self.quotation_at(one.idx) == self.quotation_at(other.idx)

    def token_from(self, position: int) -> int:
        """The index of the first token at or after a character."""
        return bisect_left(range(len(self.doc)), position, key=lambda index: self.doc[index].idx)

    def verb_cue(self, token: Token) -> Cue | None:
        """The verb cue at this token."""
        return self.cues.get(("verb", token.lemma_.lower())) if token.pos_ in ("VERB", "AUX") else None

    def speaker(self, verb: Token, *, inverted: bool) -> Token | None:
        """Who speaks by this verb: its subject, unless that stands in other quotation marks than the verb itself.

        With `inverted` the noun after the verb is tried as well: “…,” said Okoye. Where the parser gave the verb no
        usable subject, it is the noun right before it.
        """
        own = children(verb, "nsubj", "nsubjpass")
        subjects = [token for token in logical_subjects(verb) if self.same_level(token, verb)]
        if verb.dep_ == "conj" and verb.head.dep_ == "ccomp" and not own:
            able = [token for token in subjects if token.i in self.by_head or token.pos_ == "PRON"]
            subjects = able or logical_subjects(verb.head.head)
        if inverted and is_finite(verb) and not own:
            subjects = after(verb) or subjects
        if not is_finite(verb):  # who does an infinitive or a participle stands before it
            subjects = [token for token in subjects if token.i < verb.i]
        if not subjects:
            subjects = [token for token in own if self.same_level(token, verb)] or self.before(verb)
        return next(iter(subjects), None)

    def before(self, verb: Token) -> list[Token]:
        """The noun right before the verb, in the same quotation, where it can be somebody."""
        index = verb.i - 1
        while index > 0 and self.doc[index].pos_ in BETWEEN:
            index -= 1
        token = self.doc[index] if index >= 0 else verb
        usable = token.pos_ in NOMINAL and token.sent == verb.sent and self.same_level(token, verb)
        return [token] if usable and (token.i in self.by_head or token.pos_ == "PROPN") else []


def after(verb: Token) -> list[Token]:
    """The subject after the verb that the parser took for its object: “…,” said Okoye."""
    nouns = [t for t in verb.rights if t.dep_ in ("dobj", "attr", "npadvmod", "oprd", "dative") and t.pos_ in NOMINAL]
    return nouns[:1]
