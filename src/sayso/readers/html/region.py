"""Finds where on a page the article stands: the headline, and the smallest element that holds the article's prose."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sayso.readers.html.marks import Reason, marks_of, opens_article, reason_for

# A run of text is prose from this length on; shorter ones are headings, links and labels.
LEAST_PROSE = 60
MOST_LINKED = 0.5  # share of a block's text inside links above which it is a list of links
SENTENCE_ENDS = re.compile(r"[.!?…:;,][\"”’')\]]{0,2}(?:\s|$)")

INLINE = frozenset(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd mark q ruby rb s samp small "
    "span strike strong sub sup time tt u var wbr amp-img center nobr picture source".split()
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
OUTSIDE = frozenset(
    ("nav", "footer", "aside", "head", "header", "script", "style", "noscript", "form", "figure", "template")
)

# How much of a block's prose counts for its parent, grandparent and so on, as in the readability algorithm.
SHARES = (1.0, 0.55, 0.35, 0.2)
ENOUGH = 0.97  # share of the prose below the headline's block that the article's own element holds at least
LONGEST_STANDFIRST = 350
BYLINE = re.compile(r"^By\b|\b(?:min(?:ute)?s? read|[Uu]pdated|[Pp]ublished|[Pp]osted)\b|\b\d{1,2}:\d{2}\b")
LEAST_UNMARKED = (
    0.15  # share of the prose that must be left when marked parts are set apart; else the marks are on the article
)


@dataclass(frozen=True, slots=True)
class Region:
    """Where the article stands on the page: its element, and those that hold it or most of it and must not go."""

    body: Any
    element: Any
    protected: frozenset[Any]


def find_headline(tree: Any, title: str | None) -> Any | None:
    """The element of the headline: the `<h1>` that says the title, else the first with words, else a heading that
    says it.
    """
    wanted = comparable(title or "")
    for tag in ("h1", "h2", "h3"):
        headings = [element for element in tree.iter(tag) if comparable(element.text_content())]
        for element in headings:
            if wanted and says_title(comparable(element.text_content()), wanted):
                return element
        if tag == "h1" and headings:
            return headings[0]
    return next(
        (element for element in tree.iter() if element.get("itemprop") == "headline" and element.tag != "meta"), None
    )


def says_title(said: str, wanted: str) -> bool:
    """Whether a heading is the title, or all but a little of it."""
    shorter, longer = sorted((said, wanted), key=len)
    return shorter == longer or (len(shorter) >= 15 and shorter in longer)


def comparable(text: str) -> str:
    """Letters and digits only, in small letters."""
    return "".join(character for character in text.casefold() if character.isalnum())


def find_region(body: Any, headline: Any | None) -> Region:
    """The smallest element that holds nearly all prose that stands together with the headline; the body where there
    is none.
    """
    unwrap_forms(body)
    close_anchors(body)
    prose = prose_of(body)
    holders = frozenset() if headline is None else frozenset((headline, *headline.iterancestors()))
    if not prose:
        return Region(body, body, holders | {body})
    held, scores = mass_of(prose)
    outer = common_element(max(scores, key=lambda element: scores[element]), headline, body)
    region = outer if (stated := stated_body(outer, held)) is None else stated
    while (inner := heaviest_child(region, held)) is not None and held[inner] >= ENOUGH * held[outer]:
        region = inner
    protected = {region, *region.iterancestors(), *holders}
    protected |= {
        element for element, length in held.items() if length > held[region] / 2 and is_below(element, region)
    }
    return Region(body, region, frozenset(protected))


def unwrap_forms(body: Any) -> None:
    """Take a form around most of the page for what it is, a wrapper that some servers put there."""
    for form in list(body.iter("form")):
        if 2 * len(form.text_content()) > len(body.text_content()):
            form.tag = "div"


def close_anchors(body: Any) -> None:
    """Take the name of a place on the page for no link: where it is never closed, paragraphs stand in it."""
    for anchor in list(body.iter("a")):
        if anchor.get("href") is None and (anchor.get("name") or anchor.get("id")):
            anchor.tag = "div" if any(child.tag not in INLINE for child in anchor) else "span"


def stated_body(outer: Any, held: dict[Any, int]) -> Any | None:
    """The element that microdata call the article's body, if it holds most of the prose."""
    for element in outer.iter("div", "section", "article", "span", "main"):
        if element.get("itemprop") == "articleBody":
            return element if held.get(element, 0) >= 0.6 * held[outer] else None
    return None


def is_below(element: Any, outer: Any) -> bool:
    """Whether the element stands in `outer`."""
    return any(ancestor is outer for ancestor in element.iterancestors())


def prose_of(body: Any) -> dict[Any, int]:
    """Each element with prose of its own, and how long that is: without parts that marks set apart, unless these hold
    nearly all.
    """
    blocks = [
        (element, len(text))
        for element, text in texts_of(body)
        if len(text) >= LEAST_PROSE and SENTENCE_ENDS.search(text)
    ]
    blocks = [(element, length) for element, length in blocks if linked(element) <= MOST_LINKED * length]
    by_tag, by_marks = Outside(body, by_marks=False), Outside(body, by_marks=True)
    within = {element: length for element, length in blocks if not by_tag(element)}
    unmarked = {element: length for element, length in within.items() if not by_marks(element)}
    return unmarked if sum(unmarked.values()) >= LEAST_UNMARKED * sum(within.values()) else within


