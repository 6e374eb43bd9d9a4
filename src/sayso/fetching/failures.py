"""Why a page could not be fetched, and whether it is worth trying again."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from sayso.errors import InputError

TRY_LATER = "Try again later"


class FetchError(InputError):
    """An address that gave no page. `temporary` says that it may give one later; `retry_at` when to ask, if known."""

    def __init__(
        self, address: str, problem: str, remedy: str, *, temporary: bool = False, retry_at: datetime | None = None
    ) -> None:
        self.temporary = temporary
        self.retry_at = retry_at
        super().__init__(address, problem, remedy)

    def on_the_way_from(self, address: str) -> Self:
        """The same failure, told of the address that redirected to where it happened."""
        if self.path == address:
            return self
        problem = f"it redirects to {self.path}, and there: {self.problem}"
        return type(self)(address, problem, self.remedy, temporary=self.temporary, retry_at=self.retry_at)


class Unanswered(FetchError):
    """A host that nobody knows, that cannot be reached, or that is too slow: it has said nothing at all, or not all."""


class Refused(FetchError):
    """An address that Sayso itself will not ask: by its form, by where it leads, or by the site's robots.txt."""


class TooSoon(FetchError):
    """A host that is not to be asked yet, by its own wish or because it failed; nothing is known of the page."""


class TooLarge(FetchError):
    """A body over the limit, as sent or unpacked."""
