"""One route file per resource, each with a `router`; this table is the site."""

from __future__ import annotations

from types import ModuleType

from sayso.server.routes import (
    claim,
    document,
    entity,
    entrance,
    events,
    map,
    network,
    overview,
    relation,
    review,
    reviewing,
    runs,
    search,
)

ROUTERS: tuple[ModuleType, ...] = (
    overview,
    relation,
    events,
    document,
    claim,
    entity,
    search,
    map,
    network,
    review,
    reviewing,
    runs,
    entrance,
)
