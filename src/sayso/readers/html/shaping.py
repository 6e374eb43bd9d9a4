"""Evens out how pages write an article: quotation marks, paragraphs made of line breaks, drop caps, invisible
characters.
"""

from __future__ import annotations

import re
from typing import Any

from sayso.readers.html.region import INLINE

INVISIBLE = dict.fromkeys(
    map(ord, "\xad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
SPACES = re.compile(r"[\s\xa0]+")
DROP_CAP = re.compile(r"(?:^|[ _-])(?:drop-?cap|initial|first-letter|lettrine)(?:$|[ _-])", re.IGNORECASE)
ENDS = re.compile(r"[.!?…:;][\"”’')\]]{0,2}\s*$|^\s*[(\[][^()\[\]]{2,300}[)\]]\s*$")
LAYOUT = {
    "table": "div",
    "tbody": "div",
    "thead": "div",
    "tr": "div",
    "td": "div",
    "th": "div",
    "center": "div",
    "font": "span",
    "dl": "div",
    "dd": "p",
    "dt": "p",
    "time": "span",
    "cite": "span",
    "figure": "div",
    "header": "div",
}


def shape(region: Any) -> None:
    """Bring the article's element into plain paragraphs, headings, lists and quotations."""
    for element in list(region.iter()):
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if tag == "q":
            quote(element)
        elif tag in LAYOUT:
            element.tag = LAYOUT[tag]
    for element in list(region.iter("ul", "ol")):
        if any(holds_paragraphs(item) for item in element):
            unlist(element)
    for element in list(region.iter("span")):
        keep_apart(element)
    for element in list(region.iter("font", "span")):
        if any(child.tag not in INLINE for child in element):
            element.tag = "div"
    for element in list(region.iter()):
        if isinstance(element.tag, str) and element.tag not in INLINE and has_runs(element):
            make_paragraphs(element)


def holds_paragraphs(item: Any) -> bool:
    """Whether an item of a list is a part of the article with paragraphs of its own, as the posts of a live blog."""
    blocks = [each for each in item.iter("p", "h2", "h3", "h4") if each.text_content().strip()]
    return len(blocks) > 1


def unlist(element: Any) -> None:
    """Make a list and its items plain elements."""
    for each in (element, *element):
        if isinstance(each.tag, str):
            each.tag = "div"


def keep_apart(span: Any) -> None:
    """Put a space between two labels that stand side by side: "Helena Marsh" and "Reporting from Brod"."""
    following = span.getnext()
    if span.tail or following is None or following.tag != "span" or span.getparent().tag != "div":
        return
    before, after = span.text_content(), following.text_content()
    if before[-1:].isalnum() and (after[:1].isupper() or after[:1].isdigit()) and not before[-1:].isupper():
        span.tail = " "


def quote(element: Any) -> None:
    """Write the marks that a browser shows around `<q>`."""
    element.tag = "span"
    element.text = "“" + (element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + "”"
    else:
        element.text += "”"


def has_runs(element: Any) -> bool:
    """Whether inline text of the element must become paragraphs: it stands between blocks, or holds line breaks."""
    if element.tag in ("h1", "h2", "h3", "h4", "h5", "h6", "pre", "ul", "ol"):
        return False
    blocks = any(child.tag not in INLINE for child in element if isinstance(child.tag, str))
    breaks = any(child.tag == "br" for child in element)
    if not blocks and not breaks:
        return element.tag in ("div", "section", "article", "main") and bool(element.text_content().strip())
    return (
        breaks
        or bool((element.text or "").strip())
        or any((child.tail or "").strip() or child.tag in INLINE for child in element)
    )


def make_paragraphs(element: Any) -> None:
    """Put each run of inline content into a paragraph of its own; two line breaks end a run, as does one after a
    sentence.
    """
    children = list(element)
    runs: list[Any] = []
    current = new_run(runs, element.text)
    element.text = None
    for child in children:
        tail, child.tail = child.tail, None
        element.remove(child)
        if child.tag == "br":
            if ends_run(current, child, tail):
                current = new_run(runs, tail)
            else:
                add_text(current, " " + (tail or ""))
        elif child.tag in INLINE or not isinstance(child.tag, str):
            if isinstance(child.tag, str):
                current.append(child)
            add_text(current, tail)
        else:
            runs.append(child)
            current = new_run(runs, tail)
    kept = [run for run in runs if run.tag != "p" or run.text_content().strip() or len(run)]
    if element.tag == "p" and len(kept) <= 1 and all(run.tag == "p" for run in kept):
        take_over(element, kept)
        return
    if element.tag == "p":
        element.tag = "div"
    element.extend(kept)


def new_run(runs: list[Any], text: str | None) -> Any:
    """A new paragraph at the end of the runs."""
    from lxml.html import Element  # slow to import

    run = Element("p")
    run.text = text
    runs.append(run)
    return run


def ends_run(current: Any, line_break: Any, tail: str | None) -> bool:
    """Whether a line break ends the paragraph: it is one of several, stood for a block, or follows a sentence's end."""
    said = current.text_content()
    if is_byline(current):
        return True
    return (
        not (tail or "").strip()
        or line_break.get("class") == "was-block"
        or not said.strip()
        or ENDS.search(said) is not None
    )


def is_byline(run: Any) -> bool:
    """Whether a run holds one short piece in bold and nothing else: a byline or a heading."""
    return (
        len(run) == 1
        and run[0].tag in ("b", "strong")
        and not (run.text or "").strip()
        and not (run[0].tail or "").strip()
    )


def add_text(element: Any, text: str | None) -> None:
    """Add text at the end of an element."""
    if not text:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def take_over(element: Any, runs: list[Any]) -> None:
    """Give an element the content of its only run."""
    for run in runs:
        element.text = run.text
        element.extend(list(run))


def plain(text: str) -> str:
    """Without invisible characters; each kind of space is one space."""
    return SPACES.sub(" ", text.translate(INVISIBLE)).strip()
