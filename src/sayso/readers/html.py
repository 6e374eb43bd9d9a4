"""Reads web pages: the article by trafilatura, its metadata as the page states them, captions listed apart."""

from __future__ import annotations

import codecs
import json
import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from sayso.errors import InputError
from sayso.readers.dates import page_day
from sayso.readers.issues import Issues
from sayso.readers.options import ReadOptions, is_encoding
from sayso.readers.source import (
    Source,
    check_length,
    decode,
    from_windows_1252,
    marked_encoding,
    read_all,
    remark_encoding,
)
from sayso.readers.text import make_document, path_of
from sayso.schema import Document, Removed

DECLARED = re.compile(rb"<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})", re.IGNORECASE)
DECLARED_XML = re.compile(rb"^\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})", re.IGNORECASE)
DECLARATION_WITHIN = 4096

# Below this trafilatura joins a page into one line; its stricter extraction keeps the paragraphs.
SHORT_ARTICLE = 600

CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:caption|captions?-text|cutline|photo-credit|image-credit|img-credit)(?:$|[\s_-])", re.IGNORECASE
)
LONGEST_CAPTION = 600

# Where a page states its publication date, surest first; names of <meta> by `property`, `name` or `itemprop`.
META_DATES = (
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "publishdate",
    "publish_date",
    "publish-date",
    "published_date",
    "publication_date",
    "publicationdate",
    "citation_publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "article.published",
    "pubdate",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "article_date_original",
    "original-publish-date",
    "date",
)
PUBLISHED_CLASS = re.compile(r"publish|pubdate|posted|entry-date|dateline|timestamp", re.IGNORECASE)
ENDS_SENTENCE = re.compile(r"[.!?…][\"”’')\]]{0,2}$")


@dataclass(frozen=True, slots=True)
class Article:
    """What a page holds and says of itself. `published_from` names the place that states the date."""

    text: str
    captions: tuple[Removed, ...]
    title: str | None
    url: str | None
    publisher: str | None
    language: str | None
    published: str | None
    published_from: str | None


def read_html_file(source: Source, options: ReadOptions, issues: Issues) -> Iterator[Document]:
    """The one article of a page."""
    page = decode_page(read_all(source, options), options, name=source.name, issues=issues)
    article = extract_article(page, path=source.name)
    check_length(article.text, options, path=source.name)
    extra = path_of(source)
    if article.published_from is not None:
        extra["published_from"] = article.published_from
    yield make_document(
        article.text,
        title=article.title,
        published=article.published or options.published,
        publisher=article.publisher or options.publisher,
        url=article.url,
        language=article.language or options.language,
        removed=article.captions,
        extra=extra,
        raw=page,
    )


def decode_page(data: bytes, options: ReadOptions, *, name: str, issues: Issues) -> str:
    """The page as text, by the encoding given, else the one it declares, else UTF-8."""
    declared = None if options.encoding or marked_encoding(data) else declared_encoding(data)
    if declared is None or declared == "utf-8":
        return decode(data, name=name, encoding=options.encoding, issues=issues)
    try:
        return data.decode(declared)
    except UnicodeError:
        remark_encoding(issues, name, 1)
        return from_windows_1252(data.decode("utf-8", "surrogateescape"))


def declared_encoding(data: bytes) -> str | None:
    """The charset in the page's head. Browsers read Latin-1 as Windows-1252, and so do we."""
    head = data[:DECLARATION_WITHIN]
    found = DECLARED.search(head) or DECLARED_XML.match(head)
    if found is None or not is_encoding(name := found[1].decode("ascii", "replace")):
        return None
    codec = codecs.lookup(name).name
    # A declaration that could be read as ASCII cannot be in UTF-16 or UTF-32, whatever it says.
    if codec.startswith(("utf-16", "utf-32", "utf-8")):
        return "utf-8"
    return "cp1252" if codec in ("iso8859-1", "ascii") else codec


def extract_article(page: str, *, path: str, line: int | None = None) -> Article:
    """The article of a page; `InputError` when there is none."""
    from trafilatura import extract_metadata, load_html

    keep_quiet("trafilatura", "htmldate")
    try:
        tree = load_html(page)
        if tree is None:
            raise no_article(path, line)
        published, published_from = stated_date(tree)
        metadata = extract_metadata(deepcopy(tree), extensive=False)
        publisher = stated_name(metadata.sitename, tree)
        language = stated_language(tree)
        captions = take_captions(tree)
        text = article_text(tree)
    except InputError:
        raise
    except Exception as error:  # parsers of arbitrary pages fail in many ways; one page must not stop a batch
        raise InputError(path, f"the page cannot be parsed ({error})", "Check that it is HTML", line=line) from error
    if not holds_article(text):
        raise no_article(path, line)
    return Article(
        text=text,
        captions=captions,
        title=metadata.title,
        url=metadata.url,
        publisher=publisher,
        language=language,
        published=published,
        published_from=published_from,
    )


def keep_quiet(*libraries: str) -> None:
    """Let a library's remarks on odd pages go to handlers the user sets up, not to the terminal by default."""
    for library in libraries:
        logger = logging.getLogger(library)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def no_article(path: str, line: int | None) -> InputError:
    """The error for a page of links, a login page, an empty one."""
    return InputError(path, "the page holds no article", "Save the page of the article itself, as HTML", line=line)


def article_text(tree: Any) -> str:
    """The article's paragraphs, one a line."""
    text = extracted(tree, {})
    if len(text) >= SHORT_ARTICLE:
        return text
    strict = extracted(tree, {"MIN_EXTRACTED_SIZE": "0"})
    return strict if holds_article(strict) and 2 * len(strict) >= len(text) else text


