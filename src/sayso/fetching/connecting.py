"""Connects to a host only where it may be reached: the name is resolved once, checked, and that address is used.

httpcore asks this backend for every connection. As the address that was checked is the one connected to, a name that
resolves otherwise a moment later (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore

from sayso.fetching.networks import Allowed, IPAddress, parse_address, what_forbids

# Gives the addresses of a host, in the order to try them.
Resolve = Callable[[str, int], Sequence[str]]


class UnknownHost(Exception):
    """A name that has no address."""


class ForbiddenHost(Exception):
    """A host at an address that must not be reached."""

    def __init__(self, host: str, address: IPAddress, what: str) -> None:
        self.where = f"{host} is {what}" if host == str(address) else f"{host} leads to {what} ({address})"
        super().__init__(self.where)


def system_resolve(host: str, port: int) -> Sequence[str]:
    """The addresses that the system gives, the preferred one first."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class CheckedBackend(httpcore.NetworkBackend):
    """Resolves, checks and connects; `seconds` is for all that is done with its connections together."""

    def __init__(self, resolve: Resolve, allowed: Sequence[Allowed], *, seconds: float) -> None:
        self.resolve = resolve
        self.allowed = allowed
        self.deadline = time.monotonic() + seconds
        self.network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address that answers; `ForbiddenHost` where any must not be reached."""
        failed: Exception = UnknownHost(f"the host {host} has no address")
        for address in self.checked_addresses(host, port):
            try:
                stream = self.network.connect_tcp(
                    address, port, remaining(self.deadline, httpcore.ConnectTimeout), local_address, socket_options
                )
                return DeadlineStream(stream, self.deadline)
            except httpcore.ConnectError as error:
                failed = error
        raise failed

    def checked_addresses(self, host: str, port: int) -> Sequence[str]:
        """The addresses of a host. One forbidden among them forbids all: no honest site mixes them."""
        try:
            found = [parse_address(each) for each in self.resolve(host, port)]
        except (OSError, UnicodeError) as error:
            raise UnknownHost(f"the host {host} is not known") from error
        for address in found:
            what = what_forbids(address)
            if what is not None and not any(each.covers(host, port, address) for each in self.allowed):
                raise ForbiddenHost(host, address, what)
        return [str(address) for address in found]

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Never: a socket of this machine is nothing of the web's."""
        raise httpcore.ConnectError("local sockets are not fetched from")


class DeadlineStream(httpcore.NetworkStream):
    """A connection on which no wait goes past the deadline, however slowly the bytes trickle in."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self.stream = stream
        self.deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has come, waiting until the deadline at most."""
        return self.stream.read(max_bytes, remaining(self.deadline, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send, waiting until the deadline at most."""
        self.stream.write(buffer, remaining(self.deadline, httpcore.WriteTimeout))

    def close(self) -> None:
        """End the connection."""
        self.stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection encrypted, for the name that was asked for and not the address."""
        left = remaining(self.deadline, httpcore.ConnectTimeout)
        return DeadlineStream(self.stream.start_tls(ssl_context, server_hostname, left), self.deadline)

    def get_extra_info(self, info: str) -> Any:
        """What the connection knows of itself."""
        return self.stream.get_extra_info(info)


def remaining(deadline: float, expired: type[Exception]) -> float:
    """The seconds left; raises `expired` where there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise expired("the time is up")
    return left
