"""Errors as answers: a problem document (RFC 9457) for programs, a page with the same sentence for people."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from sayso.errors import InputError, SaysoError, SettingsError, StoreError

log = logging.getLogger(__name__)


# When to ask again for what is still being counted; `counting.html` does so by itself.
SECONDS_UNTIL_COUNTED = 5


class NotFound(SaysoError):
    """Nothing stands at this address."""


class TooSlow(SaysoError):
    """A question that would take longer than a request may."""

    def __init__(self) -> None:
        super().__init__(
            "This takes longer than a request may. Ask for less (fewer days, one actor), or use the command line."
        )


class StillCounting(SaysoError):
    """A question that takes long, and is worked out for whoever asks again."""

    def __init__(self) -> None:
        super().__init__("The store is large, and this is still being counted. Ask again in a moment.")


class Unauthorised(SaysoError):
    """Whoever asks has not said who they are."""


class Forbidden(SaysoError):
    """A request that is not let through, whoever sends it."""


class TooLarge(SaysoError):
    """A request with more bytes than are taken."""


# What becomes of each kind of error; the first that fits.
STATUSES: tuple[tuple[type[SaysoError], HTTPStatus], ...] = (
    (NotFound, HTTPStatus.NOT_FOUND),
    (Unauthorised, HTTPStatus.UNAUTHORIZED),
    (Forbidden, HTTPStatus.FORBIDDEN),
    (TooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (TooSlow, HTTPStatus.SERVICE_UNAVAILABLE),
    (StillCounting, HTTPStatus.SERVICE_UNAVAILABLE),
    (SettingsError, HTTPStatus.BAD_REQUEST),
    (InputError, HTTPStatus.BAD_REQUEST),
    (StoreError, HTTPStatus.SERVICE_UNAVAILABLE),
)


class Problem(BaseModel):
    """A problem document: what went wrong in general and in this case."""

    type: str = Field("about:blank", description="A URI for the kind of problem; about:blank where the status says it.")
    title: str = Field(description="The kind of problem.", examples=["Bad Request"])
    status: int = Field(description="The status code of the answer.", examples=[400])
    detail: str = Field(
        description="What is wrong here, and what to do.",
        examples=["`since` is '2022', which is no day. Write it like 2022-12-29."],
    )
    instance: str = Field(description="The path that was asked for.", examples=["/api/events"])


@contextmanager
def missing() -> Iterator[None]:
    """Within it, a name or an id that the store does not know means that there is no such page.

    >>> with missing():
    ...     coded = store.record(document_id)
    """
    try:
        yield
    except (SettingsError, StoreError) as error:
        raise NotFound(str(error)) from error


def answer_errors(app: FastAPI) -> None:
    """Answer every error with a problem; an unexpected one tells nothing of the inside."""
    app.add_exception_handler(SaysoError, _expected)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _by_framework)
    app.add_exception_handler(Exception, _unexpected)


def problem_answer(request: Request, status: int, detail: str) -> Response:
    """The problem as a page where a person asks for one, else as a problem document."""
    title = HTTPStatus(status).phrase
    headers = {"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else {}
    if wants_page(request):
        pages = request.app.state.pages
        return Response(
            pages.render(request, "problem.html", title=title, status=status, detail=detail),
            status,
            headers,
            "text/html",
        )
    problem = Problem(type="about:blank", title=title, status=status, detail=detail, instance=request.url.path)
    return JSONResponse(problem.model_dump(), status, headers, "application/problem+json")


def wants_page(request: Request) -> bool:
    """Whether a person looks at the answer."""
    return not request.url.path.startswith("/api") and "text/html" in request.headers.get("accept", "")


def status_of(error: SaysoError) -> HTTPStatus:
    """The status code that an expected error becomes."""
    return next((status for kind, status in STATUSES if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR)


def _expected(request: Request, error: Any) -> Response:
    if not isinstance(error, StillCounting):
        return problem_answer(request, status_of(error), str(error))
    if wants_page(request):
        pages = request.app.state.pages
        answer = Response(pages.render(request, "counting.html"), status_of(error), media_type="text/html")
    else:
        answer = problem_answer(request, status_of(error), str(error))
    answer.headers["Retry-After"] = str(SECONDS_UNTIL_COUNTED)
    return answer


def _invalid(request: Request, error: Any) -> Response:
    return problem_answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, " ".join(_sentences(error)))


def _sentences(error: RequestValidationError) -> Iterator[str]:
    for each in error.errors():
        yield f"`{'.'.join(str(part) for part in each['loc'][1:])}`: {each['msg']}."


def _by_framework(request: Request, error: Any) -> Response:
    said = {
        HTTPStatus.NOT_FOUND: f"There is nothing at {request.url.path}.",
        HTTPStatus.METHOD_NOT_ALLOWED: f"{request.url.path} does not take {request.method}.",
    }
    answer = problem_answer(request, error.status_code, said.get(error.status_code, str(error.detail)))
    answer.headers.update(error.headers or {})
    return answer


def _unexpected(request: Request, error: Exception) -> Response:
    log.error("%s %s", request.method, request.url.path, exc_info=error)
    detail = "Something went wrong inside Sayso. The server's log has the details."
    return problem_answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, detail)
