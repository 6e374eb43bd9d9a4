"""Attributions by a verb with its content, and the walk over the parse that finds all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sayso.knowledge.cues import Cue
from sayso.schema import Span
from sayso.stages.attributions.adjectives import by_adjective
from sayso.stages.attributions.answers import appended, taken_up, words_of
from sayso.stages.attributions.contents import complement, with_second_clause
from sayso.stages.attributions.found import Found, quoted, span_of, without
from sayso.stages.attributions.hosts import (
    CONTENT_DEPENDENCIES,
    PARENTHESIS_WORDS,
    TELLING,
    phrase_span,
)
from sayso.stages.attributions.judgements import judgement, with_judgement_apart
from sayso.stages.attributions.nouns import by_noun
from sayso.stages.attributions.outlets import through_outlet
from sayso.stages.attributions.phrases import VIEWS, according_to, as_put, in_the_view_of, is_as_put, per
from sayso.stages.attributions.scene import ADDING, Scene
from sayso.stages.syntax import children, is_passive, logical_subjects, subtree_span, surface_subjects, trails

if TYPE_CHECKING:
    from spacy.tokens import Token

NEGATIONS = frozenset("not n't n’t never neither nor hardly".split())
# A passive of these without an agent is a hedge, not a source left out: "is believed to have fled".
HEDGING_PASSIVES = frozenset(
    "believe think understand presume suppose suspect report rumour rumor expect consider estimate know".split()
)
OCCASIONS = frozenset({"after", "as", "when", "since", "because", "while"})
# Who refuses to say it does not say it.
REFUSING = frozenset("refuse decline fail refrain hesitate".split())
LEARNING = frozenset("gather hear learn understand".split())
# Verbs by which one outlet carries what another source says: "quoted by IRNA", "first reported by El País".
OUTLET_VERBS = frozenset("quote cite carry report publish".split())


def clause_attributions(scene: Scene) -> Iterator[Found]:
    """Every relation with a content clause or phrase, in order of its cue."""
    for token in scene.doc:
        if token.lower_ == "according":
            yield from according_to(token, scene)
        elif token.lower_ in VIEWS and token.dep_ == "pobj":
            yield from in_the_view_of(token, scene)
        elif token.lower_ == "per" and token.dep_ == "prep":
            yield from per(token, scene)
        elif token.pos_ in ("VERB", "AUX"):
            cue = scene.verb_cue(token)
            if token.lemma_ in OUTLET_VERBS:
                yield from through_outlet(token, scene)
            if cue:
                yield from by_verb(token, cue, scene)
            elif is_as_put(token):
                yield from as_put(token, scene)
        elif token.pos_ in ("NOUN", "PROPN"):
            cue = scene.cues.get(("noun", token.lemma_.lower()))
            if cue:
                yield from by_noun(token, cue)
        if cue := scene.cues.get(("adjective", token.lower_)):
            yield from by_adjective(token, cue, scene)


def by_verb(verb: Token, cue: Cue, scene: Scene) -> Iterator[Found]:
    """A verb of saying, believing or asking with its complement."""
    answered = taken_up(verb, cue, scene)
    content = [words_of(answered, verb)] if answered else complement(verb, cue, scene)
    if not content or any(child.lower_ == "otherwise" for child in verb.children):
        return
    content = with_second_clause(content, verb, scene)
    passive = is_passive(verb)
    if passive:
        source = next(iter(logical_subjects(verb)), None)
    else:
        source = scene.speaker(verb, inverted=content[-1].end <= verb.idx)
    if passive and source is None and verb.lemma_ in HEDGING_PASSIVES:
        return
    if source is None and not passive and verb.tag_ in ("VB", "VBG"):
        return  # an infinitive or gerund nobody is the subject of: "to say that", "by arguing that"
    if source is not None and verb.tag_ == "VB" and source.lower_ == "it" and source.i not in scene.by_head:
        return  # "it is unfair to expect people to wait"
    addressee = hearer(verb, cue, passive)
    if teller := told_by(verb):
        source, addressee = teller, source
    addressee = None if addressee == source else addressee
    subjects = [t for t in own_subjects(verb) if scene.same_level(t, verb) and not is_claim(t, content, scene)]
    named = [before(phrase_span(t), content) for t in subjects]
    outside = [span_of(verb), *named, *hearer_spans(verb, addressee, content)]
    if source is not None and abs(source.i - verb.i) < PARENTHESIS_WORDS and source not in own_subjects(verb):
        outside += [span_of(source)] if scene.same_level(source, verb) and source.head != verb else []
    outside += [*misplaced(content, verb, scene), *occasions(verb, cue)]
    negated, neither = is_negated(verb), is_neither(verb)
    uncertain = negated or neither or orders(verb, cue)
    yield Found(
        f"verb {verb.lemma_}",
        quoted(verb),
        source,
        [piece for span in content for piece in without(span, outside)],
        addressee=addressee,
        polarity="negative" if neither or negated != (cue.polarity == "negative") else "positive",
        certainty="unknown" if uncertain else "certain" if content == judgement(verb, cue) else cue.certainty,
        outer="unknown" if uncertain else cue.outer,
        cue_token=verb,
        answers=answered is not None,
        apart=appended(verb) if answered else with_judgement_apart(verb),
        outside=outside,
    )


def is_negated(verb: Token) -> bool:
    """Whether the source does not say it: "did not say", "refused to say"."""
    if verb.dep_ == "xcomp" and verb.tag_ == "VB" and verb.head.lemma_ in REFUSING:
        return not is_negated(verb.head)
    return any(child.lower_ in NEGATIONS or child.dep_ == "neg" for child in verb.children)


def orders(verb: Token, cue: Cue) -> bool:
    """Whether a verb of telling asks for something: "told the envoys to leave"."""
    if cue.hearer != "object" or verb.lemma_ not in TELLING:
        return False
    return any(t.tag_ == "TO" for act in children(verb, *CONTENT_DEPENDENCIES) for t in act.children)


def told_by(verb: Token) -> Token | None:
    """Who told the subject: "learned from two mediators that …"."""
    if verb.lemma_ not in LEARNING or is_passive(verb):
        return None
    tellers = [noun for p in children(verb, "prep") if p.lower_ == "from" for noun in children(p, "pobj")]
    return next(iter(tellers), None)


def is_neither(verb: Token) -> bool:
    """Whether the verb is one of a refused pair: "neither confirmed nor denied" takes no side."""
    pair = [verb.head] if verb.dep_ == "conj" else [t for t in verb.conjuncts if t.head == verb]
    return bool(pair) and any(child.lower_ in ("nor", "neither") for t in (verb, *pair) for child in t.children)


def misplaced(content: list[Span], verb: Token, scene: Scene) -> list[Span]:
    """What the parser wrongly joined to the content: in "said A was B and called for C" it is the speaker who calls."""
    holes = []
    for clause in children(verb, "ccomp"):
        subjects = children(clause, "nsubj", "nsubjpass")
        holes += [subtree_span(other) for other in children(clause, "advcl") if is_anothers(other, scene)]
        holes += [subtree_span(t) for t in children(clause, "advcl") if trails(t) and t.lemma_ in ADDING]
        if not subjects or subjects[0].i in scene.by_head or subjects[0].pos_ == "PRON":
            continue  # somebody who could be speaking himself
        trailing = [t for t in children(clause, "advcl") if trails(t) and scene.verb_cue(t)]
        holes += [subtree_span(participle) for participle in trailing]
        for conjunct in (t for t in clause.conjuncts if scene.verb_cue(t) and not children(t, "nsubj", "nsubjpass")):
            start = next((t for t in clause.children if t.dep_ == "cc" and t.i < conjunct.i), conjunct)
            holes.append(Span(start.idx, subtree_span(conjunct).end))
    return [hole for hole in holes if any(span.overlaps(hole) for span in content)]


def is_anothers(clause: Token, scene: Scene) -> bool:
    """Whether the clause tells what somebody else says meanwhile: "…, while Beijing said …"."""
    marks = [t.lower_ for t in children(clause, "mark")]
    contrasting = bool(marks) and marks[0] in ("while", "whereas") and bool(children(clause, "nsubj"))
    return contrasting and scene.verb_cue(clause) is not None


def occasions(verb: Token, cue: Cue) -> list[Span]:
    """Clauses in the past that the parser hung on what is asked: "asked the UN to step in after troops had crossed"."""
    if cue.certainty != "unknown":
        return []
    asked = [clause for clause in children(verb, "xcomp", "ccomp") if any(t.tag_ == "TO" for t in clause.children)]
    return [
        subtree_span(clause)
        for act in asked
        for clause in children(act, "advcl")
        if clause.i > act.i and is_past(clause) and any(t.lower_ in OCCASIONS for t in clause.children)
    ]


def is_past(verb: Token) -> bool:
    """Whether the verb tells of something past."""
    return verb.tag_ == "VBD" or any(t.tag_ == "VBD" for t in children(verb, "aux", "auxpass"))


def is_claim(subject: Token, content: Sequence[Span], scene: Scene) -> bool:
    """Whether the subject is itself what is denied: "his claim that the vote was stolen has been rejected"."""
    says = ("noun", subject.lemma_.lower()) in scene.cues or ("answer", subject.lemma_.lower()) in scene.cues
    return says and subtree_span(subject) in content


def own_subjects(verb: Token) -> list[Token]:
    """The subject and agent that hang on this very verb."""
    return children(verb, "nsubj", "nsubjpass", "agent")


def before(phrase: Span, content: Sequence[Span]) -> Span:
    """The phrase up to a content that the parser hung inside it: "accused by auditors of hiding …"."""
    inside = [span.start for span in content if phrase.start < span.start and span.end <= phrase.end]
    return Span(phrase.start, min([phrase.end, *inside]))


def hearer(verb: Token, cue: Cue, passive: bool) -> Token | None:
    """Who is told: the object of "told", the passive subject of "was told", the noun after "to" or "on"."""
    if cue.hearer == "object":
        if passive:
            return next(iter(surface_subjects(verb, 0)), None)
        return next(iter(children(verb, "dobj", "dative")), None)
    if cue.hearer:
        for preposition in children(verb, "prep", "dative"):
            if preposition.lower_ == cue.hearer:
                return next(iter(children(preposition, "pobj")), None)
    return None


def hearer_spans(verb: Token, addressee: Token | None, content: Sequence[Span]) -> list[Span]:
    """The hearer's own phrase, which is no content; what hangs on it may be: "accuses the president of treason"."""
    if addressee is None or addressee.head != verb:
        return []
    return [before(phrase_span(addressee), content)]
