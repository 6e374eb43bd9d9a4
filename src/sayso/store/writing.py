"""Writes documents with what was coded from them: everything is made ready and checked first, then written at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite

from sayso.schema import CodedDocument, Document
from sayso.store.backend import Backend
from sayso.store.records import (
    DOCUMENTS_AT_ONCE,
    Rows,
    UnfitRecord,
    check_rows,
    coding_rows,
    document_rows,
    read_coding,
    read_documents,
)
from sayso.store.runs import Run
from sayso.store.tables import metadata
from sayso.store.ties import OwnFacts
from sayso.store.wordindex import Name, Passage, in_order, index_of, names_of, quotation_passages, text_passage

Added = Literal["added", "recoded", "already there", "refused"]


@dataclass(frozen=True, slots=True)
class Ready:
    """A coded document as rows that fit, with its words."""

    document: Document
    row: dict[str, Any]
    parts: Rows
    coding: Rows
    text: Passage
    quotations: list[Passage]
    names: list[Name]
    run_id: int


def make_ready(coded: CodedDocument, run: Run) -> Ready:
    """All rows of a coded document; `UnfitRecord` where they cannot be kept or contradict one another."""
    parts, coding = document_rows(coded.document), coding_rows(coded, run.id, own_facts_of(run))
    check_rows(parts | coding)
    (row,) = parts.pop("documents")
    text, quotations = text_passage(coded.document), quotation_passages(coded, run.id)
    return Ready(coded.document, row, parts, coding, text, quotations, names_of(coded), run.id)


def own_facts_of(run: Run) -> OwnFacts:
    """The files of facts that a run notes among its settings."""
    noted = run.settings.get("facts")
    return tuple(Path(path) for path in noted) if isinstance(noted, (list, tuple)) else ()


def write(connection: Connection, backend: Backend, ready: Ready) -> Added:
    """Write a document that is not there yet; one that is stays as it was."""
    documents = metadata.tables["documents"]
    if connection.scalar(_insert_document(connection.dialect.name), ready.row) is None:
        _check_same(connection.scalar(select(documents.c.text).where(documents.c.id == ready.document.id)), ready)
        return "already there"
    _write_rows(connection, backend, ready.parts)
    _write_rows(connection, backend, ready.coding)
    index = index_of(connection)
    index.add(connection, [ready.text, *ready.quotations])
    index.add_names(connection, ready.names)
    return "added"


def write_all(connection: Connection, backend: Backend, several: Sequence[Ready]) -> list[Added]:
    """Write several documents table by table; those that are there already, or came before, stay as they were."""
    known = _texts(connection, [ready.document.id for ready in several])
    fresh: list[Ready] = []
    outcomes: list[Added] = []
    for ready in several:
        if ready.document.id in known:
            _check_same(known[ready.document.id], ready)
            outcomes.append("already there")
        else:
            known[ready.document.id] = ready.document.text
            fresh.append(ready)
            outcomes.append("added")
    if fresh:
        connection.execute(metadata.tables["documents"].insert(), [ready.row for ready in fresh])
        for part in ([ready.parts for ready in fresh], [ready.coding for ready in fresh]):
            _write_rows(
                connection, backend, {table: [row for rows in part for row in rows[table]] for table in part[0]}
            )
        index = index_of(connection)
        index.add(connection, [passage for ready in fresh for passage in (ready.text, *ready.quotations)])
        index.add_names(connection, sorted({name for ready in fresh for name in ready.names}, key=in_order))
    return outcomes


def write_again(connection: Connection, backend: Backend, ready: Ready) -> Added:
    """Write a coding beside the earlier ones of its document, and make it the current one."""
    documents, codings = metadata.tables["documents"], metadata.tables["codings"]
    # Another run that codes the same document waits here until this one is done.
    locked = select(documents.c.publisher, documents.c.published, documents.c.text).where(
        documents.c.id == ready.document.id
    )
    kept = connection.execute(locked.with_for_update(key_share=True)).mappings().first()
    if kept is None:
        return write(connection, backend, ready)
    _check_same(kept["text"], ready)
    for field in ("publisher", "published"):
        if kept[field] != ready.row[field]:
            raise UnfitRecord(
                f"the store holds it with `{field}` {kept[field]!r}, not {ready.row[field]!r}, and what is coded "
                "depends on that. Code it with the same."
            )
    runs = connection.execute(select(codings).where(codings.c.document_id == ready.document.id)).mappings().all()
    if any(coding["run_id"] == ready.run_id for coding in runs):
        return "already there"
    index = index_of(connection)
    document = next(read_documents(connection, ready.document.id))
    for coding in runs:
        if coding["current"]:
            earlier = read_coding(connection, document, coding["run_id"])
            index.forget(connection, quotation_passages(earlier, coding["run_id"]))
    connection.execute(update(codings).where(codings.c.document_id == document.id).values(current=0))
    _write_rows(connection, backend, ready.coding)
    index.add(connection, ready.quotations)
    index.add_names(connection, ready.names)
    return "recoded"


def _texts(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """The texts of those documents that are there."""
    documents = metadata.tables["documents"]
    found: dict[str, str] = {}
    for start in range(0, len(ids), DOCUMENTS_AT_ONCE):
        query = select(documents.c.id, documents.c.text).where(
            documents.c.id.in_(ids[start : start + DOCUMENTS_AT_ONCE])
        )
        found |= {row.id: row.text for row in connection.execute(query)}
    return found


def _check_same(text: str | None, ready: Ready) -> None:
    if text != ready.document.text:
        raise UnfitRecord("the store holds another text under this id. Give the new text another one.")


def _write_rows(connection: Connection, backend: Backend, rows: Rows) -> None:
    for table, table_rows in rows.items():
        if table_rows:
            backend.insert(connection, table, tuple(table_rows[0]), [tuple(row.values()) for row in table_rows])


@cache
def _insert_document(dialect: str) -> Any:
    """Gives no row, and waits for another writer of the same document, where there is one of this id."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    documents = metadata.tables["documents"]
    return insert(documents).on_conflict_do_nothing().returning(documents.c.id)
