"""The store as the server has it: for pages it can only be read, within a time; review alone opens it for writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from sayso.asking import OpenStore
from sayso.errors import StoreError
from sayso.server.problems import TooSlow

# Set for each request; questions asked outside one, as by a static site, take the time they need.
DEADLINE: ContextVar[float | None] = ContextVar("deadline", default=None)
# Steps of SQLite's machine between two looks at the clock: some 20 milliseconds. Each look waits for Python's lock.
STEPS = 500_000
QUERY_CANCELED = "57014"


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Within it, questions are broken off after so many seconds, or at the request's own deadline."""
    end = DEADLINE.get()
    token = DEADLINE.set(end if end is None else min(end, monotonic() + seconds))
    try:
        yield
    finally:
        DEADLINE.reset(token)


class ServedStore(OpenStore):
    """A store that cannot be changed, and in which no question goes on beyond the request's deadline."""

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with super()._reading() as connection, _in_time(connection):
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        raise StoreError(f"{self.name} is served for reading. Nothing was changed.")
        yield


class Stores:
    """The store of a server: `reader` for everything, and `writer()` for what a person decides."""

    def __init__(self, path_or_url: str | Path) -> None:
        self.address = path_or_url
        self.reader = ServedStore.open(path_or_url, create=False)
        self._writer: OpenStore | None = None
        self._opening = Lock()

    @property
    def title(self) -> str:
        """What to call the store in pages and commands: the file's name without its folders, or the URL."""
        return self.reader.name if "://" in self.reader.name else Path(self.reader.name).name

    def writer(self) -> OpenStore:
        """The same store opened for writing, at the first need."""
        with self._opening:
            if self._writer is None:
                self._writer = OpenStore.open(self.address, create=False)
            return self._writer

    def state(self) -> str:
        """Words that change whenever anything in the store does; cheap however large it is."""
        with self.reader.reading() as connection:
            if connection.dialect.name != "sqlite":
                return str(connection.exec_driver_sql("SELECT pg_current_snapshot()").scalar_one())
        file = Path(self.reader.name)
        return " ".join(_stamp(path) for path in (file, file.with_name(file.name + "-wal")))

    def close(self) -> None:
        """Let go of the database."""
        self.reader.close()
        if self._writer is not None:
            self._writer.close()


def _stamp(path: Path) -> str:
    try:
        found = path.stat()
    except FileNotFoundError:
        return "-"
    return f"{found.st_mtime_ns} {found.st_size}"


@contextmanager
def _in_time(connection: Connection) -> Iterator[None]:
    end = DEADLINE.get()
    if end is not None and monotonic() >= end:
        raise TooSlow
    driver: Any = connection.connection.driver_connection
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        driver.execute("PRAGMA query_only = ON")
        if end is not None:
            driver.set_progress_handler(lambda: monotonic() > end, STEPS)
    elif end is not None:
        milliseconds = max(1, int((end - monotonic()) * 1000))
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {milliseconds}")
    try:
        yield
    except DBAPIError as error:
        if _was_broken_off(error):
            raise TooSlow from error
        raise
    finally:
        if is_sqlite:
            driver.set_progress_handler(None, 0)


def _was_broken_off(error: DBAPIError) -> bool:
    """Whether the database stopped because the time was over, as SQLite and PostgreSQL say it."""
    return str(error.orig) == "interrupted" or getattr(error.orig, "sqlstate", None) == QUERY_CANCELED
