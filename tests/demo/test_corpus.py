"""The demo corpus is what its README says: well formed, of several outlets, plainly marked."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

KEYS = {"id", "title", "text", "url", "publisher", "published", "language", "country", "note"}
NOTE = "Written for the Sayso demo; the outlet is invented, the event is real."
WIRE_COPIES = ("demo-037", "demo-038")
DEMO = files("sayso") / "demo"

Article = dict[str, Any]


def read_corpus() -> list[Article]:
    lines = (DEMO / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def corpus() -> list[Article]:
    return read_corpus()


def test_corpus_has_enough_articles_with_ids_in_order(corpus: list[Article]) -> None:
    assert len(corpus) >= 24
    assert [article["id"] for article in corpus] == [f"demo-{n:03d}" for n in range(1, len(corpus) + 1)]


@pytest.mark.parametrize("article", read_corpus(), ids=lambda article: article["id"])
def test_article_is_well_formed(article: Article) -> None:
    assert set(article) == KEYS
    assert article["note"] == NOTE
    assert article["language"] == "en"
    assert re.fullmatch(r"[A-Z]{3}", article["country"])
    assert article["title"].strip()
    assert article["url"] is None or article["url"].startswith("https://example.org/demo/")
    assert date(2021, 1, 1) <= date.fromisoformat(article["published"]) <= date(2023, 12, 31)


@pytest.mark.parametrize("article", read_corpus(), ids=lambda article: article["id"])
def test_text_is_a_short_article_in_clean_paragraphs(article: Article) -> None:
    paragraphs = article["text"].split("\n")
    assert 90 <= len(article["text"].split()) <= 260
    assert len(paragraphs) >= 3
    assert all(paragraph and paragraph == paragraph.strip() for paragraph in paragraphs)
    assert "  " not in article["text"]


def test_urls_are_not_shared(corpus: list[Article]) -> None:
    urls = Counter(article["url"] for article in corpus if article["url"])
    assert [url for url, count in urls.items() if count > 1] == []


def test_articles_are_in_order_of_publication(corpus: list[Article]) -> None:
    published = [article["published"] for article in corpus]
    assert published == sorted(published)


def test_outlets_are_several_and_each_has_one_country(corpus: list[Article]) -> None:
    outlets = {(article["publisher"], article["country"]) for article in corpus}
    assert len(outlets) == len({publisher for publisher, _ in outlets}) >= 6
    assert len({country for _, country in outlets}) >= 5


def test_both_kinds_of_quotation_marks_occur(corpus: list[Article]) -> None:
    texts = [article["text"] for article in corpus]
    assert any('"' in text for text in texts)
    assert any("“" in text for text in texts)


@pytest.mark.parametrize("article", read_corpus(), ids=lambda article: article["id"])
def test_quotation_marks_are_closed_within_their_paragraph(article: Article) -> None:
    for paragraph in article["text"].split("\n"):
        assert paragraph.count("“") == paragraph.count("”")
        assert paragraph.count('"') % 2 == 0


def test_wire_copies_share_most_of_their_text_and_no_other_articles_do(corpus: list[Article]) -> None:
    grams = {article["id"]: word_grams(article["text"], 5) for article in corpus}
    ids = sorted(grams)
    alike = {
        (first, second): similarity(grams[first], grams[second])
        for index, first in enumerate(ids)
        for second in ids[index + 1 :]
    }
    assert alike.pop(WIRE_COPIES) >= 0.8
    assert max(alike.values()) < 0.2


def test_wire_copies_differ_in_first_line_and_last_paragraph(corpus: list[Article]) -> None:
    whole, cut = (article["text"].split("\n") for name in WIRE_COPIES for article in corpus if article["id"] == name)
    assert whole[0] != cut[0]
    assert whole[1:-1] == cut[1:]


def test_readme_lists_every_article_and_no_other(corpus: list[Article]) -> None:
    readme = (DEMO / "README.md").read_text(encoding="utf-8")
    listed = Counter(
        (f"demo-{number}", country)
        for line in readme.splitlines()
        if re.match(r"\| \d{4}-\d\d-\d\d \|", line)
        for number, country in re.findall(r"(\d{3}) ([A-Z]{3})", line.rsplit("|", 2)[1])
    )
    assert listed == Counter((article["id"], article["country"]) for article in corpus)


def test_readme_counts_the_articles_of_each_outlet(corpus: list[Article]) -> None:
    readme = (DEMO / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| ([A-Z]{3}) \| (\d+) \|$", readme, flags=re.MULTILINE)
    counted = Counter((article["publisher"], article["country"]) for article in corpus)
    assert {(outlet, country): int(count) for outlet, country, count in rows} == counted
    assert f"holds {len(corpus)} short articles" in readme


def word_grams(text: str, size: int) -> set[tuple[str, ...]]:
    words = text.split()
    return {tuple(words[start : start + size]) for start in range(len(words) - size + 1)}


def similarity(first: set[tuple[str, ...]], second: set[tuple[str, ...]]) -> float:
    return len(first & second) / len(first | second)
