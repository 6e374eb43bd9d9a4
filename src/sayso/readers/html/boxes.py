"""Takes out of an article the boxes that no mark names: forms to sign up or vote, appeals to the reader, pictures with
their captions, cards of other stories, the lines that say who wrote it and when. What they are made of tells them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from sayso.readers.cleaning import load_rules
from sayso.readers.html.announced import is_prose
from sayso.readers.html.furniture import embedded_in
from sayso.readers.html.marks import load_furniture
from sayso.readers.html.page_dates import SHOWN
from sayso.readers.html.region import HEADINGS, MOST_LINKED, is_below, own_text
from sayso.schema import Removed

LONGEST_BOX = 600  # characters of what can be a box around a form, or a card
LONGEST_LINE = 160
MOST_BEFORE = 30  # elements among which the lines that say who and when are looked for
LONGEST_DATE = 40
MOST_DATES = 2  # lines that are a date; more are a chronology
LEAST_TITLE = 15
LONGEST_APPEAL = 1500
LEAST_ASKED = 2  # different cues in an appeal
LETTERS_A_CUE = 300
LONGEST_CAPTION = 300
LONGEST_UNSIGNED = 130  # characters of a caption that is a sentence and names no photographer after it
TO_READER = re.compile(r"\b(?:you|your|yours|we|our|us|I)\b")
BLOCKS = (*HEADINGS, "p", "div", "ul", "li", "section", "article")


def take_boxes(region: Any, held_back: frozenset[Any], authors: tuple[str, ...]) -> list[tuple[Any, Removed]]:
    """Take out the boxes, each with the element it stood in."""
    found = [(line, "byline") for line in lines_of_byline(region, authors)]
    found += [(box_around(field, region, held_back), "form") for field in region.iter("input") if asks(field)]
    found += [(box, "appeal") for box in region.iter("div", "section") if is_appeal(box)]
    found += [(box, "caption") for box in pictures_in(region)]
    found += [(card, "related links") for card in region.iter("div", "section", "li", "a") if is_card(card)]
    taken: list[tuple[Any, Removed]] = []
    for box, reason in found:
        if box is None or box in held_back or not is_below(box, region) or is_in_post(box):
            continue
        words = " ".join(box.text_content().split())
        if words:
            taken.append((box.getparent(), Removed(words, reason)))
        box.drop_tree()
    return taken


def is_in_post(element: Any) -> bool:
    """Whether an element stands in an embedded post, which is read as a whole."""
    return any(embedded_in(outer) is not None for outer in (element, *element.iterancestors()))


def lines_of_byline(region: Any, authors: tuple[str, ...]) -> list[Any]:
    """The lines before the article that say who wrote it and when. Dates that head many paragraphs are its own."""
    dated = sum(len(block.text_content()) <= LONGEST_DATE and names_day(block) for block in region.iter("p", "div"))
    opening = islice(opening_lines(region), MOST_BEFORE)
    return [
        line
        for line in opening
        if is_note(line) and (names_one(line, authors) or (dated <= MOST_DATES and names_day(line)))
    ]


def opening_lines(region: Any) -> Iterator[Any]:
    """The elements without prose or headings that stand before the second paragraph: the first may be a standfirst."""
    seen = 0
    for element in region.iter("p", "div", "ul", "section"):
        seen += is_prose(element)
        if seen > 1:
            return
        if element.find(".//h2") is None and not any(is_prose(block) for block in element.iter("p", "div")):
            yield element


def is_note(element: Any) -> bool:
    """Whether an element holds a few words that are no sentence."""
    words = element.text_content().strip()
    return 5 < len(words) <= LONGEST_LINE and words[-1] not in '.!?”"'


def names_one(element: Any, names: tuple[str, ...]) -> bool:
    """Whether the full name of one of the authors stands in the element."""
    words = " ".join(element.text_content().split())
    return any(name in words for name in names if " " in name)


def names_day(element: Any) -> bool:
    """Whether a date stands in the element."""
    words = " ".join(" ".join(element.itertext()).split())
    return any(shown.search(words) is not None for shown in SHOWN)


def asks(field: Any) -> bool:
    """Whether a field asks for an address or a vote."""
    said = " ".join(field.get(name) or "" for name in ("type", "name", "placeholder", "id")).casefold()
    return "mail" in said or field.get("type") == "radio"


def box_around(field: Any, region: Any, held_back: frozenset[Any]) -> Any | None:
    """The largest element around a field that is still a box; None where there is none."""
    box = None
    for outer in field.iterancestors():
        if outer is region or outer in held_back or len(outer.text_content()) > LONGEST_BOX:
            return box
        if not speaks_to_reader(outer):
            return box
        box = outer
    return box


def is_appeal(box: Any) -> bool:
    """Whether all prose in an element asks the reader for something: to sign up, to pay, to write."""
    if len(box.text_content()) > LONGEST_APPEAL:
        return False
    text = " ".join(" ".join(box.itertext()).split())  # a line of its own ends a word
    if len(text) < LEAST_TITLE or load_rules().speech.search(text):
        return False
    asked = sum(appeal.search(text) is not None for appeal in load_furniture().appeals)
    if asked < LEAST_ASKED or len(text) > LETTERS_A_CUE * asked:
        return False
    return speaks_to_reader(box)


def speaks_to_reader(box: Any) -> bool:
    """Whether each paragraph in an element that could be the article's says "you" or "we", or offers something."""
    cues = (TO_READER, *load_furniture().appeals)
    prose = [own_text(block) for block in box.iter("p", "div") if is_prose(block)]
    return all(any(cue.search(text) for cue in cues) for text in prose)


def pictures_in(region: Any) -> list[Any]:
    """The elements that hold a picture and a line or two about it, where few paragraphs of the article stand so."""
    found = [box for box in region.iter("div", "section") if is_picture(box)]
    blocks = sum(map(is_prose, region.iter("p", "div")))
    return found if 3 * len(found) <= blocks else []


def is_picture(box: Any) -> bool:
    """Whether an element holds a picture and a line or two in which nobody says anything."""
    text = " ".join(box.text_content().split())
    if not LEAST_TITLE <= len(text) <= LONGEST_CAPTION or load_rules().speech.search(text):
        return False
    pictured = next(box.iter("img", "picture", "amp-img"), None) is not None
    if not pictured or next(box.iter("blockquote", *HEADINGS), None) is not None:
        return False
    if len(text) > LONGEST_UNSIGNED and text[-1] in ".!?":
        return False
    return sum(is_prose(block) for block in box.iter("p", "div") if block.find(".//p") is None) <= 1


def is_card(element: Any) -> bool:
    """Whether an element is one link around several blocks, or a linked title above a few words on another story."""
    text = element.text_content()
    if not LEAST_TITLE <= len(text.strip()) <= LONGEST_BOX:
        return False
    blocks = [block for block in element.iter(*BLOCKS) if block is not element and block.text_content().strip()]
    if element.tag == "a":
        return bool(blocks)
    if len(blocks) < 2 or (element.text or "").strip():
        return False
    titled = is_linked_title(blocks[0]) or (
        len(text) <= LONGEST_LINE and any(map(is_linked_title, element.findall("a")))
    )
    return titled and sum(map(is_prose, blocks)) <= 1


def is_linked_title(block: Any) -> bool:
    """Whether a block is a link to something, and no sentence."""
    title = " ".join(block.text_content().split())
    if len(title) < LEAST_TITLE or title[-1] in '.!?”"':
        return False
    links = [block] if block.tag == "a" else block.iter("a")
    return sum(len(link.text_content()) for link in links) >= MOST_LINKED * len(title)
