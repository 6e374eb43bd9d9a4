"""Takes out of a page what is not the article, by the tags and marks of its elements, and says why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sayso.readers.html.embeds import Embedded, read_embedded
from sayso.readers.html.marks import load_furniture, marks_of, platform_for, reason_for
from sayso.readers.html.region import HEADINGS, INLINE, LEAST_PROSE, applies, own_text
from sayso.schema import Removed

HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡§¶]{1,3}|[a-z]|note \d{1,3})[\])]?", re.IGNORECASE)
ENDS_SENTENCE = re.compile(r"[.!?][\"”’')\]]{0,2}$")
LINKABLE = frozenset(("p", "ul", "ol", "li", "h2", "h3", "h4", "h5", "h6", "div", "section", "td", "center"))
MOST_LINKED = 0.95  # share of a block's letters inside links from which it is a list of links
LONGEST_CHOICE = 3  # words of each item of a list that offers languages or pages to choose from
LEAST_LISTED = 3  # words that something taken out must have to be worth listing

# Microdata that state what is no part of the text.
STATED_PROPERTIES = frozenset(
    "datePublished dateModified dateCreated publisher author creator mainEntityOfPage image logo keywords "
    "articleSection url".split()
)

REASON_OF_TAG = {
    "figcaption": "caption",
    "nav": "navigation",
    "form": "form",
    "button": "button",
    "amp-ad": "advertisement",
    "details": "beside the article",
}
UNLISTED = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "svg",
        "button",
        "select",
        "label",
        "input",
        "rt",
        "rp",
        "rtc",
        "nav",
        "form",
    )
)


def take_furniture(body: Any, held_back: frozenset[Any]) -> tuple[list[tuple[Any, Removed]], list[Embedded]]:
    """Take out what is not the article. What went is given with the element it stood in; `held_back` are never touched.

    Embedded posts are put in words on the way, since their marks are furniture to other eyes.
    """
    taken: list[tuple[Any, Removed]] = []
    posts: list[Embedded] = []
    for element in outermost_first(body):
        if element is body or element in held_back:
            continue
        parent = element.getparent()
        platform = embedded_in(element)
        if platform is not None:
            post = read_embedded(element, platform)
            words = " ".join(element.text_content().split())
            if post is not None:
                posts.append(post)
                put_in_words(element, post)
            else:
                if words:
                    taken.append((parent, Removed(words, "embedded post")))
                drop(element)
            continue
        reason = why_not(element)
        if reason is None:
            continue
        if (
            reason == "related links"
            and (heading := heading_of_links(element)) is not None
            and heading not in held_back
        ):
            heading.drop_tree()
        words = words_of(element)
        if words and (len(words.split()) >= LEAST_LISTED or reason in ("caption", "credit", "byline")):
            taken.append((parent, Removed(words, reason)))
        drop(element)
    return taken, posts


def words_of(element: Any) -> str:
    """The words of an element as a reader sees them; of a figure its caption."""
    if element.tag in UNLISTED:
        return ""
    captions = list(element.iter("figcaption")) if element.tag == "figure" else []
    pieces = [text for shown in captions or [element] for text in seen_text(shown)]
    return " ".join(" ".join(pieces).split())


def seen_text(element: Any) -> Iterator[str]:
    """The pieces of text in an element that are not script, nor stand in for one."""
    if not isinstance(element.tag, str) or element.tag in UNLISTED:
        return
    yield element.text or ""
    for child in element:
        yield from seen_text(child)
        yield child.tail or ""


def outermost_first(body: Any) -> Iterator[Any]:
    """The elements in order, without those inside one that was taken out."""
    waiting = [body]
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str):  # a comment or processing instruction
            if element.getparent() is not None:
                element.drop_tree()
            continue
        yield element
        if element is body or element.getparent() is not None:
            waiting.extend(reversed(element))


def why_not(element: Any) -> str | None:
    """Why the element is not part of the article; None where it may be."""
    tag: str = element.tag
    attributes: Mapping[str, str] = element.attrib
    if tag in load_furniture().tags:
        return REASON_OF_TAG.get(tag, tag)
    if tag == "sup" and is_note_mark(element):
        return "footnote mark"
    if tag == "time" and stands_alone(element):
        return "timestamp"
    if tag in ("aside", "footer"):
        return "beside the article" if tag == "aside" else "footer"
    if tag == "figure" and not holds_prose(element):
        return "caption"
    if tag == "p" and is_centred(element) and follows_picture(element):
        return "caption"
    if tag in LINKABLE and is_bare_link(element):
        return "related links"
    if not attributes:
        return "table" if tag == "table" and is_data_table(element) else None
    if (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or HIDDEN_STYLE.search(attributes.get("style", ""))
    ):
        return "hidden"
    if tag == "table" and is_data_table(element):
        return "table"
    if (
        tag == "a"
        and ("footnote" in (attributes.get("class") or "") or is_note_mark(element))
        and attributes.get("href", "").startswith("#")
    ):
        return "footnote mark"
    if attributes.get("itemprop") in STATED_PROPERTIES and is_property(element):
        return "stated elsewhere"
    marks = marks_of(element)
    if not marks or tag in ("br", "img", "h1", "a", "article", "main", "body"):
        return "comments" if tag == "article" and marks and is_comment(marks) else None
    reason = reason_for(marks, tag)
    if reason is None or not applies(reason, element):
        return None
    return reason.name


def holds_prose(figure: Any) -> bool:
    """Whether a figure holds a quotation or a paragraph beside its caption."""
    return any(
        all(ancestor.tag != "figcaption" for ancestor in block.iterancestors("figcaption", "figure"))
        for block in figure.iter("blockquote", "p")
    )


def is_comment(marks: str) -> bool:
    """Whether an `<article>` is a reader's comment."""
    reason = reason_for(marks)
    return reason is not None and reason.name == "comments"


