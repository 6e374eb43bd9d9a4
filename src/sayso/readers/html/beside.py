"""Takes out what stands before and after an article in parts of their own: players, buttons and counts, another story
under this one.
"""

from __future__ import annotations

import re
from typing import Any

from sayso.readers.html.announced import LEVELS, LINES, LONGEST_BOX, announces, is_prose
from sayso.readers.html.marks import marks_of, opens_article
from sayso.readers.html.region import own_text
from sayso.schema import Removed

MOST_IN_MAIN = 0.6  # share of the prose from which a part is the article's and what follows its links another story's
CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b")
STATES = re.compile(r"\w\.[”\"’')]?$")


def take_beside(region: Any, held_back: frozenset[Any]) -> list[tuple[Any, Removed]]:
    """Take out the parts beside the article's main one that hold no prose, and what comes after links, tags or comments
    below it, which is another story.
    """
    taken: list[tuple[Any, Removed]] = []
    main = main_part(region)
    if main is None:
        return []
    for part in list(main.itersiblings(preceding=True)):
        if isinstance(part.tag, str) and part not in held_back and is_wordless(part) and shows_something(part):
            taken.append((region, Removed(" ".join(" ".join(part.itertext()).split()), "label")))
            part.drop_tree()
    ended = False
    for part in list(main.itersiblings()):
        if not isinstance(part.tag, str) or part in held_back:
            continue
        ends = any(announces(line) is not None for line in part.iter(*LEVELS, *LINES))
        if (ended and not goes_on(part, main)) or is_wordless(part):
            words = " ".join(" ".join(part.itertext()).split())
            taken.append((region, Removed(words, "another story" if ended else "label")))
            part.drop_tree()
        ended = ended or ends
    return [(parent, removed) for parent, removed in taken if removed.text]


def is_wordless(part: Any) -> bool:
    """Whether a part holds no sentence that could be the article's: buttons, labels, counts."""
    if part.tag not in ("div", "section") or len(part.text_content()) > LONGEST_BOX:
        return False
    if next(part.iter("blockquote", "q"), None) is not None:
        return False
    return not any(STATES.search(own_text(block)) or is_prose(block) for block in part.iter("p", "div", "li"))


def shows_something(part: Any) -> bool:
    """Whether a part before the article holds a picture, a link or a time, and is no standfirst."""
    if opens_article(marks_of(part)) or next(part.iter(*LEVELS, "h1", "p", "ul"), None) is not None:
        return False
    shown = next(part.iter("img", "picture", "video", "time", "a"), None)
    return shown is not None or CLOCK.search(part.text_content()) is not None


def goes_on(part: Any, main: Any) -> bool:
    """Whether a part has the marks of the main one, or opens with prose: the article goes on."""
    if part.get("class") and part.get("class") == main.get("class"):
        return True
    first = next((block for block in part.iter(*LEVELS, "p", "div", "li") if own_text(block)), None)
    return first is not None and is_prose(first)


def main_part(region: Any) -> Any | None:
    """The part of the article's element that holds most of its prose; None where it stands in several."""
    held = [
        (sum(len(own_text(block)) for block in part.iter("p", "div") if is_prose(block)), part)
        for part in region
        if isinstance(part.tag, str) and part.tag not in (*LEVELS, "p")
    ]
    length, part = max(held, key=lambda each: each[0], default=(0, None))
    prose = sum(len(own_text(block)) for block in region.iter("p", "div") if is_prose(block))
    return part if length and length >= MOST_IN_MAIN * prose else None
