"""Positions: the tokens that stand where a frame wants an argument, as subject, object, possessor or embedded act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sayso.knowledge.codebook import Frame
from sayso.knowledge.frames import Argument
from sayso.stages.events.surroundings import MODIFIERS, nouns_behind
from sayso.stages.syntax import (
    GIVING,
    NAMES,
    TIMES,
    Predicate,
    children,
    is_finite,
    is_passive,
    logical_subjects,
    noun_predicate,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

# Verbs that only carry a noun: their subject does what the noun says ("launched an attack on", "paid a visit to").
LIGHT_VERBS = frozenset(
    "carry conduct deliver do give have hold impose issue launch lead make mount offer order pay perform place put "
    "raise receive resume sign stage start take undertake wage continue begin lodge file announce express voice "
    "register reiterate repeat renew reaffirm extend convey submit level send present lend restate amplify "
    "relaunch restart conclude end plan schedule".split()
)

# Prepositions behind which a meeting or visit is but the occasion of something else: "said after talks with Oman".
OCCASIONS = frozenset("in at during after following on amid".split())
CONSULT = "CONSULT"
# Verbs for what several do together when they meet, so that "at a meeting" is theirs.
AT_MEETINGS = frozenset(
    "adopt agree announce approve call decide declare discuss exchange pledge promise reaffirm say sign stress urge "
    "vow".split()
)
# Verbs that speak to their object, so that a meeting named beside it is their subject's.
TELLING = frozenset(
    "accuse advise ask assure brief congratulate inform press remind request tell thank urge warn".split()
)
# Participles behind an act of force that name who did it: "a bombing claimed by the rebels".
DOING = frozenset("admit carry claim commit conduct execute fire launch mount order perpetrate stage wage".split())

# Verbs that give their object a name without "as".
CALLING = frozenset("brand call consider deem denounce dub label slam term".split())
# Verbs of coming and going, whose "for" says what their subject is about to do.
MOVING = frozenset("arrive come fly go leave meet return sit_down travel visit host receive welcome join head".split())


def tokens_at(argument: Argument, predicate: Predicate, frame: Frame) -> list[Token]:
    """The tokens that stand in the argument's position."""
    position = argument.position
    if position == "subject":
        return list(predicate.objects if frame.passive else predicate.subjects or stray_subjects(predicate))
    if position == "object":
        # The parser takes some particles for prepositions: "called in police", "drove out the rebels".
        behind = [noun for preposition, noun in predicate.prepositions if preposition == frame.particle]
        return list(predicate.objects) or behind
    if position == "indirect":
        return list(predicate.indirect)
    if position == "possessor":
        return possessors(predicate, frame)
    if position == "modifier":
        return [t for t in predicate.token.lefts if t.dep_ in MODIFIERS]
    wanted = position.split("|")
    agents = predicate.subjects if frame.passive and "by" in wanted else ()
    behind = [noun for preposition, noun in predicate.prepositions if preposition in wanted]
    found = [*agents, *(noun for noun in behind if noun.head.head.lower_ != "according")]
    return found or (further_phrases(predicate, wanted) if frame.part == "noun" else [])


def stray_subjects(predicate: Predicate) -> list[Token]:
    """Who acts where the parser hung them elsewhere: "denied visas by Poland", "In a note, Chad and Mali urged"."""
    verb = predicate.token
    if verb.pos_ not in ("VERB", "AUX"):
        return []
    if predicate.passive:
        return [noun for preposition, noun in predicate.prepositions if preposition == "by" and noun.pos_ != "VERB"]
    if verb.dep_ != "ROOT" or not is_finite(verb):
        return []
    fronted = [n for p in children(verb, "prep") if p.i == verb.sent.start for n in children(p, "pobj")]
    inner = [t for noun in fronted for t in children(noun, "appos", "conj")]
    return [t for t in inner if t.ent_type_ in NAMES and t.i < verb.i]


