"""Where content hangs in the parse: the clause around a parenthesis, a clause on a noun, phrases without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.schema import Span
from sayso.stages.attributions.found import without
from sayso.stages.syntax import children, subtree_span

if TYPE_CHECKING:
    from spacy.tokens import Token

CONTENT_DEPENDENCIES = ("ccomp", "xcomp")
HANGING_CLAUSES = ("relcl", "acl", "ccomp")
# What a statement is made in: "said in a letter that".
VEHICLES = frozenset("statement letter interview speech report post tweet message email note memo briefing".split())
PARENTHESIS_WORDS = 12
# Verbs that report what is so, or, with an infinitive, ask that it be done.
TELLING = frozenset("advise remind tell warn".split())
# Verbs that say of a thing what it is, after "as".
JUDGING = frozenset(
    "characterise characterize condemn denounce depict describe dismiss portray regard see view".split()
)


def host_clause(verb: Token) -> list[Span]:
    """The clause a verb is put into or after: "Tashkent, he said, had …", "as he put it, …", "…, or so they claim"."""
    if verb.dep_ == "xcomp" and verb.head.dep_ == "advcl" and verb.i - verb.head.i < 3:
        verb = verb.head  # "as the general liked to say"
    as_clause = (
        verb.dep_ == "advcl" and bool(children(verb, "nsubj")) and any(t.lower_ == "as" for t in children(verb, "mark"))
    )
    so_clause = verb.dep_ == "conj" and any(t.lower_ == "so" for t in children(verb, "advmod"))
    put_in = verb.dep_ in ("parataxis", "ccomp", "advcl", "conj") and is_parenthesis(verb)
    if not (as_clause or so_clause or put_in) or verb.head == verb:
        return []
    return without(subtree_span(verb.head), [subtree_span(verb)])


def begins_anew(verb: Token) -> bool:
    """Whether a semicolon parts the verb and its subject from what comes before: "…; Phnom Penh denies this"."""
    first = next(iter(children(verb, "nsubj")), verb).left_edge
    return first.i > 0 and verb.doc[first.i - 1].text == ";"


def is_parenthesis(verb: Token) -> bool:
    """Whether verb and subject stand between commas or at the end: "…, residents say", "Tashkent, he said, had"."""
    words = [token for token in verb.subtree if not token.is_punct and not token.is_space]
    if sum(word.i < verb.i for word in words) > PARENTHESIS_WORDS or not children(verb, "nsubj"):
        return False
    if children(verb, "mark", "ccomp", "xcomp", "dobj") or any(t.dep_ == "cc" for t in verb.children):
        return False
    if verb.dep_ == "conj" and any(t.dep_ == "cc" for t in verb.head.children if t.i < verb.i):
        return False  # "…, and its leader promised": a clause of its own
    doc = verb.doc
    before = doc[words[0].i - 1].text if words[0].i > 0 else ""
    after = doc[words[-1].i + 1].text if words[-1].i + 1 < len(doc) else "."
    return before in (",", "—", "–") and after in (",", ".", "!", "?", "—", "–", "”", '"')


def phrase_span(token: Token) -> Span:
    """A noun phrase with what follows it, a content clause that the parser hung on it left out."""
    holes = [subtree_span(c).start for c in token.children if c.dep_ in HANGING_CLAUSES and introduces_content(c)]
    span = subtree_span(token)
    return Span(span.start, min([span.end, *(hole for hole in holes if hole > token.idx)]))


def introduces_content(clause: Token) -> bool:
    """Whether the clause is what is said (that …), not a relative clause about the noun."""
    that = [t for t in clause.children if t.lower_ == "that"]
    if not that or lacks_object(clause):
        return False
    subjects = children(clause, "nsubj", "nsubjpass")
    # "that mediation required patience": with an object of its own the clause has no gap for "that" to fill.
    filled = that[0].dep_ in ("dobj", "nsubj", "nsubjpass") and len(children(clause, that[0].dep_)) > 1
    return (
        that[0].dep_ == "mark"
        or filled
        or (bool(subjects) and that[0].dep_ not in ("nsubj", "nsubjpass", "dobj", "pobj"))
    )


def lacks_object(clause: Token) -> bool:
    """Whether the noun before is what the clause judges: "an assertion that investigators describe as false"."""
    judged = any(preposition.lower_ == "as" for preposition in children(clause, "prep"))
    return judged and clause.lemma_ in JUDGING and not children(clause, "dobj", "nsubjpass")
