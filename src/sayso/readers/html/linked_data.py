"""Reads what a page says of itself in JSON-LD: the article it describes, its publisher, authors, dates and, at times,
its text.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

ARTICLE_TYPE = re.compile(r"Article|Posting|Report|Review$")
PAGE_TYPE = re.compile(r"WebPage$")
DEEPEST = 5
WITHIN = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item")

Item = Mapping[str, Any]


def linked_data(tree: Any) -> list[Item]:
    """The objects of all JSON-LD blocks that may describe the page: the top ones, and those in `@graph` and
    `mainEntity`.
    """
    items: list[Item] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and (data := parsed(script.text or "")) is not None:
            items.extend(objects_in(data, depth=0))
    return items


def parsed(text: str) -> Any:
    """The data of one block; None where it is not JSON. Some sites wrap it in a comment or CDATA."""
    text = (
        re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$", "", text)
        .strip()
        .rstrip(";")
    )
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def objects_in(data: Any, *, depth: int) -> Iterator[Item]:
    """The objects of a block, outermost first."""
    if depth > DEEPEST:
        return
    if isinstance(data, list):
        for item in data:
            yield from objects_in(item, depth=depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in WITHIN:
            yield from objects_in(data.get(key), depth=depth + 1)


def described_article(items: list[Item], *, title: str | None, url: str | None) -> Item | None:
    """The article that the page is: the one of its address or headline where there are several, else the first."""
    articles = [item for item in items if ARTICLE_TYPE.search(types_of(item))]
    for article in articles:
        if len(articles) > 1 and (
            names_address(article, url) or (title is not None and text_of(article.get("headline")) == title)
        ):
            return article
    return articles[0] if articles else None


def described_page(items: list[Item]) -> Item | None:
    """What is said of the page around the article."""
    return next((item for item in items if PAGE_TYPE.search(types_of(item))), None)


def types_of(item: Item) -> str:
    """The type of an object; several with spaces between."""
    types = item.get("@type")
    return " ".join(map(str, types)) if isinstance(types, list) else str(types or "")


def names_address(item: Item, url: str | None) -> bool:
    """Whether the object is said to stand at the address."""
    return url is not None and any(
        address_of(item.get(key)) == url for key in ("url", "mainEntityOfPage", "mainEntityofPage", "@id")
    )


def address_of(value: Any) -> str | None:
    """An address given as text or as an object with an `@id` or `url`."""
    if isinstance(value, Mapping):
        value = value.get("@id") or value.get("url")
    return value.strip() if isinstance(value, str) and value.strip().startswith(("http://", "https://")) else None


def text_of(value: Any) -> str | None:
    """Plain text, without character references, on one line; None for anything else."""
    if isinstance(value, list) and value:
        value = value[0]
    return " ".join(html.unescape(value).split()) or None if isinstance(value, str) else None


def names_in(value: Any, items: list[Item]) -> list[str]:
    """The names of people or organisations given as text, objects, references (`@id`) to objects elsewhere, or lists
    of these.
    """
    if isinstance(value, list):
        return list(dict.fromkeys(name for each in value for name in names_in(each, items)))
    if isinstance(value, Mapping):
        if value.get("name") is None and "@id" in value:
            value = next((item for item in items if item.get("@id") == value["@id"] and item.get("name")), {})
        return names_in(value.get("name"), items)
    name = text_of(value)
    return [name] if name and not name.startswith(("http://", "https://", "@")) else []


def article_body(article: Item | None) -> str | None:
    """The text of the article as JSON-LD states it, paragraph by paragraph where its line breaks tell them."""
    body = article.get("articleBody") if article else None
    if not isinstance(body, str) or not body.strip():
        return None
    text = html.unescape(body)
    if re.search(r"</?(?:p|br|div)\b", text, re.IGNORECASE):
        text = re.sub(r"<[^>]{0,2000}>", "", re.sub(r"<(?:br|/p|/div)\b[^>]{0,200}>", "\n", text, flags=re.IGNORECASE))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
