"""What a server can be told: where it listens, who may ask and write, and how much one question may cost."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from ipaddress import ip_address

from sayso.errors import SettingsError

LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")


def new_token() -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerOptions:
    """How a store is served.

    `host` is the address that the server listens on. Whoever sends the `token` may read and write; without it one may
    only read, and that only where the server listens on this machine alone. `user_header` names the header in which a
    reverse proxy at one of the `proxies` hands over who has logged in there; then nobody reads without it either.
    `hosts` are the names by which the server may be addressed besides those of this machine. A request has
    `seconds` to ask the store, and at most `largest_request` bytes.
    """

    host: str = "127.0.0.1"
    token: str = field(default_factory=new_token, repr=False)
    user_header: str | None = None
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    hosts: tuple[str, ...] = ()
    seconds: float = 10.0
    largest_request: int = 1_000_000

    def __post_init__(self) -> None:
        if len(self.token) < 16 or not self.token.isascii() or not self.token.isprintable():
            raise SettingsError("The token has to be 16 or more ASCII characters. Leave it out to have one made.")
        if self.seconds <= 0 or self.largest_request <= 0:
            raise SettingsError("The limits of a request have to be more than zero.")

    @property
    def is_local(self) -> bool:
        """Whether only programs on this machine reach the server."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host.strip("[]")).is_loopback
        except ValueError:
            return False

    @property
    def reading_is_free(self) -> bool:
        """Whether one may read without a token."""
        return self.is_local and self.user_header is None
