"""Attributions by a verb with its content, and the walk over the parse that finds all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sayso.knowledge.cues import Cue
from sayso.schema import Span
from sayso.stages.attributions.answers import appended, taken_up, words_of
from sayso.stages.attributions.found import Found, quoted, span_of, without
from sayso.stages.attributions.hosts import (
    CONTENT_DEPENDENCIES,
    HANGING_CLAUSES,
    PARENTHESIS_WORDS,
    VEHICLES,
    host_clause,
    introduces_content,
    phrase_span,
)
from sayso.stages.attributions.nouns import by_noun
from sayso.stages.attributions.outlets import through_outlet
from sayso.stages.attributions.phrases import according_to, as_put, in_the_words_of, is_as_put, per
from sayso.stages.attributions.scene import Scene
from sayso.stages.syntax import children, is_passive, logical_subjects, subtree_span, surface_subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

NEGATIONS = frozenset("not n't n’t never neither nor hardly".split())
# A passive of these without an agent is a hedge, not a source left out: "is believed to have fled".
HEDGING_PASSIVES = frozenset(
    "believe think understand presume suppose suspect report rumour rumor expect consider estimate know".split()
)
OCCASIONS = frozenset({"after", "as", "when", "since", "because", "while"})
# "who asked not to be named" says how the source speaks, not what.
ANONYMITY = frozenset({"name", "identify"})
# Verbs by which one outlet carries what another source says: "quoted by IRNA", "first reported by El País".
OUTLET_VERBS = frozenset("quote cite carry report publish".split())


def clause_attributions(scene: Scene) -> Iterator[Found]:
    """Every relation with a content clause or phrase, in order of its cue."""
    for token in scene.doc:
        if token.lower_ == "according":
            yield from according_to(token, scene)
        elif token.lower_ == "words" and token.dep_ == "pobj":
            yield from in_the_words_of(token, scene)
        elif token.lower_ == "per" and token.dep_ == "prep":
            yield from per(token, scene)
        elif token.pos_ in ("VERB", "AUX"):
            cue = scene.verb_cue(token)
            if token.lemma_ in OUTLET_VERBS:
                yield from through_outlet(token, scene.by_head)
            if cue:
                yield from by_verb(token, cue, scene)
            elif is_as_put(token):
                yield from as_put(token, scene)
        elif token.pos_ in ("NOUN", "PROPN"):
            cue = scene.cues.get(("noun", token.lemma_.lower()))
            if cue:
                yield from by_noun(token, cue)


def by_verb(verb: Token, cue: Cue, scene: Scene) -> Iterator[Found]:
    """A verb of saying, believing or asking with its complement."""
    answered = taken_up(verb, cue, scene)
    content = [words_of(answered, verb)] if answered else complement(verb, cue, scene)
    if not content:
        return
    passive = is_passive(verb)
    if passive:
        source = next(iter(logical_subjects(verb)), None)
    else:
        source = scene.speaker(verb, inverted=content[-1].end <= verb.idx)
    if passive and source is None and verb.lemma_ in HEDGING_PASSIVES:
        return
    if source is None and not passive and verb.tag_ in ("VB", "VBG"):
        return  # an infinitive or gerund nobody is the subject of: "to say that", "by arguing that"
    addressee = hearer(verb, cue, passive)
    addressee = None if addressee == source else addressee
    named = [before(phrase_span(t), content) for t in own_subjects(verb) if scene.same_level(t, verb)]
    outside = [span_of(verb), *named, *hearer_spans(verb, addressee)]
    if source is not None and abs(source.i - verb.i) < PARENTHESIS_WORDS and source not in own_subjects(verb):
        outside += [span_of(source)] if scene.same_level(source, verb) and source.head != verb else []
    outside += [*misplaced(content, verb, scene), *occasions(verb, cue)]
    negated, neither = is_negated(verb), is_neither(verb)
    yield Found(
        f"verb {verb.lemma_}",
        quoted(verb),
        source,
        [piece for span in content for piece in without(span, outside)],
        addressee=addressee,
        polarity="negative" if neither or negated != (cue.polarity == "negative") else "positive",
        certainty="unknown" if negated or neither else cue.certainty,
        outer="unknown" if negated or neither else cue.outer,
        cue_token=verb,
        answers=answered is not None,
        apart=appended(verb) if answered else None,
        outside=outside,
    )


def is_negated(verb: Token) -> bool:
    """Whether the source does not say it: "did not say"."""
    return any(child.lower_ in NEGATIONS or child.dep_ == "neg" for child in verb.children)


def is_neither(verb: Token) -> bool:
    """Whether the verb is one of a refused pair: "neither confirmed nor denied" takes no side."""
    pair = [verb.head] if verb.dep_ == "conj" else [t for t in verb.conjuncts if t.head == verb]
    return bool(pair) and any(child.lower_ in ("nor", "neither") for t in (verb, *pair) for child in t.children)


def complement(verb: Token, cue: Cue, scene: Scene) -> list[Span]:
    """The content of a verb: its clause, what it is put into or after, its topic, or its object."""
    return (
        own_clause(verb, cue)
        or hanging_clause(verb, cue)
        or (host_clause(verb) if cue.certainty != "unknown" else [])
        or rest_of_sentence(verb, cue, scene)
        or topic(verb, cue)
        or nominal_object(verb, cue)
    )


def own_clause(verb: Token, cue: Cue) -> list[Span]:
    """The clause, infinitive or gerund that the parser made its complement."""
    clauses = [child for child in verb.children if child.dep_ in CONTENT_DEPENDENCIES and takes(child, cue, verb)]
    clauses = [child for child in clauses if child.lemma_ not in ANONYMITY]
    return [joined([clause_span(clause, verb) for clause in clauses], verb)] if clauses else []


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
    if child.dep_ == "ccomp":
        return "clause" in cue.takes and (not infinitive or "infinitive" in cue.takes)
    if child.tag_ == "VBG":
        return "gerund" in cue.takes
    return "infinitive" in cue.takes and infinitive


def clause_span(clause: Token, verb: Token) -> Span:
    """The clause; what spaCy hangs on it from the far side of the verb belongs to neither."""
    span = subtree_span(clause)
    start, end = span.start, span.end
    if clause.i > verb.i and start < verb.idx:
        start = verb.idx + len(verb)
    return Span(start, end)


def hanging_clause(verb: Token, cue: Cue) -> list[Span]:
    """A that-clause that the parser hung on a noun between: "informed the mission that", "said in a letter that"."""
    if "clause" not in cue.takes:
        return []
    if verb.dep_ == "xcomp":  # "proceeded to lie to Daniel that …": the clause hangs on the verb above
        for clause in children(verb.head, "ccomp"):
            if clause.i > verb.i and introduces_content(clause):
                return [subtree_span(clause)]
    nouns = children(verb, "dobj", "dative") if cue.hearer == "object" else []
    nouns += [n for p in children(verb, "prep") for n in children(p, "pobj") if n.lemma_.lower() in VEHICLES]
    nouns += [n for v in children(verb, "advcl") if v.lemma_ in ("cite", "quote") for n in children(v, "dobj")]
    for noun in nouns:
        for clause in noun.children:
            if clause.dep_ in HANGING_CLAUSES and introduces_content(clause):
                return [subtree_span(clause)]
    return []


def rest_of_sentence(verb: Token, cue: Cue, scene: Scene) -> list[Span]:
    """Where the parse shows no complement: all of the sentence but ", NP said," at its end or in its middle."""
    if "clause" not in cue.takes or verb.tag_ not in ("VBD", "VBZ", "VBP") or scene.quotation_at(verb.idx):
        return []
    if verb.dep_ in ("relcl", "acl") or children(verb, "oprd", "acomp", "ccomp", "dobj"):
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


def misplaced(content: list[Span], verb: Token, scene: Scene) -> list[Span]:
    """What the parser wrongly joined to the content: in "said A was B and called for C" it is the speaker who calls."""
    holes = []
    for clause in children(verb, "ccomp"):
        subjects = children(clause, "nsubj", "nsubjpass")
        if not subjects or subjects[0].i in scene.by_head or subjects[0].pos_ == "PRON":
            continue  # somebody who could be speaking himself
        for conjunct in (t for t in clause.conjuncts if scene.verb_cue(t) and not children(t, "nsubj", "nsubjpass")):
            start = next((t for t in clause.children if t.dep_ == "cc" and t.i < conjunct.i), conjunct)
            holes.append(Span(start.idx, subtree_span(conjunct).end))
    return [hole for hole in holes if any(span.overlaps(hole) for span in content)]


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


def hearer_spans(verb: Token, addressee: Token | None) -> list[Span]:
    """The hearer's own phrase, which is no content; a clause that hangs on it is."""
    if addressee is None or addressee.head != verb:
        return []
    return [phrase_span(addressee)]
