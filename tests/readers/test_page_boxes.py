"""Boxes on a page that no mark names: which go, and what looks like one and is the article's."""

from __future__ import annotations

import pytest

from sayso.readers.html import extract_article

FIRST = "Envoys from two neighbours met in Zinder on Tuesday to talk about trade and the road that both of them need."
SECOND = "The road was closed in spring after a dispute over customs, and traders on both sides have asked for help."
THIRD = "The mediators want a second round in June, and the minister said that he would come to it himself."


def text_of(middle: str, *, after: str = "") -> list[str]:
    """The paragraphs kept of a page with something between the second and the third."""
    page = (
        f"<html lang=en><body><div><h1>Envoys meet in Zinder</h1><div><p>{FIRST}</p><p>{SECOND}</p>{middle}"
        f"<p>{THIRD}</p></div>{after}</div></body></html>"
    )
    return extract_article(page, path="page.html").text.split("\n")


@pytest.mark.parametrize(
    "box",
    [
        "<div><b>The Brief</b><p>The five stories that matter, in your inbox at seven each day.</p>"
        "<input type=email><p>We may send you offers from time to time, as our notice says.</p></div>",
        "<div><h4>Read us daily</h4><div>Newsletter email address</div><div>Never miss a story</div></div>",
        "<div><img src=a.jpg><div>Traders wait at the closed road outside Zinder in the last week of May.</div></div>",
        "<div><h4><a href=/b>Why the road was closed</a></h4><p>Customs officers tell of a long year.</p></div>",
        "<a href=/b><div>Why the road was closed</div><p>Customs officers tell of a long year at the gate.</p></a>",
        "<div><div>Have your say</div><div>Should the road be opened?</div><div>4,112 votes so far</div></div>",
        "<div><a href=/b></a><div>Why the road was closed</div><div>Read more</div></div>",
        "<p><b>ALSO READ:</b></p><ul><li><a href=/b>Why the road was closed</a></li></ul>",
        "<div><span>In Short</span><ul><li>Envoys meet in Zinder</li><li>Road still closed</li></ul></div>",
    ],
)
def test_boxes_go(box: str) -> None:
    assert text_of(box) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    ("middle", "kept"),
    [
        # A statement speaks to somebody, too.
        (
            "<div><p>We call on you to support journalists and the traders who subscribe to no party at all.</p></div>",
            ["We call on you to support journalists and the traders who subscribe to no party at all."],
        ),
        # A picture in a paragraph's own element, with somebody speaking.
        (
            "<div><img src=a.jpg><p>“We have waited for a year,” Rashed Karim, a trader, told reporters.</p></div>",
            ["“We have waited for a year,” Rashed Karim, a trader, told reporters."],
        ),
        # An anchor that is never closed.
        (
            "<a name=more><p>The governor of Agadez was not there and sent his deputy in his stead.</p></a>",
            ["The governor of Agadez was not there and sent his deputy in his stead."],
        ),
        # After links to other stories the article goes on, paragraph by paragraph in elements of their own.
        (
            "<h3>Read more</h3><ul><li><a href=/b>Why the road was closed</a></li></ul>"
            "<div><p>The governor of Agadez was not there and sent his deputy in his stead.</p></div>",
            ["The governor of Agadez was not there and sent his deputy in his stead."],
        ),
        ("<h3 class=edTag>A year of waiting</h3>", ["A year of waiting"]),
    ],
)
def test_what_looks_like_a_box_and_is_the_article_stays(middle: str, kept: list[str]) -> None:
    assert text_of(middle) == [FIRST, SECOND, *kept, THIRD]


def test_dates_that_head_paragraphs_are_the_article_s_own() -> None:
    days = "".join(f"<p>{day} May 2022</p><p>{FIRST[:-1]} on day {day}.</p>" for day in (3, 9, 12, 20))
    page = f"<html lang=en><body><div><h1>How the talks went</h1><div><p>{SECOND}</p>{days}</div></div></body></html>"
    text = extract_article(page, path="page.html").text
    assert [line for line in text.split("\n") if "May 2022" in line] == [f"{day} May 2022" for day in (3, 9, 12, 20)]


def test_another_story_below_the_first_goes() -> None:
    after = (
        "<div><h3>Related</h3><a href=/c>Tents for Diffa</a></div>"
        f"<div><h2>Rains reach Diffa early this year</h2><p>{FIRST.replace('Zinder', 'Diffa')}</p></div>"
    )
    assert text_of("", after=after) == [FIRST, SECOND, THIRD]


def test_an_article_in_several_parts_is_read_to_its_end() -> None:
    last = "The governor of Agadez was not there and sent his deputy in his stead."
    after = f"<div><h3>Related</h3><a href=/c>Tents for Diffa</a></div><div><p>{last}</p></div>"
    assert text_of("", after=after) == [FIRST, SECOND, THIRD, last]
