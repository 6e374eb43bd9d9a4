"""What a feed, a sitemap or an OPML file lists: articles, and further lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from sayso.errors import InputError
from sayso.fetching.addresses import article_key
from sayso.fetching.body import GZIP, OverLimit, Undecodable, gunzipped
from sayso.fetching.charsets import decode_page
from sayso.ids import digest
from sayso.readers.paragraphs import normalise

ListingKind = Literal["feed", "sitemap", "opml"]

# What may stand before the first element of an XML file.
BEFORE_ROOT = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
ROOT = re.compile(r"<(?:[\w.-]+:)?(?P<name>[A-Za-z][\w.-]*)[\s>/]")
KINDS: dict[str, ListingKind] = {
    "rss": "feed",
    "rdf": "feed",
    "feed": "feed",
    "channel": "feed",
    "urlset": "sitemap",
    "sitemapindex": "sitemap",
    "opml": "opml",
}
# What the protocol of sitemaps lets one have.
MOST_BYTES = 52_428_800


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as a list names it: what it says may be coarse or missing, and the page itself knows better.

    `key` is what the list calls the article by, so that it is known again when its address or title has changed.
    `content` is the article's text in HTML where the list carries it whole; `summary` is not.
    """

    key: str
    address: str | None
    title: str | None = None
    published: str | None = None
    changed: str | None = None
    publisher: str | None = None
    language: str | None = None
    content: str | None = None
    summary: str | None = None

    @property
    def stated(self) -> str:
        """A digest of what the list says of the article: another one calls for another look at the page."""
        return digest(self.title, self.content or self.summary, self.changed)[:16]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of articles, or of further lists, in its own order. `remark` says what is wrong with it all the same."""

    kind: ListingKind
    title: str | None = None
    entries: tuple[Entry, ...] = ()
    lists: tuple[str, ...] = ()
    remark: str | None = None


def read_listing(data: bytes, *, name: str, content_type: str = "", address: str | None = None) -> Listing:
    """The list that the bytes hold, packed with gzip or not. `address` is where it was fetched, for relative links."""
    from sayso.readers.feed import parse_feed
    from sayso.readers.opml import parse_opml
    from sayso.readers.sitemap import parse_sitemap

    text = listing_text(data, name=name, content_type=content_type)
    kind = listing_kind(text)
    parsers = {"feed": parse_feed, "sitemap": parse_sitemap, "opml": parse_opml}
    if kind is not None:
        try:
            return parsers[kind](text, name=name, address=address)
        except InputError:
            raise
        except Exception as error:  # parsers of other people's XML fail in many ways; one list must not stop the others
            raise InputError(
                name, f"the {kind} cannot be parsed ({error})", "Tell the publisher, or try later"
            ) from error
    found = ROOT.search(text[:4096])
    what = "a web page" if found and found["name"].lower() == "html" else "something else"
    raise InputError(name, f"it is {what}, not a feed, a sitemap or an OPML file", "Look up the feed's own address")


def listing_text(data: bytes, *, name: str, content_type: str = "") -> str:
    """The text of the list: unpacked where it is a gzip file, and in whatever charset it really is."""
    try:
        unpacked = gunzipped(data, most=MOST_BYTES) if data.startswith(GZIP) else data
    except OverLimit as error:
        raise InputError(name, f"it unpacks to more than {MOST_BYTES:,} bytes", "Leave it out") from error
    except Undecodable as error:
        raise InputError(name, f"the gzip file is damaged ({error})", "Fetch it again") from error
    return normalise(decode_page(unpacked, content_type)[0])


def listing_kind(text: str) -> ListingKind | None:
    """Which kind of list it is by its first element; None where it is none."""
    position = 0
    while found := BEFORE_ROOT.match(text, position):
        position = found.end()
    root = ROOT.match(text, position)
    return KINDS.get(root["name"].lower()) if root else None


def key_of(address: str | None, *parts: str | None) -> str:
    """What to know an article by that its list gives no id: its address, else its words."""
    return article_key(address) if address else "x-" + digest(*parts)[:16]
