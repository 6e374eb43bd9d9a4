"""Takes out the parts of a page that their headings announce as something else ("Related", "Comments"), and the notes
in italics that close an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sayso.readers.cleaning import is_notice
from sayso.readers.html.marks import load_furniture
from sayso.readers.html.region import INLINE, LEAST_PROSE, MOST_LINKED, SENTENCE_ENDS, is_below, linked, own_text
from sayso.schema import Removed

LEVELS = ("h2", "h3", "h4", "h5", "h6")
LINES = ("p", "div", "span", "strong", "b")  # what else a heading is written in
LONGEST_HEADING = 80
LONGEST_BOX = 600  # characters of a box that a line which is no `<h2>` or the like may open
LONGEST_CARD = 250
MOST_OF_ARTICLE = 0.35  # share of the article's text above which a part is none that stands beside it
MOST_IN_NOTES = 0.25
LEAST_ITALIC = 0.95  # share of a paragraph's letters in italics from which it is a note
RULE = re.compile(r"_{3,}")
OPENS_SPEECH = "“\"‘'«"


def take_announced(region: Any, held_back: frozenset[Any]) -> list[tuple[Any, Removed]]:
    """Take out what stands under headings that announce something else, with the element it stood in."""
    taken: list[tuple[Any, Removed]] = []
    whole = 0
    for heading in list(region.iter(*LEVELS, *LINES)):
        reason = announces(heading)
        if reason is None or heading in held_back or not is_below(heading, region):
            continue
        whole = whole or len(region.text_content())
        longest = MOST_OF_ARTICLE * whole
        card = card_closed_by(heading, held_back) if reason == "related links" else None
        parts = [card] if card is not None else list(part_under(heading, reason, held_back, longest=longest))
        for part in parts:
            words = " ".join(part.text_content().split())
            parent = part.getparent()
            if words:
                taken.append((parent, Removed(words, reason)))
            part.drop_tree()
    return taken


def announces(heading: Any) -> str | None:
    """What a heading says that the part under it is; None where that may be the article."""
    if heading.tag not in LEVELS and not is_line(heading):
        return None
    words = " ".join(heading.text_content().split())
    if not 3 <= len(words) <= LONGEST_HEADING:
        return None
    found = load_furniture().headings.fullmatch(words)
    return None if found is None else load_furniture().heading_reasons[found.lastgroup or ""]


def is_line(element: Any) -> bool:
    """Whether an element that is no heading is a line of its own, and not a stretch of a longer one."""
    if len(element) > 2 or any(child.tag not in INLINE for child in element):
        return False
    if element.tag not in INLINE:
        return True
    outer, after = element.getparent(), element.getnext()
    alone = not (outer.text or "").strip() and not (element.tail or "").strip() and element.getprevious() is None
    return alone and outer.tag not in (*LEVELS, "p", *INLINE) and after is not None and after.tag not in INLINE


def card_closed_by(line: Any, held_back: frozenset[Any]) -> Any | None:
    """The box without prose whose last line is "Read more" or the like; None where the line closes no box."""
    card, inner = None, line
    while (outer := inner.getparent()) is not None and outer not in held_back and line.tag not in LEVELS:
        length = len(outer.text_content())
        after = any(each.text_content().strip() for each in inner.itersiblings() if isinstance(each.tag, str))
        if after or length > LONGEST_CARD or any(is_prose(block) for block in outer.iter("p", "div")):
            break
        card, inner = outer if length > len(line.text_content()) else card, outer
    return card


def part_under(heading: Any, reason: str, held_back: frozenset[Any], *, longest: float) -> Iterator[Any]:
    """The element that a heading opens; where it opens none, the heading and what follows up to other prose."""
    is_heading = heading.tag in LEVELS
    wrapper = heading
    while (outer := wrapper.getparent()) is not None and outer not in held_back and opens(wrapper, outer):
        length = len(outer.text_content())
        if length > longest or not (
            is_heading or (length <= LONGEST_BOX and (reason == "advertisement" or is_box(outer, heading)))
        ):
            break
        if says_more(outer, heading):
            yield outer
            return
        wrapper = outer
    yield wrapper
    for following in wrapper.itersiblings():
        if following in held_back or following.tag in LEVELS:
            return
        if reason != "footnotes" and (is_prose(following) or holds_prose(following)):
            return
        if not is_heading and not is_listed(following):
            return
        if isinstance(following.tag, str):
            yield following


def says_more(outer: Any, heading: Any) -> bool:
    """Whether an element holds more than the heading in it and times before that."""
    times = sum(len(time.text_content().strip()) for time in outer.iter("time"))
    return len("".join(outer.text_content().split())) - times > len("".join(heading.text_content().split()))


def opens(element: Any, outer: Any) -> bool:
    """Whether no text stands before the element in `outer` but times."""
    if (outer.text or "").strip():
        return False
    return not any(
        (isinstance(before.tag, str) and before.tag != "time" and before.text_content().strip())
        or (before.tail or "").strip()
        for before in element.itersiblings(preceding=True)
    )


def is_box(outer: Any, line: Any) -> bool:
    """Whether an element opened by a line is a box of its own: prose beside a plain paragraph is the article's."""
    return line.tag != "p" or not any(is_prose(block) for block in outer.iter("p", "div"))


