"""Makes documents of what was fetched: a page, or the text that a feed carries where the page cannot be had."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from sayso.errors import InputError
from sayso.fetching.addresses import checked_address, clean_address
from sayso.fetching.failures import Refused
from sayso.fetching.fetched import Fetched
from sayso.readers.html import page_document
from sayso.readers.listings import Entry
from sayso.readers.markup import text_of_markup
from sayso.readers.options import ReadOptions
from sayso.readers.paragraphs import normalise
from sayso.readers.source import check_length
from sayso.readers.text import make_document
from sayso.schema import Document

# What a feed carries is an article only from so many characters; below that it may be the first lines of one.
SHORTEST_ARTICLE = 300


def document_of_page(fetched: Fetched, options: ReadOptions, entry: Entry | None = None) -> Document:
    """The article of a fetched page. What it leaves out is taken from the list that named it, else from the options."""
    page, charset = fetched.text()
    address = clean_address(fetched.final_address)
    if not page.strip():
        raise InputError(address, "the page is empty", "Open it in a browser to see whether there is an article")
    extra = {"fetched": fetched.time, "fetched_from": fetched.final_address, "charset": charset}
    document = page_document(
        page,
        with_stated(options, entry),
        path=address,
        url=address,
        extra=extra,
        language=entry.language if entry else None,
    )
    if document.published is not None and document.extra.get("published_from") is None and entry and entry.published:
        document = replace(document, extra={**document.extra, "published_from": "feed"})
    title = document.title or (entry.title if entry else None)
    return replace(document, title=title, url=address_of(document.url, fetched.final_address))


def with_stated(options: ReadOptions, entry: Entry | None) -> ReadOptions:
    """The options, with what a list says of an article for what its page may leave out."""
    if entry is None:
        return options
    return replace(
        options,
        published=entry.published or options.published,
        publisher=entry.publisher or options.publisher,
    )


def address_of(canonical: str | None, fetched_from: str) -> str:
    """The address that the page gives itself, else where it was fetched, without what follows a reader's way."""
    own = clean_address(fetched_from)
    try:
        stated = clean_address(checked_address(canonical or own, base=fetched_from))
    except Refused:
        return own
    # Some sites name their front page as the address of every article.
    return own if urlsplit(stated).path in ("", "/") else stated


def document_of_entry(entry: Entry, options: ReadOptions, *, name: str, whole: bool = False) -> Document:
    """The document of what a feed itself carries. With `whole` a summary, or a text too short, is an `InputError`."""
    carried = entry.content or (None if whole else entry.summary)
    text, captions = text_of_markup(normalise(carried or ""))
    if not text or (whole and len(text) < SHORTEST_ARTICLE):
        raise InputError(name, "the feed does not carry the article's text", "Fetch the page itself")
    check_length(text, options, path=name)
    extra = {"text_from": "feed" if entry.content else "feed summary"}
    if entry.published is not None:
        extra["published_from"] = "feed"
    return make_document(
        text,
        title=entry.title,
        published=entry.published or options.published,
        publisher=entry.publisher or options.publisher,
        url=entry.address,
        language=entry.language,
        stated_language=options.language,
        removed=captions,
        extra=extra,
        raw=carried,
        path=name,
    )
