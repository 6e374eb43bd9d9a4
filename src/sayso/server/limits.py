"""Limits of one request: how many bytes it may send, and until when it may ask the store."""

from __future__ import annotations

from time import monotonic

from fastapi import FastAPI, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.server.options import ServerOptions
from sayso.server.problems import TooLarge, problem_answer, status_of
from sayso.server.stores import DEADLINE


class Limits:
    """Sets the deadline of each request, and refuses one that is too large before it is read."""

    def __init__(self, app: ASGIApp, options: ServerOptions) -> None:
        self.app = app
        self.options = options

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on within the limits."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        DEADLINE.set(monotonic() + self.options.seconds)
        request = Request(scope, receive)
        declared = request.headers.get("content-length", "0")
        error = TooLarge(f"A request can have {self.options.largest_request:,} bytes.")
        if not declared.isdigit() or int(declared) > self.options.largest_request:
            await problem_answer(request, status_of(error), str(error))(scope, receive, send)
            return
        await self.app(scope, self._counted(receive, error), send)

    def _counted(self, receive: Receive, error: TooLarge) -> Receive:
        """What comes in, counted: a request need not say beforehand how long it is."""
        received = 0

        async def receive_counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.options.largest_request:
                raise error
            return message

        return receive_counted


def limit(app: FastAPI, options: ServerOptions) -> None:
    """Put the limits in front of the routes."""
    app.add_middleware(Limits, options=options)
