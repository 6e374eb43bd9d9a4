"""What each site's robots.txt lets Sayso fetch (RFC 9309), asked for once a day and host."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sayso.errors import FetchError
from sayso.fetching.clock import Clock
from sayso.fetching.failures import TRY_LATER, Refused, Unanswered
from sayso.fetching.fetched import Fetched
from sayso.fetching.options import PRODUCT

if TYPE_CHECKING:
    from protego import Protego

# The RFC asks that at least 500 KiB be read, and that a copy be kept no longer than a day.
MOST_BYTES = 512 * 1024
KEPT = timedelta(days=1)
# While the rules of a site cannot be had, nothing of it is fetched; so they are asked for again sooner.
KEPT_UNREACHABLE = timedelta(minutes=10)
# Has a robots.txt fetched; a `FetchError` where no host answers.
Ask = Callable[[str], Fetched]


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a host. `rules` is None where it has none; `failed` is why they could not be had."""

    until: datetime
    rules: Protego | None
    failed: FetchError | None = None


class Robots:
    """The rules of every host asked so far."""

    def __init__(self, ask: Ask, clock: Clock) -> None:
        self.ask = ask
        self.clock = clock
        self.known: dict[str, Rules] = {}

    def check(self, address: str) -> None:
        """Raise `Refused` where the site lets no robot, or not Sayso, fetch the address."""
        try:
            rules = self.rules_for(address)
        except Refused as error:
            raise Refused(address, error.problem, error.remedy) from error
        if rules.failed is not None:
            problem, remedy = rules.failed.problem, rules.failed.remedy
            if not isinstance(rules.failed, Unanswered):
                problem = f"the site's robots.txt cannot be had ({problem}), and without it nothing of it is fetched"
                remedy = TRY_LATER
            raise FetchError(address, problem, remedy, temporary=True, retry_at=rules.until)
        if rules.rules is not None and not rules.rules.can_fetch(address, PRODUCT):
            raise Refused(
                address, "the site's robots.txt asks robots not to fetch it", "Leave it out, or ask the publisher"
            )

    def crawl_delay(self, address: str) -> float | None:
        """The seconds between requests that the site asks for."""
        rules = self.known.get(origin_of(address))
        delay = rules.rules.crawl_delay(PRODUCT) if rules and rules.rules else None
        return delay if delay is not None and 0 <= delay < float("inf") else None

    def rules_for(self, address: str) -> Rules:
        """The rules of the address's host, fetched where they are not known or out of date."""
        origin = origin_of(address)
        known = self.known.get(origin)
        if known is None or known.until <= self.clock.now():
            known = self.known[origin] = self.fetch(f"{origin}/robots.txt")
        return known

    def fetch(self, address: str) -> Rules:
        """The rules at an address. A file that is missing forbids nothing; a host that fails forbids all for now."""
        from protego import Protego

        try:
            fetched = self.ask(address)
        except FetchError as error:
            if isinstance(error, Refused) and error.path == address:
                raise  # nothing of this host may be asked, whatever its rules are
            if not error.temporary and not isinstance(error, Refused):
                return Rules(self.clock.now() + KEPT, None)
            return Rules(error.retry_at or self.clock.now() + KEPT_UNREACHABLE, None, error)
        text = fetched.body.decode("utf-8-sig", "replace")
        return Rules(self.clock.now() + KEPT, Protego.parse(text))


def origin_of(address: str) -> str:
    """Scheme, host and port: what one robots.txt is for."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.lower()}"
