"""A news site for the tests: a real server on a port of this machine, which notes every request it gets."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from sayso.fetching import Fetcher, FetchOptions

# Where nothing may ever be asked: an address of documentation, that no test may reach.
NOWHERE = "192.0.2.1"


@dataclass
class Answer:
    """What the site gives at one path. `send` writes the body itself, for those that are slow or endless."""

    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    send: Callable[[Any], None] | None = None


# An answer may depend on the request: how many there were of this path, and the headers.
Page = Answer | Callable[[int, Mapping[str, str]], Answer]


@dataclass
class Request:
    """One request that arrived."""

    host: str
    path: str
    headers: Mapping[str, str]

    @property
    def address(self) -> str:
        return f"http://{self.host}{self.path}"


class Site:
    """Pages by path, or by host and path; what is not there is a 404. `requests` is all that was asked."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.pages: dict[str, Page] = {}
        self.requests: list[Request] = []
        self.stopping = threading.Event()

    def address(self, path: str, host: str = "news.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def put(self, path: str, body: bytes | str = b"", status: int = 200, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = Answer(body, status, {"content-type": "text/html; charset=utf-8", **named})

    def paths(self) -> list[str]:
        """The paths asked for, in order, without robots.txt."""
        return [request.path for request in self.requests if request.path != "/robots.txt"]

    def answer(self, request: Request) -> Answer:
        host = request.host.partition(":")[0]
        page = self.pages.get(f"{host}{request.path}") or self.pages.get(request.path) or Answer("gone", 404)
        before = [each for each in self.requests if (each.host, each.path) == (request.host, request.path)]
        return page(len(before), request.headers) if callable(page) else page


@contextmanager
def running_site(*, tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site while the block runs; with `tls` it speaks https."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(headers.get("host", ""), self.path, headers)
            answer = site.answer(request)
            site.requests.append(request)
            body = answer.body.encode() if isinstance(answer.body, str) else answer.body
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.send is None and not {"content-length", "Content-Length"} & set(answer.headers):
                self.send_header("Content-Length", str(len(body)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            try:
                if answer.send:
                    answer.send(self.wfile)
                elif answer.status != 304:
                    self.wfile.write(body)
            except OSError:
                pass  # the reader had enough

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    site = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.stopping.set()
        server.shutdown()
        server.server_close()


class FakeClock:
    """Time that passes only by waiting."""

    def __init__(self) -> None:
        self.time = datetime(2023, 5, 4, 12, tzinfo=UTC)
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += timedelta(seconds=seconds)


def resolver(names: Mapping[str, Sequence[str]]) -> Callable[[str, int], Sequence[str]]:
    """The addresses of invented hosts; others are as unknown as they would be."""

    def resolve(host: str, port: int) -> Sequence[str]:
        if host in names:
            return names[host]
        if host[:1].isdigit() or ":" in host:
            return [host]
        raise OSError(f"no such host: {host}")

    return resolve


NAMES = {"news.example": ["127.0.0.1"], "other.example": ["127.0.0.1"], "trap.example": ["127.0.0.1"]}


def fetcher_for(site: Site, clock: FakeClock | None = None, **options: Any) -> Fetcher:
    """A fetcher that may reach two hosts of the site by name, and nothing else that is not public."""
    allow = (f"news.example:{site.port}", f"other.example:{site.port}")
    settings = {"allow": allow, "seconds": 5.0, **options}
    return Fetcher(FetchOptions(**settings), clock=clock or FakeClock(), resolve=resolver(NAMES))
