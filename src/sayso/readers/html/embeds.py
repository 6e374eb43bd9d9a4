"""Turns embedded posts into words that name their author: `Name wrote on X: “…”`, which is read as a quotation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SIGNED = re.compile(r"[—–-]{1,2}\s*(?P<name>[^—–()\n]{0,80}?)\s*\((?P<handle>@[\w.@-]{1,60})\)")
SHARED = re.compile(
    r"(?:A (?:post|photo|video|reel|thread) shared by|Post by|Posted by)\s+(?P<name>[^(@\n]{0,80}?)\s*"
    r"(?:\((?P<handle>@[\w.@-]{1,60})\)|(?P<bare>@[\w.@-]{1,60})|on\b|$)"
)
SHORT_LINK = re.compile(r"(?:https?://)?(?:pic\.twitter\.com|pic\.x\.com|t\.co|bit\.ly|fb\.watch)/\S*|https?://\S+")
CALLS = re.compile(
    r"View (?:this (?:post|profile)|more) on (?:Instagram|Threads|X|Facebook)|View on (?:Mastodon|Threads|TikTok)"
)
NOT_IN_NAMES = re.compile(r"[^\w\s.,'’&/-]")
STATUS = re.compile(r"https?://[^\s\"']{4,200}")


@dataclass(frozen=True, slots=True)
class Embedded:
    """A post of a social network in a page: who wrote what, and where it stands."""

    platform: str
    author: str | None
    handle: str | None
    words: str
    url: str | None

    def sentence(self) -> str:
        """The post in words. Without an author it is a quotation whose source is left out."""
        quoted = self.words.replace("“", "‘").replace("”", "’").replace('"', "'")
        who = self.author or self.handle
        return f"{who} wrote on {self.platform}: “{quoted}”" if who else f"A post on {self.platform} said: “{quoted}”"

    def noted(self) -> Mapping[str, str]:
        """What the words leave out, for the document's `extra`."""
        stated = {"platform": self.platform, "author": self.author, "handle": self.handle, "url": self.url}
        return {key: value for key, value in stated.items() if value}


def read_embedded(element: Any, platform: str) -> Embedded | None:
    """The post in an element; None where the page holds no words of it, or not in English."""
    paragraphs = posted_paragraphs(element)
    words = [clean for paragraph in paragraphs if (clean := posted_words(paragraph))]
    if not paragraphs:
        words = unsigned_words(element)
    if not words or any(is_foreign(paragraph) for paragraph in paragraphs):
        return None
    name, handle = author_of(" ".join(element.text_content().split()), element)
    return Embedded(platform, name, handle, " ".join(words), post_address(element))


def posted_paragraphs(element: Any) -> list[Any]:
    """The elements that hold the post's own words."""
    telegram = [e for e in element.iter() if "message_text" in (e.get("class") or "")]
    return telegram[:1] or [p for p in element.iter("p") if not SHARED.match(" ".join(p.text_content().split()))]


def posted_words(paragraph: Any) -> str:
    """The words of one paragraph, without links to pictures and calls to look elsewhere."""
    for line_break in list(paragraph.iter("br")):
        line_break.tail = " " + (line_break.tail or "")
    text = CALLS.sub(" ", SHORT_LINK.sub(" ", paragraph.text_content()))
    return " ".join(text.split())


def unsigned_words(element: Any) -> list[str]:
    """The words of a post without paragraphs, up to its signature; none where it is not signed."""
    text = posted_words(element)
    signed = list(SIGNED.finditer(text))
    return [words] if signed and (words := text[: signed[-1].start()].strip()) else []


def is_foreign(paragraph: Any) -> bool:
    """Whether the post says of itself that it is in another language."""
    language = (paragraph.get("lang") or "en").lower()
    return not language.startswith(("en", "und", "zxx", "qm", "qs", "qht"))


def author_of(text: str, element: Any) -> tuple[str | None, str | None]:
    """(name, handle) as the post is signed."""
    owner = next((e for e in element.iter() if re.search(r"owner_name|message_author", e.get("class") or "")), None)
    if owner is not None:
        return plain_name(owner.text_content()), None
    signed = list(SIGNED.finditer(text))
    found = signed[-1] if signed else SHARED.search(text)
    if found is None:
        return None, None
    handle = found["handle"] or found.groupdict().get("bare")
    return plain_name(found["name"]), handle


def plain_name(name: str) -> str | None:
    """The name without flags, ticks and other signs, which are no part of it."""
    return " ".join(NOT_IN_NAMES.sub(" ", name).split()).strip(" ,./-") or None


def post_address(element: Any) -> str | None:
    """Where the post stands: stated on the element, else its last link."""
    for name in ("data-instgrm-permalink", "data-href", "cite", "data-embed-url", "data-bluesky-uri"):
        if (value := element.get(name)) and STATUS.match(value):
            return str(value)
    links = [link.get("href") or "" for link in element.iter("a")]
    return next(
        (link for link in reversed(links) if STATUS.match(link) and "t.co/" not in link and "/hashtag/" not in link),
        None,
    )
