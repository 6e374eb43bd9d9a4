"""Opens a SQLite file as a store: the checks before, the settings of a connection, the tables of a new one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, StatementError

from sayso.errors import StoreError
from sayso.store.records import UnfitRecord
from sayso.store.tables import SCHEMA_VERSION, metadata

MAGIC = b"SQLite format 3\x00"
BUSY_SECONDS = 30
# Marks connections that will write: they queue for the file at once instead of failing half-way.
WRITES = "sayso_writes"


def path_of(path_or_url: str | Path) -> Path:
    """The file that a path or a `sqlite:///` URL names."""
    if isinstance(path_or_url, Path) or "://" not in path_or_url:
        return Path(path_or_url)
    try:
        url = make_url(path_or_url)
    except ArgumentError as error:
        raise StoreError(f"{path_or_url!r} is not a store. Give a file or a URL such as sqlite:///news.db.") from error
    shown = url.render_as_string(hide_password=True)
    if url.get_backend_name() != "sqlite":
        raise StoreError(f"{shown}: this version of Sayso keeps its store in SQLite only. Give a file.")
    if not url.database or url.database == ":memory:":
        raise StoreError(f"{shown} names no file. A store is a file: sqlite:///news.db.")
    return Path(url.database)


def open_engine(path: Path, *, create: bool) -> Engine:
    """An engine on a store that exists and fits this version, made first where `create` allows."""
    _check_file(path, create=create)
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": BUSY_SECONDS},
        json_serializer=partial(json.dumps, ensure_ascii=False),
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    try:
        with told_as_store_error(path):
            _check_tables(engine, path, create=create)
    except StoreError:
        engine.dispose()
        raise
    return engine


@contextmanager
def told_as_store_error(path: Path) -> Iterator[None]:
    """Turn what the database says into a `StoreError` that names the file."""
    try:
        yield
    except (IntegrityError, DataError) as error:
        raise UnfitRecord(f"{path} cannot keep it: {error.orig}.") from error
    except DBAPIError as error:
        problem = str(error.orig)
        if "locked" in problem:
            raise StoreError(
                f"{path} is being written by another process for more than {BUSY_SECONDS} seconds. "
                "Try again when it has finished."
            ) from error
        raise StoreError(f"{path}: {problem}.") from error
    except StatementError as error:
        # A value that has no column type, such as a set among the `extra` of a document.
        raise UnfitRecord(f"{path} cannot keep it: {error.orig}.") from error


def _check_file(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise StoreError(f"{path} is a folder. Give the file of a store in it, such as {path / 'news.db'}.")
    if not path.parent.is_dir():
        raise StoreError(f"{path}: the folder {path.parent} does not exist. Make it first.")
    if not path.exists():
        if not create:
            raise StoreError(f"{path}: there is no such store.")
        return
    try:
        with path.open("rb") as stream:
            start = stream.read(len(MAGIC))
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.") from error
    if start and start != MAGIC:
        raise StoreError(f"{path} is not a store: it is not a SQLite database. Give another file.")


def _check_tables(engine: Engine, path: Path, *, create: bool) -> None:
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
    if tables and "store_info" not in tables:
        raise StoreError(f"{path} is a SQLite database, but not a store of Sayso. Give another file.")
    if not tables:
        if not create:
            raise StoreError(f"{path} is empty: it is not a store of Sayso.")
        _use_wal(engine)
        _create_tables(engine)
    with engine.connect() as connection:
        _check_version(connection, path)


def _use_wal(engine: Engine) -> None:
    """Let others read while one writes. The file remembers it; it cannot be set within a transaction."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def _create_tables(engine: Engine) -> None:
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        # Another process may have made them since this one looked.
        if inspect(connection).has_table("store_info"):
            return
        metadata.create_all(connection)
        info = metadata.tables["store_info"]
        connection.execute(info.insert(), {"schema_version": SCHEMA_VERSION, "sayso": version("sayso")})


def _check_version(connection: Connection, path: Path) -> None:
    info = metadata.tables["store_info"]
    found, sayso = connection.execute(select(info.c.schema_version, info.c.sayso)).one()
    if found > SCHEMA_VERSION:
        raise StoreError(
            f"{path} was written by Sayso {sayso}, whose store has version {found}. This is Sayso "
            f"{version('sayso')}, which reads up to version {SCHEMA_VERSION}. Use the later one."
        )


def _prepare(connection: Any, _record: Any) -> None:
    # Left to itself, Python's driver begins a transaction only at the first change; `_begin` does it instead.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # In WAL mode this keeps whole transactions after a crash, and spares a wait for the disk at each document.
    connection.execute("PRAGMA synchronous = NORMAL")
    # SQLite's own `lower` knows ASCII only: it would not find "Erdoğan" by "ERDOĞAN".
    connection.create_function("lower", 1, _lower, deterministic=True)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _lower(words: str | None) -> str | None:
    return None if words is None else words.lower()
