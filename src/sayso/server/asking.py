"""What routes ask for: the store, and the pages. Each is one annotated type, filled in by FastAPI."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from sayso.asking import OpenStore
from sayso.server.pages import Pages as PagesOfApp
from sayso.server.stores import Stores


def _store(request: Request) -> OpenStore:
    stores: Stores = request.app.state.stores
    return stores.reader


def _writable_store(request: Request) -> OpenStore:
    stores: Stores = request.app.state.stores
    return stores.writer()


def _pages(request: Request) -> PagesOfApp:
    pages: PagesOfApp = request.app.state.pages
    return pages


# The store for reading: `def events(store: Store)`.
Store = Annotated[OpenStore, Depends(_store)]
# The store for what a person decides. A route that takes it takes a `security.Writer` as well.
WritableStore = Annotated[OpenStore, Depends(_writable_store)]
Pages = Annotated[PagesOfApp, Depends(_pages)]
