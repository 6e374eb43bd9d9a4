"""Pages in the manner of as many different news sites: what is kept of their text, and what they state.

`python -m sayso.evaluation.pages tests/readers/pages` prints the figures. The pages are written for this project;
`part` in metadata.jsonl says which were there while the reader was developed ("first"), and which were written before
it was run on them ("second" to "tenth", in rounds).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.evaluation.pages import PagesScore, report, score_pages
from sayso.readers import read_documents

PAGES = Path(__file__).with_name("pages")


@pytest.fixture(scope="module")
def score() -> PagesScore:
    return score_pages(PAGES)


def test_there_are_thirty_pages_each_with_its_text(score: PagesScore) -> None:
    names = {page.page for page in score.pages}
    assert len(score.pages) == len(names) >= 30
    assert {path.stem for path in PAGES.glob("*.html")} == names == {path.stem for path in PAGES.glob("*.txt")}


def test_the_text_is_the_article_and_nothing_else(score: PagesScore) -> None:
    assert score.precision >= 0.985 and score.recall >= 0.985, report(score)
    assert score.ordered_precision >= 0.985 and score.ordered_recall >= 0.985, report(score)


@pytest.mark.parametrize(
    ("field", "floor"), [("published", 0.96), ("publisher", 0.96), ("title", 0.96), ("url", 0.96), ("language", 0.96)]
)
def test_what_the_page_states_is_right(score: PagesScore, field: str, floor: float) -> None:
    assert score.right(field) >= floor, report(score)


def test_no_page_fails_altogether(score: PagesScore) -> None:
    assert [page.page for page in score.pages if min(page.found, page.shared) < 0.9 * page.expected] == []


@pytest.mark.parametrize(
    ("page", "reasons"),
    [
        ("wire-agency", {"byline", "sign-off", "author", "dateline"}),
        ("tabloid", {"caption", "related links", "byline", "pull quote"}),
        ("public-broadcaster", {"caption", "related links", "tags"}),
        ("paywall", {"paywall", "caption", "related links"}),
        ("social-embeds", {"correction", "player", "embedded post"}),
        ("business-daily", {"summary", "caption", "table"}),
        ("think-tank", {"beside the article", "author", "label", "footnotes"}),
    ],
)
def test_what_was_left_out_is_listed_with_its_reason(page: str, reasons: set[str]) -> None:
    [document] = read_documents([PAGES / f"{page}.html"])
    assert reasons <= {removed.reason for removed in document.removed}
