"""Stable ids: the same input gives the same id on every machine and in every run."""

from __future__ import annotations

import hashlib
import re
import unicodedata


def document_id(*, text: str, url: str | None, publisher: str | None, published: str | None) -> str:
    """Sixteen hex digits from what makes an article that article: its text and where and when it appeared."""
    return digest(url, publisher, published, text)[:16]


def digest(*parts: str | None) -> str:
    """SHA-256 of the parts in order; None and the empty string differ."""
    hashed = hashlib.sha256()
    for part in parts:
        hashed.update(b"\x00" if part is None else b"\x01" + part.encode("utf-8", "surrogatepass") + b"\x1f")
    return hashed.hexdigest()


def slug(name: str) -> str:
    """An id for a name nobody listed: "The Jerusalem Post" becomes "the-jerusalem-post"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    joined = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return joined or "x-" + digest(name)[:8]
