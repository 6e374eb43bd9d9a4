"""Takes out the parts of a page that their headings announce as something else ("Related", "Comments"), and the notes
in italics that close an article.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sayso.readers.html.marks import load_furniture
from sayso.readers.html.region import LEAST_PROSE, MOST_LINKED, SENTENCE_ENDS, is_below
from sayso.schema import Removed

LEVELS = ("h2", "h3", "h4", "h5", "h6")
LONGEST_HEADING = 60
MOST_OF_ARTICLE = 0.35  # share of the article's text above which a part is none that stands beside it
MOST_IN_NOTES = 0.25
LEAST_ITALIC = 0.95  # share of a paragraph's letters in italics from which it is a note
OPENS_SPEECH = "“\"‘'«"


def take_announced(region: Any, held_back: frozenset[Any]) -> list[tuple[Any, Removed]]:
    """Take out what stands under headings that announce something else, with the element it stood in."""
    taken: list[tuple[Any, Removed]] = []
    whole = 0
    for heading in list(region.iter(*LEVELS)):
        reason = announces(heading)
        if reason is None or heading in held_back or not is_below(heading, region):
            continue
        whole = whole or len(region.text_content())
        for part in list(part_under(heading, held_back, longest=MOST_OF_ARTICLE * whole)):
            words = " ".join(part.text_content().split())
            parent = part.getparent()
            if words:
                taken.append((parent, Removed(words, reason)))
            part.drop_tree()
    return taken


def announces(heading: Any) -> str | None:
    """What a heading says that the part under it is; None where that may be the article."""
    words = " ".join(heading.text_content().split())
    if not 3 <= len(words) <= LONGEST_HEADING:
        return None
    found = load_furniture().headings.fullmatch(words)
    return None if found is None else load_furniture().heading_reasons[found.lastgroup or ""]


def part_under(heading: Any, held_back: frozenset[Any], *, longest: float) -> Iterator[Any]:
    """The element that a heading opens; where it opens none, the heading and what follows up to other prose."""
    wrapper = heading
    while (outer := wrapper.getparent()) is not None and outer not in held_back and opens(wrapper, outer):
        if len(outer.text_content()) > longest:
            break
        if outer.text_content().strip() != heading.text_content().strip():
            yield outer
            return
        wrapper = outer
    yield wrapper
    for following in wrapper.itersiblings():
        if following in held_back or following.tag in LEVELS or is_prose(following):
            return
        if isinstance(following.tag, str):
            yield following


def opens(element: Any, outer: Any) -> bool:
    """Whether no text stands before the element in `outer`."""
    if (outer.text or "").strip():
        return False
    return not any(
        (isinstance(before.tag, str) and before.text_content().strip()) or (before.tail or "").strip()
        for before in element.itersiblings(preceding=True)
    )


def is_prose(element: Any) -> bool:
    """Whether a paragraph is one of an article: long enough, ending sentences, not made of links."""
    if element.tag != "p":
        return False
    text = element.text_content()
    linked = sum(len(link.text_content()) for link in element.iter("a"))
    return len(text) >= LEAST_PROSE and SENTENCE_ENDS.search(text) is not None and linked <= MOST_LINKED * len(text)


def take_closing_notes(region: Any) -> list[tuple[Any, Removed]]:
    """Take out the last paragraphs where all is in italics: who contributed, who the author is, where to subscribe."""
    left = MOST_IN_NOTES * len(region.text_content())
    taken: list[tuple[Any, Removed]] = []
    for block in reversed(list(region.iter("p", "li", *LEVELS))):
        words = " ".join(block.text_content().split())
        if not words:
            continue
        left -= len(words)
        if block.tag != "p" or left < 0 or words[0] in OPENS_SPEECH or not is_italic(block):
            break
        taken.append((block.getparent(), Removed(words, "note")))
        block.drop_tree()
    return taken


def is_italic(block: Any) -> bool:
    """Whether all letters of a block, but for a few, stand in italics."""
    slanted = sum(
        letters_in(part.text_content())
        for part in block.iter("em", "i")
        if next(part.iterancestors("em", "i"), None) is None
    )
    return slanted > 0 and slanted >= LEAST_ITALIC * letters_in(block.text_content())


def letters_in(text: str) -> int:
    """How many letters and digits there are."""
    return sum(map(str.isalnum, text))
