"""Paging by cursor: opaque words that say after which row a page begins, so that rows added meanwhile shift nothing."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Generic, TypeVar
from urllib.parse import quote

from fastapi import Query, Request

from sayso.errors import SettingsError

Row = TypeVar("Row")

ROWS = 50
MOST_ROWS = 1000

Limit = Annotated[int, Query(ge=1, le=MOST_ROWS, description="How many rows a page has at most.")]
Cursor = Annotated[str | None, Query(max_length=2000, description="Where the page begins: `next` of the one before.")]


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, and the cursor of the next page; None where these are the last."""

    rows: Sequence[Row]
    next: str | None = None

    def next_url(self, request: Request) -> str | None:
        """The address of the next page, with all else as asked."""
        if self.next is None:
            return None
        url = request.url.include_query_params(cursor=self.next)
        return f"{quote(request.scope.get('asked_path', request.scope['path']))}?{url.query}"


def page_at(rows: Iterable[Row], cursor: str | None, limit: int) -> Page[Row]:
    """A page of rows that come in a fixed order but cannot be asked for from the middle: they are counted off."""
    begin = _position(cursor)
    found = list(islice(rows, begin, begin + limit + 1))
    return Page(found[:limit], to_cursor(begin + limit) if len(found) > limit else None)


def begin_of(cursor: str | None) -> int:
    """How many rows come before the page that a cursor of `page_from` stands for."""
    return _position(cursor)


def page_from(found: Sequence[Row], begin: int, limit: int) -> Page[Row]:
    """A page that begins after so many rows; `found` are the next ones, one more than its limit where there is more."""
    return Page(found[:limit], to_cursor(begin + limit) if len(found) > limit else None)


def to_cursor(*place: str | int | None) -> str:
    """The place in the order of rows as opaque words."""
    return base64.urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode()).decode().rstrip("=")


def from_cursor(cursor: str, *kinds: type | tuple[type, ...]) -> tuple[object, ...]:
    """The place that a cursor stands for, its parts of these kinds; `SettingsError` for words that are none."""
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as error:
        raise _no_cursor(cursor) from error
    if not isinstance(place, list) or len(place) != len(kinds):
        raise _no_cursor(cursor)
    if not all(type(part) in _flat(kind) for part, kind in zip(place, kinds, strict=True)):
        raise _no_cursor(cursor)
    return tuple(place)


def _flat(kind: type | tuple[type, ...]) -> Iterator[type]:
    yield from kind if isinstance(kind, tuple) else (kind,)


def _position(cursor: str | None) -> int:
    if cursor is None:
        return 0
    (begin,) = from_cursor(cursor, int)
    if not isinstance(begin, int) or not 0 <= begin <= 10_000_000:
        raise _no_cursor(cursor)
    return begin


def _no_cursor(cursor: str) -> SettingsError:
    return SettingsError(f"`cursor` {cursor[:40]!r} is none that this server gave. Begin again without one.")
