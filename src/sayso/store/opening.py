"""Opens a database as a store: finds out which it is, makes the tables of a new one, brings an old one up to date."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from sayso.errors import StoreError
from sayso.store.backend import Backend, told_as_store_error
from sayso.store.migrations import bring_up_to_date
from sayso.store.postgresql import PostgresqlDatabase
from sayso.store.sqlite import SqliteFile
from sayso.store.tables import SCHEMA_VERSION, metadata
from sayso.store.wordindex import create_index


def backend_of(path_or_url: str | Path) -> Backend:
    """The database that a path, a `sqlite:///` or a `postgresql://` URL names."""
    if isinstance(path_or_url, Path) or "://" not in path_or_url:
        return SqliteFile(Path(path_or_url))
    try:
        # Some hosts still hand out URLs in the old way of writing.
        url = make_url("postgresql" + path_or_url[8:] if path_or_url.startswith("postgres://") else path_or_url)
        backend = url.get_backend_name()
    except (ArgumentError, ValueError) as error:
        raise StoreError(
            f"{without_password(path_or_url)!r} is not a store. Give a file, or a URL such as postgresql://host/news."
        ) from error
    if backend == "postgresql":
        return PostgresqlDatabase(url)
    shown = url.render_as_string(hide_password=True)
    if backend != "sqlite":
        raise StoreError(f"{shown}: Sayso keeps its store in SQLite or PostgreSQL. Give a file or a postgresql:// URL.")
    if not url.database or url.database == ":memory:":
        raise StoreError(f"{shown} names no file. A store is a file: sqlite:///news.db.")
    return SqliteFile(Path(url.database))


def without_password(url: str) -> str:
    """A URL that cannot be read, without what stands between its scheme and its host."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"


def open_engine(backend: Backend, *, create: bool) -> Engine:
    """An engine on a store that exists and fits this version, made first where `create` allows."""
    engine = backend.engine(create=create)
    try:
        with told_as_store_error(backend):
            _check_tables(engine, backend, create=create)
    except StoreError:
        engine.dispose()
        raise
    return engine


def _check_tables(engine: Engine, backend: Backend, *, create: bool) -> None:
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
    if tables and "store_info" not in tables:
        raise StoreError(backend.strangers())
    if not tables:
        if not create:
            raise StoreError(f"{backend.name} is empty: it is not a store of Sayso.")
        backend.prepare(engine)
        _create_tables(engine, backend)
    with engine.connect() as connection:
        found = _check_version(connection, backend)
    if found < SCHEMA_VERSION:
        with backend.writer(engine).begin() as connection:
            backend.lock(connection)
            # Another process may have done it since this one looked.
            bring_up_to_date(connection, _check_version(connection, backend))


def _create_tables(engine: Engine, backend: Backend) -> None:
    with backend.writer(engine).begin() as connection:
        backend.lock(connection)
        # Another process may have made them since this one looked.
        if inspect(connection).has_table("store_info"):
            return
        metadata.create_all(connection)
        create_index(connection)
        info = metadata.tables["store_info"]
        connection.execute(info.insert(), {"schema_version": SCHEMA_VERSION, "sayso": version("sayso")})


def _check_version(connection: Connection, backend: Backend) -> int:
    """The version of the store, which is not later than this one."""
    info = metadata.tables["store_info"]
    found, sayso = connection.execute(select(info.c.schema_version, info.c.sayso)).one()
    if found > SCHEMA_VERSION:
        raise StoreError(
            f"{backend.name} was written by Sayso {sayso}, whose store has version {found}. This is Sayso "
            f"{version('sayso')}, which reads up to version {SCHEMA_VERSION}. Use the later one."
        )
    return int(found)
