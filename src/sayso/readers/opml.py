"""Reads OPML: the list of feeds that a feed reader exports."""

from __future__ import annotations

from sayso.errors import InputError
from sayso.fetching.addresses import checked_address
from sayso.fetching.failures import Refused
from sayso.readers.listings import Listing
from sayso.readers.sitemap import local_name, parse_xml


def parse_opml(text: str, *, name: str, address: str | None = None) -> Listing:
    """The addresses of the feeds, each once, in the order of the file, whatever folders they are in."""
    root, problem = parse_xml(text, name=name)
    feeds: dict[str, None] = {}
    for outline in root.iter():
        if local_name(outline) != "outline":
            continue
        attributes = {key.lower(): value for key, value in outline.attrib.items()}
        if attributes.get("xmlurl"):
            try:
                feeds[checked_address(attributes["xmlurl"], base=address)] = None
            except Refused:
                continue
    if not feeds:
        raise InputError(name, "it names no feed (no `xmlUrl`)", "Export the feeds from your feed reader again")
    title = next((element.text for element in root.iter() if local_name(element) == "title"), None)
    return Listing("opml", title, lists=tuple(feeds), remark=problem)
