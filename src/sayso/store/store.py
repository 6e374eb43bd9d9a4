"""The store: documents and what was coded from them, in one SQLite file, with the run that coded each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from sqlalchemy import Connection, Engine, func, select

from sayso.errors import StoreError
from sayso.schema import CodedDocument, Document, Issue
from sayso.store.events import EventFilter, EventRow, event_rows
from sayso.store.records import (
    UnfitRecord,
    check_rows,
    coding_rows,
    document_rows,
    issue_row,
    read_coding,
    read_documents,
)
from sayso.store.rows import record_of, row_of
from sayso.store.runs import Run
from sayso.store.sqlite import WRITES, open_engine, path_of, told_as_store_error
from sayso.store.tables import LAYERS, metadata

Added = Literal["added", "already there", "refused"]

TABLES = metadata.tables


def utc_now() -> datetime:
    """The clock that runs are stamped by."""
    return datetime.now(UTC)


def open_store(path_or_url: str | Path, *, create: bool = True, clock: Callable[[], datetime] = utc_now) -> Store:
    """Open the store in a file, or at a `sqlite:///` URL; a new file is made unless `create` is False.

    Raises `StoreError` where there is none, where the file is something else, or a later version wrote it.
    """
    path = path_of(path_or_url)
    return Store(open_engine(path, create=create), path, clock=clock)


class Store:
    """Documents, what was coded from them, and the runs that did it. Use it in a `with` statement.

    What is read back is the current coding of each document. Others may read while one process writes.
    """

    def __init__(self, engine: Engine, path: Path, *, clock: Callable[[], datetime] = utc_now) -> None:
        self.path = path
        self._engine = engine
        self._writer = engine.execution_options(**{WRITES: True})
        self._clock = clock

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def begin_run(
        self,
        *,
        codebook: str | None = None,
        model: str | None = None,
        model_version: str | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> Run:
        """Note that a run begins; what it adds will carry its id."""
        runs = TABLES["runs"]
        run = Run(0, self._stamp(), None, version("sayso"), codebook, model, model_version, settings or {})
        row = row_of(Run, run)
        del row["id"]
        with self._writing() as connection:
            number = connection.execute(runs.insert().returning(runs.c.id), row).scalar_one()
        return replace(run, id=number)

    def finish_run(self, run: Run) -> Run:
        """Note that a run has come to its end; one without `finished` was broken off or still goes on."""
        runs = TABLES["runs"]
        finished = replace(run, finished=self._stamp())
        with self._writing() as connection:
            connection.execute(runs.update().where(runs.c.id == run.id), {"finished": finished.finished})
        return finished

    def add(self, coded: CodedDocument, run: Run, *, on_error: Literal["record", "raise"] = "record") -> Added:
        """Keep a document and what was coded from it, whole or not at all.

        A document whose id is there with the same text stays as it was. One that cannot be kept, because its
        id stands for another text or its record contradicts itself, changes nothing: with "record" it is
        "refused" and an issue of the run says why, with "raise" it is a `StoreError`.
        """
        try:
            return self._keep(coded, run)
        except UnfitRecord as error:
            problem = f"document {coded.document.id} cannot be kept: {error}"
            if on_error == "raise":
                raise UnfitRecord(problem) from error
            self.add_issue(Issue("store", problem, path=coded.document.url or coded.document.id), run)
            return "refused"

    def holds(self, document: Document) -> bool:
        """Whether this very document, the same id with the same text, is kept already."""
        documents = TABLES["documents"]
        query = select(documents.c.text).where(documents.c.id == document.id)
        with self._reading() as connection:
            return connection.scalar(query) == document.text

    def add_issue(self, issue: Issue, run: Run) -> None:
        """Keep a problem with an input that gave no document."""
        with self._writing() as connection:
            connection.execute(TABLES["issues"].insert(), issue_row(issue, run.id))

    def counts(self) -> dict[str, int]:
        """How many documents, runs and issues there are, and how many rows of each layer are current."""
        codings = TABLES["codings"]
        with self._reading() as connection:
            counted = {
                name: connection.execute(select(func.count()).select_from(TABLES[name])).scalar_one()
                for name in ("documents", "runs", "issues")
            }
            for name in LAYERS:
                current = select(func.count()).select_from(TABLES[name].join(codings))
                counted[name] = connection.execute(current.where(codings.c.current == 1)).scalar_one()
        return counted

    def runs(self) -> tuple[Run, ...]:
        """All runs, the first one first."""
        runs = TABLES["runs"]
        with self._reading() as connection:
            rows = connection.execute(select(runs).order_by(runs.c.id)).mappings()
            return tuple(record_of(Run, row) for row in rows)

    def issues(self, run: Run | None = None) -> Iterator[Issue]:
        """The problems of all runs, or of one, in the order in which they were noted."""
        issues = TABLES["issues"]
        query = select(issues).order_by(issues.c.id)
        if run is not None:
            query = query.where(issues.c.run_id == run.id)
        with self._reading() as connection:
            for row in connection.execute(query).mappings():
                yield record_of(Issue, row)

    def documents(self) -> Iterator[Document]:
        """All documents as they came in, in the order of publication, then of their ids; undated ones last."""
        with self._reading() as connection:
            yield from read_documents(connection)

    def record(self, document_id: str) -> CodedDocument:
        """A document with all that its current coding holds; `parse` is None."""
        with self._reading() as connection:
            document = next(read_documents(connection, document_id), None)
            if document is None:
                raise StoreError(f"{self.path} holds no document with the id {document_id!r}.")
            return read_coding(connection, document)

    def events(self, filters: EventFilter | None = None) -> Iterator[EventRow]:
        """The events that pass all filters, by date, document and place in the record; undated ones last."""
        with self._reading() as connection:
            yield from event_rows(connection, filters or EventFilter())

    def _keep(self, coded: CodedDocument, run: Run) -> Added:
        document = coded.document
        documents = TABLES["documents"]
        rows = document_rows(document) | coding_rows(coded, run.id)
        check_rows(rows)
        with self._writing() as connection:
            kept = connection.scalar(select(documents.c.text).where(documents.c.id == document.id))
            if kept is None:
                for name, table_rows in rows.items():
                    if table_rows:
                        connection.execute(TABLES[name].insert(), table_rows)
                return "added"
        if kept != document.text:
            raise UnfitRecord("the store holds another text under this id. Give the new text another one.")
        return "already there"

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with told_as_store_error(self.path), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with told_as_store_error(self.path), self._writer.begin() as connection:
            yield connection

    def _stamp(self) -> str:
        return self._clock().isoformat(timespec="seconds")
