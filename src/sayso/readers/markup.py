"""Turns a body with HTML mark-up, as agencies deliver it, into paragraphs: no page around it, nothing to search for."""

from __future__ import annotations

import re
from typing import Any

from sayso.schema import Removed

DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
BLOCKS = (
    *("p", "div", "section", "article", "main", "header", "footer", "blockquote", "pre", "address", "hr", "br"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "body", "center"),
)
CAPTIONS = ("figcaption", "caption")
NO_TEXT = (
    "head",
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "object",
    "figure",
    "table",
    "nav",
    "form",
    "svg",
)
SPACE = re.compile(r"\s+")


def text_of_markup(markup: str) -> tuple[str, tuple[Removed, ...]]:
    """The paragraphs, one a line, and the captions that stood among them. Figures and tables go."""
    from lxml import etree, html  # slow to import, seldom needed

    body = DECLARATION.sub("", markup)
    if not body.strip():
        return "", ()
    try:
        tree = html.document_fromstring(body)
    except (etree.ParserError, ValueError):  # nothing but comments, or characters that no document may hold
        return "", ()
    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    captions = tuple(Removed(words, "caption") for element in tree.iter(*CAPTIONS) if (words := words_of(element)))
    for element in list(tree.iter(*CAPTIONS, *NO_TEXT)):
        if element.getparent() is not None:
            element.drop_tree()
    for element in tree.iter():
        mark_breaks(element)
    lines = (" ".join(line.split()) for line in str(tree.text_content()).split("\n"))
    return "\n".join(line for line in lines if line), captions


def words_of(element: Any) -> str:
    """The words inside an element."""
    return " ".join(str(element.text_content()).split())


def mark_breaks(element: Any) -> None:
    """Leave line breaks only where the page would show them, and quotation marks where `<q>` stands for them."""
    element.text, element.tail = (SPACE.sub(" ", part or "") for part in (element.text, element.tail))
    if element.tag in BLOCKS:
        element.text, element.tail = "\n" + element.text, "\n" + element.tail
    elif element.tag == "q":
        element.text, element.tail = "“" + element.text, "”" + element.tail
