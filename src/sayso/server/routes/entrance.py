"""The door: where the token is asked for, and what the API offers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from sayso.server.asking import Pages
from sayso.server.problems import Unauthorised
from sayso.server.security import COOKIE, is_token, signed_in

router = APIRouter(include_in_schema=False)


@router.get("/login")
def form(request: Request, pages: Pages) -> Response:
    """Ask for the token."""
    return pages.answer(request, "login.html")


@router.post("/login")
def enter(request: Request, token: Annotated[str, Form(max_length=1000)]) -> Response:
    """Keep the token in a cookie."""
    if not is_token(token.strip(), request.app.state.options):
        raise Unauthorised("That is not the token. `sayso serve` prints it when it starts.")
    return signed_in(RedirectResponse("/", 303), request, token.strip())


@router.post("/logout")
def leave() -> Response:
    """Forget the token."""
    answer = RedirectResponse("/", 303)
    answer.delete_cookie(COOKIE)
    return answer


@router.get("/api")
def api(request: Request, pages: Pages) -> Response:
    """What the API offers, read from its own description."""
    return pages.answer(request, "api.html", paths=request.app.openapi()["paths"])
