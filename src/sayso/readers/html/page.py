"""Reads web pages into documents: finds the charset, extracts the article, fills what the page leaves out from the
options.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from typing import Any

from sayso.readers.html.article import extract_article
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
from sayso.schema import Document

DECLARED = re.compile(rb"<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})", re.IGNORECASE)
DECLARED_XML = re.compile(rb"^\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})", re.IGNORECASE)
DECLARATION_WITHIN = 4096


def read_html_file(source: Source, options: ReadOptions, issues: Issues) -> Iterator[Document]:
    """The one article of a page."""
    page = decode_page(read_all(source, options), options, name=source.name, issues=issues)
    yield page_document(page, options, path=source.name, extra=path_of(source))


def page_document(
    page: str,
    options: ReadOptions,
    *,
    path: str,
    line: int | None = None,
    url: str | None = None,
    extra: Mapping[str, Any] | None = None,
    language: str | None = None,
) -> Document:
    """The document of a page. `url` is where it was fetched: the canonical address that the page itself states goes
    before it. `language` is what the list that led to the page declares.
    """
    article = extract_article(page, path=path, line=line, url=url)
    check_length(article.text, options, path=path, line=line)
    return make_document(
        article.text,
        title=article.title,
        published=article.published or options.published,
        publisher=article.publisher or options.publisher,
        url=article.url,
        language=article.language or language,
        stated_language=options.language,
        removed=article.captions,
        extra={**(extra or {}), **article.stated},
        raw=page,
        path=path,
        line=line,
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
