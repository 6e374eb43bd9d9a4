"""The application: a store, who may ask it, and one route file per resource."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from sayso import __version__
from sayso.server.answers import take_csv_paths
from sayso.server.etags import tag_answers
from sayso.server.kept import Answers
from sayso.server.latest import Latest
from sayso.server.limits import limit
from sayso.server.options import ServerOptions
from sayso.server.pages import Pages, serve_assets
from sayso.server.problems import answer_errors
from sayso.server.review_pools import ReviewPools
from sayso.server.routes import ROUTERS
from sayso.server.security import guard
from sayso.server.stores import Stores

DESCRIPTION = """\
Political event data that knows on whose say-so: who did what to whom, when, and who says it.

Every page of the site has its data here, at its own address with `/api` before it. Ask for `text/csv`, or end the path
in `.csv`, for CSV. Lists come in pages: `next` is the `cursor` of the following one. Answers carry an ETag; errors are
problem documents (RFC 9457).
"""


def create_app(store: str | Path, options: ServerOptions | None = None) -> FastAPI:
    """The site and the API of a store, a SQLite file or a `postgresql://` URL, as an ASGI application."""
    options = options or ServerOptions()
    stores = Stores(store)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        stores.close()

    app = FastAPI(
        title="Sayso",
        version=__version__,
        summary="Who did what to whom, and who says so.",
        description=DESCRIPTION,
        license_info={"name": "MIT", "identifier": "MIT"},
        openapi_url="/api/openapi.json",
        # They would load scripts from another host; /api lists what there is.
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    pages = Pages(stores, options)
    app.state.options, app.state.stores, app.state.pages = options, stores, pages
    app.state.overview, app.state.answers = Latest(), Answers(patience=options.seconds / 2)
    app.state.review_pools = ReviewPools()
    # A `pages.Copy` where the pages are made for a folder.
    app.state.copy = None
    for module in ROUTERS:
        app.include_router(module.router)
    app.state.page_routes = [route for module in ROUTERS for route in module.router.routes]
    serve_assets(app)
    answer_errors(app)
    # The last one added is asked first.
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    limit(app, options)
    tag_answers(app, stores, pages.build, options)
    take_csv_paths(app)
    guard(app, options)
    return app
