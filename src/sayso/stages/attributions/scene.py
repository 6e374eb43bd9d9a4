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
from sayso.stages.syntax import children, is_finite, logical_subjects, trails

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
# What may stand between a subject and its verb: "the minister also said".
BETWEEN = frozenset({"ADV", "AUX", "PART"})

# Participles behind a comma by which the speaker of the sentence goes on, whoever is spoken of: "…, adding that".
ADDING = frozenset("accuse add argue call describe insist note stress urge warn".split())
# Turns of phrase with a verb of saying or knowing that report nobody, word by word.
FILLERS = [
    words.split()
    for words in (
        "that said ,",
        "having said that",
        "you know ,",
        "to say the least",
        "needless to say",
        "is to say",
        "let 's say",
        "let us say",
    )
]


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
        """The verb cue at this token; with its particle where the table lists the two together ("pointed out")."""
        if token.pos_ not in ("VERB", "AUX") or is_filler(token):
            return None
        lemma = token.lemma_.lower()
        particles = [child.lower_ for child in children(token, "prt", "advmod") if child.i == token.i + 1]
        phrasal = self.cues.get(("verb", f"{lemma} {particles[0]}")) if particles else None
        return phrasal or self.cues.get(("verb", lemma))

    def speaker(self, verb: Token, *, inverted: bool) -> Token | None:
        """Who speaks by this verb: its subject, unless that stands in other quotation marks than the verb itself.

        With `inverted` the noun after the verb is tried as well: “…,” said Okoye. Where the parser gave the verb no
        usable subject, it is the noun right before it.
        """
        own = children(verb, "nsubj", "nsubjpass")
        subjects = [token for token in logical_subjects(verb) if self.same_level(token, verb)]
        shared = verb.dep_ == "conj" or (verb.dep_ == "advcl" and trails(verb))
        if shared and verb.head.dep_ == "ccomp" and not own:
            able = [token for token in subjects if token.i in self.by_head or token.pos_ == "PRON"]
            goes_on = verb.dep_ == "advcl" and verb.lemma_ in ADDING
            subjects = logical_subjects(verb.head.head) if goes_on or not able else able
        if inverted and is_finite(verb) and not own:
            subjects = after(verb) or subjects
        if not is_finite(verb):  # who does an infinitive or a participle stands before it
            subjects = [token for token in subjects if token.i < verb.i]
        if not subjects:
            subjects = [token for token in own if self.same_level(token, verb)] or self.before(verb)
        nearest = [token for token in own if token in subjects and token.i < verb.i]
        return nearest[-1] if len(nearest) > 1 else next(iter(subjects), None)  # a dateline may pose as a subject

    def before(self, verb: Token) -> list[Token]:
        """The noun right before the verb, in the same quotation, where it can be somebody."""
        index = verb.i - 1
        while index > 0 and self.doc[index].pos_ in BETWEEN:
            index -= 1
        token = self.doc[index] if index >= 0 else verb
        usable = token.pos_ in NOMINAL and token.sent == verb.sent and self.same_level(token, verb)
        return [token] if usable and (token.i in self.by_head or token.pos_ == "PROPN") else []


def is_filler(verb: Token) -> bool:
    """Whether the verb belongs to a turn of phrase by which nobody is reported: "that said, …", "…, you know, …"."""
    around = [token.lower_ for token in verb.doc[max(0, verb.i - 2) : verb.i + 3]]
    here = min(2, verb.i)
    for words in FILLERS:
        at = words.index(verb.lower_) if verb.lower_ in words else here + 1
        if at <= here and around[here - at : here - at + len(words)] == words:
            return True
    return False


def after(verb: Token) -> list[Token]:
    """The subject after the verb that the parser took for its object: “…,” said Okoye."""
    nouns = [t for t in verb.rights if t.dep_ in ("dobj", "attr", "npadvmod", "oprd", "dative") and t.pos_ in NOMINAL]
    return nouns[:1]