def extracted(tree: Any, settings: dict[str, str]) -> str:
    """What trafilatura takes for the main text."""
    from trafilatura import bare_extraction
    from trafilatura.settings import DEFAULT_CONFIG
    from trafilatura.settings import Document as Extraction

    config = deepcopy(DEFAULT_CONFIG)
    for name, value in settings.items():
        config.set("DEFAULT", name, value)
    found = bare_extraction(deepcopy(tree), include_comments=False, include_tables=False, config=config)
    return found.text or "" if isinstance(found, Extraction) else ""


def holds_article(text: str) -> bool:
    """Whether there is at least one sentence: menus and lists of headlines have none."""
    return any(len(line.split()) >= 5 and ENDS_SENTENCE.search(line.rstrip()) for line in text.split("\n"))


def take_captions(tree: Any) -> tuple[Removed, ...]:
    """Take the captions out of the tree; those inside the article are listed."""
    elements = [element for element in tree.iter() if is_caption(element)]
    has_article = tree.find(".//article") is not None or tree.find(".//main") is not None
    captions: list[Removed] = []
    for element in elements:
        ancestors = list(element.iterancestors())
        if any(ancestor in elements for ancestor in ancestors):
            continue
        words = " ".join(element.text_content().split())
        inside = not has_article or any(ancestor.tag in ("article", "main") for ancestor in ancestors)
        if words and inside:
            captions.append(Removed(words, "caption"))
    for element in elements:
        if element.getparent() is not None:
            element.drop_tree()
    return tuple(dict.fromkeys(captions))


def is_caption(element: Any) -> bool:
    """Whether the page marks the element as a picture's caption or credit."""
    if element.tag == "figcaption":
        return True
    if element.tag not in ("p", "div", "span", "small", "em", "dd", "cite"):
        return False
    return (
        CAPTION_CLASS.search(element.get("class") or "") is not None
        and len(element.text_content()) <= LONGEST_CAPTION
        and element.find(".//img") is None
    )


def stated_name(name: str | None, tree: Any) -> str | None:
    """The site's name, where the page itself states it: trafilatura falls back to the host's name."""
    if not name:
        return None
    head = tree.find(".//head")
    if head is None:
        return None
    contents = [element.get("content") or "" for element in head.iter("meta")]
    contents += [element.text or "" for element in tree.iter("title", "script")]
    stated = any(name.casefold() in content.casefold() for content in contents if not content.startswith("http"))
    return name if stated else None


def stated_language(tree: Any) -> str | None:
    """The language the page declares, without its region: "en" for "en-GB"."""
    code = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("http-equiv") or "").lower()
        if code is None and name in ("og:locale", "content-language", "language", "dc.language"):
            code = element.get("content")
    match = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", (code or "").strip())
    return match[0].lower() if match else None


def stated_date(tree: Any) -> tuple[str | None, str | None]:
    """The day of publication and where the page states it. Dates in the running text or the address do not count."""
    for day, where in (*linked_data_dates(tree), *meta_dates(tree), *time_dates(tree)):
        if day is not None:
            return day, where
    return None, None


def linked_data_dates(tree: Any) -> Iterator[tuple[str | None, str]]:
    """`datePublished` of the articles described in JSON-LD."""
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for item in linked_items(data, depth=0):
            types = item.get("@type")
            names = " ".join(map(str, types)) if isinstance(types, list) else str(types)
            stated = item.get("datePublished")
            if isinstance(stated, str) and re.search(r"Article|Posting|Report|WebPage", names):
                yield page_day(stated), "json-ld datePublished"


def linked_items(data: Any, *, depth: int) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD block that describe the page: the top ones, `@graph` and `mainEntity`."""
    if depth > 4:
        return
    if isinstance(data, list):
        for item in data:
            yield from linked_items(item, depth=depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from linked_items(data.get(key), depth=depth + 1)


def meta_dates(tree: Any) -> Iterator[tuple[str | None, str]]:
    """Dates in `<meta>` elements and `itemprop` attributes, surest name first."""
    stated: dict[str, str] = {}
    for element in tree.iter("meta", "time", "span", "div", "p"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        value = element.get("content") or element.get("datetime")
        if value and name.lower() in META_DATES:
            stated.setdefault(name.lower(), value)
    for name in META_DATES:
        if name in stated:
            yield page_day(stated[name]), f"meta {name}"


def time_dates(tree: Any) -> Iterator[tuple[str | None, str]]:
    """A `<time>` element marked as the publication's, else the only date that the `<time>` elements give."""
    days: set[str] = set()
    for element in tree.iter("time"):
        day = page_day(element.get("datetime") or "")
        if day is None or in_running_text(element):
            continue
        marks = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        if element.get("pubdate") is not None or PUBLISHED_CLASS.search(marks):
            yield day, "time element"
        days.add(day)
    if len(days) == 1:
        yield days.pop(), "time element"


def in_running_text(element: Any) -> bool:
    """Whether the element stands in a paragraph of prose, a comment or beside the article."""
    for ancestor in element.iterancestors():
        if ancestor.tag in ("aside", "nav", "footer"):
            return True
        if ancestor.tag in ("p", "li", "blockquote") and len(ancestor.text_content()) > 80:
            return True
        if re.search(
            r"comment|related|sidebar", f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}", re.IGNORECASE
        ):
            return True
    return False
