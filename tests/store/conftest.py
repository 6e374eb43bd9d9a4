"""A store of its own for each test, on SQLite and on a real PostgreSQL server."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from sayso.store import Run, Store, open_store

from .postgres import NoServer, running_server

NUMBERS = count(1)

# Runs a statement past Sayso, in a connection of its own, and gives the rows it has.
Sql = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a server that runs as long as the tests, with `{}` for the name of a database."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(running_server())
        except NoServer as missing:
            if os.environ.get("CI"):
                pytest.fail(f"CI runs these tests on PostgreSQL too: {missing}")
            pytest.skip(f"not run on PostgreSQL: {missing}")
        yield url


@pytest.fixture(scope="session")
def template(server: str) -> str:
    """The name of a database with an empty store: to copy it takes a fifth of the time that making the tables does."""
    execute(server.format("postgres"), "CREATE DATABASE empty_store TEMPLATE template0")
    open_store(server.format("empty_store")).close()
    return "empty_store"


@contextmanager
def new_database(server: str, *, encoding: str = "UTF8", template: str = "template0") -> Iterator[str]:
    """The URL of a database, dropped afterwards; empty, or a copy of another."""
    name = f"news{next(NUMBERS)}"
    execute(server.format("postgres"), f"CREATE DATABASE {name} ENCODING {encoding} TEMPLATE {template}")
    try:
        yield server.format(name)
    finally:
        execute(server.format("postgres"), f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, path: Path) -> Iterator[str]:
    """Where a store can be opened: a file that is not there yet, or a database with an empty one."""
    if request.param == "sqlite":
        yield str(path)
    else:
        server, template = request.getfixturevalue("server"), request.getfixturevalue("template")
        with new_database(server, template=template) as url:
            yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_address(request: pytest.FixtureRequest, path: Path) -> Iterator[str]:
    """Where a store can be made: a file that is not there yet, or an empty database."""
    if request.param == "sqlite":
        yield str(path)
    else:
        with new_database(request.getfixturevalue("server")) as url:
            yield url


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    with open_store(address) as store:
        yield store


@pytest.fixture
def run(store: Store) -> Run:
    return store.begin_run()


@pytest.fixture
def sql(address: str) -> Sql:
    return lambda statement, *values: execute(address, statement, *values)


def execute(address: str, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Run one statement on a database, outside any transaction of Sayso."""
    url = make_url(address if "://" in address else f"sqlite:///{address}")
    if url.get_backend_name() == "postgresql":
        url, statement = url.set(drivername="postgresql+psycopg"), statement.replace("?", "%s")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA foreign_keys = ON")
            result = connection.exec_driver_sql(statement, values)
            return [tuple(row) for row in result] if result.returns_rows else []
    finally:
        engine.dispose()
