"""Reading web pages: the article, its metadata where the page states them, its captions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sayso.errors import InputError
from sayso.readers import ReadOptions, read_documents
from sayso.readers.dates import iso_day, page_day
from sayso.schema import Document, Issue, Removed

PARAGRAPHS = [
    "Envoys from two neighbours met in Zinder on Tuesday to talk about trade and the road that both of them need.",
    "“We have waited four years,” the older of the two told reporters after the meeting at the governor’s residence.",
    "The road was closed in spring after a dispute over customs, and traders on both sides have asked for help since.",
]


def page(head: str = "", body: str = "", *, paragraphs: list[str] = PARAGRAPHS, attributes: str = "") -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!DOCTYPE html><html{attributes}><head>{head}</head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>Envoys meet in Zinder</h1>{body}{text}</article><footer>Imprint</footer></body></html>"
    )


def read_page(folder: Path, content: str | bytes, **options: Any) -> Document:
    path = folder / "page.html"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    [document] = read_documents([path], ReadOptions(**options))
    return document


def test_the_page_states_title_publisher_address_language_and_date(tmp_path: Path) -> None:
    head = (
        "<title>Envoys meet in Zinder | Delta Courier</title>"
        '<meta property="og:title" content="Envoys meet in Zinder">'
        '<meta property="og:site_name" content="Delta Courier">'
        '<link rel="canonical" href="https://courier.example/zinder">'
        '<meta property="article:published_time" content="2022-12-30T22:15:00-05:00">'
    )
    content = page(head, attributes=' lang="en-GB"')
    document = read_page(tmp_path, content, published="1999-01-01", publisher="Other", language="fr")
    assert document.title == "Envoys meet in Zinder"
    assert document.publisher == "Delta Courier"
    assert document.url == "https://courier.example/zinder"
    assert document.language == "en"
    assert document.published == "2022-12-30"
    assert document.extra["published_from"] == "meta article:published_time"
    assert document.raw == content


def test_the_paragraphs_of_the_article_come_line_by_line(tmp_path: Path) -> None:
    lines = read_page(tmp_path, page()).text.split("\n")
    assert [line for line in lines if line != "Envoys meet in Zinder"] == PARAGRAPHS


def test_a_short_article_keeps_its_paragraphs(tmp_path: Path) -> None:
    short = ["Envoys met in Zinder on Tuesday.", "They had not spoken for a year."]
    text = read_page(tmp_path, page(paragraphs=short)).text
    assert text.split("\n")[-2:] == short
    assert "Home" not in text and "Imprint" not in text


def test_options_fill_what_the_page_leaves_out(tmp_path: Path) -> None:
    document = read_page(tmp_path, page(), published="2022-12-30", publisher="Delta Courier", language="en")
    assert (document.published, document.publisher, document.language) == ("2022-12-30", "Delta Courier", "en")
    assert "published_from" not in document.extra


def test_figure_captions_are_taken_out_and_listed(tmp_path: Path) -> None:
    figure = (
        "<figure><img src='a.jpg' alt='x'><figcaption>The residence in Zinder, where the envoys met on Tuesday. "
        "<span class='photo-credit'>Rashed Karim</span></figcaption></figure>"
        "<p class='wp-caption-text'>A lorry waits at the border post.</p>"
    )
    document = read_page(tmp_path, page(body=figure))
    assert document.removed == (
        Removed("The residence in Zinder, where the envoys met on Tuesday. Rashed Karim", "caption"),
        Removed("A lorry waits at the border post.", "caption"),
    )
    assert "residence in Zinder" not in document.text
    assert "lorry" not in document.text


def test_the_text_of_a_page_is_cleaned_as_any_other(tmp_path: Path) -> None:
    paragraphs = [f"ZINDER, Niger (AP) — {PARAGRAPHS[0]}", *PARAGRAPHS[1:], "Read more: The road to Agadez"]
    document = read_page(tmp_path, page(paragraphs=paragraphs))
    assert [removed.reason for removed in document.removed] == ["dateline", "read-more"]
    assert document.text.split("\n")[-3:] == PARAGRAPHS


DATES = [
    ('<meta property="article:published_time" content="2022-12-30T10:00:00Z">', "", "2022-12-30"),
    ('<meta name="pubdate" content="20221230">', "", "2022-12-30"),
    ('<meta name="date" content="December 30, 2022">', "", "2022-12-30"),
    ('<meta name="DC.date.issued" content="30 December 2022">', "", "2022-12-30"),
    ('<meta name="parsely-pub-date" content="Fri, 30 Dec 2022 10:00:00 GMT">', "", "2022-12-30"),
    ('<meta itemprop="datePublished" content="2022-12-30">', "", "2022-12-30"),
    (
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2022-12-30T10:00Z",'
        ' "dateModified": "2023-01-05"}]}</script>',
        "",
        "2022-12-30",
    ),
    (
        "",
        '<time class="published" datetime="2022-12-30T10:00">today</time><time datetime="2023-01-02">2 Jan</time>',
        "2022-12-30",
    ),
    ("", '<div><time datetime="2022-12-30">30 December</time></div>', "2022-12-30"),
    # What a page does not state is not guessed.
    ("", "", None),
    ('<meta property="article:modified_time" content="2023-01-05">', "", None),
    ('<link rel="canonical" href="https://courier.example/2022/12/30/zinder">', "", None),
    ('<meta property="article:published_time" content="2022-02-30">', "", None),
    ('<meta property="article:published_time" content="soon">', "", None),
    ('<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": </script>', "", None),
    ('<script type="application/ld+json">{"@type": "Movie", "datePublished": "1999-01-01"}</script>', "", None),
    ("", '<time datetime="2022-12-30">a</time><time datetime="2023-01-02">b</time>', None),
    (
        "",
        '<p>They met on <time datetime="2022-10-17">17 October</time> in the residence and then again in Agadez'
        " to talk about the road that both of them need, and about customs.</p>",
        None,
    ),
    ("", "<p>Published on 30 December 2022</p>", None),
    ("", '<aside><time datetime="2022-12-30">30 December</time></aside>', None),
]


@pytest.mark.parametrize(("head", "body", "expected"), DATES)
def test_the_date_is_taken_only_where_the_page_states_it(
    tmp_path: Path, head: str, body: str, expected: str | None
) -> None:
    document = read_page(tmp_path, page(head, body))
    assert document.published == expected
    assert ("published_from" in document.extra) == (expected is not None)


def test_a_host_name_is_no_publisher(tmp_path: Path) -> None:
    document = read_page(tmp_path, page('<link rel="canonical" href="https://www.courier.example/zinder">'))
    assert document.publisher is None


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", ""),
        ("utf-8", '<meta charset="utf-8">'),
        ("cp1252", '<meta charset="iso-8859-1">'),
        ("cp1252", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">'),
        ("utf-16", '<meta charset="utf-16">'),
        ("utf-8", '<meta charset="utf-16">'),
        ("utf-8", '<meta charset="no-such-thing">'),
    ],
)
def test_the_declared_charset_is_honoured(tmp_path: Path, encoding: str, head: str) -> None:
    assert "“We have waited four years,”" in read_page(tmp_path, page(head).encode(encoding)).text


def test_bytes_that_are_not_in_the_declared_charset_are_said(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(page('<meta charset="utf-8">').encode("cp1252"))
    issues: list[Issue] = []
    [document] = read_documents([path], on_issue=issues.append)
    assert "“We have waited four years,”" in document.text
    assert "Windows-1252" in issues[0].problem


@pytest.mark.parametrize(
    "content",
    [
        "<html><body></body></html>",
        "<html><body><p>Sign in</p></body></html>",
        "<html><body><ul><li><a href='a'>Envoys meet in Zinder to talk trade</a></li></ul></body></html>",
    ],
)
def test_a_page_without_an_article_is_named(tmp_path: Path, content: str) -> None:
    with pytest.raises(InputError, match="the page holds no article"):
        read_page(tmp_path, content)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2022-12-30", "2022-12-30"),
        (" 2022-12-30T10:00:00.123Z ", "2022-12-30"),
        ("2022-12-30 10:00", "2022-12-30"),
        ("0001-01-01", "0001-01-01"),
        ("2024-02-29", "2024-02-29"),
        ("2023-02-29", None),
        ("2022-13-01", None),
        ("2022-12-30T", None),
        ("20221230", None),
        ("30.12.2022", None),
        ("", None),
    ],
)
def test_iso_days_are_checked(value: str, expected: str | None) -> None:
    assert iso_day(value) == expected


@pytest.mark.parametrize(
    "value", ["", "May", "May 99, 2022", "99999999", "2022-02-31T10:00", "x" * 500, "Fri, 99 Foo 2022"]
)
def test_a_page_may_state_nonsense(value: str) -> None:
    assert page_day(value) is None