def texts_of(body: Any) -> Iterator[tuple[Any, str]]:
    """Each block with its own text."""
    for element in body.iter():
        if isinstance(element.tag, str) and element.tag not in INLINE:
            yield element, own_text(element)


def own_text(element: Any) -> str:
    """The text of an element and of inline elements in it, not of the blocks in it."""
    if not len(element):
        return (element.text or "").strip()
    pieces = [element.text or ""]
    for child in element:
        if child.tag in INLINE:
            pieces.append(child.text_content() if len(child) else child.text or "")
        pieces.append(child.tail or "")
    return "".join(pieces).strip()


def linked(element: Any) -> int:
    """How much of an element's own text stands in links."""
    return sum(len(link.text_content()) for child in element if child.tag in INLINE for link in child.iter("a"))


class Outside:
    """Tells which elements stand in a part of the page that is none of the article's: by tag, and `by_marks` also by
    marks.
    """

    def __init__(self, body: Any, *, by_marks: bool) -> None:
        self.by_marks = by_marks
        self.known: dict[Any, bool] = {body: False}

    def __call__(self, element: Any) -> bool:
        """Whether the element or one around it is marked so."""
        answer = self.known.get(element)
        if answer is None:
            parent = element.getparent()
            answer = self.is_marked(element) or (parent is not None and self(parent))
            self.known[element] = answer
        return answer

    def is_marked(self, element: Any) -> bool:
        """Whether the element itself is marked so."""
        if element.tag in OUTSIDE:
            return True
        marks = marks_of(element) if self.by_marks else ""
        reason = reason_for(marks, element.tag) if marks else None
        return reason is not None and applies(reason, element)


def applies(reason: Reason, element: Any) -> bool:
    """Whether a rule found by its marks holds for this element."""
    if element.tag in ("p", "li") and reason.name in ("paywall", "player", "navigation"):
        return False  # such marks on a paragraph say what happens to it, not what it is
    if element.tag in HEADINGS and reason.name == "tags":
        return False  # `edTag` and the like are the look of a subheading
    if reason.longest is None and reason.asks is None:
        return True
    text = element.text_content()
    if reason.longest is not None and len(text) > reason.longest and len(" ".join(text.split())) > reason.longest:
        return False
    return reason.asks is None or reason.asks.search(text) is not None


def mass_of(prose: dict[Any, int]) -> tuple[dict[Any, int], dict[Any, float]]:
    """The prose below each element, and its score as the article's own element."""
    held: defaultdict[Any, int] = defaultdict(int)
    scores: defaultdict[Any, float] = defaultdict(float)
    for block, length in prose.items():
        held[block] += length
        if block.tag not in ("p", "li", "blockquote"):
            scores[block] += length
        for depth, ancestor in enumerate(block.iterancestors()):
            held[ancestor] += length
            if depth < len(SHARES):
                scores[ancestor] += SHARES[depth] * length
    return held, scores


def common_element(centre: Any, headline: Any | None, body: Any) -> Any:
    """The smallest element around both the centre of the prose and the headline; the body without a headline."""
    if headline is None:
        return body
    around = {headline, *headline.iterancestors()}
    while centre not in around and centre is not body:
        centre = centre.getparent()
    return centre


def heaviest_child(element: Any, held: dict[Any, int]) -> Any | None:
    """The child with the most prose below it, if it is a block that holds others."""
    children = [child for child in element if child.tag not in ("p", "li", "blockquote", *HEADINGS) and held.get(child)]
    return max(children, key=lambda child: held[child], default=None)


def opening_texts(body: Any, headline: Any | None, region: Any) -> Iterator[Any]:
    """The elements marked as standing between headline and article (standfirst, subtitle), outside the article's own
    element.
    """
    if headline is None:
        return
    around = common_element(headline, region, body)
    inside = set(region.iter())
    seen = False
    for element in around.iter():
        if element is region:
            return
        seen = seen or element is headline
        if (
            not seen
            or element in inside
            or not isinstance(element.tag, str)
            or element.tag in INLINE
            or len(element) > 6
        ):
            continue
        marks = marks_of(element)
        marked = bool(marks) and opens_article(marks) and reason_for(marks) is None and not is_byline(element)
        beside = element.tag in HEADINGS and element.getprevious() is headline
        if marked or beside or is_standfirst(element, headline, around):
            items = list(element.iter("li"))
            yield from items or [element]


def is_byline(element: Any) -> bool:
    """Whether a short text that is no sentence says by whom, when or how long."""
    words = " ".join(" ".join(element.itertext()).split())
    return BYLINE.search(words) is not None and words[-1:] not in ".!?”"


def is_standfirst(element: Any, headline: Any, around: Any) -> bool:
    """Whether a paragraph between headline and article that has no telling mark is a sentence or two."""
    if element.tag != "p" or reason_for(marks_of(element)) is not None:
        return False
    text = own_text(element)
    if not LEAST_PROSE <= len(text) <= LONGEST_STANDFIRST or linked(element) or BYLINE.search(text):
        return False
    outside = Outside(around, by_marks=True)
    outside.known.update(dict.fromkeys(headline.iterancestors(), False))
    return not outside(element)
