"""What a page says of its article: title, publisher, authors, language, address and dates, each with where it is
said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urljoin

from sayso.readers.html.linked_data import Item, address_of, names_in, text_of
from sayso.readers.html.marks import marks_of, reason_for
from sayso.readers.html.region import says_title

Said = tuple[str, str]  # a value, and the place that states it

PUBLISHER_NAMES = (
    "dcterms.publisher",
    "dc.publisher",
    "citation_publisher",
    "publisher",
    "application-name",
    "apple-mobile-web-app-title",
    "copyright",
)
AUTHOR_NAMES = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dcterms.creator",
    "dc.creator",
    "citation_author",
    "byl",
)
LANGUAGE_NAMES = ("og:locale", "content-language", "language", "dc.language", "dcterms.language", "inlanguage")

COMPANY = re.compile(
    r"[,.]?\s+(?:(?:Media|News|Publishing|Publications|Digital|Broadcasting|Group|Holdings?|Company|Communications|Network"
    r"|Online)\s+)*"
    r"(?:Ltd|Limited|LLC|Inc|Corp(?:oration)?|Company|GmbH|S\.?A|AG|Plc|Pty(?: Ltd)?|B\.?V|Group)\.?$",
    re.IGNORECASE,
)
HOST = re.compile(r"(?:https?:)?//|^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}$", re.IGNORECASE)
BETWEEN = re.compile(r"\s+[|–—·•»›-]\s+|\s*::\s*|\s*\|\s*")
PERSON = re.compile(r"[^\W\d_a-z][\w'’.-]{0,20}(?: (?:[a-z]{1,3} )?[^\W\d_a-z][\w'’.-]{0,20}){1,3}")
BY = re.compile(r"^(?:(?:written |reported |posted |story |words )?by:?\s+)", re.IGNORECASE)
COPYRIGHT = re.compile(
    r"^(?:copyright|©|\(c\)|all rights reserved|\d{4}(?:\s*[-–]\s*\d{4})?|[\s,.:©|-]|by\b)+"
    r"|(?:[\s,.:|-]+(?:all rights reserved|\d{4}))+\.?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Head:
    """The `<meta>` and `<link>` elements of a page, read once: names in small letters, the first of each."""

    metas: Mapping[str, str]
    canonical: str | None
    title: str | None
    language: str | None

    @classmethod
    def read(cls, tree: Any) -> Head:
        """Read the elements wherever they stand: some pages have them in the body."""
        metas: dict[str, str] = {}
        for element in tree.iter("meta"):
            name = element.get("property") or element.get("name") or element.get("http-equiv")
            value = element.get("content")
            if name and value and value.strip():
                metas.setdefault(name.strip().lower(), " ".join(value.split()))
        links = (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
        title = next(
            (
                " ".join(element.text_content().split())
                for element in tree.iter("title")
                if element.getparent().tag != "svg"
            ),
            None,
        )
        language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang")
        return cls(metas, next((link.strip() for link in links if link), None), title or None, language)


def stated_url(head: Head, article: Item | None, given: str | None) -> Said | None:
    """The canonical address; `given` is where the page was fetched, the last resort."""
    stated = (
        (head.canonical, "link canonical"),
        (head.metas.get("og:url"), "meta og:url"),
        (address_of(article.get("mainEntityOfPage") or article.get("url")) if article else None, "json-ld url"),
    )
    for value, where in stated:
        if value and (value.startswith(("http://", "https://")) or given):
            return urljoin(given or "", value), where
    return (given, "where it was fetched") if given else None


def stated_title(head: Head, article: Item | None, headline: Any | None, publisher: str | None) -> Said | None:
    """The headline as shown, where the page says elsewhere that it is the title; else as JSON-LD, Open Graph or
    `<title>` state it.
    """
    shown = " ".join(headline.text_content().split()) if headline is not None else ""
    linked = text_of(article.get("headline")) if article else None
    opened = head.metas.get("og:title") or head.metas.get("twitter:title")
    stated = [title for title in (linked, opened, head.title) if title]
    if shown and (not stated or any(says_title(letters(shown), letters(title)) for title in stated)):
        return shown, "headline"
    if linked:
        return linked, "json-ld headline"
    if opened:
        return without_site(opened, publisher), "meta og:title"
    if head.title:
        return without_site(head.title, publisher), "title element"
    return (shown, "headline") if shown else None


def letters(text: str) -> str:
    """Letters and digits only, in small letters."""
    return "".join(character for character in text.casefold() if character.isalnum())


def without_site(title: str, publisher: str | None) -> str:
    """The title without the site's name at either end."""
    parts = BETWEEN.split(title)
    if len(parts) == 1:
        return title
    others = [part for part in parts if publisher is None or letters(part) != letters(publisher)]
    return max(others or parts, key=len)


def stated_publisher(
    head: Head, article: Item | None, items: list[Item], tree: Any
) -> tuple[Said | None, tuple[str, ...]]:
    """The publisher, and the others that the page names. A company's name gives way to the outlet's own."""
    found = list(dict.fromkeys(publishers(head, article, items, tree))) or list(titled_site(head, tree))
    if not found:
        return None, ()
    name, where = found[0]
    for other, elsewhere in found[1:]:
        if name != other and COMPANY.sub("", name) == other:
            name, where = other, elsewhere
    known = {letters(name)} | {letters(COMPANY.sub("", name))}
    others = [
        f"{other} ({place})"
        for other, place in found
        if not any(each in letters(other) or letters(other) in each for each in known)
    ]
    return (name, where), tuple(dict.fromkeys(others))


