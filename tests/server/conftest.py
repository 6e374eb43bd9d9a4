"""A server on the demo's store, asked in this process, by HTTP, and in a browser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect, sync_playwright
from rich.console import Console
from starlette.testclient import TestClient

from sayso.demo import run_demo
from sayso.server import ServerOptions, create_app

from . import stores
from .browsing import CHROMIUM, missing_browser
from .live import serving
from .stores import TOKEN

HERE = "http://localhost"


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's articles, coded and joined; nobody writes into it."""
    path = tmp_path_factory.mktemp("served") / "demo.db"
    with Path("/dev/null").open("w") as nowhere:
        run_demo(path, Console(file=nowhere))
    return path


@pytest.fixture(scope="session")
def app(demo_store: Path) -> FastAPI:
    return create_app(demo_store, ServerOptions(token=TOKEN))


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    """Somebody on this machine, without the token."""
    return TestClient(app, base_url=HERE, follow_redirects=False)


@pytest.fixture(scope="session")
def address(app: FastAPI) -> Iterator[str]:
    """Where the server answers by HTTP."""
    with serving(app) as found:
        yield found


@pytest.fixture(scope="session")
def recoded(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    return stores.recoded(demo_store, tmp_path_factory.mktemp("recoded") / "demo.db")


@pytest.fixture(scope="session")
def sites(
    address: str, demo_store: Path, recoded: FastAPI, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, str]]:
    """The addresses of the servers that the pages of `site.py` stand on, by the name of their store."""
    folder = tmp_path_factory.mktemp("sites")
    others = {
        "empty": stores.empty(folder / "empty.db"),
        "recoded": recoded,
        "reviewed": stores.reviewed(demo_store, folder / "reviewed.db"),
    }
    with ExitStack() as stack:
        yield {"demo": address} | {name: stack.enter_context(serving(app)) for name, app in others.items()}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if reason := missing_browser():
        pytest.skip(reason)
    # Milliseconds: a shared machine may be slow, and a page that never comes is wrong all the same.
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        # It runs as root in containers, where its sandbox does not start.
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """An empty page; addresses may be given without the server's."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()
