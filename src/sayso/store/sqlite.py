"""SQLite, one file: the checks before it is opened, the settings of a connection, one writer at a time."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL

from sayso.errors import StoreError
from sayso.store.backend import BUSY_SECONDS, Backend, busy

MAGIC = b"SQLite format 3\x00"
# Marks connections that will write: they queue for the file at once instead of failing half-way.
WRITES = "sayso_writes"
SETTINGS = (
    "PRAGMA foreign_keys = ON",
    # In WAL mode this keeps whole transactions after a crash, and spares a wait for the disk at each document.
    "PRAGMA synchronous = NORMAL",
    # 64 MB of pages: the leaves of some forty indexes, to which each document adds.
    "PRAGMA cache_size = -65536",
    # A document touches a hundred pages. At SQLite's own 1,000 every tenth would wait for the disk.
    "PRAGMA wal_autocheckpoint = 16000",
)


class SqliteFile(Backend):
    """A store in one file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)

    @property
    def driver(self) -> Any:
        """Python's own."""
        return sqlite3

    def engine(self, *, create: bool) -> Engine:
        """An engine on a file that exists, or will as soon as something is written."""
        _check_file(self.path, create=create)
        engine = create_engine(
            URL.create("sqlite", database=str(self.path)),
            connect_args={"timeout": BUSY_SECONDS},
            json_serializer=partial(json.dumps, ensure_ascii=False, allow_nan=False),
        )
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine

    def reader(self, engine: Engine) -> Engine:
        """In WAL mode a transaction reads what stood there when it began."""
        return engine

    def writer(self, engine: Engine) -> Engine:
        """Its transactions wait for their turn when they begin."""
        return engine.execution_options(**{WRITES: True})

    def lock(self, connection: Connection) -> None:
        """Nothing to do: who writes is alone."""

    def strangers(self) -> str:
        """A sentence for when there are tables in it, but no store."""
        return f"{self.name} is a SQLite database, but not a store of Sayso. Give another file."

    def prepare(self, engine: Engine) -> None:
        """Let others read while one writes. The file remembers it; it cannot be set within a transaction."""
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA journal_mode = WAL")
        finally:
            connection.close()

    def insert(self, connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """One prepared statement for all rows."""
        connection.connection.cursor().executemany(_insert_statement(table, tuple(columns)), rows)

    def problem(self, error: BaseException) -> str:
        """What SQLite complains of."""
        said = str(error)
        return busy("written") if "locked" in said else f": {said}."


@cache
def _insert_statement(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})"


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


def _prepare(connection: Any, _record: Any) -> None:
    # Left to itself, Python's driver begins a transaction only at the first change; `_begin` does it instead.
    connection.isolation_level = None
    for setting in SETTINGS:
        connection.execute(setting)
    # SQLite's own `lower` knows ASCII only: it would not find "Erdoğan" by "ERDOĞAN".
    connection.create_function("lower", 1, _lower, deterministic=True)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _lower(words: str | None) -> str | None:
    return None if words is None else words.lower()
