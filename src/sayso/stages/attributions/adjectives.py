"""Attributions by an adjective: "is convinced that …", "made clear that …", "was not sure whether …"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sayso.knowledge.cues import Cue
from sayso.schema import Span
from sayso.stages.attributions.found import Found, quoted, span_of
from sayso.stages.attributions.scene import Scene
from sayso.stages.syntax import children, logical_subjects, resolved, subtree_span

if TYPE_CHECKING:
    from spacy.tokens import Token

HOLDING = frozenset("be become feel look make remain seem sound stay".split())
INTRODUCING = frozenset({"that", "whether", "if", "how", "why"})


def by_adjective(word: Token, cue: Cue, scene: Scene) -> Iterator[Found]:
    """What somebody is sure, aware or afraid of, as a clause; "it is clear that" is nobody's."""
    if children(word, "auxpass") and scene.verb_cue(word) is None:  # "was convinced", read as a passive
        verb, holders = word, [resolved(noun) for noun in children(word, "nsubjpass")]
    elif word.dep_ in ("acomp", "ccomp", "oprd", "xcomp") and word.head.lemma_ in HOLDING:
        verb, holders = word.head, logical_subjects(word.head)
    else:
        return
    holder = next(iter(holders), None)
    content = clause_of(word, verb)
    if holder is None or content is None or holder.lower_ in ("it", "there", "this", "that"):
        return
    negated = any(child.dep_ == "neg" for child in (*verb.children, *word.children))
    yield Found(
        f"adjective {word.lower_}",
        quoted(word),
        holder,
        [content],
        polarity=cue.polarity,
        certainty="unknown" if negated else cue.certainty,
        outer="unknown" if negated else cue.outer,
        cue_token=word,
        outside=[span_of(word), span_of(verb)],
    )


def clause_of(word: Token, verb: Token) -> Span | None:
    """The clause behind the adjective, wherever the parser hung it."""
    hanging = [*children(word, "ccomp", "advcl", "xcomp"), *children(verb, "ccomp", "advcl")]
    for clause in hanging:
        first = clause.left_edge
        finite = bool(children(clause, "nsubj", "nsubjpass"))
        bare = clause.dep_ == "ccomp" and clause.head == word
        if clause.i > word.i and finite and (bare or first.lower_ in INTRODUCING) and first.lower_ != "if":
            return subtree_span(clause)
    return None