def is_property(element: Any) -> bool:
    """Whether an element with an `itemprop` stands by itself, not in a sentence."""
    return element.tag not in INLINE or len(own_text(element.getparent())) < LEAST_PROSE


def is_note_mark(element: Any) -> bool:
    """Whether the element is the number or sign of a footnote."""
    return NOTE_MARK.fullmatch(element.text_content().strip()) is not None


def is_centred(element: Any) -> bool:
    """Whether a paragraph is set in the middle, as captions without a mark of their own are."""
    return element.get("align") == "center" or "text-align:center" in (element.get("style") or "").replace(" ", "")


def follows_picture(element: Any) -> bool:
    """Whether nothing but a picture stands right before the element."""
    before = element.getprevious()
    return (
        before is not None
        and isinstance(before.tag, str)
        and before.find(".//img") is not None
        and not before.text_content().strip()
    )


def stands_alone(element: Any) -> bool:
    """Whether nothing but labels stands beside the element: it is no part of a sentence."""
    parent = element.getparent()
    return parent.tag not in ("p", "li", "blockquote") and len(own_text(parent)) < LEAST_PROSE


def is_bare_link(element: Any) -> bool:
    """Whether a block holds nothing but links that are no sentence, or one after "Read more": other stories."""
    links = list(element.iter("a"))
    if not links:
        return False
    if element.tag in ("ul", "ol") and all(len(item.text_content().split()) <= LONGEST_CHOICE for item in element):
        return True
    text = element.text_content()
    if ENDS_SENTENCE.search(text.rstrip()) and element.tag not in HEADINGS and element.find(".//h3") is None:
        return False
    linked = sum(letters_in(link.text_content()) for link in links)
    if linked > 0 and linked >= MOST_LINKED * letters_in(text):
        return True
    if len(links) > 1 or not linked:
        return False
    before = text.partition(links[0].text_content())[0].strip()
    alone = letters_in(before) + linked == letters_in(text)
    said = (load_furniture().headings, load_furniture().labels)
    return alone and any(pattern.fullmatch(before) for pattern in said)


def heading_of_links(links: Any) -> Any | None:
    """The heading that stands right before a list of links, where nothing follows the list."""
    heading = links.getprevious()
    if links.tag not in ("ul", "ol") or heading is None or heading.tag not in HEADINGS:
        return None
    after = any(each.text_content().strip() for each in links.itersiblings() if isinstance(each.tag, str))
    return None if after or (links.tail or "").strip() else heading


def letters_in(text: str) -> int:
    """How many letters and digits there are; dots and bars between links do not count."""
    return sum(map(str.isalnum, text))


def is_data_table(table: Any) -> bool:
    """Whether a table holds data; one that lays out a page holds paragraphs."""
    if table.find(".//th") is not None:
        return True
    if table.find(".//p") is not None or table.find(".//table") is not None or table.find(".//br") is not None:
        return False
    return not any(len(cell.text_content()) > 200 for cell in table.iter("td"))


def embedded_in(element: Any) -> str | None:
    """The platform of the embedded post that the element is; None for any other."""
    if element.tag in load_furniture().embed_tags:
        return load_furniture().embed_tags[element.tag]
    if element.tag not in ("blockquote", "div", "figure", "section"):
        return None
    marks = element.get("class")
    if not marks:
        return None
    return platform_for(str(marks))


def put_in_words(element: Any, post: Embedded) -> None:
    """Replace an embedded post by a paragraph that says who wrote what where."""
    tail = element.tail
    element.clear()
    element.tag = "p"
    element.text = post.sentence()
    element.tail = tail


def drop(element: Any) -> None:
    """Take an element out; text after a block stays apart from the text before it."""
    if element.getparent() is None:
        return
    if element.tail and element.tail.strip() and element.tag not in INLINE:
        tail = element.tail
        element.clear()
        element.tag = "br"
        element.set("class", "was-block")
        element.tail = tail
        return
    element.drop_tree()
