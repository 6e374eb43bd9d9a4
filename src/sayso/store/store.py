"""The store: documents and what was coded from them, in one database, with the run that coded each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from sqlalchemy import Connection, Engine, func, select

from sayso.errors import StoreError
from sayso.schema import CodedDocument, Document, Issue
from sayso.store.backend import Backend, told_as_store_error
from sayso.store.events import EventFilter, EventRow, check_days, event_rows
from sayso.store.migrations import index_all
from sayso.store.opening import backend_of, open_engine
from sayso.store.records import UnfitRecord, issue_row, read_coding, read_documents, run_known_on
from sayso.store.rows import record_of, row_of
from sayso.store.runs import Run
from sayso.store.search import HITS, SearchFilter, SearchHit, search
from sayso.store.snippets import Marks
from sayso.store.tables import LAYERS, metadata
from sayso.store.wordindex import index_of
from sayso.store.writing import Added, Ready, make_ready, write, write_again, write_all

OnError = Literal["record", "raise"]
Writer = Callable[[Connection, Backend, Ready], Added]

TABLES = metadata.tables


def utc_now() -> datetime:
    """The clock that runs are stamped by."""
    return datetime.now(UTC)


def open_store(path_or_url: str | Path, *, create: bool = True, clock: Callable[[], datetime] = utc_now) -> Store:
    """Open the store in a file, or at a `sqlite:///` URL; a new file is made unless `create` is False.

    Raises `StoreError` where there is none, where the file is something else, or a later version wrote it.
    """
    return Store.open(path_or_url, create=create, clock=clock)


class Store:
    """Documents, what was coded from them, and the runs that did it. Use it in a `with` statement.

    What is read back is the current coding of each document. Others may read while one process writes.
    """

    def __init__(self, engine: Engine, backend: Backend, *, clock: Callable[[], datetime] = utc_now) -> None:
        self.name = backend.name
        self._backend = backend
        self._engine = engine
        self._reader = backend.reader(engine)
        self._writer = backend.writer(engine)
        self._clock = clock

    @classmethod
    def open(cls, path_or_url: str | Path, *, create: bool = True, clock: Callable[[], datetime] = utc_now) -> Self:
        """What `open_store` does, for a kind of store that can be asked more."""
        backend = backend_of(path_or_url)
        return cls(open_engine(backend, create=create), backend, clock=clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file or the server."""
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

    def add(self, coded: CodedDocument, run: Run, *, on_error: OnError = "record") -> Added:
        """Keep a document and what was coded from it, whole or not at all.

        A document whose id is there with the same text stays as it was. One that cannot be kept, because its
        id stands for another text or its record contradicts itself, changes nothing: with "record" it is
        "refused" and an issue of the run says why, with "raise" it is a `StoreError`.
        """
        return self._keep(write, coded, run, on_error)

    def recode(self, coded: CodedDocument, run: Run, *, on_error: OnError = "record") -> Added:
        """Keep a new coding of a document beside its earlier ones, as the current one from now on.

        A document that is not there is added; what this run has coded already stays as it was. The document itself
        never changes: one with another text, publisher or day of publication is refused as in `add`.
        """
        return self._keep(write_again, coded, run, on_error)

    def add_all(
        self, coded: Iterable[CodedDocument], run: Run, *, together: int = 1, on_error: OnError = "record"
    ) -> Counter[Added]:
        """Add many documents, and count what became of them: for what was coded elsewhere.

        Each has a transaction of its own. With `together` so many share one, which is two or three times quicker: a
        crash then loses up to so many, each still whole or not at all, and adding them again makes up for it.
        """
        outcomes: Counter[Added] = Counter()
        several = iter(coded)
        while batch := list(islice(several, together)):
            outcomes.update(self._keep_all(batch, run, on_error))
        return outcomes

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

    def event_types(self) -> set[str]:
        """Every event type in the store, be it PLOVER's or that of a codebook of the user's own."""
        with self._reading() as connection:
            return set(connection.scalars(select(TABLES["events"].c.type).distinct()))

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

    def record(self, document_id: str, *, known_on: str | None = None) -> CodedDocument:
        """A document with all that its current coding holds, or that of the latest run begun by the end of a day.

        `parse` is None.
        """
        check_days(known_on=known_on)
        with self._reading() as connection:
            document = next(read_documents(connection, document_id), None)
            if document is None:
                raise StoreError(f"{self.name} holds no document with the id {document_id!r}.")
            run_id = run_known_on(connection, document_id, known_on)
            if run_id is None and known_on is not None:
                raise StoreError(f"{self.name} held no coding of the document {document_id!r} on {known_on}.")
            return read_coding(connection, document, run_id)

    def events(self, filters: EventFilter | None = None) -> Iterator[EventRow]:
        """The events that pass all filters, by date, document and place in the record; undated ones last."""
        with self._reading() as connection:
            yield from event_rows(connection, filters or EventFilter())

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for queries of your own, which sees one state of the store."""
        with self._reading() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose changes are kept together, or none of them where an error is raised."""
        with self._writing() as connection:
            yield connection

    def search(
        self, words: str, filters: SearchFilter | None = None, *, limit: int = HITS, marks: Marks = ("[", "]")
    ) -> Iterator[SearchHit]:
        """Entities, texts and quotations that hold the words, the best first; found words stand between the `marks`.

        All words must occur. "Quotation marks" hold a phrase, and a star at its end lets a word* go on. Accents, small
        and capital letters make no difference, and nothing that is typed is an error.
        """
        with self._reading() as connection:
            yield from search(connection, words, filters or SearchFilter(), limit=limit, marks=marks)

    def index_words(self) -> None:
        """Make the search index anew, for instance after documents were deleted by hand."""
        with self._writing() as connection:
            self._backend.lock(connection)
            index_of(connection).clear(connection)
            index_all(connection)

    def _keep(self, writer: Writer, coded: CodedDocument, run: Run, on_error: OnError) -> Added:
        try:
            ready = make_ready(coded, run)
            with self._writing() as connection:
                return writer(connection, self._backend, ready)
        except UnfitRecord as error:
            problem = f"document {coded.document.id} cannot be kept: {error}"
            if on_error == "raise":
                raise UnfitRecord(problem) from error
            self.add_issue(Issue("store", problem, path=coded.document.url or coded.document.id), run)
            return "refused"

    def _keep_all(self, batch: list[CodedDocument], run: Run, on_error: OnError) -> list[Added]:
        """All in one transaction, unless one is unfit: then each in its own, so that the others are kept."""
        if len(batch) > 1:
            try:
                ready = [make_ready(coded, run) for coded in batch]
                with self._writing() as connection:
                    return write_all(connection, self._backend, ready)
            except UnfitRecord:
                pass
        return [self._keep(write, coded, run, on_error) for coded in batch]

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with told_as_store_error(self._backend), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with told_as_store_error(self._backend), self._writer.begin() as connection:
            yield connection

    def _stamp(self) -> str:
        return self._clock().isoformat(timespec="seconds")
