"""The tense of the clause around an offset: from the parse where there is one, else from the words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from sayso.stages.times.finding import TenseAt
from sayso.stages.times.timeline import Tense

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Verbs whose participle or infinitive names something to come: was scheduled for Friday, agreed to meet on Monday.
PLANNING = frozenset(
    "agree aim announce ask call decide demand due expect hope intend invite need offer order plan"
    " pledge prepare promise propose schedule seek set slate threaten urge vow want wish".split()
)
SCHEDULED = frozenset("due expect plan schedule set slate time".split())
SAYING = frozenset("say tell claim report deny confirm warn accuse write show".split())
MODALS = frozenset("will shall would could may might can should must 'll ’ll wo".split())

CLAUSE_END = re.compile(r"[.!?;:\n“”\"]")
# What looks ahead takes the verb behind it along: in "will be held" nothing is past.
CUE = re.compile(
    r"\b(?:(?P<future>(?:[Ww]ill|shall|[Ww]on['’]t|would|could|may|might|should|must|going to|due|scheduled|set to"
    r"|expected|plans?|planned|intends?|hopes?|wants?|needs? to|(?:agreed|vowed|promised|pledged|threatened) to"
    r"|ahead of|upcoming|invited|to be|(?:told|asked|ordered|urged|instructed|required|planned|hoped|wanted|called on)"
    r" (?:[A-Za-z]{1,20} ){0,3}to [a-z]{2,20})"
    r"(?: (?:not|also|to|be|have|been)){0,3}(?: [a-z]{2,30}ed\b| held\b| met\b| made\b| taken\b)?)"
    r"|(?P<past>[Ww]as|[Ww]ere|had|did|said|told|has|have|been|met|held|took|made|gave|came|went|began|left|cut|put"
    r"|sent|spoke|won|lost|shot|struck|hit|saw|led|wrote|rose|fell|became|got|found|kept|paid|fought|broke|brought"
    r"|grew|[a-z]{2,30}ed)"
    r"|(?P<present>is|are|begins?|opens?|starts?|ends?|expires?|takes?|meets?|arrives?|leaves?|visits?|faces?|goes"
    r"|hosts?))\b"
    r"|['’](?P<contracted>ll)\b"
)
TENSES: dict[str, Tense] = {"future": "future", "contracted": "future", "past": "past", "present": "present"}
# A cue behind the expression counts as this much further away: adverbs of time mostly follow their verb.
BEHIND = 20


class Clauses:
    """The stretches between marks, with their telling words; each is read once, when first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.bounds = [0, *(match.end() for match in CLAUSE_END.finditer(text)), len(text) + 1]
        self.cues: dict[int, list[tuple[int, int, Tense]]] = {}

    def cues_around(self, offset: int) -> list[tuple[int, int, Tense]]:
        """Start, end and tense of the telling words in the clause at an offset."""
        clause = bisect_right(self.bounds, offset) - 1
        if clause not in self.cues:
            found = CUE.finditer(self.text, self.bounds[clause], self.bounds[clause + 1])
            self.cues[clause] = [(*match.span(), TENSES[match.lastgroup or "past"]) for match in found]
        return self.cues[clause]


def tense_by_words(text: str) -> TenseAt:
    """A function that tells the tense at an offset by the nearest telling word of the clause."""
    clauses = Clauses(text)

    def tense_at(offset: int) -> Tense | None:
        cues = clauses.cues_around(offset)
        index = bisect_left(cues, (offset,))
        behind = cues[index] if index < len(cues) else None
        if index == 0:
            return behind[2] if behind else None
        before = cues[index - 1]
        nearer = behind is not None and behind[0] - offset + BEHIND < offset - before[1]
        return behind[2] if behind is not None and nearer else before[2]

    return tense_at


def tense_by_parse(parse: Doc) -> TenseAt:
    """A function that tells the tense at an offset by the verb that governs the word there."""
    by_words = tense_by_words(parse.text)
    starts = [token.idx for token in parse]

    def tense_at(offset: int) -> Tense | None:
        index = bisect_right(starts, offset) - 1
        return (tense_of_clause(parse[index]) if index >= 0 else None) or by_words(offset)

    return tense_at


def tense_of_clause(token: Token) -> Tense | None:
    """The tense of the nearest verb above the token."""
    for governor in [token, *token.ancestors]:
        if governor.pos_ in ("VERB", "AUX"):
            return tense_of_verb(governor)
        if scheduled := next(
            (child for child in governor.children if child.dep_ == "acl" and child.lemma_ in SCHEDULED), None
        ):
            return tense_of_verb(scheduled)
    return None


def tense_of_verb(verb: Token) -> Tense | None:
    """Past, present or future; a form without tense takes that of the verb above it."""
    helpers = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if helpers & MODALS:
        return "past" if "have" in helpers else "future"
    if verb.lower_ in ("due", "scheduled", "slated") or (
        verb.tag_ == "VBN" and verb.lemma_ in SCHEDULED and "auxpass" in deps(verb)
    ):
        return "future"
    if "to" in helpers:
        return tense_of_infinitive(verb)
    if verb.tag_ == "VBD" or helpers & {"was", "were", "had", "did", "has", "have", "'ve", "’ve"}:
        return "past"
    if verb.tag_ == "VBN" and "auxpass" not in deps(verb):
        return "past" if verb.dep_ in ("acl", "relcl", "amod") else above(verb)
    if verb.tag_ in ("VBZ", "VBP") or helpers & {"is", "are", "am", "'s", "'re", "’s", "’re"}:
        if verb.lemma_ in SAYING:
            return "past"  # "Kyiv says on Monday" reports, while "the hall opens on Monday" announces
        return "future" if has_going_to(verb) else "present"
    if verb.tag_ in ("VBG", "VB", "VBN"):
        return above(verb)
    return None


def tense_of_infinitive(verb: Token) -> Tense | None:
    """The tense of a "to" form: "agreed to meet on Friday" looks ahead, "was forced to leave on Friday" does not."""
    governor = next((token for token in verb.ancestors if token.pos_ in ("VERB", "AUX", "NOUN", "ADJ")), None)
    if (
        governor is None
        or governor.lemma_ in PLANNING
        or governor.lemma_ == "be"
        or governor.pos_ == "NOUN"
        or governor.lower_ in ("due", "ready", "going")
    ):
        return "future"
    return tense_of_verb(governor) if governor.pos_ in ("VERB", "AUX") else above(governor)


def above(verb: Token) -> Tense | None:
    """The tense of the next verb up."""
    governor = next((token for token in verb.ancestors if token.pos_ in ("VERB", "AUX")), None)
    return tense_of_verb(governor) if governor is not None else None


def deps(verb: Token) -> set[str]:
    """The relations of a verb's children."""
    return {child.dep_ for child in verb.children}


def has_going_to(verb: Token) -> bool:
    """Whether the verb is "going to"."""
    return verb.lower_ == "going" and any(child.dep_ == "xcomp" for child in verb.children)
