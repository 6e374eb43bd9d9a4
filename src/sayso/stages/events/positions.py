"""Positions: the tokens that stand where a frame wants an argument, as subject, object, possessor or embedded act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.knowledge.codebook import Frame
from sayso.knowledge.frames import Argument
from sayso.stages.syntax import Predicate, children, logical_subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

# Verbs that only carry a noun: their subject does what the noun says ("launched an attack on", "paid a visit to").
LIGHT_VERBS = frozenset(
    "carry conduct deliver do give have hold impose issue launch lead make mount offer order pay perform place put "
    "raise receive resume sign stage start take undertake wage continue begin lodge file announce".split()
)

# Verbs of coming and going, whose "for" says what their subject is about to do.
MOVING = frozenset("arrive come fly go leave meet return sit_down travel visit host receive welcome join head".split())


def tokens_at(argument: Argument, predicate: Predicate, frame: Frame) -> list[Token]:
    """The tokens that stand in the argument's position."""
    position = argument.position
    if position == "subject":
        return list(predicate.objects if frame.passive else predicate.subjects)
    if position == "object":
        # The parser takes some particles for prepositions: "called in police", "drove out the rebels".
        behind = [noun for preposition, noun in predicate.prepositions if preposition == frame.particle]
        return list(predicate.objects) or behind
    if position == "indirect":
        return list(predicate.indirect)
    if position == "possessor":
        return possessors(predicate)
    if position == "modifier":
        return [t for t in predicate.token.lefts if t.dep_ in ("amod", "compound", "nmod")]
    wanted = position.split("|")
    agents = predicate.subjects if frame.passive and "by" in wanted else ()
    return [*agents, *(noun for preposition, noun in predicate.prepositions if preposition in wanted)]


def possessors(predicate: Predicate) -> list[Token]:
    """Whose act a nominal is: possessor, agent, nationality before it, or the subject of the verb that carries it."""
    if predicate.subjects:
        return list(predicate.subjects)
    noun = predicate.token
    nationalities = [t for t in noun.lefts if t.dep_ in ("amod", "compound", "nmod")]
    if nationalities:
        # A chain of compounds ("Russian missile strike") hangs on the noun or on one another.
        nationalities += [
            inner for t in nationalities for inner in t.lefts if inner.dep_ in ("amod", "compound", "nmod")
        ]
    named = [t for t in nationalities if t.ent_type_ or t.pos_ == "PROPN"]
    if named:
        return named
    if noun.dep_ == "dobj" and noun.head.lemma_ in LIGHT_VERBS:
        return logical_subjects(noun.head)
    if (
        noun.dep_ == "pobj" and noun.head.lower_ == "for" and noun.head.head.lemma_ in MOVING
    ):  # "arrived for talks with"
        return logical_subjects(noun.head.head)
    copula = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in ("in", "on") else noun
    if copula.lemma_ == "be" and copula.pos_ in ("AUX", "VERB"):  # "is in talks with", "was on a visit to"
        return logical_subjects(copula)
    return []


def further_antecedents(verb: Token) -> list[Token]:
    """Nouns above the one a relative clause hangs on: "an invitation to talks in Delhi, which Islamabad declined"."""
    if verb.dep_ != "relcl" or not any(t.lower_ == "which" for t in verb.children):
        return []
    found: list[Token] = []
    noun = verb.head
    while noun.dep_ == "pobj" and noun.head.head != noun and len(found) < 4:
        noun = noun.head.head
        if noun.pos_ != "NOUN":
            return [*found, *children(noun, "dobj")]
        found.append(noun)
    return found


def embedded(argument: Argument, predicate: Predicate) -> list[Token]:
    """The token of an embedded act: of an infinitive, a clause, or a gerund or noun after a preposition."""
    if argument.position == "to":
        return [predicate.infinitive] if predicate.infinitive is not None else []
    if argument.position == "that":
        clause = predicate.clause
        if clause is None or is_question(clause) or (argument.must and not is_obliged(clause)):
            return []
        return [clause]
    if argument.position == "object":
        return list(predicate.objects) or children(predicate.token, "xcomp")
    if argument.doing and argument.position == "to" and not any(p == "to" for p, _ in predicate.prepositions):
        return []
    wanted = argument.position.split("|")
    return [noun for preposition, noun in predicate.prepositions if preposition in wanted]


def is_question(clause: Token) -> bool:
    """Whether the clause asks: "asked whether he would come", "asked why Israel had not"."""
    asking = ("whether", "if", "why", "how", "when", "where", "what", "who")
    return any(t.lower_ in asking and t.i < clause.i for t in children(clause, "mark", "advmod", "dobj", "nsubj"))


def is_obliged(clause: Token) -> bool:
    """Whether the clause says what somebody must do: "that Sudan must return the helicopter"."""
    if clause.lemma_ in ("have", "need"):
        return any(t.tag_ == "TO" for act in children(clause, "xcomp") for t in act.children)
    return any(t.lower_ in ("must", "should") for t in children(clause, "aux"))