def publishers(head: Head, article: Item | None, items: list[Item], tree: Any) -> Iterator[Said]:
    """Whom the page names as publisher, surest first."""
    for name in names_in(article.get("publisher"), items) if article else ():
        yield from outlet(name, "json-ld publisher")
    if site := head.metas.get("og:site_name"):
        yield from outlet(site, "meta og:site_name")
    for name in item_names(tree, "publisher"):
        yield from outlet(name, "itemprop publisher")
    for key in PUBLISHER_NAMES:
        if value := head.metas.get(key):
            yield from outlet(COPYRIGHT.sub("", value).strip() if key == "copyright" else value, f"meta {key}")
    for item in items:
        if "WebSite" in str(item.get("@type")):
            for name in names_in(item.get("name"), items) or names_in(item.get("publisher"), items):
                yield from outlet(name, "json-ld website")


def outlet(name: str, where: str) -> Iterator[Said]:
    """The name where it can be a publisher's: no address, no host."""
    name = " ".join(name.split())
    if 2 <= len(name) <= 120 and not HOST.search(name):
        yield name, where


def titled_site(head: Head, tree: Any) -> Iterator[Said]:
    """The site's name at an end of `<title>`, where a copyright line or the whole of another element says it again."""
    parts = BETWEEN.split(head.title or "")
    if len(parts) < 2:
        return
    body = tree.find(".//body")
    text = " ".join(body.text_content().split()).casefold() if body is not None else ""
    for part in (parts[-1], parts[0]):
        if len(part) > 2 and re.search(rf"(?:©|\(c\)|copyright)[^.]{{0,40}}{re.escape(part.casefold())}", text):
            yield from outlet(part, "title element and copyright line")
            return


@cache
def microdata() -> Any:
    """Finds the elements with an `itemprop`."""
    from lxml.etree import XPath

    return XPath("descendant-or-self::*[@itemprop]")


def item_names(tree: Any, prop: str) -> list[str]:
    """The names in microdata of what the page marks as `itemprop=…`."""
    names: list[str] = []
    for element in microdata()(tree):
        if prop not in element.get("itemprop").split():
            continue
        inner = next(
            (each for each in element.iter() if isinstance(each.tag, str) and each.get("itemprop") == "name"), element
        )
        name = inner.get("content") or " ".join(inner.text_content().split())
        if name and len(name) <= 120:
            names.append(name)
    return list(dict.fromkeys(names))


def stated_authors(
    head: Head, article: Item | None, items: list[Item], around: Any | None, *, publisher: str | None
) -> tuple[tuple[str, ...], str | None]:
    """The authors and where they are named: JSON-LD, `<meta>`, else the byline at the headline. The publisher is
    none.
    """
    outlet = letters(publisher or "")
    linked = names_in(article.get("author"), items) if article else ()
    if names := [name for name in linked if not HOST.search(name) and letters(name) != outlet]:
        return tuple(names), "json-ld author"
    for key in AUTHOR_NAMES:
        value = head.metas.get(key)
        if value and not HOST.search(value) and letters(value) != outlet:
            return (BY.sub("", value),), f"meta {key}"
    if around is None:
        return (), None
    if names := item_names(around, "author"):
        return tuple(names), "itemprop author"
    names = [" ".join(link.text_content().split()) for link in around.iter("a") if (link.get("rel") or "") == "author"]
    if names := [name for name in dict.fromkeys(names) if name]:
        return tuple(names), "byline"
    names_shown, where = shown_byline(around)
    names = [name for name in names_shown if letters(name) != outlet]
    return (tuple(names), where) if names else ((), None)


def shown_byline(around: Any) -> tuple[tuple[str, ...], str | None]:
    """The names in the first short line marked as byline."""
    for element in around.iter():
        marks = marks_of(element) if isinstance(element.tag, str) else ""
        reason = reason_for(marks) if marks else None
        if reason is None or reason.name != "byline":
            continue
        text = " ".join(element.text_content().split())
        if (BY.match(text) or PERSON.fullmatch(text)) and len(text) <= 100:
            return tuple(name for name in re.split(r", | and | & ", BY.sub("", text)) if name), "byline"
        linked = [" ".join(link.text_content().split()) for link in element.iter("a")]
        if names := [name for name in dict.fromkeys(linked) if PERSON.fullmatch(name)]:
            return tuple(names), "byline"
    return (), None


def stated_language(head: Head, article: Item | None) -> Said | None:
    """The language that the page declares, without its region: "en" for "en-GB"."""
    stated = [
        (head.language, "lang attribute"),
        (text_of(article.get("inLanguage")) if article else None, "json-ld inLanguage"),
    ]
    stated += [(head.metas.get(name), f"meta {name}") for name in LANGUAGE_NAMES]
    for value, where in stated:
        if (found := re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", (value or "").strip())) is not None:
            return found[0].lower(), where
    return None
