"""Scores attributions on gold articles: contents, sources, chains, quotations and kinds.

Definitions. A content is found when Dice over its letters and digits is at least .5, one to one; the project's figures
for GenderGapTracker, citron and textacy are in this measure. Sources and kinds are asked of the contents so found; a
source that stands outside the attributing clause ("and said", "who said") counts as wrong. Scare quotes are left out:
their words are the publisher's own, and the gold has none. The gold, clausal attributions of rhetorical structure
(GUM), counts the credit of a picture ("Image: NASA." beside its caption) as an attribution; only the scores named
"content" keep these, for comparison.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sayso.evaluation.matching import Stretch, characters, covered, pair_by_dice
from sayso.evaluation.quotations import quoted_spans
from sayso.evaluation.report import Counts, Miss, Score, precision_recall_f1, share
from sayso.evaluation.wikinews import GoldArticle, GoldAttribution
from sayso.schema import Attribution, AttributionKind, CodedDocument, Span

CREDIT = re.compile(r"\b(?:Image|Photo|Video|Audio|Graphic|File image):")
FEWEST_QUOTED_WORDS = 4
# A quotation counts as found when this share of it lies in one content: the closing words may be cut off.
QUOTATION_COVERED = 0.8
# Gold contents leave out a word before the mark or take one in, so "all quoted" and "none quoted" need some room.
NEARLY_ALL, NEARLY_NONE = 0.9, 0.05


@dataclass(frozen=True, slots=True)
class Aligned:
    """An article, what was coded, and the gold relations that were found with what was found for them."""

    article: GoldArticle
    coded: CodedDocument
    found: tuple[Attribution, ...]
    pairs: tuple[tuple[GoldAttribution, Attribution], ...]

    @property
    def counts(self) -> Counts:
        """How many contents were right, found, and are in the gold."""
        return Counts(len(self.pairs), len(self.found), len(self.article.attributions))

    def characters(self, stretches: Sequence[Stretch]) -> frozenset[int]:
        """The letters and digits of stretches of this article."""
        return characters(self.article.document.text, stretches)

    def words(self, stretches: Sequence[Stretch]) -> str:
        """The words of stretches of this article."""
        return " ".join(self.article.document.text[stretch.start : stretch.end] for stretch in stretches)


def align_attributions(article: GoldArticle, coded: CodedDocument) -> Aligned:
    """Pair the contents of the gold with those that were found."""
    text = article.document.text
    found = tuple(attribution for attribution in coded.attributions if attribution.kind != "scare")
    pairs = pair_by_dice(
        [characters(text, gold.content) for gold in article.attributions],
        [characters(text, attribution.content) for attribution in found],
        prefer=lambda i, j: source_inside(article, coded, article.attributions[i], found[j]),
    )
    return Aligned(article, coded, found, tuple((article.attributions[i], found[j]) for i, j in pairs))


def score_attributions(aligned: Sequence[Aligned], speech: Sequence[Aligned]) -> tuple[Score, ...]:
    """All scores of attributions; `speech` are the same articles without picture credits."""
    sources = [inside_clause(each, gold, found) for each in speech for gold, found in each.pairs]
    chains = [right for each in speech for _, _, right in chains_of(each)]
    quotations = [outcome for each in speech for _, outcome in quotations_of(each)]
    kinds = [kind == found.kind for each in speech for found, kind in kinds_of(each)]
    return (
        *precision_recall_f1("content", sum_of(aligned), "Contents of attributions, Dice at least .5"),
        *precision_recall_f1("speech content", sum_of(speech), "Contents without the credits of pictures"),
        share("source", sum(sources), len(sources), "Of the contents found: the source lies in the attributing clause"),
        share("chain", sum(chains), len(chains), "Nested relations found, with the right source around them"),
        share(
            "quotation",
            sum(outcome != "missed" for outcome in quotations),
            len(quotations),
            f"Quotations of {FEWEST_QUOTED_WORDS} words or more of which a content covers 80 %",
        ),
        share(
            "quotation with source",
            sum(outcome == "right" for outcome in quotations),
            len(quotations),
            "Quotations found with a source in the attributing clause, of all",
        ),
        share("kind", sum(kinds), len(kinds), "Of the contents found: direct, indirect or mixed as their marks say"),
    )


def sum_of(aligned: Sequence[Aligned]) -> Counts:
    """The counts of all articles together."""
    return sum((each.counts for each in aligned), Counts(0, 0, 0))


def without_credits(article: GoldArticle) -> GoldArticle:
    """The article without the relations that are the credit of a picture and its caption."""
    text = article.document.text

    def is_credit(gold: GoldAttribution) -> bool:
        return any(CREDIT.match(text, span.start) for span in (*gold.attributing, *gold.content))

    return replace(article, attributions=tuple(gold for gold in article.attributions if not is_credit(gold)))


def inside_clause(aligned: Aligned, gold: GoldAttribution, found: Attribution) -> bool:
    """Whether the source, for its greater part, stands in the attributing clause of the gold."""
    return source_inside(aligned.article, aligned.coded, gold, found)


def source_inside(article: GoldArticle, coded: CodedDocument, gold: GoldAttribution, found: Attribution) -> bool:
    """The same before anything is paired."""
    text = article.document.text
    source = next((mention for mention in coded.mentions if mention.id == found.source), None)
    return source is not None and covered(characters(text, [source]), characters(text, gold.attributing)) > 0.5


def chains_of(aligned: Aligned) -> Iterator[tuple[GoldAttribution, GoldAttribution, bool]]:
    """Gold relations (outer, inner), and whether the inner was found inside one from the outer's clause.

    The outer content may be cut short in the gold ("According to the agency, [the minister believes] …"), so the outer
    relation is known by its clause: the parent's source or cue stands in it.
    """
    by_inner = {id(gold): found for gold, found in aligned.pairs}
    by_id = {attribution.id: attribution for attribution in aligned.coded.attributions}
    for outer in aligned.article.attributions:
        for inner in inner_relations(aligned, outer):
            found = by_inner.get(id(inner))
            parent = by_id.get(found.parent or "") if found else None
            yield outer, inner, parent is not None and stands_in_clause(aligned, outer, parent)


def inner_relations(aligned: Aligned, outer: GoldAttribution) -> Iterator[GoldAttribution]:
    """The relations whose attributing clause reaches into the content of a nested one."""
    if not outer.nested:
        return
    content = aligned.characters(outer.content)
    for inner in aligned.article.attributions:
        own = aligned.characters(inner.content)
        if inner is not outer and aligned.characters(inner.attributing) & content and not own >= content:
            yield inner


def stands_in_clause(aligned: Aligned, gold: GoldAttribution, found: Attribution) -> bool:
    """Whether the source, or where there is none the cue, stands in the attributing clause."""
    if found.source is not None or found.cue is None:
        return inside_clause(aligned, gold, found)
    return covered(aligned.characters([found.cue]), aligned.characters(gold.attributing)) > 0.5


def quotations_of(aligned: Aligned) -> Iterator[tuple[Span, str]]:
    """Each longer quotation that belongs to a gold content: "missed", "found", or "right" with its source as well."""
    text = aligned.article.document.text
    for quotation in quoted_spans(text):
        own = aligned.characters([quotation])
        gold = [each for each in aligned.article.attributions if covered(own, aligned.characters(each.content)) > 0.5]
        if len(text[quotation.start : quotation.end].split()) < FEWEST_QUOTED_WORDS or not gold:
            continue
        found = [each for each in aligned.found if covered(own, aligned.characters(each.content)) >= QUOTATION_COVERED]
        right = any(inside_clause(aligned, relation, each) for relation in gold for each in found)
        yield quotation, "right" if right else "found" if found else "missed"


def kinds_of(aligned: Aligned) -> Iterator[tuple[Attribution, AttributionKind]]:
    """What was found with the kind that the marks of the gold content give.

    A relation inside a quotation ("I think …") has no kind of its own by its marks, and is passed over.
    """
    quoted = aligned.characters(quoted_spans(aligned.article.document.text))
    for gold, found in aligned.pairs:
        if covered(aligned.characters(gold.attributing), quoted) > 0.5:
            continue
        part = covered(aligned.characters(gold.content), quoted)
        yield found, "direct" if part >= NEARLY_ALL else "indirect" if part <= NEARLY_NONE else "mixed"


def attribution_misses(aligned: Sequence[Aligned]) -> Iterator[Miss]:
    """Every relation missed, found in excess, or found with something wrong in it."""
    for each in aligned:
        name = each.article.document.id
        matched_gold = {id(gold) for gold, _ in each.pairs}
        matched_found = {found.id for _, found in each.pairs}
        for gold in each.article.attributions:
            if id(gold) not in matched_gold:
                yield Miss(name, "content missed", shown(each, gold))
        for found in each.found:
            if found.id not in matched_found:
                yield Miss(name, "content in excess", shown_found(each, found))
        for gold, found in each.pairs:
            if not inside_clause(each, gold, found):
                yield Miss(name, "source", f"{shown(each, gold)} — found {shown_found(each, found)}")
        for outer, inner, right in chains_of(each):
            if not right:
                yield Miss(name, "chain", f"{each.words(outer.attributing)} around {shown(each, inner)}")
        for quotation, outcome in quotations_of(each):
            if outcome != "right":
                yield Miss(name, f"quotation {'missed' if outcome == 'missed' else 'source'}", each.words([quotation]))
        for found, kind in kinds_of(each):
            if kind != found.kind:
                yield Miss(name, "kind", f"{kind}, found {found.kind}: {shown_found(each, found)}")


def shown(aligned: Aligned, gold: GoldAttribution) -> str:
    """A gold relation for a person to read."""
    return f"[{aligned.words(gold.attributing)}] {aligned.words(gold.content)}"


def shown_found(aligned: Aligned, found: Attribution) -> str:
    """A relation that was found, likewise, with its rule."""
    source = next((mention.text for mention in aligned.coded.mentions if mention.id == found.source), None)
    cue = found.cue.text if found.cue else None
    return f"[{source} | {cue}] {aligned.words(found.content)} ({found.reason})"
