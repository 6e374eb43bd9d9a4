"""Status: PLOVER's auxiliary modes (actual, future, hypothetical, negated) from tense, modality and operators."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sayso.knowledge.operators import Operators
from sayso.schema import Status
from sayso.stages.syntax import children, is_finite

if TYPE_CHECKING:
    from spacy.tokens import Token

FUTURE_AUXILIARIES = frozenset({"will", "shall", "'ll", "’ll", "wo"})
MODALS = frozenset({"would", "could", "may", "might", "should", "must", "can", "ca", "'d", "’d"})
CONDITIONS = frozenset({"if", "unless", "whether", "lest"})
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no"})
# "Apologised to no one."
NOBODY = frozenset({"one", "nobody", "none"})
# What has an infinitive still to come: "is to sign", "is going to", "is set to", "is due to".
DUE = frozenset("be go set slate schedule due about".split())
FEARING = frozenset("fear hope expect worry concern anticipate dread expectation".split())
CIRCUMSTANCES = frozenset("in at during after before since amid by despite following over under".split())
# Verbs whose outcome stands behind a preposition: "could lead to war".
LEADING = frozenset("lead result escalate slide amount turn culminate contribute drag plunge".split())
# Verbs of saying without a judgement on what is to come.
REPORTING = frozenset("say announce confirm declare state tell add insist".split())
# What is tried: an attempt on a life is an act whatever came of it.
ATTEMPTS = frozenset("attempt attempted try".split())
# What carries the status of a verb down to what depends on it; a subordinate clause of its own does not.
GOVERNED = frozenset(
    {"xcomp", "pcomp", "pobj", "prep", "dobj", "conj", "acl", "advcl", "ccomp", "attr", "oprd", "nsubjpass"}
)


class Judgement(NamedTuple):
    """A status and the words that decide it. `attempt`: somebody tried, and the text leaves open with what success."""

    status: Status
    reason: str
    attempt: bool = False


ACTUAL = Judgement("actual", "told as a fact")


def status_of(token: Token, operators: Operators) -> Judgement:
    """The status of what a verb or noun expresses, attributions and dates left aside."""
    own = status_of_noun(token, operators) if token.pos_ in ("NOUN", "PROPN") else status_of_verb(token)
    if own is None and token.head.lower_ == "of" and token.head.head.lower_ == "ahead":
        return future("ahead of")
    if own and own.status == "future" and is_feared(token):
        return Judgement("hypothetical", f"“{token.head.text}”: feared or hoped for")
    return own or status_from_above(token, operators) or ACTUAL


def status_of_verb(verb: Token) -> Judgement | None:
    """By the verb's own auxiliaries, negation and condition."""
    auxiliaries = {t.lower_ for t in children(verb, "aux", "auxpass")}
    if no := negation_of(verb):
        return Judgement("negated", f"“{no.text}”")
    if condition := next((t for t in children(verb, "mark") if t.lower_ in CONDITIONS), None):
        return Judgement("hypothetical", f"“{condition.text}”")
    if "would" in auxiliaries and is_announced(verb):
        return Judgement("future", f"“would”: announced by “{verb.head.text}”")
    if modals := auxiliaries & MODALS:
        return Judgement("hypothetical", f"“{min(modals)}”")
    if auxiliaries & FUTURE_AUXILIARIES:
        will = min(auxiliaries & FUTURE_AUXILIARIES)
        return Judgement("hypothetical", f"“{will}” with a condition") if is_conditioned(verb) else future(will)
    if is_headline_infinitive(verb):
        return future("to")
    if verb.dep_ == "xcomp" and verb.head.lemma_ in DUE and any(t.tag_ == "TO" for t in verb.children):
        return future(f"{verb.head.text} to")
    return Judgement("hypothetical", "a question") if is_asked(verb) else None


def is_headline_infinitive(verb: Token) -> bool:
    """Whether the sentence is a headline that tells what is to come: "Kenya, Uganda to reopen border"."""
    return (
        verb.dep_ == "ROOT" and any(t.tag_ == "TO" for t in verb.lefts) and bool(children(verb, "nsubj", "nsubjpass"))
    )


def future(words: str) -> Judgement:
    """Future by these words."""
    return Judgement("future", f"“{words}”")


