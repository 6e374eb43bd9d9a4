"""What an event stands within: the promise, request, threat or refusal that speaks of it, and what none speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.knowledge.codebook import Codebook
from sayso.stages.events.match import Match
from sayso.stages.syntax import children, is_finite, subtree_span, trails

if TYPE_CHECKING:
    from spacy.tokens import Token

# A share in an act, and words that lay an act at somebody's door: behind both, "the attack" is taken for granted.
SHARES = frozenset("involvement role part hand participation complicity".split())
BLAMING = frozenset(
    "blame condemn criticise criticize denounce punish responsible responsibility culpable liable sanction".split()
)
# What is done at the meeting that a promise speaks of.
AT_TABLES = frozenset("address announce attend bring discuss host meet press raise sign speak take talk visit".split())


def containers(matches: Sequence[Match], codebook: Codebook) -> dict[int, Match]:
    """For each match the smallest other one that speaks of it: promises, requests, threatens or refuses it."""
    speaking = [
        (length_of(act), number, other, act)
        for number, other in enumerate(matches)
        if codebook.types[other.frame.event].content_status
        for act in (*other.acts, *spoken_of(other))
    ]
    found: dict[int, Match] = {}
    for match in matches:
        token = match.predicate.token
        around = [
            (length, number, other)
            for length, number, other, act in speaking
            if other is not match and (act == token or (act.is_ancestor(token) and not tells_apart(token, act)))
        ]
        if around:
            found[id(match)] = min(around)[2]
    return found


def length_of(act: Token) -> int:
    """How many characters the act takes with all that depends on it."""
    span = subtree_span(act)
    return span.end - span.start


def spoken_of(match: Match) -> list[Token]:
    """The acts of and behind a noun that the frame names: "demanded the release of", "rejected an offer to host"."""
    doc, head = match.predicate.token.doc, match.predicate.token
    nouns = [doc[i] for i in match.used if i != head.i and doc[i].pos_ == "NOUN"]
    wanted = [child for noun in nouns for child in children(noun, "acl") if any(t.tag_ == "TO" for t in child.children)]
    return (
        nouns + wanted + [n for noun in nouns for p in children(noun, "prep") if p.lower_ == "for" for n in p.children]
    )


def tells_apart(token: Token, act: Token) -> bool:
    """Whether a clause of its own stands between: "asked Kuwait to help those who cut …", "…, accusing it of …"."""
    if token != act and (is_presupposed(token) or is_occasion(token, act)):
        return True
    for ancestor in [token, *token.ancestors]:
        if ancestor == act:
            return False
        if ancestor.dep_ == "acl" and ancestor.tag_ == "VBN":
            return True  # "the release of the journalist jailed by …": the jailing is taken for granted
        if ancestor.dep_ == "relcl" and is_finite(ancestor):
            return True
        if ancestor.dep_ == "conj" and is_finite(ancestor) and not is_finite(ancestor.head):
            return True  # "threatened to strike and blamed the minister"
        if ancestor.dep_ == "advcl" and (trails(ancestor) or ancestor.tag_ == "VBD"):
            return True  # "asked the UN to step in after troops crossed the border"
    return False


def is_occasion(noun: Token, act: Token) -> bool:
    """Whether something is promised or asked at a meeting: "pledged to deepen ties during talks with Oman".

    What will be raised or signed there is still to come with the meeting itself.
    """
    if noun.dep_ != "pobj" or noun.head.head != act:
        return False
    preposition = noun.head.lower_
    return preposition in ("after", "following") or (preposition == "during" and act.lemma_ not in AT_TABLES)


def is_spoken_of(act: Token) -> bool:
    """Whether the act is but what is promised or asked in the past tense: "pledged to deepen …"."""
    return act.dep_ == "xcomp" and act.head.tag_ == "VBD"


def is_presupposed(noun: Token) -> bool:
    """Whether an act is only taken for granted: "declined to blame Baku for the raid", "was behind the attack"."""
    owned = any(t.lower_ in ("the", "this", "that") or t.dep_ == "poss" for t in noun.lefts)
    preposition = noun.head
    if noun.pos_ != "NOUN" or not owned or noun.dep_ != "pobj":
        return False
    if preposition.lower_ == "in":
        return preposition.head.lemma_.lower() in SHARES
    return preposition.lower_ == "behind" or (preposition.lower_ in ("for", "over") and blames(preposition.head))


def blames(word: Token) -> bool:
    """Whether a word, or the verb whose object it is, lays an act at somebody's door: "responsible", "blamed Baku"."""
    return word.lemma_.lower() in BLAMING or (
        word.dep_ in ("dobj", "nsubjpass") and word.head.lemma_.lower() in BLAMING
    )
