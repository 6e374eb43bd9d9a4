"""Reads sitemaps: lists of pages, with what the news extension says of them, and indexes of further sitemaps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sayso.errors import InputError
from sayso.fetching.addresses import checked_address, clean_address
from sayso.fetching.failures import Refused
from sayso.readers.dates import page_day
from sayso.readers.listings import Entry, Listing, key_of

REMEDY = "Check the address of the sitemap"


def parse_sitemap(text: str, *, name: str, address: str | None = None) -> Listing:
    """The pages of a sitemap, or the sitemaps of an index. What comes after a break in the XML is lost, and said so."""
    root, problem = parse_xml(text, name=name)
    entries: dict[str, Entry] = {}
    lists: dict[str, None] = {}
    for element in root:
        fields = fields_of(element)
        location = location_of(fields, address)
        if location is None:
            continue
        if local_name(element) == "sitemap":
            lists[location] = None
        elif local_name(element) == "url":
            entry = entry_of(fields, location)
            entries.setdefault(entry.key, entry)
    if problem and not entries and not lists:
        raise InputError(name, f"the sitemap's XML is broken ({problem})", "Tell the publisher, or try later")
    remark = f"the sitemap's XML is broken ({problem}); {len(entries)} pages could be read" if problem else None
    return Listing("sitemap", None, tuple(entries.values()), tuple(lists), remark)


def parse_xml(text: str, *, name: str) -> tuple[Any, str | None]:
    """The root element, and what is wrong with the XML though it could be read.

    Nothing that the file names is opened, and its own entities are not expanded: they may unpack to gigabytes.
    """
    from lxml import etree

    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(name, f"the XML is broken ({error})", REMEDY) from error
    if root is None:
        raise InputError(name, "the XML is broken", REMEDY)
    fatal = [f"{entry.message.strip()}, line {entry.line}" for entry in parser.error_log if entry.level_name == "FATAL"]
    return root, fatal[0] if fatal else None


def fields_of(element: Any) -> dict[str, str]:
    """The texts of an element's parts by their local names, those of the news extension among them."""
    return {local_name(part): " ".join((part.text or "").split()) for part in descendants(element)}


def descendants(element: Any) -> Iterator[Any]:
    """The elements below, last first, so that the first of a name wins; images have locations of their own."""
    for part in reversed(list(element)):
        if not isinstance(part.tag, str) or local_name(part) in ("image", "video"):
            continue
        yield from descendants(part)
        yield part


def local_name(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def location_of(fields: dict[str, str], base: str | None) -> str | None:
    """The address of a page; None for one that is never fetched."""
    try:
        return clean_address(checked_address(fields["loc"], base=base)) if fields.get("loc") else None
    except Refused:
        return None


def entry_of(fields: dict[str, str], location: str) -> Entry:
    """A page. Only the news extension states a day of publication: `lastmod` is when the page was last touched."""
    return Entry(
        key=key_of(location),
        address=location,
        title=fields.get("title") or None,
        published=page_day(fields.get("publication_date", "")),
        changed=fields.get("lastmod") or None,
        publisher=fields.get("name") or None,
        language=fields.get("language", "")[:2].lower() or None,
    )
