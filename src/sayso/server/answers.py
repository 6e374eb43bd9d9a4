"""Answers of the API: rows as JSON or, for whoever asks for text/csv or a path that ends in .csv, as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields, is_dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from fastapi import FastAPI, Request
from pydantic import BaseModel, Field
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from sayso.server.paging import Page
from sayso.server.problems import Problem

Row = TypeVar("Row")

CSV = "text/csv"
# A spreadsheet takes a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": said, "content": {"application/problem+json": {"schema": Problem.model_json_schema()}}}
    for status, said in (
        (400, "Something asked for makes no sense."),
        (401, "The token is missing."),
        (403, "The request is not let through."),
        (404, "The store knows no such thing."),
        (422, "A parameter is missing, of the wrong kind or out of bounds."),
        (503, "The answer would take too long, or the store is busy."),
    )
}


class Listing(BaseModel, Generic[Row]):
    """One page of rows."""

    items: list[Row]
    next: str | None = Field(None, description="The cursor of the next page; null on the last one.")


def documented(example: Any, csv_example: str | None = None) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route: an example of what comes back as JSON and as CSV, and the problems there may be."""
    content: dict[str, Any] = {"application/json": {"example": example}}
    if csv_example is not None:
        content[CSV] = {"schema": {"type": "string"}, "example": csv_example}
    return {200: {"content": content}, **PROBLEMS}


def rows_answer(request: Request, kind: type[Any], page: Page[Any]) -> Response:
    """A page of dataclass rows in the form that was asked for; the next page is named in a Link header too."""
    following = page.next_url(request)
    headers = {"Link": f'<{following}>; rel="next"'} if following else {}
    if wants_csv(request):
        columns = [field.name for field in fields(kind)]
        return csv_answer(columns, map(asdict, page.rows), headers=headers)
    return json_answer({"items": page.rows, "next": page.next}, headers=headers)


def json_answer(content: Any, *, headers: Mapping[str, str] | None = None) -> Response:
    """Anything made of dataclasses, lists, dictionaries, text and numbers, as JSON."""
    words = json.dumps(content, ensure_ascii=False, default=_plain, allow_nan=False, separators=(",", ":"))
    return Response(words, headers=dict(headers or {}), media_type="application/json")


def csv_answer(
    columns: Sequence[str], rows: Iterable[Mapping[str, Any]], *, headers: Mapping[str, str] | None = None
) -> Response:
    """Rows as CSV with a header, also where there is none."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(row.get(name)) for name in columns})
    return Response(out.getvalue(), headers=dict(headers or {}), media_type=f"{CSV}; charset=utf-8")


def wants_csv(request: Request) -> bool:
    """Whether CSV is liked better than JSON."""
    liked = dict(_liked(request.headers.get("accept", "")))
    return liked.get(CSV, 0.0) > liked.get("application/json", 0.0)


def _liked(accept: str) -> Iterable[tuple[str, float]]:
    for each in accept.split(","):
        kind, *parameters = (part.strip() for part in each.split(";"))
        quality = next((part[2:] for part in parameters if part.startswith("q=")), "1")
        try:
            yield kind.lower(), float(quality)
        except ValueError:
            yield kind.lower(), 0.0


def _cell(value: Any) -> Any:
    """A formula from an article's words is shown as words; numbers stay as they are."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, tuple, dict)) else value


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value) if not field.name.startswith("_")}
    return list(value)


class CsvPaths:
    """Takes /api/….csv for /api/… with CSV asked for: an address that one can paste into a spreadsheet."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Put the ending of the path into the Accept header."""
        if scope["type"] == "http" and scope["path"].startswith("/api/") and scope["path"].endswith(".csv"):
            path = scope["path"].removesuffix(".csv")
            asked, headers = scope["path"], list(scope["headers"])
            scope = {**scope, "path": path, "raw_path": quote(path).encode(), "asked_path": asked, "headers": headers}
            MutableHeaders(scope=scope)["accept"] = CSV
        await self.app(scope, receive, send)


def take_csv_paths(app: FastAPI) -> None:
    """Let every address of the API end in .csv."""
    app.add_middleware(CsvPaths)
