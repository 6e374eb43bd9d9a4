"""Reads RSS 0.9x, 1.0 and 2.0 and Atom by feedparser, however broken; a feed in a file gives its entries' texts."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from sayso.errors import InputError
from sayso.fetching.addresses import checked_address, clean_address
from sayso.fetching.failures import Refused
from sayso.readers.dates import iso_day, page_day
from sayso.readers.fetched import document_of_entry
from sayso.readers.issues import Issues
from sayso.readers.language import without_region
from sayso.readers.listings import Entry, Listing, key_of, read_listing
from sayso.readers.markup import DECLARATION, text_of_markup
from sayso.readers.options import ReadOptions
from sayso.readers.paragraphs import normalise
from sayso.readers.source import Source, read_all
from sayso.schema import Document

TEXTS = ("", "text/html", "application/xhtml+xml", "text/plain", "html", "xhtml", "text")
REMEDY = "Check the address of the feed"


def read_feed_file(source: Source, options: ReadOptions, issues: Issues) -> Iterator[Document]:
    """A document for each entry, of the text that the feed carries: the whole article, or the summary it gives."""
    feed = read_listing(read_all(source, options), name=source.name)
    if feed.kind != "feed":
        raise InputError(source.name, "it is not a feed", "Give it with the format `list`")
    if feed.remark:
        issues.remark(source.name, feed.remark, "Entries may be missing")
    if not feed.entries:
        raise InputError(source.name, "the feed has no entries", "Give a feed that has some")
    for entry in feed.entries:
        try:
            document = document_of_entry(entry, options, name=f"{source.name}, {entry.address or entry.key}")
        except InputError as error:
            issues.fail(error)
            continue
        yield document


def parse_feed(text: str, *, name: str, address: str | None = None) -> Listing:
    """The feed's title and entries; `InputError` where it is none, such as the page of an error."""
    import feedparser

    # Its own declaration may name another charset than the one the text was read in.
    data = DECLARATION.sub("", text, count=1).encode("utf-8", "replace")
    headers = {"content-type": "application/xml; charset=utf-8"} | ({"content-location": address} if address else {})
    # Bytes in a stream: a string that looks like an address or a path would be opened.
    parsed = feedparser.parse(io.BytesIO(data), response_headers=headers, sanitize_html=False)
    if not parsed.get("version"):
        raise InputError(name, "it is not a feed", REMEDY)
    problem = parsed.get("bozo_exception") if parsed.get("bozo") else None
    entries = tuple(entry_of(each, parsed.feed, address) for each in parsed.entries)
    if problem is not None and not entries:
        raise InputError(name, f"the feed's XML is broken ({first_words(problem)})", "Tell the publisher, or try later")
    remark = f"the feed's XML is broken ({first_words(problem)}); {len(entries)} entries could be read"
    return Listing("feed", plain(parsed.feed.get("title")), unique(entries), remark=None if problem is None else remark)


def entry_of(entry: Any, feed: Any, address: str | None) -> Entry:
    """One entry, as feedparser gives it."""
    link = link_of(entry, address)
    title, summary = plain(entry.get("title")), entry.get("summary")
    content = content_of(entry)
    return Entry(
        key=entry.get("id") or key_of(link, title, summary),
        address=link,
        title=title,
        published=day_of(entry),
        changed=dict(entry).get("updated"),
        publisher=publisher_of(entry, feed),
        language=without_region(feed.get("language")),
        content=content,
        summary=summary if summary != content else None,
    )


def content_of(entry: Any) -> str | None:
    """The longest of the texts that the entry carries; pictures and films it may carry too are none."""
    texts = [str(part.get("value") or "") for part in entry.get("content", ()) if part.get("type", "") in TEXTS]
    return max(texts, key=len, default="") or None


def link_of(entry: Any, base: str | None) -> str | None:
    """Where the article stands; feeds that pass through a counter name the true address besides."""
    for link in (entry.get("feedburner_origlink"), entry.get("link")):
        if link:
            try:
                return clean_address(checked_address(str(link), base=base))
            except Refused:
                continue
    return None


def day_of(entry: Any) -> str | None:
    """The day of publication as the feed states it, in the feed's own time zone."""
    for name in ("published", "updated", "created"):
        # Asked itself, an entry gives one date for another where it is missing.
        stated = dict(entry).get(name)
        if stated:
            return page_day(str(stated)) or parsed_day(entry.get(f"{name}_parsed"))
    return None


def parsed_day(moment: Any) -> str | None:
    """The day of a date that only feedparser can read, in UTC."""
    return iso_day(f"{moment[0]:04}-{moment[1]:02}-{moment[2]:02}") if moment else None


def publisher_of(entry: Any, feed: Any) -> str | None:
    """Who publishes: the feed that an entry was taken from, else the feed itself."""
    taken_from = (entry.get("source") or {}).get("title")
    return plain(taken_from or feed.get("publisher") or feed.get("title"))


def unique(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Each entry once, though a feed names it twice; the first is the newest."""
    return tuple({entry.key: entry for entry in reversed(entries)}.values())[::-1]


def plain(words: Any) -> str | None:
    """Words without mark-up."""
    text = normalise(str(words or ""))
    if re.search(r"<[a-zA-Z/!]|&[#\w]+;", text):
        text, _ = text_of_markup(text)
    return " ".join(text.split()) or None


def first_words(problem: Any) -> str:
    """What the parser says, short."""
    said = getattr(problem, "getMessage", lambda: str(problem))()
    line = getattr(problem, "getLineNumber", lambda: None)()
    return f"{said}, line {line}" if line else str(said).splitlines()[0] if str(said) else type(problem).__name__
