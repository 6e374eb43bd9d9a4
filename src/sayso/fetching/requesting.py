"""Sends one request and reads its answer within the limits; whatever goes wrong on the wire becomes a `FetchError`."""

from __future__ import annotations

import ssl
from collections.abc import Mapping

import httpcore

from sayso.errors import FetchError
from sayso.fetching.body import ACCEPTED_ENCODINGS, OverLimit, Undecodable, read_body
from sayso.fetching.connecting import CheckedBackend, ForbiddenHost, UnknownHost
from sayso.fetching.failures import TRY_LATER, Refused, TooLarge, Unanswered
from sayso.fetching.fetched import Fetched

# What a body may be sent as and hold no words; it is left where it is.
NOT_READ = ("image/", "video/", "audio/", "font/", "application/pdf", "application/zip", "application/vnd.", "model/")


def send(
    address: str,
    headers: Mapping[str, str],
    backend: CheckedBackend,
    tls: ssl.SSLContext,
    *,
    time: str,
    most: int,
    cut: bool,
) -> Fetched:
    """The answer to one GET. A connection serves one request: the next to the same host is seconds away anyway."""
    sent = {**headers, "Accept-Encoding": ACCEPTED_ENCODINGS, "Connection": "close"}
    pool = httpcore.ConnectionPool(
        ssl_context=tls, network_backend=backend, http2=False, max_keepalive_connections=0, retries=0
    )
    try:
        with pool, pool.stream("GET", address, headers=with_host(address, sent)) as response:
            return read_answer(address, response, time=time, most=most, cut=cut)
    except ForbiddenHost as error:
        raise Refused(
            address, f"{error.where}, which is not fetched from", "Allow it with `fetch_allow` if you mean it"
        ) from error
    except UnknownHost as error:
        raise Unanswered(address, str(error), "Check the address, or try again later", temporary=True) from error
    except httpcore.TimeoutException as error:
        raise Unanswered(
            address, "the host is too slow", "Try again later, or raise `fetch_seconds`", temporary=True
        ) from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        problem = str(error) or type(error).__name__
        raise Unanswered(address, f"the connection failed ({problem})", TRY_LATER, temporary=True) from error
    except (ValueError, UnicodeError, httpcore.UnsupportedProtocol) as error:
        raise FetchError(address, f"it cannot be asked for ({error})", "Check the address") from error


def with_host(address: str, headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """The headers as bytes, with the host's name first."""
    url = httpcore.URL(address)
    named = {80: b"http", 443: b"https"}.get(url.port or 0) == url.scheme or url.port is None
    # The host of an IPv6 address keeps its brackets.
    host = b"[%b]" % url.host if b":" in url.host and not url.host.startswith(b"[") else url.host
    value = host if named else b"%b:%d" % (host, url.port or 0)
    return [(b"Host", value), *((name.encode("ascii"), text.encode("ascii")) for name, text in headers.items())]


def read_answer(address: str, response: httpcore.Response, *, time: str, most: int, cut: bool) -> Fetched:
    """Status, headers and, where it is a page, the body."""
    headers = plain_headers(response.headers)
    body = b""
    if response.status in (200, 203):
        kind = headers.get("content-type", "").strip().lower()
        if kind.startswith(NOT_READ):
            raise FetchError(
                address, f"it is no page ({kind.partition(';')[0]})", "Give the address of the article's page"
            )
        body = body_of(address, response, headers, most=most, cut=cut)
    return Fetched(address, address, response.status, time, headers, body)


def body_of(address: str, response: httpcore.Response, headers: Mapping[str, str], *, most: int, cut: bool) -> bytes:
    """The body, unpacked."""
    stated = headers.get("content-length", "")
    try:
        if stated.isdecimal() and int(stated[:18]) > most and not cut:
            raise OverLimit
        return read_body(response.iter_stream(), headers.get("content-encoding", ""), most=most, cut=cut)
    except OverLimit as error:
        raise TooLarge(
            address, f"it has more than {most:,} bytes", "Leave it out, or raise `fetch_max_bytes`"
        ) from error
    except Undecodable as error:
        raise FetchError(address, f"its content cannot be unpacked: {error}", TRY_LATER) from error


def plain_headers(raw: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """The headers by name in small letters; those given several times are joined, cookies are left out."""
    headers: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1").strip()
        if key == "location" and key in headers:
            continue
        if key not in ("set-cookie", "set-cookie2"):
            headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return headers
