"""Addresses of pages. Templates and routes take them from here, so that every view has one URL that restores it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request


def relation_url(a: str, b: str, **state: Any) -> str:
    """What passed between two sides."""
    return _address("relation", a, b, state=state)


def event_url(key: str) -> str:
    """One event, by "DOCUMENT/EVENT"."""
    return _address("event", key)


def document_url(document_id: str, show: str | None = None, **state: Any) -> str:
    """An article; `show` is the id of the event, attribution, mention or assessment that is opened in it."""
    return _address("read", document_id, state={"show": show, **state}) + (f"#{quote(show)}" if show else "")


def claim_url(about: str) -> str:
    """Who asserts and who denies, by an occurrence's id or one of its reports ("DOCUMENT/EVENT")."""
    return _address("claim", about)


def entity_url(identity: str) -> str:
    """One actor: a country's code, a Wikidata id, or a slug."""
    return _address("entity", identity)


def search_url(words: str, **state: Any) -> str:
    """What holds the words."""
    return _address("search", state={"q": words, **state})


def events_url(**state: Any) -> str:
    """The events that pass these filters."""
    return _address("events", state=state)


def review_url(key: str | None = None, **state: Any) -> str:
    """The queue of review, or one event in it."""
    return _address("review", *(("event", key) if key else ()), state=state)


def with_query(request: Request, **changes: Any) -> str:
    """The address of this page with some of its state changed; None takes it out, a list repeats it."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in changes]
    query = urlencode([*kept, *_pairs(changes)])
    return quote(path_of(request)) + (f"?{query}" if query else "")


def api_url(request: Request, ending: str = "") -> str:
    """The address under /api with what this page shows; `ending` is ".csv" or a further part such as "/plot.svg"."""
    return f"/api{with_ending(request, ending)}"


def with_ending(request: Request, ending: str) -> str:
    """The address of this page with something more at the end of its path, and the same state."""
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{quote(path_of(request))}{ending}{query}"


def path_of(request: Request) -> str:
    """The path of a page as it reads, with what an id holds that an address would spell otherwise."""
    path: str = request.scope["path"]
    return path


def _address(*parts: str, state: dict[str, Any] | None = None) -> str:
    query = urlencode(list(_pairs(state or {})))
    # Ids of documents may hold slashes, which stay, and dots or anything else, which must not lead elsewhere.
    path = "/".join(quote(part, safe="/:@") for part in parts)
    return f"/{path}" + (f"?{query}" if query else "")


def _pairs(state: dict[str, Any]) -> Iterable[tuple[str, str]]:
    for name, value in state.items():
        for each in value if isinstance(value, (list, tuple)) else [value]:
            if each is not None and each != "":
                yield name, str(each)