def further_phrases(predicate: Predicate, wanted: Sequence[str]) -> list[Token]:
    """What belongs to a nominal though the parser hung it on a name or a verb: "criticism from Oslo of the raid"."""
    names = [inner for _, inner in predicate.prepositions if inner.ent_type_ in NAMES]
    behind = [noun for name in names for noun in nouns_behind(name, wanted)]
    return behind or adjacent(predicate.token, wanted)


def adjacent(noun: Token, wanted: Sequence[str]) -> list[Token]:
    """What a preposition right behind a nominal leads to though it hangs on the verb: "lodged a protest with Mali"."""
    following = noun.right_edge.i + 1
    if noun.dep_ not in ("dobj", "nsubj", "nsubjpass") or following >= len(noun.doc):
        return []
    preposition = noun.doc[following]
    if preposition.head != noun.head or preposition.dep_ != "prep" or preposition.lower_ not in wanted:
        return []
    return [found for found in children(preposition, "pobj") if found.ent_type_ not in TIMES]


def possessors(predicate: Predicate, frame: Frame) -> list[Token]:
    """Whose act a nominal is: possessor, agent, nationality before it, or the subject of the verb that carries it."""
    if predicate.subjects:
        return list(predicate.subjects)
    noun = predicate.token
    nationalities = [t for t in noun.lefts if t.dep_ in MODIFIERS]
    if nationalities:
        # A chain of compounds ("Russian missile strike") hangs on the noun or on one another.
        nationalities += [inner for t in nationalities for inner in t.lefts if inner.dep_ in MODIFIERS]
    named = [t for t in nationalities if t.ent_type_ or t.pos_ == "PROPN"]
    if named:
        return named
    if behind := doers_behind(noun):
        return behind
    if noun.dep_ in ("dobj", "nsubjpass") and noun.head.lemma_ in LIGHT_VERBS:
        return logical_subjects(noun.head)
    carried = [verb for verb in children(noun, "acl") if verb.tag_ == "VBN" and verb.lemma_ in LIGHT_VERBS]
    if carried:  # "the condemnation issued by Chad"
        return logical_subjects(carried[0])
    if (
        noun.dep_ == "pobj" and noun.head.lower_ == "for" and noun.head.head.lemma_ in MOVING
    ):  # "arrived for talks with"
        return logical_subjects(noun.head.head)
    copula = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in ("in", "on") else noun
    if copula.lemma_ == "be" and copula.pos_ in ("AUX", "VERB"):  # "is in talks with", "was on a visit to"
        return logical_subjects(copula)
    return conferring(noun, frame) if frame.event == CONSULT else speaking(noun)


def speaking(noun: Token) -> list[Token]:
    """Whose words a nominal is that only says in what way something was done: "left with a warning to Niger"."""
    preposition = noun.head
    if noun.dep_ != "pobj" or preposition.lower_ not in ("with", "in") or preposition.head.pos_ != "VERB":
        return []
    if not any(t.lower_ in ("a", "an") for t in noun.lefts):
        return []
    verb = preposition.head
    return logical_subjects(verb) if not is_passive(verb) and is_told(verb) else []


def is_told(verb: Token) -> bool:
    """Whether the verb is no mere part of what others want or plan."""
    return verb.dep_ in ("ROOT", "conj", "ccomp", "advcl", "relcl") and any(
        t.tag_ in ("VBD", "VBZ", "VBP") for t in (verb, *children(verb, "aux"))
    )


def conferring(noun: Token, frame: Frame) -> list[Token]:
    """Who meets or visits, where that is but the occasion of what they say: "said after talks with Oman"."""
    preposition = noun.head
    if noun.dep_ != "pobj" or any(t.dep_ == "poss" for t in noun.lefts):
        return []
    ahead = preposition.lower_ == "of" and preposition.head.lower_ == "ahead"
    if not ahead and preposition.lower_ not in OCCASIONS:
        return []
    verb = preposition.head.head if ahead else preposition.head
    if verb.ent_type_ in TIMES and verb.dep_ == "pobj":  # "said on Monday after talks with"
        verb = verb.head.head
    if verb.pos_ != "VERB" or is_passive(verb):
        return []
    if any(t.ent_type_ == "PERSON" for t in children(verb, "dobj")) and verb.lemma_ not in TELLING:
        return []
    subjects = logical_subjects(verb)
    if not any(argument.slot == "ACTORS" for argument in frame.arguments):
        return subjects
    if verb.lemma_ in TELLING:  # "told the envoy in a phone call"
        return [*subjects, *children(verb, "dobj", "dative")]
    if frame.mode == "phone":  # "apologised to the envoy in a phone call"
        addressed = [n for p in children(verb, "prep", "dative") if p.lower_ == "to" for n in children(p, "pobj")]
        return [*subjects, *addressed] if addressed else []
    several = bool(subjects) and bool(subjects[0].conjuncts)
    return subjects if several and main_act(verb).lemma_ in AT_MEETINGS else []


