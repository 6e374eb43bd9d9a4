"""Who may ask: host names, tokens, the origin of writes, and headers that tell a browser what a page may do.

The checks stand in front of every route, so that none can be forgotten; a route that writes also depends on
`writer_of`, which checks the token of its form and says who writes.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, FastAPI, Request
from starlette.datastructures import MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.errors import SaysoError
from sayso.server.options import LOCAL_NAMES, ServerOptions
from sayso.server.problems import Forbidden, Unauthorised, problem_answer, status_of

COOKIE = "sayso_token"
CSRF_FIELD = "csrf"
CSRF_HEADER = "X-CSRF-Token"
SAFE = ("GET", "HEAD", "OPTIONS")
# What anybody may see: the form that asks for the token, and how it looks.
OPEN_PATHS = ("/login", "/static/")
YEAR = 365 * 24 * 3600
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # Within the site the address is needed to know where a form comes from; no other site learns anything.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """Lets a request through to the application, or answers it with the reason why not."""

    def __init__(self, app: ASGIApp, options: ServerOptions) -> None:
        self.app = app
        self.options = options

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check the request and add the headers to whatever answers it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        answer = self._refusal(request) or self._entrance(request)
        await (answer or self.app)(scope, receive, _with_headers(send))

    def _refusal(self, request: Request) -> Response | None:
        try:
            check_host(request, self.options)
            check_access(request, self.options)
        except SaysoError as error:
            if isinstance(error, Unauthorised) and "text/html" in request.headers.get("accept", ""):
                return RedirectResponse("/login", 303)
            return problem_answer(request, status_of(error), str(error))
        return None

    def _entrance(self, request: Request) -> Response | None:
        """A link with the token, as `sayso serve` prints it: keep the token in a cookie, take it off the address."""
        given = request.query_params.get("token")
        if given is None or request.method != "GET" or not is_token(given, self.options):
            return None
        rest = request.url.remove_query_params("token")
        return signed_in(RedirectResponse(rest.path + (f"?{rest.query}" if rest.query else ""), 303), request, given)


def check_host(request: Request, options: ServerOptions) -> None:
    """Raise `Forbidden` for a name that another site may have pointed at this machine (DNS rebinding)."""
    name = _without_port(request.headers.get("host", ""))
    known = (*LOCAL_NAMES, *(host.lower() for host in options.hosts))
    if options.is_local or options.hosts:
        known += (options.host.lower(),)
    elif name:
        # Others reach it by names that it cannot know, and need the token, which a page of another site has not.
        return
    if name not in known:
        raise Forbidden(
            f"This server is not called {name or 'nothing'!r}. Name it with --allow-host when you start it."
        )


def check_access(request: Request, options: ServerOptions) -> None:
    """Raise where the request needs a token and has none, or would write and comes from another site's page."""
    writes = request.method not in SAFE
    if request.url.path.startswith(OPEN_PATHS):
        if writes:
            check_origin(request)
        return
    if not (who_asks(request, options) or _brings_token(request, options)):
        if writes:
            raise Unauthorised("To change anything, open the address with the token that `sayso serve` printed.")
        if not options.reading_is_free:
            raise Unauthorised("Give the token that `sayso serve` printed: Authorization: Bearer TOKEN.")
    if writes and not _bearer(request):
        check_origin(request)


def check_origin(request: Request) -> None:
    """Raise `Forbidden` where a browser says that a page of another site sends the request, or does not say whose."""
    origin = request.headers.get("origin") or request.headers.get("referer")
    host = urlsplit(origin).netloc.lower() if origin else None
    if host != request.headers.get("host", "").lower():
        raise Forbidden("This was sent from another site's page, or without saying from which. Nothing was changed.")


def who_asks(request: Request, options: ServerOptions) -> str | None:
    """The user whom a trusted proxy names."""
    if options.user_header is None or request.client is None or request.client.host not in options.proxies:
        return None
    return request.headers.get(options.user_header) or None


def is_token(given: str, options: ServerOptions) -> bool:
    """Whether it is the token; how long the comparison takes says nothing of it."""
    return hmac.compare_digest(given.encode(), options.token.encode())


def signed_in(answer: Response, request: Request, token: str) -> Response:
    """The answer, with the token in a cookie that no script and no other site gets hold of."""
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, token, max_age=YEAR, httponly=True, samesite="strict", secure=secure)
    return answer


def csrf_of(options: ServerOptions) -> str:
    """What a form of this server's pages sends along, and no other site can know."""
    return hmac.new(options.token.encode(), b"forms", hashlib.sha256).hexdigest()


def may_write(request: Request) -> bool:
    """Whether the request may change something: pages show their forms only then."""
    options: ServerOptions = request.app.state.options
    return bool(who_asks(request, options)) or _brings_token(request, options)


async def writer_of(request: Request) -> str:
    """Who writes, for a route that does: the proxy's user, or "local" for whoever has the token.

    Checks the form's `csrf` field or the `X-CSRF-Token` header; a program that sends the token itself needs neither.
    """
    options: ServerOptions = request.app.state.options
    if not may_write(request):
        raise Unauthorised("To change anything, open the address with the token that `sayso serve` printed.")
    if not _bearer(request):
        given = request.headers.get(CSRF_HEADER) or str((await request.form()).get(CSRF_FIELD, ""))
        if not hmac.compare_digest(given.encode(), csrf_of(options).encode()):
            raise Forbidden("The form is out of date. Load its page again.")
    return who_asks(request, options) or "local"


Writer = Annotated[str, Depends(writer_of)]


def _brings_token(request: Request, options: ServerOptions) -> bool:
    given = _bearer(request) or request.cookies.get(COOKIE) or ""
    entering = request.query_params.get("token", "") if request.method == "GET" else ""
    return is_token(given, options) or is_token(entering, options)


def _bearer(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def _without_port(host: str) -> str:
    name, colon, port = host.lower().rpartition(":")
    return name if colon and port.isdigit() else host.lower()


def _with_headers(send: Send) -> Callable[[Message], Awaitable[None]]:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return send_with_headers


def guard(app: FastAPI, options: ServerOptions) -> None:
    """Put the checks in front of everything."""
    app.add_middleware(Guard, options=options)
