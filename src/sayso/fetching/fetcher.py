"""Gets one address: redirects followed by hand, each hop checked like the first, failing hosts asked again later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from sayso.errors import FetchError
from sayso.fetching.addresses import checked_address, host_of
from sayso.fetching.clock import Clock, SystemClock
from sayso.fetching.failures import TRY_LATER
from sayso.fetching.fetched import Fetched
from sayso.fetching.options import FetchOptions
from sayso.fetching.pacing import Pacing
from sayso.fetching.robots import MOST_BYTES, Robots

if TYPE_CHECKING:
    import ssl

    from sayso.fetching.connecting import Resolve

REDIRECTS = (301, 302, 303, 307, 308)
# Worth another try: the host is busy, has a hiccup, or was asked too often.
TEMPORARY = (408, 421, 425, 429)
ACCEPT = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5"


class Fetcher:
    """Fetches pages one at a time, and is polite: robots.txt, a delay between requests, and patience after failures.

    `resolve` gives the addresses of a host; `clock` waits. Neither cookies nor the proxies of the environment are used.
    """

    def __init__(
        self, options: FetchOptions | None = None, *, clock: Clock | None = None, resolve: Resolve | None = None
    ) -> None:
        self.options = options or FetchOptions()
        self.clock = clock or SystemClock()
        self.resolve = resolve
        self.pacing = Pacing(self.clock, delay=self.options.delay, patience=self.options.patience)
        self.robots = Robots(self.fetch_rules, self.clock)

    def get(
        self, address: str, *, etag: str | None = None, last_modified: str | None = None, most: int | None = None
    ) -> Fetched:
        """What stands at the address. With the marks of an earlier answer, the host may say `not_modified`.

        `most` is the limit in bytes for what may be longer than a page, such as a sitemap.
        What fails for a while is tried again; `FetchError` says what went wrong in the end.
        """
        address = checked_address(address)
        conditions = {"if-none-match": etag, "if-modified-since": last_modified}
        asked = {name: value for name, value in conditions.items() if value and value.isascii() and value.isprintable()}
        for tries_left in reversed(range(self.options.tries)):
            try:
                return self.follow(address, asked, most or self.options.max_bytes)
            except FetchError as error:
                # A time that the host named is waited for; one too far off ends the tries.
                if not error.temporary or not tries_left or self.too_far(error):
                    raise
        raise AssertionError("`tries` is at least 1")

    def too_far(self, error: FetchError) -> bool:
        """Whether the time at which to try again lies beyond what is waited for."""
        if error.retry_at is None:
            return False
        return (error.retry_at - self.clock.now()).total_seconds() > self.options.patience

    def follow(self, address: str, asked: Mapping[str, str], most: int) -> Fetched:
        """The answer at the end of all redirects."""
        current = address
        for _ in range(self.options.redirects + 1):
            try:
                fetched = self.hop(current, asked, most)
                if "location" not in fetched.headers:
                    return replace(fetched, address=address)
                current = checked_address(fetched.headers["location"], base=current)
            except FetchError as error:
                raise error.on_the_way_from(address) from error
        raise too_many_redirects(address, self.options.redirects)

    def hop(self, address: str, asked: Mapping[str, str], most: int) -> Fetched:
        """What one address answers: a page, or with a `location` where to go on."""
        self.robots.check(address)
        fetched = self.paced(address, asked, most)
        if fetched.status in REDIRECTS and "location" in fetched.headers:
            return fetched
        headers = {name: value for name, value in fetched.headers.items() if name != "location"}
        return replace(check_status(fetched), headers=headers)

    def paced(self, address: str, asked: Mapping[str, str], most: int) -> Fetched:
        """One request, when the host may be asked; how it went decides when it may be again."""
        host = host_of(address)
        self.pacing.wait_for(host, address)
        try:
            fetched = self.request(address, asked, most=most)
        except FetchError as error:
            if error.temporary:
                self.pacing.failed(host)
            else:
                self.pacing.answered(host, crawl_delay=self.robots.crawl_delay(address))
            raise
        self.refuse_busy(fetched, address)
        self.pacing.answered(host, crawl_delay=self.robots.crawl_delay(address))
        return fetched

    def refuse_busy(self, fetched: Fetched, address: str) -> None:
        """Raise where another answer may come later; until then the address's host is left in peace."""
        if is_temporary(fetched.status):
            retry_at = self.pacing.failed(host_of(address), retry_after=fetched.headers.get("retry-after"))
            raise FetchError(address, says(fetched.status), TRY_LATER, temporary=True, retry_at=retry_at)

    def fetch_rules(self, address: str) -> Fetched:
        """A robots.txt: without asking another one first, and cut off where it is very long."""
        current = address
        for _ in range(self.options.redirects + 1):
            fetched = self.request(current, {}, most=MOST_BYTES, cut=True)
            self.refuse_busy(fetched, address)
            if fetched.status not in REDIRECTS or "location" not in fetched.headers:
                return check_status(fetched)
            current = checked_address(fetched.headers["location"], base=current)
        raise too_many_redirects(address, self.options.redirects)

    def request(self, address: str, asked: Mapping[str, str], *, most: int, cut: bool = False) -> Fetched:
        """One request to one host, nothing followed."""
        from sayso.fetching.connecting import CheckedBackend, system_resolve
        from sayso.fetching.requesting import send

        backend = CheckedBackend(self.resolve or system_resolve, self.options.allowed, seconds=self.options.seconds)
        headers = {"User-Agent": self.options.user_agent, "Accept": ACCEPT, **asked}
        now = self.clock.now().isoformat(timespec="seconds")
        return send(address, headers, backend, self.tls, time=now, most=most, cut=cut)

    @cached_property
    def tls(self) -> ssl.SSLContext:
        """The authorities that are trusted: certifi's, or those that SSL_CERT_FILE or SSL_CERT_DIR names."""
        from httpx import create_ssl_context

        return create_ssl_context()


def check_status(fetched: Fetched) -> Fetched:
    """The answer, where it holds what was asked for."""
    if fetched.status in (200, 203, 304):
        return fetched
    remedy = (
        "Check the address" if fetched.status in (404, 410) else "Open the address in a browser to see what it wants"
    )
    raise FetchError(fetched.address, says(fetched.status), remedy)


def is_temporary(status: int) -> bool:
    """Whether the same request may be answered later."""
    return status in TEMPORARY or status >= 500


def says(status: int) -> str:
    """What a host says with a status other than 200."""
    from http import HTTPStatus

    try:
        return f"the host answers {status} ({HTTPStatus(status).phrase})"
    except ValueError:
        return f"the host answers {status}"


def too_many_redirects(address: str, most: int) -> FetchError:
    """The error for a chain of redirects that does not end."""
    return FetchError(address, f"it redirects more than {most} times", "Check the address")
