"""The article of a page: its text by trafilatura from the element that holds it, its metadata, and what was left out
of the text.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sayso.errors import InputError
from sayso.readers.html.announced import take_announced, take_closing_notes
from sayso.readers.html.beside import take_beside
from sayso.readers.html.boxes import take_boxes
from sayso.readers.html.embeds import Embedded
from sayso.readers.html.furniture import is_bare_link, take_furniture
from sayso.readers.html.lines import (
    LIST_MARK,
    comparable,
    holds_article,
    without_authors,
    without_edges,
    without_labels,
    without_repeats,
)
from sayso.readers.html.linked_data import Item, article_body, described_article, described_page, linked_data, text_of
from sayso.readers.html.marks import MARKED_BY
from sayso.readers.html.metadata import (
    Head,
    Said,
    stated_authors,
    stated_language,
    stated_publisher,
    stated_title,
    stated_url,
)
from sayso.readers.html.page_dates import PageDates, page_dates
from sayso.readers.html.region import LEAST_PROSE, Region, common_element, find_headline, find_region, opening_texts
from sayso.readers.html.shaping import plain, shape
from sayso.schema import Removed

END_MARK = re.compile(r"\s*[♦■□●▪▫◆◼∎⬛•·*]+$|^[\W_]+$")
BETWEEN_NAMES = re.compile(r"[,;] | and | & ")
WRAPPERS = ("div", "section", "article", "main", "span")  # what holds paragraphs once these are made, and is none
MORE_IN_DATA = 1.5  # an article in JSON-LD this much longer than the one shown is the whole, and what is shown a sample


class NoArticle(InputError):
    """The page can be read and holds no article: it is one of links, a login, an empty one."""


@dataclass(frozen=True, slots=True)
class Article:
    """What a page holds and says of itself. `stated` is for a document's `extra`: where each statement stands, and
    the rest of what is said.
    """

    text: str
    captions: tuple[Removed, ...]
    title: str | None
    url: str | None
    publisher: str | None
    language: str | None
    published: str | None
    published_from: str | None
    stated: Mapping[str, Any] = field(default_factory=dict)


def extract_article(page: str, *, path: str, line: int | None = None, url: str | None = None) -> Article:
    """The article of a page; `NoArticle` when there is none. `url` is where the page was fetched, if it was."""
    from trafilatura import load_html

    keep_quiet("trafilatura", "htmldate")
    try:
        tree = load_html(page)
        article = None if tree is None else read_article(tree, url)
    except Exception as error:  # parsers of arbitrary pages fail in many ways; one page must not stop a batch
        raise InputError(path, f"the page cannot be parsed ({error})", "Check that it is HTML", line=line) from error
    if article is None:
        raise NoArticle(path, "the page holds no article", "Save the page of the article itself, as HTML", line=line)
    return article


def keep_quiet(*libraries: str) -> None:
    """Let a library's remarks on odd pages go to handlers the user sets up, not to the terminal by default."""
    for library in libraries:
        logger = logging.getLogger(library)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def read_article(tree: Any, url: str | None) -> Article | None:
    """The article of a parsed page, or None. The tree is used up."""
    body = tree.find(".//body")
    if body is None:
        return None
    kept_alive = list(tree.iter())  # noqa: F841 - else each pass over the tree makes its elements anew
    head, items = Head.read(tree), linked_data(tree)
    address = stated_url(head, None, url)
    item = described_article(items, title=head.metas.get("og:title"), url=address[0] if address else None)
    headline = find_headline(body, text_of(item.get("headline")) if item else head.metas.get("og:title") or head.title)
    region = find_region(body, headline)
    facts = Facts.read(tree, head, items, item, headline, region, url)
    text, left_out, posts = article_text(
        body, headline, region, title=facts.title[0] if facts.title else "", authors=facts.authors
    )
    whole = article_body(item)
    if whole is not None and len(whole) > MORE_IN_DATA * len(text):
        text, posts = whole, []
    if not holds_article(text):
        return None
    return facts.article(text, left_out, posts)


@dataclass(frozen=True, slots=True)
class Facts:
    """The metadata of a page."""

    title: Said | None
    url: Said | None
    publisher: Said | None
    other_publishers: tuple[str, ...]
    authors: tuple[str, ...]
    authors_from: str | None
    language: Said | None
    dates: PageDates

    @classmethod
    def read(
        cls,
        tree: Any,
        head: Head,
        items: list[Item],
        item: Item | None,
        headline: Any | None,
        region: Region,
        url: str | None,
    ) -> Facts:
        """Read all that the page states, before anything is taken out of it."""
        address = stated_url(head, item, url)
        publisher, others = stated_publisher(head, item, items, tree)
        around = common_element(region.element, headline, region.body)
        authors, authors_from = stated_authors(head, item, items, around, publisher=publisher[0] if publisher else None)
        return cls(
            title=stated_title(head, item, headline, publisher[0] if publisher else None),
            url=address,
            publisher=publisher,
            other_publishers=others,
            authors=authors,
            authors_from=authors_from,
            language=stated_language(head, item),
            dates=page_dates(
                tree, item, described_page(items), headline=headline, around=around, url=address[0] if address else None
            ),
        )

    def article(self, text: str, left_out: tuple[Removed, ...], posts: Iterable[Embedded]) -> Article:
        """The article with these facts."""
        stated: dict[str, Any] = {
            "published_from": self.dates.published_from,
            "published_conflicts": list(self.dates.conflicts),
            "modified": self.dates.modified,
            "modified_from": self.dates.modified_from,
            "author": list(self.authors),
            "author_from": self.authors_from,
            "publisher_conflicts": list(self.other_publishers),
            "embedded": [dict(post.noted()) for post in posts],
        }
        for name in ("title", "publisher", "url", "language"):
            said: Said | None = getattr(self, name)
            stated[f"{name}_from"] = said[1] if said else None
        return Article(
            text=text,
            captions=left_out,
            title=self.title[0] if self.title else None,
            url=self.url[0] if self.url else None,
            publisher=self.publisher[0] if self.publisher else None,
            language=self.language[0] if self.language else None,
            published=self.dates.published,
            published_from=self.dates.published_from,
            stated={key: value for key, value in stated.items() if value},
        )


