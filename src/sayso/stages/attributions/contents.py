"""What a verb of saying, believing or asking has as its content: a clause, a topic, an object, or a judgement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sayso.knowledge.cues import Cue
from sayso.schema import Span
from sayso.stages.attributions.found import without
from sayso.stages.attributions.hosts import (
    CONTENT_DEPENDENCIES,
    HANGING_CLAUSES,
    PARENTHESIS_WORDS,
    TELLING,
    VEHICLES,
    begins_anew,
    host_clause,
    introduces_content,
)
from sayso.stages.attributions.judgements import judgement
from sayso.stages.attributions.scene import Scene
from sayso.stages.syntax import children, is_passive, logical_subjects, subtree_span

if TYPE_CHECKING:
    from spacy.tokens import Token

# "who asked not to be named" says how the source speaks, not what.
ANONYMITY = frozenset({"name", "identify"})
ASKING = frozenset("ask enquire inquire query question wonder".split())
# Where and when something is said: the clause behind "replied on the same platform that" belongs to the verb.
BESIDE = frozenset("after at before during in on via".split())


def with_second_clause(content: list[Span], verb: Token, scene: Scene) -> list[Span]:
    """The content up to the end of ", and that …", which the parser may hang on anything between."""
    for token in scene.doc[scene.token_from(content[-1].end) : verb.sent.end]:
        if scene.verb_cue(token):
            break
        coordinated = token.lower_ == "that" and token.dep_ == "mark" and token.nbor(-1).dep_ == "cc"
        if coordinated and content[-1].start > verb.idx:
            return [*content[:-1], Span(content[-1].start, subtree_span(token.head).end)]
    return content


def complement(verb: Token, cue: Cue, scene: Scene) -> list[Span]:
    """The content of a verb: its clause, what it is put into or after, its topic, or its object."""
    return (
        own_clause(verb, cue)
        or quoted_clause(verb)
        or hanging_clause(verb, cue)
        or (host_clause(verb) if cue.certainty != "unknown" else [])
        or rest_of_sentence(verb, cue, scene)
        or topic(verb, cue)
        or nominal_object(verb, cue)
        or judgement(verb, cue)
    )


def own_clause(verb: Token, cue: Cue) -> list[Span]:
    """The clause, infinitive or gerund that the parser made its complement."""
    clauses = [child for child in verb.children if child.dep_ in CONTENT_DEPENDENCIES and takes(child, cue, verb)]
    clauses = [child for child in clauses if not is_anonymity(child)]
    clauses = [child for child in clauses if child.i > verb.i or not begins_anew(verb)]
    clauses = clauses or [child for child in children(verb, "advcl") if is_question_asked(child, verb)]
    return [joined([clause_span(clause, verb) for clause in clauses], verb)] if clauses else []


def quoted_clause(verb: Token) -> list[Span]:
    """The clause before "…, an official was quoted as telling CNN"."""
    quoting = verb.head.head
    if verb.dep_ != "pcomp" or verb.head.lower_ != "as" or quoting.lemma_ not in ("quote", "cite"):
        return []
    return [subtree_span(clause) for clause in children(quoting, "ccomp")]


def is_anonymity(clause: Token) -> bool:
    """Whether the clause says how the source speaks: "asked not to be named"."""
    return clause.lemma_ in ANONYMITY and any(t.tag_ == "TO" for t in clause.children)


def is_question_asked(clause: Token, verb: Token) -> bool:
    """Whether the parser took an indirect question for a condition: "asked the minister if Paris would sign"."""
    marks = [t.lower_ for t in children(clause, "mark")]
    return verb.lemma_ in ASKING and clause.i > verb.i and bool(marks) and marks[0] in ("if", "whether")


def joined(spans: Sequence[Span], verb: Token) -> Span:
    """The first clause with those right behind it: the parser cuts "believes those found there fled" in two."""
    whole = spans[0]
    for span in spans[1:]:
        if not verb.doc.text[whole.end : span.start].strip():
            whole = Span(whole.start, span.end)
    return whole


def takes(child: Token, cue: Cue, verb: Token) -> bool:
    """Whether the cue's content may have this form; a bare gerund or infinitive only where the cue says so."""
    infinitive = any(t.tag_ == "TO" for t in child.children)
    if infinitive and is_passive(verb) and cue.hearer != "object" and "clause" in cue.takes:
        return cue.certainty == "certain"  # "is said to have fled"; not "was told to leave"
    if infinitive and is_passive(verb) and verb.lemma_ in TELLING:
        return bool(logical_subjects(verb))  # "was told to leave": nobody is said to have told
    if child.dep_ == "ccomp":
        clause = "clause" in cue.takes or ("that" in cue.takes and is_introduced(child))
        return clause and (not infinitive or "infinitive" in cue.takes)
    if child.tag_ == "VBG":
        return "gerund" in cue.takes
    if "clause" not in cue.takes and cue.hearer == "object" and not is_passive(verb) and not children(verb, "dobj"):
        return False  # "few dare to say so"
    return "infinitive" in cue.takes and infinitive


