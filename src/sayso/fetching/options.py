"""How far fetching may go: what is allowed, how much, how long, how often."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version

from sayso.errors import SettingsError
from sayso.fetching.networks import Allowed

PRODUCT = "sayso"


@dataclass(frozen=True)
class FetchOptions:
    """Limits of fetching. `allow` lists hosts and networks that may be reached though they are not public.

    `max_bytes` limits a body both as sent and unpacked, `seconds` one request from the look-up of the name to the last
    byte. `delay` is the least time between two requests to one host; `patience` the longest that is waited for a host
    before the page is given up for now; `tries` how often a failing page is asked for. `contact` is an address or page
    that the user agent names, so that a site can complain.
    """

    allow: tuple[str, ...] = ()
    max_bytes: int = 10_000_000
    seconds: float = 30.0
    redirects: int = 5
    delay: float = 1.0
    patience: float = 120.0
    tries: int = 3
    contact: str | None = None

    def __post_init__(self) -> None:
        # Read now, so that a mistake is told before anything is fetched.
        _ = self.allowed
        if self.contact is not None and not (self.contact.isascii() and self.contact.isprintable()):
            raise SettingsError(f"the contact {self.contact!r} cannot stand in a header: write it in plain ASCII.")

    @cached_property
    def allowed(self) -> tuple[Allowed, ...]:
        """The hosts and networks of `allow`."""
        return tuple(Allowed.parse(each) for each in self.allow)

    @property
    def user_agent(self) -> str:
        """What Sayso calls itself: its name and version, and nobody else's."""
        named = f"{PRODUCT}/{version('sayso')}"
        return f"{named} (+{self.contact})" if self.contact else named