def is_prose(element: Any) -> bool:
    """Whether a paragraph is one of an article: long enough, ending sentences, not made of links."""
    if element.tag not in ("p", "div"):
        return False
    text = own_text(element)
    return (
        len(text) >= LEAST_PROSE
        and SENTENCE_ENDS.search(text) is not None
        and linked(element) <= MOST_LINKED * len(text)
    )


def holds_prose(element: Any) -> bool:
    """Whether an element wraps a paragraph of the article: prose without a heading or a linked title beside it."""
    if element.tag not in ("div", "section") or not any(is_prose(block) for block in element.iter("p", "div")):
        return False
    titles = [block for block in element.iter(*LEVELS, "p", "div", "li") if not is_prose(block)]
    return not any(own_text(block) and linked(block) >= MOST_LINKED * len(own_text(block)) for block in titles)


def is_listed(element: Any) -> bool:
    """Whether an element is a list, or holds links and hardly anything else."""
    if not isinstance(element.tag, str) or element.tag in ("ul", "ol"):
        return True
    text = element.text_content().strip()
    return sum(len(link.text_content()) for link in element.iter("a")) >= 0.8 * len(text)


def take_closing_notes(region: Any) -> list[tuple[Any, Removed]]:
    """Take out the last paragraphs where all is in italics: who contributed, who the author is, where to subscribe.

    Notices among them that cleaning will know by their words are passed over; headings that nothing follows go, too.
    """
    left = MOST_IN_NOTES * len(region.text_content())
    taken = take_below_rule(region, longest=left)
    for block in reversed(list(region.iter("p", "li", *LEVELS))):
        words = " ".join(block.text_content().split())
        if not words or (block.tag == "p" and is_notice(words)):
            continue
        left -= len(words)
        if block.tag in LEVELS and left >= 0:
            taken.append((block.getparent(), Removed(words, "label")))
            block.drop_tree()
            continue
        if block.tag != "p" or left < 0 or words[0] in OPENS_SPEECH or not is_italic(block):
            break
        taken.append((block.getparent(), Removed(words, "note")))
        block.drop_tree()
    return taken


def take_below_rule(region: Any, *, longest: float) -> list[tuple[Any, Removed]]:
    """Take out the last paragraphs below a line of "___", as agencies close an article, where nobody is quoted."""
    blocks = list(region.iter("p"))
    words = [" ".join(block.text_content().split()) for block in blocks]
    rule = next(
        (place for place, said in enumerate(words) if RULE.fullmatch(said) and sum(map(len, words[place:])) <= longest),
        len(words),
    )
    if any(mark in said for said in words[rule:] for mark in '“"'):
        return []
    taken = [(block.getparent(), Removed(said, "note")) for block, said in zip(blocks, words, strict=True)][rule:]
    for block in blocks[rule:]:
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
