"""Who reviews: the user whom a proxy names, else the name that somebody with the token gave for themselves."""

from __future__ import annotations

from urllib.parse import quote, unquote

from fastapi import Request
from starlette.responses import Response

from sayso.errors import SettingsError
from sayso.server.security import who_asks
from sayso.store.reviews import check_reviewer

COOKIE = "sayso_reviewer"
NOBODY_NAMED = "local"
YEAR = 365 * 24 * 3600


def reviewer_of(request: Request) -> str:
    """The name under which decisions of this browser are kept."""
    user = who_asks(request, request.app.state.options)
    try:
        return check_reviewer(user or unquote(request.cookies.get(COOKIE, "")))
    except SettingsError:
        return NOBODY_NAMED


def may_choose_name(request: Request) -> bool:
    """Whether reviewers say who they are; a proxy that checks names says it for them."""
    return who_asks(request, request.app.state.options) is None


def remember(answer: Response, request: Request, name: str) -> None:
    """Keep the reviewer's name in a cookie of this browser."""
    secure = request.url.scheme == "https"
    value = quote(check_reviewer(name))
    answer.set_cookie(COOKIE, value, max_age=YEAR, httponly=True, samesite="strict", secure=secure)
