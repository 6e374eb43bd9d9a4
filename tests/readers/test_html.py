"""Reading web pages: the article, its metadata where the page states them, its captions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sayso.errors import InputError
from sayso.readers import ReadOptions, read_documents
from sayso.readers.dates import iso_day, page_day
from sayso.readers.html import NoArticle, extract_article, page_document
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
    # What the page shows beside the headline, in a line that is there for it.
    ("", "<p>Published on 30 December 2022</p>", "2022-12-30"),
    ("", "<div class='date'>Friday 30 December 2022 - 11:47</div>", "2022-12-30"),
    ("", "<div class='stamp'>2022-12-30 20:15:33</div>", "2022-12-30"),
    ("", "<div class='date'>30.12.2022</div>", "2022-12-30"),
    # The address only where nothing else does.
    ('<link rel="canonical" href="https://courier.example/2022/12/30/zinder">', "", "2022-12-30"),
    ('<link rel="canonical" href="https://courier.example/2022/dec/30/zinder">', "", "2022-12-30"),
    (
        '<link rel="canonical" href="https://courier.example/2022/12/29/a"><meta name="date" content="2022-12-30">',
        "",
        "2022-12-30",
    ),
    # What a page does not state is not guessed.
    ("", "<p>Updated on 30 December 2022</p>", None),
    ("", "<div class='date'>03/04/2022</div>", None),
    ('<link rel="canonical" href="https://courier.example/2022/13/30/zinder">', "", None),
    ("", "", None),
    ('<meta property="article:modified_time" content="2023-01-05">', "", None),
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


def test_a_date_in_the_address_is_marked_so(tmp_path: Path) -> None:
    document = read_page(tmp_path, page('<link rel="canonical" href="https://courier.example/2022/12/30/zinder">'))
    assert document.extra["published_from"] == "address"


def linked(**stated: Any) -> str:
    described = json.dumps({"@type": "NewsArticle", **stated})
    return f'<script type="application/ld+json">{described}</script>'


class TestDays:
    def test_a_day_in_utc_becomes_the_one_the_page_shows_in_its_own_zone(self, tmp_path: Path) -> None:
        head = linked(datePublished="2022-12-29T20:42:00Z")
        document = read_page(tmp_path, page(head, "<div class='byline'>Dec 30, 2022, 02:12 IST</div>"))
        assert document.published == "2022-12-30"
        assert "zone" in document.extra["published_from"]
        assert "published_conflicts" not in document.extra

    def test_the_same_moment_with_an_offset_says_the_day(self, tmp_path: Path) -> None:
        head = linked(datePublished="2022-12-30T03:15:00Z")
        head += '<meta property="article:published_time" content="2022-12-29T22:15:00-05:00">'
        assert read_page(tmp_path, page(head)).published == "2022-12-29"

    def test_another_day_is_a_conflict_and_is_said(self, tmp_path: Path) -> None:
        head = linked(datePublished="2022-12-30T10:00:00Z") + '<meta name="date" content="2022-12-27">'
        document = read_page(tmp_path, page(head))
        assert document.published == "2022-12-30"
        assert document.extra["published_conflicts"] == ["2022-12-27 (meta date)"]

    def test_the_day_of_change_is_kept_apart(self, tmp_path: Path) -> None:
        document = read_page(tmp_path, page(linked(datePublished="2022-12-30", dateModified="2023-01-05T10:00:00Z")))
        assert (document.published, document.extra["modified"]) == ("2022-12-30", "2023-01-05")
        assert document.extra["modified_from"] == "json-ld dateModified"

    def test_the_page_s_own_article_is_the_one_of_its_headline(self, tmp_path: Path) -> None:
        items = [
            {"@type": "NewsArticle", "headline": "Another", "datePublished": "2022-12-01"},
            {"@type": "NewsArticle", "headline": "Envoys meet in Zinder", "datePublished": "2022-12-30"},
        ]
        head = f'<script type="application/ld+json">{json.dumps(items)}</script>'
        head += '<meta property="og:title" content="Envoys meet in Zinder">'
        assert read_page(tmp_path, page(head)).published == "2022-12-30"


PUBLISHERS = [
    (linked(publisher={"@type": "Organization", "name": "Delta Courier"}), "Delta Courier", "json-ld publisher"),
    (linked(publisher="Delta Courier"), "Delta Courier", "json-ld publisher"),
    (linked(publisher=[{"name": "Delta Courier"}]), "Delta Courier", "json-ld publisher"),
    (
        '<script type="application/ld+json">{"@graph": [{"@type": "Article", "publisher": {"@id": "#o"}},'
        ' {"@type": "Organization", "@id": "#o", "name": "Delta Courier"}]}</script>',
        "Delta Courier",
        "json-ld publisher",
    ),
    (
        linked(publisher={"name": "Delta Courier Media Ltd"})
        + '<meta property="og:site_name" content="Delta Courier">',
        "Delta Courier",
        "meta og:site_name",
    ),
    ('<meta name="dcterms.publisher" content="Delta Courier">', "Delta Courier", "meta dcterms.publisher"),
    ('<meta name="copyright" content="© 2022 Delta Courier. All rights reserved.">', "Delta Courier", "meta copyright"),
    (linked(publisher="https://courier.example"), None, None),
    ('<meta property="og:site_name" content="courier.example">', None, None),
]


@pytest.mark.parametrize(("head", "publisher", "where"), PUBLISHERS)
def test_the_publisher_and_where_it_is_stated(
    tmp_path: Path, head: str, publisher: str | None, where: str | None
) -> None:
    document = read_page(tmp_path, page(head))
    assert (document.publisher, document.extra.get("publisher_from")) == (publisher, where)


def test_other_publishers_are_said(tmp_path: Path) -> None:
    head = linked(publisher="Delta Courier") + '<meta property="og:site_name" content="All of the Sahel">'
    document = read_page(tmp_path, page(head))
    assert document.publisher == "Delta Courier"
    assert document.extra["publisher_conflicts"] == ["All of the Sahel (meta og:site_name)"]


def test_where_the_page_was_fetched_is_the_last_resort_for_its_address() -> None:
    fetched = page_document(page(), ReadOptions(), path="crawl", url="https://courier.example/zinder?ref=feed")
    assert (fetched.url, fetched.extra["url_from"]) == (
        "https://courier.example/zinder?ref=feed",
        "where it was fetched",
    )
    stated = page('<link rel="canonical" href="/zinder">')
    assert page_document(stated, ReadOptions(), path="crawl", url="https://courier.example/a?b").url == (
        "https://courier.example/zinder"
    )


SHAPES = [
    # (what stands in the article, what is read of it)
    (
        "<p>He called it <q>a farce</q> and left the room at once.</p>",
        "He called it “a farce” and left the room at once.",
    ),
    ("<p>The cus&shy;toms post stays, the min&shy;ister said.</p>", "The customs post stays, the minister said."),
    ("<p><span class='dropcap'>T</span>he customs post stays, he said.</p>", "The customs post stays, he said."),
    (
        "<p>They met on <time datetime='2022-10-17'>17 October</time> in Agadez.</p>",
        "They met on 17 October in Agadez.",
    ),
    (
        "<p>They met&nbsp;again.<sup><a href='#n1'>[1]</a></sup> Nothing came of it.</p>",
        "They met again. Nothing came of it.",
    ),
    ("<p>The old <ruby>town<rt>tawn</rt></ruby> was quiet that day.</p>", "The old town was quiet that day."),
    (
        "<p>They spoke to the <a href='/x'>Zinder post</a> of their plans.</p>",
        "They spoke to the Zinder post of their plans.",
    ),
    ("<h3>What comes next</h3><p>Nobody in the town can say.</p>", "What comes next\nNobody in the town can say."),
    ("<ul><li>a road;</li><li>a bridge.</li></ul><p>Both cost money.</p>", "a road;\na bridge.\nBoth cost money."),
    ("<div>One man was hurt.<br><br>Two were not.</div>", "One man was hurt.\nTwo were not."),
    ("<div>One man was hurt.<div class='ad-slot'>Buy tea</div>Two were not.</div>", "One man was hurt.\nTwo were not."),
    ("<p hidden>Nobody sees this sentence here.</p><p>Two were not.</p>", "Two were not."),
    ("<p style='display: none'>Nobody sees this sentence here.</p><p>Two were not.</p>", "Two were not."),
    ("<noscript><p>The same picture again, for old ones.</p></noscript><p>Two were not.</p>", "Two were not."),
    ("<table><tr><th>Town</th></tr><tr><td>Agadez</td></tr></table><p>Two were not.</p>", "Two were not."),
    (
        "<blockquote class='pullquote'>“We have waited four years”</blockquote><p>Two were not.</p>",
        "Two were not.",
    ),
    ("<blockquote>“We have waited four years”</blockquote><p>Two were not.</p>", "Two were not."),
]


@pytest.mark.parametrize(("body", "expected"), SHAPES, ids=lambda value: value[:30])
def test_how_pages_write_an_article(tmp_path: Path, body: str, expected: str) -> None:
    article = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS) + body
    assert read_page(tmp_path, page(paragraphs=[], body=article)).text == "\n".join([*PARAGRAPHS, expected])


EMBEDS = [
    (
        '<blockquote class="twitter-tweet"><p lang="en">We will not <b>sign</b>. <a href="https://t.co/x">t.co/x</a></p>'
        '&mdash; Layla Haddad 🇳🇪 (@laylah) <a href="https://x.com/laylah/status/1">May 3</a></blockquote>',
        "Layla Haddad wrote on X: “We will not sign.”",
    ),
    (
        '<blockquote class="twitter-tweet"><p lang="en">He said “no”.</p>— (@laylah) <a>May 3</a></blockquote>',
        "@laylah wrote on X: “He said ‘no’.”",
    ),
    (
        '<div class="tgme_widget_message"><a class="tgme_widget_message_owner_name">Border Guard</a>'
        '<div class="tgme_widget_message_text">The post is open.</div></div>',
        "Border Guard wrote on Telegram: “The post is open.”",
    ),
    ('<blockquote class="twitter-tweet"><p lang="fr">Nous ne signerons pas.</p>— A B (@ab)</blockquote>', None),
    ('<blockquote class="mastodon-embed"><a href="https://s.example/@a">Post by @a</a></blockquote>', None),
]


@pytest.mark.parametrize(("post", "sentence"), EMBEDS)
def test_embedded_posts_name_their_author(tmp_path: Path, post: str, sentence: str | None) -> None:
    document = read_page(tmp_path, page(body=post))
    assert document.text.split("\n") == ([sentence] if sentence else []) + PARAGRAPHS
    if sentence is None:
        assert "embedded post" in {removed.reason for removed in document.removed}
    else:
        [embedded] = document.extra["embedded"]
        assert embedded["platform"] in sentence


@pytest.mark.model
def test_the_author_of_an_embedded_post_is_the_source_of_a_quotation(tmp_path: Path) -> None:
    from sayso.api import build_pipeline
    from sayso.config import load_settings

    post = (
        '<blockquote class="twitter-tweet"><p lang="en">Chad has attacked Niger. Chad must stop.</p>'
        "— Foreign Ministry of Niger (@nigermfa)</blockquote>"
    )
    coded = build_pipeline(load_settings()).code(read_page(tmp_path, page(body=post)))
    mentions = {mention.id: mention for mention in coded.mentions}
    [said] = [each for each in coded.attributions if each.cue is not None and each.cue.text == "wrote"]
    assert said.kind == "direct" and said.source is not None
    assert [coded.document.text[span.start : span.end] for span in said.content] == [
        "Chad has attacked Niger. Chad must stop"
    ]
    assert mentions[said.source].text == "Foreign Ministry of Niger"


def test_the_text_in_json_ld_is_read_where_the_page_shows_none_or_a_sample(tmp_path: Path) -> None:
    head = linked(articleBody="\n\n".join(PARAGRAPHS))
    for shown in ([], [PARAGRAPHS[0]]):
        assert read_page(tmp_path, page(head, paragraphs=shown)).text.split("\n") == PARAGRAPHS


def test_a_page_in_one_form_is_read(tmp_path: Path) -> None:
    content = page().replace("<body>", "<body><form id='aspnetForm'>").replace("</body>", "</form></body>")
    assert read_page(tmp_path, content).text.split("\n") == PARAGRAPHS


@pytest.mark.parametrize(
    "content",
    [
        "<html><body>" + "<div>" * 3000 + "deep",
        "<html><body>" + "<p class='ad comment related'>x " * 3000,
        "<html><body><article><h1>A</h1>" + "<br>" * 5000 + "</article>",
        "<html><script type='application/ld+json'>" + "[" * 5000 + "</script><body><p>Sign in</p>",
        "<html><body><blockquote class='twitter-tweet'></blockquote><time datetime='x'></time>",
    ],
)
def test_odd_pages_hold_no_article_and_break_nothing(content: str) -> None:
    with pytest.raises(NoArticle):
        extract_article(content, path="page.html")
