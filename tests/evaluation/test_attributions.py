"""Scores of attributions on articles whose right answers are known."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sayso.evaluation.attributions import (
    Aligned,
    align_attributions,
    attribution_misses,
    score_attributions,
    without_credits,
)
from sayso.evaluation.wikinews import GoldArticle, GoldAttribution
from sayso.schema import Attribution, CodedDocument, Document

from .examples import attribution, coded, mention, place

TEXT = (
    "Ana Ruiz said the bridge would open soon. "
    '"We will not wait for the ministry," the mayor added.\n'
    "Image: River Press. The old bridge in March."
)
OPENS = "the bridge would open soon"
WAITS = '"We will not wait for the ministry,"'
CAPTION = "The old bridge in March."
MENTIONS = (mention(TEXT, "m1", "Ana Ruiz"), mention(TEXT, "m2", "the mayor"))


def gold(attributing: str, *content: str, nested: bool = False, text: str = TEXT) -> GoldAttribution:
    return GoldAttribution(
        (place(text, attributing),), tuple(place(text, words) for words in content), "positive", nested
    )


GOLD = (gold("Ana Ruiz said", OPENS), gold("the mayor added.", WAITS), gold("Image: River Press.", CAPTION))
RIGHT = (
    attribution(TEXT, "a1", OPENS, source="m1", cue="said"),
    attribution(TEXT, "a2", WAITS, source="m2", cue="added", kind="direct"),
)


def scores(found: Sequence[Attribution], gold: Sequence[GoldAttribution] = GOLD) -> dict[str, float]:
    article = GoldArticle(Document("d1", TEXT), tuple(gold), ())
    return scores_of(article, coded(TEXT, mentions=MENTIONS, attributions=tuple(found)))


def scores_of(article: GoldArticle, document: CodedDocument) -> dict[str, float]:
    both = align(article, document)
    return {row.name: row.value for row in score_attributions(*([each] for each in both))}


def align(article: GoldArticle, document: CodedDocument) -> tuple[Aligned, Aligned]:
    return align_attributions(article, document), align_attributions(without_credits(article), document)


def test_all_found_scores_one_but_for_the_credit_of_the_picture() -> None:
    result = scores(RIGHT)
    assert result["content precision"] == 1
    assert result["content recall"] == pytest.approx(2 / 3)
    assert result["content F1"] == pytest.approx(0.8)
    for name in ("speech content F1", "source", "quotation", "quotation with source", "kind"):
        assert result[name] == 1, name


def test_nothing_found_scores_zero() -> None:
    assert set(scores(()).values()) == {0}


def test_nothing_found_and_nothing_to_find_is_no_success() -> None:
    assert set(scores((), gold=()).values()) == {0}


def test_half_found_with_one_in_excess() -> None:
    excess = attribution(TEXT, "a3", "open soon", source="m1")
    result = scores((RIGHT[0], excess))
    assert result["speech content precision"] == result["speech content recall"] == 0.5


def test_one_found_content_cannot_serve_two_gold_ones() -> None:
    result = scores((RIGHT[0],), gold=(GOLD[0], GOLD[0]))
    assert (result["content precision"], result["content recall"]) == (1, 0.5)


def test_scare_quotes_are_not_asked_for() -> None:
    scare = attribution(TEXT, "a3", CAPTION, kind="scare")
    assert scores((*RIGHT, scare))["content precision"] == 1


def test_a_source_from_another_clause_or_none_is_wrong() -> None:
    wrong = attribution(TEXT, "a1", OPENS, source="m2", cue="said")
    missing = attribution(TEXT, "a2", WAITS, cue="added", kind="direct")
    result = scores((wrong, missing))
    assert result["source"] == 0
    assert (result["quotation"], result["quotation with source"]) == (1, 0)


def test_kind_follows_the_marks_of_the_gold_content() -> None:
    result = scores((RIGHT[0], attribution(TEXT, "a2", WAITS, source="m2", kind="indirect")))
    assert result["kind"] == 0.5


def test_a_quotation_cut_short_is_missed() -> None:
    result = scores((attribution(TEXT, "a2", "We will not wait", source="m2", kind="direct"),))
    assert result["quotation"] == 0


NESTED = "According to the Post, the envoy said talks had failed."
ENVOY = "the envoy said talks had failed"
FAILED = "talks had failed"
NESTED_GOLD = GoldArticle(
    Document("d2", NESTED),
    (
        gold("According to the Post,", ENVOY, nested=True, text=NESTED),
        gold("the envoy said", FAILED, text=NESTED),
    ),
    (),
)


@pytest.mark.parametrize(("parent", "right"), [("a1", 1), (None, 0)])
def test_a_chain_needs_the_parent(parent: str | None, right: int) -> None:
    found = (
        attribution(NESTED, "a1", ENVOY, source="m1", cue="According to"),
        attribution(NESTED, "a2", FAILED, source="m2", cue="said", parent=parent),
    )
    mentions = (mention(NESTED, "m1", "the Post"), mention(NESTED, "m2", "the envoy"))
    result = scores_of(NESTED_GOLD, coded(NESTED, mentions=mentions, attributions=found))
    assert (result["content F1"], result["chain"]) == (1, right)


def test_misses_say_what_and_of_which_kind() -> None:
    wrong = attribution(TEXT, "a1", OPENS, source="m2", cue="said", kind="direct")
    excess = attribution(TEXT, "a3", CAPTION, source="m1")
    article = GoldArticle(Document("d1", TEXT), GOLD, ())
    _, speech = align(article, coded(TEXT, mentions=MENTIONS, attributions=(wrong, excess)))
    kinds = [miss.kind for miss in attribution_misses([speech])]
    assert kinds == ["content missed", "content in excess", "source", "quotation missed", "kind"]
    assert all(miss.document == "d1" for miss in attribution_misses([speech]))