def negation_of(verb: Token) -> Token | None:
    """The word that denies the verb: "not", "never", or "no" before its subject."""
    for token in children(verb, "neg", "advmod", "det", "preconj"):
        if token.dep_ == "neg" or token.lower_ in NEGATIONS:
            return token
    subject = children(verb, "nsubj", "nsubjpass")
    before = children(subject[0], "det", "preconj") if subject else []
    behind = [noun for p in children(verb, "prep", "dative") for noun in children(p, "pobj")]
    nobody = [t for noun in (*children(verb, "dobj"), *behind) if noun.lower_ in NOBODY for t in (*noun.lefts, noun)]
    return next((t for t in (*before, *nobody) if t.lower_ in ("no", "neither", "nobody", "none")), None)


def is_asked(verb: Token) -> bool:
    """Whether the main clause is a question: "Has Chad attacked Sudan?"."""
    return verb.dep_ == "ROOT" and verb.sent.text.rstrip(' \n”"’').endswith("?")


def is_feared(verb: Token) -> bool:
    """Whether the clause is what somebody fears, hopes or expects: "fears that Beirut will arm the militia"."""
    return verb.dep_ in ("ccomp", "acl") and verb.head.lemma_.lower() in FEARING


def is_announced(verb: Token) -> bool:
    """Whether "would" is but "will" told in the past: "he said that Kuwait would donate …", with no condition."""
    told = verb.dep_ == "ccomp" and verb.head.tag_ == "VBD" and verb.head.lemma_ in REPORTING
    return told and not is_conditioned(verb) and not is_conditioned(verb.head)


def is_conditioned(verb: Token) -> bool:
    """Whether the verb's clause depends on a condition: "if sanctions return, it will …"."""
    return any(t.lower_ in CONDITIONS for clause in children(verb, "advcl") for t in children(clause, "mark"))


def status_of_noun(noun: Token, operators: Operators) -> Judgement | None:
    """By the noun's own determiner and adjectives: "no talks", "planned talks"."""
    for token in noun.lefts:
        if token.lower_ in ("no", "neither"):
            return Judgement("negated", f"“{token.text}”")
        status = operators.get(("adjective", token.lemma_.lower()))
        if status:
            return Judgement(status, f"“{token.text}”", token.lemma_.lower() in ATTEMPTS)
    return None


def status_from_above(token: Token, operators: Operators) -> Judgement | None:
    """By the verb or noun that governs this one: "plans to visit", "refused to sign", "called for talks"."""
    child, head = token, token.head
    for _ in range(6):
        finite = child.pos_ in ("VERB", "AUX") and is_finite(child)
        presupposed = child.dep_ == "acl" and child.tag_ == "VBN"  # "the pact signed by Norway was rejected"
        if head == child or child.dep_ not in GOVERNED or finite or presupposed:
            return None
        if head.pos_ in ("VERB", "AUX", "ADJ", "NOUN") and reaches(child):
            part = "noun" if head.pos_ == "NOUN" else "adjective" if head.pos_ == "ADJ" else "verb"
            status = operators.get((part, with_particle(head))) if head != token else None
            if status:
                return Judgement(status, f"“{head.text}”", head.lemma_.lower() in ATTEMPTS)
            if head.pos_ in ("VERB", "AUX") and carries(child):
                inherited = status_of_verb(head)
                # A purpose is as far off as what it is the purpose of, but outlives its denial.
                if inherited and not (child.dep_ == "advcl" and inherited.status == "negated"):
                    return inherited
        child, head = head, head.head
    return None


def with_particle(word: Token) -> str:
    """The lemma, with the particle that makes it another verb: "call off"."""
    return " ".join([word.lemma_.lower(), *(t.lower_ for t in children(word, "prt"))])


def reaches(child: Token) -> bool:
    """Whether the governor's meaning bears on what hangs there; adverbial participles stand on their own."""
    if child.dep_ == "advcl":
        return any(t.tag_ == "TO" for t in child.children)
    if child.dep_ == "prep":
        return child.lower_ not in CIRCUMSTANCES  # "promised it in a call": the call took place
    if with_particle(child.head) == "call" and child.head.pos_ == "VERB":
        return child.dep_ == "xcomp"  # "called the attack a violation"
    return child.dep_ != "conj"


def carries(child: Token) -> bool:
    """Whether negation and modality of the governor reach the dependent: an infinitive or object, not a reason."""
    if child.dep_ in ("xcomp", "dobj", "advcl"):  # only infinitives of purpose reach here: "will travel … to sign"
        return True
    if child.dep_ == "prep":
        return child.lower_ in ("to", "in", "into") and child.head.lemma_ in LEADING
    return child.dep_ == "conj" and not children(child, "aux", "nsubj")
