"""Attributions that the parse shows: verbs, nouns and "according to" with the clause they hand to a source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sayso.knowledge.cues import Cue, Cues
from sayso.schema import QuotedSpan, Span
from sayso.stages.attributions.found import Found, without
from sayso.stages.syntax import children, is_passive, logical_subjects, resolved, subtree_span, surface_subjects

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

CONTENT_DEPENDENCIES = ("ccomp", "xcomp")
NEGATIONS = frozenset("not n't never neither nor hardly".split())
# A passive of these without an agent is a hedge, not a source left out: "is believed to have fled".
HEDGING_PASSIVES = frozenset(
    "believe think understand presume suppose report rumour rumor expect consider estimate".split()
)
# "who asked not to be named" says how the source speaks, not what.
ANONYMITY = frozenset({"name", "identify"})
DENIALS = frozenset("deny reject dismiss refute rebut dispute".split())
OUTLET_VERBS = frozenset("quote cite carry".split())


def clause_attributions(doc: Doc, cues: Cues) -> Iterator[Found]:
    """Every relation with a content clause or phrase, in order of its cue."""
    for token in doc:
        if token.lower_ == "according":
            yield from according_to(token)
        elif token.pos_ == "VERB":
            cue = cues.get(("verb", token.lemma_.lower()))
            if cue:
                yield from by_verb(token, cue)
            if token.lemma_ in OUTLET_VERBS:
                yield from through_outlet(token)
        elif token.pos_ == "NOUN":
            cue = cues.get(("noun", token.lemma_.lower()))
            if cue:
                yield from by_noun(token, cue)


def by_verb(verb: Token, cue: Cue) -> Iterator[Found]:
    """A verb of saying, believing or asking with its complement."""
    content = complement(verb, cue)
    if not content:
        return
    passive = is_passive(verb)
    subjects = logical_subjects(verb)
    if passive and not subjects and verb.lemma_ in HEDGING_PASSIVES:
        return
    source = subjects[0] if subjects else None
    if source is None and not passive and verb.dep_ not in ("relcl", "acl", "conj", "ROOT", "ccomp", "parataxis"):
        return
    addressee = hearer(verb, cue, passive)
    outside = [span_of(verb), *[subtree_span(t) for t in own_subjects(verb)], *hearer_spans(verb, cue)]
    spans = [piece for span in content for piece in without(span, outside)]
    negated = any(child.lower_ in NEGATIONS or child.dep_ == "neg" for child in verb.children)
    yield Found(
        f"verb {verb.lemma_}",
        quoted(verb),
        source,
        spans,
        addressee=addressee,
        polarity="negative" if negated != (cue.polarity == "negative") else "positive",
        certainty="unknown" if negated else cue.certainty,
        outer=cue.outer,
        cue_token=verb,
        outside=outside,
    )


def complement(verb: Token, cue: Cue) -> list[Span]:
    """The content of a verb: its clause, infinitive, gerund or object, or the sentence it is put into or after."""
    clauses = [child for child in verb.children if child.dep_ in CONTENT_DEPENDENCIES and takes(child, cue)]
    clauses = [child for child in clauses if child.lemma_ not in ANONYMITY]
    if clauses:
        return [clause_span(child, verb) for child in clauses[:1]]
    if (
        verb.dep_ in ("parataxis", "ccomp", "advcl")
        and verb.head.pos_ in ("VERB", "AUX", "NOUN")
        and is_parenthesis(verb)
    ):
        return without(subtree_span(verb.head), [subtree_span(verb)])
    for preposition in children(verb, "prep"):
        if preposition.lower_ in cue.takes:
            topics = children(preposition, "pobj", "pcomp")
            if topics:
                return [subtree_span(topics[0])]
    if "nominal" in cue.takes:
        objects = children(verb, "nsubjpass") if is_passive(verb) else children(verb, "dobj")
        return [subtree_span(objects[0])] if objects else []
    return []


def takes(child: Token, cue: Cue) -> bool:
    """Whether the cue's content may have this form; a bare gerund or infinitive only where the cue says so."""
    if child.dep_ == "ccomp":
        infinitive = any(t.tag_ == "TO" for t in child.children)
        return "clause" in cue.takes and (not infinitive or "infinitive" in cue.takes)
    if child.tag_ == "VBG":
        return "gerund" in cue.takes
    return "infinitive" in cue.takes


def clause_span(clause: Token, verb: Token) -> Span:
    """The clause; what spaCy hangs on it from the far side of the verb belongs to neither."""
    span = subtree_span(clause)
    start, end = span.start, span.end
    if clause.i > verb.i and start < verb.idx:
        start = verb.idx + len(verb)
    return Span(start, end)


def is_parenthesis(verb: Token) -> bool:
    """Whether verb and subject stand between commas or at the end: "…, residents say", "Tashkent, he said, had"."""
    left, right = verb.left_edge.i, verb.right_edge.i
    doc = verb.doc
    if right - left > 8 or not children(verb, "nsubj") or children(verb, "mark", "ccomp", "xcomp", "dobj"):
        return False
    before = doc[left - 1].text if left > 0 else ","
    after = doc[right + 1].text if right + 1 < len(doc) else "."
    return before in (",", "”", '"', "—", "–", "’") and after in (",", ".", "!", "?", "—", "–", "\n")


def own_subjects(verb: Token) -> list[Token]:
    """The subject and agent that hang on this very verb."""
    return children(verb, "nsubj", "nsubjpass", "agent")


