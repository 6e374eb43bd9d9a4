"""Writes a coded document into rows of all tables, and reads it back."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from math import isnan
from typing import Any

from sqlalchemy import ColumnElement, Connection, Float, FromClause, Select, Table, and_, exists, func, select

from sayso.errors import StoreError
from sayso.schema import CodedDocument, Document, Issue, Removed, Span
from sayso.store.rows import PlainText, record_of, row_of
from sayso.store.tables import LAYERS, LINKS, REFERENCES, Link, has_id, has_words, metadata
from sayso.store.ties import OwnFacts, Tie, Voice, ties_of, voices_of

# The rows of one document, by table, in an order in which they can be written.
Rows = dict[str, list[dict[str, Any]]]

DOCUMENTS_AT_ONCE = 200


def _end_of(column: str) -> str:
    """The column that ends what this one starts."""
    return column.removesuffix("start") + "end" if column.endswith("start") else ""


# The columns of each table that say where something starts and ends.
STRETCHES = {
    name: [(column.name, end) for column in table.columns if (end := _end_of(column.name)) in table.columns]
    for name, table in metadata.tables.items()
}
# The columns of each table that hold words, and those that hold numbers with a fraction.
TEXTS = {
    name: [column.name for column in table.columns if isinstance(column.type, PlainText)]
    for name, table in metadata.tables.items()
}
NUMBERS = {
    name: [column.name for column in table.columns if isinstance(column.type, Float)]
    for name, table in metadata.tables.items()
}


class UnfitRecord(StoreError):
    """A record that the store cannot keep as it is; other documents are not affected."""


def document_rows(document: Document) -> Rows:
    """The rows of what came in."""
    row = row_of(Document, document)
    raw = row.pop("raw")
    removed = [row_of(Removed, part) for part in document.removed]
    return {
        "documents": [row],
        "pages": [] if raw is None else [{"document_id": document.id, "raw": raw}],
        "removed": [part | {"document_id": document.id, "position": n} for n, part in enumerate(removed)],
    }


def coding_rows(coded: CodedDocument, run_id: int, own_facts: OwnFacts = ()) -> Rows:
    """The rows of what was coded, as the current coding; `own_facts` are the files that it was coded with."""
    text = coded.document.text
    key = {"document_id": coded.document.id, "run_id": run_id}
    rows: Rows = {"codings": [key | {"current": 1}]}
    for name, kind in LAYERS.items():
        rows[name] = [
            key | {"position": position} | row_of(kind, record) | _words(kind, record, text)
            for position, record in enumerate(getattr(coded, name))
        ]
    for link in LINKS:
        rows.setdefault(link.table, []).extend(key | row for row in _link_rows(coded, link))
    rows |= flat_rows(coded, run_id, own_facts)
    rows["issues"] = [issue_row(issue, run_id, coded.document.id) for issue in coded.issues]
    return rows


def flat_rows(coded: CodedDocument, run_id: int, own_facts: OwnFacts = ()) -> Rows:
    """The rows of ties and voices, which repeat a coding for quick counting."""
    key = {"document_id": coded.document.id, "run_id": run_id}
    return {
        "ties": [key | row_of(Tie, tie) for tie in ties_of(coded)],
        "voices": [key | row_of(Voice, voice) for voice in voices_of(coded, own_facts)],
    }


def issue_row(issue: Issue, run_id: int, document_id: str | None = None) -> dict[str, Any]:
    """The row of an issue. What it quotes is made storable: it may be about the very words that are not."""
    row = {column: _spelt_out(value) for column, value in row_of(Issue, issue).items()}
    return row | {"document_id": document_id, "run_id": run_id}


def check_rows(rows: Rows) -> None:
    """Raise `UnfitRecord` where the rows of a document cannot be stored or contradict one another."""
    for table, table_rows in rows.items():
        # All words of a table at once; one by one only to name those that do not fit.
        if not _fits("".join([row[column] or "" for column in TEXTS[table] for row in table_rows])):
            for row in table_rows:
                _check_words(row)
        for column in NUMBERS[table]:
            # SQLite has no such number, PostgreSQL has, and neither can compare it.
            if any(row[column] is not None and isnan(row[column]) for row in table_rows):
                raise UnfitRecord(f"{table}.{column} holds what is no number (NaN)")
        for start, end in STRETCHES[table]:
            if any(row[start] is not None and row[start] > row[end] for row in table_rows):
                raise UnfitRecord(f"a stretch of {table} ends before it begins (`{start}`, `{end}`)")
    for row in rows["documents"]:
        _check_extra(row["extra"])
    ids = {name: _ids(name, rows[name]) for name, kind in LAYERS.items() if has_id(kind)}
    for (table, column), target in REFERENCES.items():
        for row in rows[table]:
            if row[column] is not None and row[column] not in ids[target]:
                owner = row.get("id") or row.get("event_id") or row.get("attribution_id") or row["position"]
                raise UnfitRecord(f"`{column}` of {table} {owner} is {row[column]!r}, which {target} lack")


def run_known_on(connection: Connection, document_id: str, day: str | None) -> int | None:
    """The run whose coding of a document is current, or was on a day; None where there was none."""
    codings = metadata.tables["codings"]
    query = select(codings.c.run_id).where(codings.c.document_id == document_id, in_force(codings, day))
    return connection.scalar(query)


def in_force(codings: FromClause, day: str | None = None) -> ColumnElement[bool]:
    """Whether a coding is its document's current one, or was the latest on a day (ISO, in UTC, to its end)."""
    if day is None:
        return codings.c["current"] == 1
    other, runs = metadata.tables["codings"].alias("other_codings"), metadata.tables["runs"].alias("begun_runs")
    latest = (
        select(func.max(other.c.run_id))
        .join(runs, runs.c.id == other.c.run_id)
        # A run's time goes on with "T" and the hour: "T24" comes after all of that day.
        .where(other.c.document_id == codings.c.document_id, runs.c.started < f"{day}T24")
        .correlate(codings)
    )
    return and_(codings.c.run_id == latest.scalar_subquery(), ~_replaced_by(codings, day))


