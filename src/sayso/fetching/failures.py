"""The kinds of `FetchError`: why a page could not be fetched."""

from __future__ import annotations

from sayso.errors import FetchError

TRY_LATER = "Try again later"


class Unanswered(FetchError):
    """A host that nobody knows, that cannot be reached, or that is too slow: it has said nothing at all, or not all."""


class Refused(FetchError):
    """An address that Sayso itself will not ask: by its form, by where it leads, or by the site's robots.txt."""


class TooSoon(FetchError):
    """A host that is not to be asked yet, by its own wish or because it failed; nothing is known of the page."""


class TooLarge(FetchError):
    """A body over the limit, as sent or unpacked."""
