"""Tells in which charset a page is, though its header, its head and its bytes may say three different things."""

from __future__ import annotations

import codecs
import re

MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
IN_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
IN_PAGE = re.compile(
    rb"<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})"
    rb"|^\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
PAGE_SAYS_WITHIN = 4096
FALLBACK = "cp1252"


def decode_page(data: bytes, content_type: str | None) -> tuple[str, str]:
    """The text and the charset it was read in. No bytes are too broken: what fits nowhere becomes U+FFFD."""
    for mark, charset in MARKS:
        if data.startswith(mark):
            return data.decode(charset, "replace").removeprefix("\ufeff"), charset
    stated = stated_charsets(data, content_type)
    for charset in candidates(data, stated):
        try:
            return data.decode(charset), charset
        except UnicodeError:
            continue
    charset = stated[0] if stated else FALLBACK
    return data.decode(charset, "replace"), charset


def candidates(data: bytes, stated: list[str]) -> list[str]:
    """Which charsets to try. Bytes that are valid UTF-8 beyond ASCII hardly ever mean anything else."""
    return [*stated, "utf-8", FALLBACK] if data.isascii() else ["utf-8", *stated, FALLBACK]


def stated_charsets(data: bytes, content_type: str | None) -> list[str]:
    """What the header says, then what the page says, as far as Python knows it as a charset of text."""
    named = [found[1] for found in [IN_HEADER.search(content_type or "")] if found]
    in_page = IN_PAGE.search(data[:PAGE_SAYS_WITHIN])
    if in_page:
        said = known_charset((in_page[1] or in_page[2]).decode("ascii", "replace"))
        # A declaration that could be read as ASCII is not in UTF-16 or UTF-32, whatever it says.
        named += ["utf-8" if said and said.startswith(("utf-16", "utf-32")) else said or ""]
    known = [known_charset(name) for name in named]
    return list(dict.fromkeys(name for name in known if name))


def known_charset(name: str) -> str | None:
    """Python's name of the charset; Latin-1 is read as Windows-1252, as browsers do."""
    try:
        found = codecs.lookup(name)
        "a".encode(name)
    except (LookupError, ValueError, TypeError):
        return None
    return FALLBACK if found.name in ("iso8859-1", "ascii") else found.name