def _replaced_by(codings: FromClause, day: str) -> ColumnElement[bool]:
    """Whether another version of the article had taken the coding's place by the end of a day."""
    versions, runs = metadata.tables["versions"], metadata.tables["runs"].alias("runs_of_codings")
    # One that was coded again since, because its article reads as before, counts once more.
    return exists(
        select(versions.c.replaces)
        .where(versions.c.replaces == codings.c.document_id, versions.c.time < f"{day}T24")
        .where(runs.c.id == codings.c.run_id, versions.c.time > runs.c.started)
        .correlate(codings)
    )


def read_documents(connection: Connection, document_id: str | None = None) -> Iterator[Document]:
    """All documents as they came in, or the one with this id."""
    documents, pages, removed = (metadata.tables[name] for name in ("documents", "pages", "removed"))
    query = (
        select(documents, pages.c.raw)
        .outerjoin(pages, pages.c.document_id == documents.c.id)
        .order_by(documents.c.published.nulls_last(), documents.c.id)
    )
    if document_id is not None:
        query = query.where(documents.c.id == document_id)
    found = connection.execute(query.execution_options(stream_results=True)).mappings()
    for batch in found.partitions(DOCUMENTS_AT_ONCE):
        ids = [row["id"] for row in batch]
        parts: dict[str, list[Removed]] = defaultdict(list)
        rows = select(removed).where(removed.c.document_id.in_(ids)).order_by(*removed.primary_key)
        for row in connection.execute(rows).mappings():
            parts[row["document_id"]].append(record_of(Removed, row))
        for row in batch:
            yield record_of(Document, row, many={"removed": tuple(parts[row["id"]])})


def read_coding(connection: Connection, document: Document, run_id: int | None = None) -> CodedDocument:
    """The document with its current coding, or that of a run; without one, all layers are empty."""
    issues = metadata.tables["issues"]
    run_id = run_known_on(connection, document.id, None) if run_id is None else run_id
    if run_id is None:
        return CodedDocument(document)
    linked: dict[str, dict[str, dict[str, tuple[Any, ...]]]] = defaultdict(lambda: defaultdict(dict))
    for link in LINKS:
        for owner, values in _read_link(connection, link, document.id, run_id).items():
            linked[link.layer][owner][link.field] = values
    layers: dict[str, tuple[Any, ...]] = {}
    for name, kind in LAYERS.items():
        table = metadata.tables[name]
        rows = connection.execute(_of_coding(table, document.id, run_id).order_by(table.c.position)).mappings()
        layers[name] = tuple(record_of(kind, row, many=linked[name][row.get("id", "")]) for row in rows)
    noted = connection.execute(_of_coding(issues, document.id, run_id).order_by(issues.c.id)).mappings()
    layers["issues"] = tuple(record_of(Issue, row) for row in noted)
    return CodedDocument(document, **layers)


def _words(kind: type, span: Any, text: str) -> dict[str, str]:
    return {"text": text[span.start : span.end]} if has_words(kind) else {}


def _link_rows(coded: CodedDocument, link: Link) -> Iterator[dict[str, Any]]:
    role = {"role": link.role} if link.role else {}
    for record in getattr(coded, link.layer):
        for position, value in enumerate(getattr(record, link.field)):
            row = {link.owner: record.id, "position": position} | role
            if link.value:
                yield row | {link.value: value}
            else:
                yield row | row_of(Span, value) | _words(Span, value, coded.document.text)


def _read_link(connection: Connection, link: Link, document_id: str, run_id: int) -> Mapping[str, tuple[Any, ...]]:
    table = metadata.tables[link.table]
    query = _of_coding(table, document_id, run_id).order_by(table.c.position)
    if link.role:
        query = query.where(table.c.role == link.role)
    values: dict[str, tuple[Any, ...]] = defaultdict(tuple)
    for row in connection.execute(query).mappings():
        values[row[link.owner]] += (row[link.value] if link.value else record_of(Span, row),)
    return values


def _of_coding(table: Table, document_id: str, run_id: int) -> Select[Any]:
    return select(table).where(table.c.document_id == document_id, table.c.run_id == run_id)


def _check_words(row: Mapping[str, Any]) -> None:
    for column, value in row.items():
        if not isinstance(value, str) or _fits(value):
            continue
        if "\x00" in value:
            raise UnfitRecord(f"`{column}` holds the character U+0000, at which databases cut a text off")
        half = next(character for character in value if not _fits(character))
        raise UnfitRecord(f"`{column}` holds U+{ord(half):04X}, half a character, which UTF-8 lacks")


def _check_extra(extra: Mapping[str, Any]) -> None:
    try:
        json.dumps(extra, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise UnfitRecord(f"`extra` cannot be written as JSON: {error}") from error


def _fits(words: str) -> bool:
    """Whether a database can hold the words as UTF-8."""
    try:
        words.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return "\x00" not in words


def _spelt_out(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return value.replace("\x00", "\\x00").encode("utf-8", "backslashreplace").decode("utf-8")


def _ids(table: str, rows: list[dict[str, Any]]) -> set[str]:
    ids: set[str] = set()
    for row in rows:
        if row["id"] in ids:
            raise UnfitRecord(f"{table} hold the id {row['id']!r} twice")
        ids.add(row["id"])
    return ids