def hearer(verb: Token, cue: Cue, passive: bool) -> Token | None:
    """Who is told: the object of "told", the passive subject of "was told", the noun after "to"."""
    if cue.hearer == "object":
        if passive:
            return next(iter(surface_subjects(verb, 0)), None)
        return next(iter(children(verb, "dobj", "dative")), None)
    if cue.hearer == "to":
        for preposition in children(verb, "prep", "dative"):
            if preposition.lower_ == "to":
                return next(iter(children(preposition, "pobj")), None)
    return None


def hearer_spans(verb: Token, cue: Cue) -> list[Span]:
    """The hearer's phrase, which is no content."""
    token = hearer(verb, cue, is_passive(verb))
    return [subtree_span(token)] if token is not None and token.dep_ in ("dobj", "dative") else []


def according_to(token: Token) -> Iterator[Found]:
    """For "according to X, …" the clause it stands in, without the phrase itself."""
    nouns = [noun for to in children(token, "prep") for noun in children(to, "pobj")]
    if not nouns:
        return
    phrase = Span(token.idx, subtree_span(nouns[0]).end)
    host = token.head
    while host.dep_ in ("prep", "pobj", "npadvmod", "amod", "compound") and host.head != host:
        host = host.head
    clause = subtree_span(host)
    cue = QuotedSpan(token.idx, token.idx + len(token), token.text)
    to = children(token, "prep")[0]
    cue = QuotedSpan(token.idx, to.idx + len(to), token.doc.text[token.idx : to.idx + len(to)])
    yield Found("according to", cue, resolved(nouns[0]), without(clause, [phrase]), cue_token=token, outside=[phrase])


def through_outlet(verb: Token) -> Iterator[Found]:
    """A chain through an outlet: "X, quoted by Y, said …" puts Y around X; "…, citing Y" puts Y inside."""
    agents = [noun for by in children(verb, "agent", "prep") if by.lower_ == "by" for noun in children(by, "pobj")]
    if verb.tag_ == "VBN" and agents:
        host = verb.head if verb.dep_ in ("acl", "advcl", "relcl") else verb
        clause = host.head if host.pos_ in ("NOUN", "PROPN") and host.dep_ in ("nsubj", "nsubjpass") else host
        yield Found(
            f"{verb.lemma_}d by",
            quoted(verb),
            agents[0],
            without(subtree_span(clause), [subtree_span(verb)]),
            cue_token=verb,
            outside=[subtree_span(verb)],
        )
    elif verb.tag_ == "VBG" and verb.dep_ in ("advcl", "acl", "prep") and verb.lemma_ in ("cite", "quote"):
        sources = children(verb, "dobj")
        if sources:
            clause = verb.head
            inner = [c for c in clause.children if c.dep_ in CONTENT_DEPENDENCIES]
            span = subtree_span(inner[0]) if inner else subtree_span(clause)
            yield Found(
                "citing",
                quoted(verb),
                sources[0],
                without(span, [subtree_span(verb)]),
                cue_token=verb,
                outside=[subtree_span(verb)],
            )


def by_noun(noun: Token, cue: Cue) -> Iterator[Found]:
    """A noun with its content: "Estonian allegations that …", "the claim by Rome that …", "its claim that …"."""
    clauses = [c for c in noun.children if c.dep_ in ("acl", "ccomp", "relcl") and introduces_content(c)]
    if not clauses:
        return
    clause = clauses[0]
    yield Found(
        f"noun {noun.lemma_}",
        quoted(noun),
        noun_source(noun),
        [subtree_span(clause)],
        polarity=cue.polarity,
        certainty=cue.certainty,
        outer=cue.outer,
        cue_token=noun,
        outside=[span_of(noun)],
    )


def introduces_content(clause: Token) -> bool:
    """Whether the clause is what is said (that …), not a relative clause about the noun."""
    that = [t for t in clause.children if t.lower_ == "that"]
    if not that:
        return False
    return that[0].dep_ == "mark" or bool(
        children(clause, "nsubj", "nsubjpass") and that[0].dep_ not in ("nsubj", "dobj")
    )


def noun_source(noun: Token) -> Token | None:
    """Whose claim it is: possessor, nationality, "by X" or "from X", else the subject of the verb it is object of."""
    owners = children(noun, "poss")
    if owners and owners[0].tag_ == "PRP$" and noun.dep_ == "dobj":  # "repeated its claim": whoever repeats it
        return next(iter(logical_subjects(noun.head)), None)
    if owners:
        return owners[0]
    for preposition in children(noun, "prep"):
        if preposition.lower_ in ("by", "from", "of"):
            return next(iter(children(preposition, "pobj")), None)
    nationalities = [
        t
        for t in noun.lefts
        if t.dep_ in ("amod", "compound", "nmod") and t.ent_type_ in ("NORP", "GPE", "ORG", "PERSON")
    ]
    if nationalities:
        return nationalities[0]
    if noun.dep_ == "dobj" and noun.head.lemma_ not in DENIALS:
        return next(iter(logical_subjects(noun.head)), None)
    return None


def span_of(token: Token) -> Span:
    """A token's own characters."""
    return Span(token.idx, token.idx + len(token))


def quoted(token: Token) -> QuotedSpan:
    """A token as a span with its text."""
    return QuotedSpan(token.idx, token.idx + len(token), token.text)
