"""What each database does in a way of its own. All else in the store is the same on every one of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, StatementError

from sayso.errors import StoreError
from sayso.store.records import UnfitRecord

BUSY_SECONDS = 30


class Backend(ABC):
    """One database that holds a store, or can; `name` is what messages call it, without a password."""

    name: str

    @property
    @abstractmethod
    def driver(self) -> Any:
        """The module that speaks to the database, with the exceptions of PEP 249."""

    @abstractmethod
    def engine(self, *, create: bool) -> Engine:
        """An engine on it, whether there are tables in it or not; `StoreError` where there is no database."""

    @abstractmethod
    def reader(self, engine: Engine) -> Engine:
        """The same engine for reading: all that one transaction reads is of one moment."""

    @abstractmethod
    def writer(self, engine: Engine) -> Engine:
        """The same engine for writing."""

    @abstractmethod
    def lock(self, connection: Connection) -> None:
        """Keep others from making or changing tables until the transaction ends."""

    @abstractmethod
    def strangers(self) -> str:
        """A sentence for when there are tables in it, but no store."""

    @abstractmethod
    def insert(self, connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Write rows of plain values, quickly."""

    @abstractmethod
    def problem(self, error: BaseException) -> str:
        """What the database complains of, as the rest of a sentence that begins with its name."""

    @abstractmethod
    def prepare(self, engine: Engine) -> None:
        """What is done once, before the tables of a new store are made."""


@contextmanager
def told_as_store_error(backend: Backend) -> Iterator[None]:
    """Turn what the database says into a `StoreError` that names the store."""
    try:
        yield
    except DBAPIError as error:
        raise _told(backend, error.orig or error) from error
    except StatementError as error:
        # A value that has no column type, such as a set among the `extra` of a document.
        raise UnfitRecord(f"{backend.name} cannot keep it: {error.orig}.") from error
    except OverflowError as error:
        raise UnfitRecord(f"{backend.name} cannot keep it: {error}.") from error
    except backend.driver.Error as error:
        raise _told(backend, error) from error


def _told(backend: Backend, error: BaseException) -> StoreError:
    if isinstance(error, (backend.driver.IntegrityError, backend.driver.DataError)):
        return UnfitRecord(f"{backend.name} cannot keep it: {first_line(error)}.")
    return StoreError(f"{backend.name}{backend.problem(error)}")


def first_line(said: object) -> str:
    """The first line of a message, without the dot at its end."""
    return (str(said).strip().splitlines() or ["no reason given"])[0].rstrip(".")


def busy(what: str) -> str:
    """The rest of a sentence about a store that others keep to themselves."""
    return f" is being {what} by another process for more than {BUSY_SECONDS} seconds. Try again when it has finished."