def article_text(
    body: Any, headline: Any | None, region: Region, *, title: str, authors: tuple[str, ...]
) -> tuple[str, tuple[Removed, ...], list[Embedded]]:
    """The article's paragraphs, one a line; what was left out of it; the posts embedded in it."""
    around = common_element(region.element, headline, body)
    authors = tuple(name for author in authors for name in BETWEEN_NAMES.split(author))
    taken = [
        *take_teasers(region),
        *take_beside(region.element, region.protected),
        *take_announced(region.element, region.protected),
        *take_boxes(region.element, region.protected, authors),
    ]
    more, posts = take_furniture(around, region.protected)
    taken += more
    opening = [plain(element.text_content()) for element in opening_texts(body, headline, region.element)]
    headline_words = comparable(headline.text_content()) if headline is not None else comparable(title)
    if headline is not None and is_inside(headline, region.element) and headline is not region.element:
        taken += take_headline(headline, region.element)
    left_out = [removed for parent, removed in taken if is_inside(parent, around)]
    shape(region.element)
    left_out += take_links(region.element)
    left_out += [removed for _, removed in take_closing_notes(region.element)]
    lines = [line for each in extracted(region.element).split("\n") if (line := END_MARK.sub("", plain(each)))]
    lines, edges = without_edges(lines, headline_words)
    lines, signed = without_authors(lines, authors)
    lines, labels = without_labels(lines)
    lines, repeated = without_repeats([*opening, *(LIST_MARK.sub("", line) for line in lines)])
    text = "\n".join(lines)
    return (
        text,
        tuple(dict.fromkeys([*left_out, *edges, *signed, *labels, *repeated])),
        [post for post in posts if post.sentence() in text],
    )


def take_teasers(region: Region) -> list[tuple[Any, Removed]]:
    """Take out the `<article>` elements in the article that are cards of others: together they hold less of the prose
    than the rest.
    """
    cards = [
        each for each in region.element.iter("article") if each is not region.element and each not in region.protected
    ]
    if 2 * sum(len(card.text_content()) for card in cards) > len(region.element.text_content()):
        return []
    taken = [(card.getparent(), Removed(" ".join(card.text_content().split()), "related links")) for card in cards]
    for card in cards:
        card.drop_tree()
    return [(parent, removed) for parent, removed in taken if removed.text]


def take_links(region: Any) -> list[Removed]:
    """Take out the paragraphs made of text between blocks that turn out to be links and nothing else."""
    taken: list[Removed] = []
    for link in list(region.iter("a")):
        block = link.getparent()
        if block is not None and block.tag == "p" and block.getparent() is not None and is_bare_link(block):
            taken.append(Removed(" ".join(block.text_content().split()), "related links"))
            block.drop_tree()
    return taken


def take_headline(headline: Any, region: Any) -> list[tuple[Any, Removed]]:
    """Take out the headline, and the labels that stand above it."""
    taken: list[tuple[Any, Removed]] = []
    inner = headline
    while inner is not region:
        outer = inner.getparent()
        for above in [each for each in inner.itersiblings(preceding=True) if isinstance(each.tag, str)]:
            words = " ".join(above.text_content().split())
            if len(words) < LEAST_PROSE and above.find(".//img") is None:
                taken += [(outer, Removed(words, "label"))] if words else []
                above.drop_tree()
        inner = outer
    headline.drop_tree()
    return taken


def is_inside(element: Any, outer: Any) -> bool:
    """Whether the element is `outer` or in it."""
    return element is outer or any(ancestor is outer for ancestor in element.iterancestors())


def extracted(region: Any) -> str:
    """What trafilatura takes for the main text of the element. Marks are cleared: they have said what they can."""
    from lxml import etree, html
    from trafilatura import bare_extraction
    from trafilatura.settings import Document as Extraction

    etree.strip_tags(region, *WRAPPERS)
    etree.strip_attributes(region, *MARKED_BY, "style", "itemprop", "role")
    region.attrib.clear()
    region.tag, region.tail = "article", None
    page = html.Element("html")
    page_body = html.Element("body")
    page.append(page_body)
    page_body.append(region)
    found = bare_extraction(page, options=settings())
    return found.text or "" if isinstance(found, Extraction) else ""


@cache
def settings() -> Any:
    """The settings of trafilatura: tuned for precision, and a short article is no reason to look for text elsewhere,
    since only the article is left.
    """
    from trafilatura.settings import DEFAULT_CONFIG, Extractor

    config = deepcopy(DEFAULT_CONFIG)
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "0")
    return Extractor(config=config, output_format="python", fast=True, precision=True, comments=False, tables=False)