def is_introduced(clause: Token) -> bool:
    """Whether a conjunction or question word opens the clause: "saw that it fell", not "saw it fall"."""
    return bool(children(clause, "mark")) or any(t.tag_ in ("WRB", "WP", "WDT") for t in clause.lefts)


def clause_span(clause: Token, verb: Token) -> Span:
    """The clause; what spaCy hangs on it from the far side of the verb belongs to neither."""
    span = subtree_span(clause)
    start, end = span.start, span.end
    if clause.i > verb.i and start < verb.idx:
        start = verb.idx + len(verb)
    return Span(start, end)


def hanging_clause(verb: Token, cue: Cue) -> list[Span]:
    """A that-clause that the parser hung on a noun between: "informed the mission that", "said in a letter that"."""
    if not cue.takes & {"clause", "that"}:
        return []
    if verb.dep_ == "xcomp":  # "proceeded to lie to Daniel that …": the clause hangs on the verb above
        for clause in children(verb.head, "ccomp"):
            if clause.i > verb.i and introduces_content(clause):
                return [subtree_span(clause)]
    nouns = children(verb, "dobj", "dative") if cue.hearer == "object" else []
    nouns += [n for p in children(verb, "prep") for n in children(p, "pobj") if p.lower_ in BESIDE or is_vehicle(n)]
    nouns += [n for v in children(verb, "advcl") if v.lemma_ in ("cite", "quote") for n in children(v, "dobj")]
    for noun in nouns:
        for clause in noun.children:
            if clause.dep_ in HANGING_CLAUSES and introduces_content(clause):
                return [subtree_span(clause)]
    return []


def is_vehicle(noun: Token) -> bool:
    """Whether a statement is made in it: "said in a letter"."""
    return noun.lemma_.lower() in VEHICLES


def rest_of_sentence(verb: Token, cue: Cue, scene: Scene) -> list[Span]:
    """Where the parse shows no complement: all of the sentence but ", NP said," at its end or in its middle."""
    if "clause" not in cue.takes or verb.tag_ not in ("VBD", "VBZ", "VBP") or scene.quotation_at(verb.idx):
        return []
    if verb.dep_ in ("relcl", "acl") or children(verb, "oprd", "acomp", "ccomp", "dobj", "xcomp"):
        return []  # "a charge Paris calls absurd"
    subject = scene.speaker(verb, inverted=False)
    if subject is None or subject.i > verb.i or verb.i - subject.i > 3:
        return []
    left = subject
    while left.i > verb.sent.start and scene.doc[left.i - 1].text not in (",", "—", "–"):
        left = scene.doc[left.i - 1]
    first = scene.doc[left.i - 1] if left.i > verb.sent.start else None
    right = verb.i + 1
    while right < verb.sent.end and scene.doc[right].text not in (",", ".", "—", "–") and right - verb.i < 6:
        right += 1
    closed = right >= verb.sent.end or scene.doc[right].text in (",", ".", "—", "–")
    if first is None or not closed or verb.i - left.i > PARENTHESIS_WORDS:
        return []
    sentence = Span(verb.sent.start_char, verb.sent.end_char)
    last = scene.doc[min(right, verb.sent.end - 1)]
    pieces = without(sentence, [Span(first.idx, last.idx)])
    has_verb = any(t.pos_ in ("VERB", "AUX") for t in verb.sent if not first.i <= t.i <= last.i)
    return pieces if has_verb else []


def topic(verb: Token, cue: Cue) -> list[Span]:
    """What stands after the preposition that the cue takes: "accused Minsk of …", "warned of …"."""
    agents = children(verb, "agent")  # "accused by auditors of hiding": the parser hangs "of" on any of the three
    holders = [verb, *agents, *(noun for agent in agents for noun in children(agent, "pobj"))]
    # "warned Israel on 17 October of": it may also hang on the object or on a phrase of time before it.
    holders += children(verb, "dobj", "dative")
    holders += [noun for preposition in children(verb, "prep") for noun in children(preposition, "pobj")]
    for holder in holders:
        for preposition in children(holder, "prep"):
            topics = children(preposition, "pobj", "pcomp")
            if preposition.lower_ in cue.takes and topics:
                return [subtree_span(topics[0])]
    return []


def nominal_object(verb: Token, cue: Cue) -> list[Span]:
    """The object, for cues that take one: "denied the charge"."""
    if "nominal" not in cue.takes:
        return []
    objects = children(verb, "nsubjpass") if is_passive(verb) else children(verb, "dobj")
    return [subtree_span(objects[0])] if objects else []
