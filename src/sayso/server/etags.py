"""ETags: an answer is the same as before as long as nothing in the store, in Sayso or in the day has changed.

So the server keeps what it answered last, too: a page that twenty people look at is worked out once.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime

from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso import __version__
from sayso.server.options import ServerOptions
from sayso.server.security import who_asks
from sayso.server.stores import Stores

WITHOUT = ("/static/", "/login")
# The headers that an answer depends on.
ASKED = ("host", "accept", "accept-encoding", "authorization", "cookie", "hx-request")
MOST_BYTES_KEPT = 32_000_000
LARGEST_KEPT = 1_000_000


@dataclass(slots=True)
class Answer:
    """What was sent: the first message of an answer, and its body as far as it has come."""

    start: Message
    body: bytearray = field(default_factory=bytearray)


class Kept:
    """The answers that were asked for last, by address and state, as many as there is room for."""

    def __init__(self, most_bytes: int = MOST_BYTES_KEPT) -> None:
        self._answers: OrderedDict[tuple[str, str, str], Answer] = OrderedDict()
        self._bytes = 0
        self._most_bytes = most_bytes

    def get(self, key: tuple[str, str, str]) -> Answer | None:
        """The answer to the same question about the same state."""
        found = self._answers.get(key)
        if found is not None:
            self._answers.move_to_end(key)
        return found

    def keep(self, key: tuple[str, str, str], answer: Answer) -> None:
        """Keep a whole answer; those that nobody has asked for longest make room."""
        if len(answer.body) > LARGEST_KEPT or key in self._answers:
            return
        self._answers[key] = answer
        self._bytes += len(answer.body)
        while self._bytes > self._most_bytes:
            _, oldest = self._answers.popitem(last=False)
            self._bytes -= len(oldest.body)


class Etags:
    """Answers 304 where the browser has the page already, and says by which state each new answer goes."""

    def __init__(self, app: ASGIApp, stores: Stores, build: str, options: ServerOptions) -> None:
        self.app = app
        self.stores = stores
        self.build = build
        self.options = options
        self.kept = Kept()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask the application only where something may have changed."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or scope["path"].startswith(WITHOUT):
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        etag = f'W/"{await run_in_threadpool(self._state, request)}"'
        if etag in _listed(request.headers.get("if-none-match", "")):
            await Response(status_code=304, headers=_headers(etag))(scope, receive, send)
            return
        key = etag, f"{scope['method']} {scope['path']}", scope["query_string"].decode("latin-1")
        known = self.kept.get(key)
        if known is not None:
            await send(known.start)
            await send({"type": "http.response.body", "body": bytes(known.body)})
            return
        await self.app(scope, receive, self._noting(send, key, etag))

    def _noting(self, send: Send, key: tuple[str, str, str], etag: str) -> Send:
        """Sends on, with the ETag, and keeps what was sent once it is whole."""
        answer: Answer | None = None

        async def send_and_note(message: Message) -> None:
            nonlocal answer
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if message["status"] == 200 and headers.get("cache-control") != "no-store":
                    headers.update(_headers(etag))
                    answer = Answer(message)
                else:
                    headers.setdefault("Cache-Control", "no-store")
            elif answer is not None:
                answer.body += message.get("body", b"")
                if not message.get("more_body", False):
                    self.kept.keep(key, answer)
            await send(message)

        return send_and_note

    def _state(self, request: Request) -> str:
        """The store's state, and what else an answer depends on: the form asked for, and who asks."""
        today = datetime.now(UTC).date().isoformat()
        asked = [request.headers.get(name, "") for name in ASKED]
        user = who_asks(request, self.options) or ""
        said = "\n".join((__version__, self.build, self.stores.state(), today, user, *asked))
        return hashlib.sha256(said.encode()).hexdigest()[:24]


def _listed(header: str) -> list[str]:
    return [each.strip() for each in header.split(",")]


def _headers(etag: str) -> dict[str, str]:
    vary = ", ".join(name.title() for name in ASKED[1:])
    return {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": vary}


def tag_answers(app: FastAPI, stores: Stores, build: str, options: ServerOptions) -> None:
    """Put the ETags in front of the routes; `build` changes with the templates and assets."""
    app.add_middleware(Etags, stores=stores, build=build, options=options)
