"""Attributions by a noun: "Estonian allegations that …", "the claim by Rome that …", "repeated its claim that …"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sayso.knowledge.cues import Cue
from sayso.schema import Span
from sayso.stages.attributions.found import Found, quoted, span_of
from sayso.stages.attributions.hosts import HANGING_CLAUSES, VEHICLES, introduces_content
from sayso.stages.syntax import children, logical_subjects, subtree_span

if TYPE_CHECKING:
    from spacy.tokens import Token

DENIALS = frozenset("deny reject dismiss refute rebut dispute".split())
PREPOSITIONS = frozenset("by from of".split())
MODIFIERS = ("amod", "compound", "nmod")


def by_noun(noun: Token, cue: Cue) -> Iterator[Found]:
    """A noun with its content: "Estonian allegations that …", "the claim by Rome that …", "its claim that …"."""
    content = noun_content(noun, cue)
    if content is None or (noun.dep_ == "pobj" and noun.lemma_.lower() in VEHICLES and noun.head.dep_ == "prep"):
        return  # "said in a statement that …" is the verb's
    yield Found(
        f"noun {noun.lemma_}",
        quoted(noun),
        noun_source(noun, content),
        [content],
        polarity=cue.polarity,
        certainty=cue.certainty,
        outer=cue.outer,
        cue_token=noun,
        outside=[span_of(noun)],
    )


def noun_content(noun: Token, cue: Cue) -> Span | None:
    """The clause of a noun, or the infinitive or of-phrase where the cue takes one."""
    for clause in noun.children:
        if clause.dep_ in HANGING_CLAUSES and introduces_content(clause):
            return subtree_span(clause)
        if "infinitive" in cue.takes and clause.dep_ == "acl" and any(t.tag_ == "TO" for t in clause.children):
            return subtree_span(clause)
    if noun.dep_ == "nsubj" and noun.head.lemma_ == "be" and children(noun, "poss"):  # "her view is that …"
        for clause in children(noun.head, "ccomp"):
            if clause.i > noun.head.i and introduces_content(clause):
                return subtree_span(clause)
    for preposition in children(noun, "prep"):
        topics = children(preposition, "pobj", "pcomp")
        if preposition.lower_ in cue.takes and topics:
            return subtree_span(topics[0])
    return None


def noun_source(noun: Token, content: Span) -> Token | None:
    """Whose claim it is: possessor, nationality, "by X" or "from X", else the subject of the verb it is object of."""
    owners = children(noun, "poss")
    if owners and owners[0].tag_ == "PRP$" and noun.dep_ == "dobj":  # "repeated its claim": whoever repeats it
        return next(iter(logical_subjects(noun.head)), None)
    if owners:
        return owners[0]
    for preposition in children(noun, "prep"):
        if preposition.lower_ in PREPOSITIONS and not content.contains(span_of(preposition)):
            holders = [n for n in children(preposition, "pobj") if not content.contains(span_of(n))]
            if holders:
                return holders[0]
    return named(noun.lefts) or printed_in(noun) or carrier(noun)


def named(tokens: Iterable[Token]) -> Token | None:
    """A nationality or name before a noun."""
    found = [t for t in tokens if t.dep_ in MODIFIERS and t.ent_type_ in ("NORP", "GPE", "ORG", "PERSON")]
    return found[0] if found else None


def printed_in(noun: Token) -> Token | None:
    """The outlet of "a report in Handelsblatt that …"."""
    papers = [n for p in children(noun, "prep") if p.lower_ in ("in", "on") for n in children(p, "pobj")]
    return next((n for n in papers if noun.lemma_.lower() in VEHICLES and n.ent_type_ in ("ORG", "PERSON")), None)


def carrier(noun: Token) -> Token | None:
    """The subject of the verb whose object the noun is, unless the verb denies it: "made a claim that"."""
    if noun.dep_ == "dobj" and noun.head.lemma_ not in DENIALS:
        return next(iter(logical_subjects(noun.head)), None)
    if noun.dep_ == "pobj" and noun.head.lower_ == "to" and noun.head.head.lemma_ in ("come", "arrive", "jump"):
        return next(iter(logical_subjects(noun.head.head)), None)  # "came to the conclusion that"
    return None