def main_act(verb: Token) -> Token:
    """The verb that governs an infinitive: in "pledged to deepen ties at a meeting" the pledge is made there."""
    while verb.dep_ == "xcomp" and verb.head.pos_ == "VERB":
        verb = verb.head
    return verb


def doers_behind(noun: Token) -> list[Token]:
    """Who by a participle did what a noun tells: "an attack claimed by the rebels"."""
    own = [clause for clause in children(noun, "acl") if clause.tag_ == "VBN" and clause.lemma_ in DOING]
    # The parser hangs the claim on the noun next to it: "an attack on a mosque claimed by …".
    claims = [clause for n in nouns_behind(noun) for clause in children(n, "acl") if clause.lower_ == "claimed"]
    return [doer for clause in own or claims for doer in logical_subjects(clause)]


def agents_of_noun(noun: Token, frame: Frame) -> list[Token]:
    """Who did what a noun beside a verb tells, by the noun's phrase: "in a Russian strike", "in a raid by police"."""
    return possessors(noun_predicate(noun), frame) if noun.dep_ in ("pobj", "nsubj") else []


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
    if argument.position == "to" and not argument.doing:
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
    return any(t.lower_ in ("must", "should") for t in children(clause, "aux")) or is_subjunctive(clause)


def is_subjunctive(clause: Token) -> bool:
    """Whether the clause says what shall be: "insisted that the group leave", "that the envoy be recalled"."""
    auxiliaries = children(clause, "aux", "auxpass")
    if any(t.tag_ == "MD" or t.lower_ in ("do", "does", "did", "have", "has", "had") for t in auxiliaries):
        return False
    if any(t.lower_ == "be" for t in (clause, *auxiliaries)):
        return True
    singular = any(t.tag_ in ("NN", "NNP") and not t.conjuncts for t in children(clause, "nsubj"))
    return not auxiliaries and (clause.tag_ == "VB" or (clause.tag_ == "VBP" and singular))


def is_refused(act: Token) -> bool:
    """Whether the clause is denied: "would not sign", "never to bow"."""
    return any(t.dep_ == "neg" or t.lower_ == "never" for t in act.children)


def with_receiver(predicate: Predicate) -> Predicate:
    """The first of two objects as the receiver: "promised opposition members a larger share"."""
    objects = children(predicate.token, "dobj")
    if predicate.token.lemma_ not in GIVING or predicate.indirect or predicate.passive or len(objects) != 2:
        return predicate
    return replace(predicate, indirect=(objects[0],), objects=(objects[1],))


def with_complement(predicate: Predicate) -> Predicate:
    """What something is called as if it stood behind "as": "called the raid illegal", "branded him a traitor"."""
    verb = predicate.token
    if verb.lemma_ not in CALLING or any(preposition == "as" for preposition, _ in predicate.prepositions):
        return predicate
    named = children(verb, "oprd")
    clauses = [t for t in children(verb, "ccomp") if t.pos_ in ("ADJ", "NOUN") and not children(t, "cop", "aux")]
    inner = [noun for clause in clauses for noun in children(clause, "nsubj")]
    if inner and not predicate.objects:  # the parser makes a clause of the two
        predicate, named = replace(predicate, objects=tuple(inner)), clauses
    return replace(predicate, prepositions=(*predicate.prepositions, *(("as", word) for word in named)))
