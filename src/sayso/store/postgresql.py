"""PostgreSQL, by URL: for a team that writes and reads one store from several machines."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

from sayso.errors import StoreError
from sayso.store.backend import BUSY_SECONDS, Backend, busy, first_line
from sayso.store.letters import COLLATION

# Any number that other programs are unlikely to lock by.
LOCK = 736_179
CONNECT_SECONDS = 10
LOCK_NOT_AVAILABLE = "55P03"
# A server that lets nobody in gives no code, only words.
NO_DATABASE = re.compile(r'database ".*" does not exist')


class PostgresqlDatabase(Backend):
    """A store in the tables of one schema of a database, the first on the search path."""

    def __init__(self, url: URL) -> None:
        self.url = url.set(drivername="postgresql+psycopg")
        self.name = url.set(drivername="postgresql").render_as_string(hide_password=True)

    @property
    def driver(self) -> Any:
        """What the extra `postgres` installs."""
        try:
            return import_module("psycopg")
        except ImportError as error:
            raise StoreError(
                f"{self.name}: PostgreSQL is reached by way of psycopg, which is not installed. "
                "Install it: pip install 'sayso[postgres]'."
            ) from error

    def engine(self, *, create: bool) -> Engine:
        """An engine on a database that exists: making one is for its administrator."""
        engine = create_engine(
            self.url,
            module=self.driver,
            connect_args={"connect_timeout": CONNECT_SECONDS, "client_encoding": "utf8"},
            json_serializer=partial(json.dumps, ensure_ascii=False, allow_nan=False),
        )
        event.listen(engine, "connect", _prepare)
        return engine

    def reader(self, engine: Engine) -> Engine:
        """Transactions that read what stood there when they began, and can change nothing."""
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    def writer(self, engine: Engine) -> Engine:
        """Several may write at once."""
        return engine

    def lock(self, connection: Connection) -> None:
        """One process at a time makes tables; the lock ends with the transaction."""
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")

    def strangers(self) -> str:
        """A sentence for when there are tables in it, but no store."""
        return (
            f"{self.name} holds tables, but not those of a store of Sayso. Give another database, or a schema of its "
            "own: add ?options=-csearch_path%3DNAME to the URL."
        )

    def prepare(self, engine: Engine) -> None:
        """Check that the server can hold every text and compare names in every script."""
        with engine.connect() as connection:
            encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
            if encoding != "UTF8":
                raise StoreError(
                    f"{self.name} keeps its texts as {encoding}, which lacks most letters. "
                    "Make a database with: createdb --encoding=UTF8 --template=template0 NAME."
                )
            query = f"SELECT count(*) FROM pg_collation WHERE collname = '{COLLATION}'"
            if not connection.exec_driver_sql(query).scalar_one():
                raise StoreError(
                    f"{self.name} knows no collation {COLLATION}: its server was built without ICU. "
                    "Use one built with it, as all distributions' are."
                )

    def insert(self, connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """A COPY takes rows twice as fast as statements do."""
        names = ", ".join(f'"{column}"' for column in columns)
        cursor: Any = connection.connection.cursor()
        with cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def problem(self, error: BaseException) -> str:
        """What the server complains of, or why it cannot be reached."""
        if getattr(error, "sqlstate", None) == LOCK_NOT_AVAILABLE:
            return busy("changed")
        said = first_line(error)
        if NO_DATABASE.search(said):
            return f": {said}. Make it first, with createdb."
        return f": {said}."


def _prepare(connection: Any, _record: Any) -> None:
    connection.execute(f"SET lock_timeout = '{BUSY_SECONDS}s'")
    connection.commit()
