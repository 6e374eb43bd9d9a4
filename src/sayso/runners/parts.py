"""Parts: what was coded in a shard as Parquet, one file a table, with the columns and names of the store's tables.

Days are dates, JSON is text; there is no `run_id`, since a folder of parts is one run. Ids are those of the record.
"""

from __future__ import annotations

import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import numpy
import pyarrow
import pyarrow.parquet
from sqlalchemy import JSON, Column, Float, Integer

from sayso import __version__
from sayso.frames import DAYS
from sayso.schema import CodedDocument, Document, Issue, Removed, Span
from sayso.store.records import Rows, check_rows, coding_rows, document_rows, issue_row
from sayso.store.rows import record_of
from sayso.store.tables import LAYERS, LINKS, metadata

DOCUMENT_TABLES = ("documents", "pages", "removed")
TABLES = (*DOCUMENT_TABLES, *LAYERS, *dict.fromkeys(link.table for link in LINKS), "ties", "voices", "issues")
# What only a database needs: the number of the run, and the keys of rows that have no name of their own.
LEFT_OUT = {"run_id"}
NUMBERED = ("ties", "voices", "issues")
DAY_COLUMNS = DAYS | {"end_date"}
# Rows are packed as Arrow after so many documents: as Python objects they take fifty times the room.
DOCUMENTS_AT_ONCE = 20
COMPRESSION = "zstd"


class Parts:
    """The parts of one shard in the making."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = dict.fromkeys(TABLES, 0)
        self._waiting: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
        self._batches: dict[str, list[pyarrow.RecordBatch]] = {name: [] for name in TABLES}
        self._documents = 0

    def add(self, coded: CodedDocument) -> None:
        """Take in a coded document; `UnfitRecord` where its record cannot be stored."""
        rows = rows_of(coded)
        for name in TABLES:
            self._waiting[name].extend(rows.get(name, ()))
        self._documents += 1
        if self._documents % DOCUMENTS_AT_ONCE == 0:
            self.pack()

    def note(self, issue: Issue, document: str | None = None) -> None:
        """Take in an issue of an input that gave no document, or of one that could not be coded."""
        self._waiting["issues"].append(issue_row(issue, 0, document))

    def files(self, shard: str) -> dict[str, bytes]:
        """The finished files by name."""
        self.pack()
        return {part_name(name, shard): parquet(name, self._batches[name]) for name in TABLES}

    def pack(self) -> None:
        """Turn the rows that wait into Arrow."""
        for name, rows in self._waiting.items():
            if rows:
                self._batches[name].append(record_batch(name, rows))
                self.rows[name] += len(rows)
                rows.clear()


def part_name(table: str, shard: str) -> str:
    """Where the part of a table lies in the output."""
    return f"{table}/{shard}.parquet"


def rows_of(coded: CodedDocument) -> Rows:
    """The rows of a document and its coding by table, checked as the store checks them."""
    rows = document_rows(coded.document) | coding_rows(coded, run_id=0)
    check_rows(rows)
    return rows


def record_batch(table: str, rows: list[dict[str, Any]]) -> pyarrow.RecordBatch:
    """Rows of one table as Arrow."""
    schema = schema_of(table)
    columns = [arrow_column(field, [row[field.name] for row in rows]) for field in schema]
    return pyarrow.RecordBatch.from_arrays(columns, schema=schema)


def arrow_column(field: pyarrow.Field, cells: list[Any]) -> pyarrow.Array:
    """One column."""
    if field.type == pyarrow.date32():
        # numpy knows the days before the year 1, which `datetime.date` does not.
        return pyarrow.array(numpy.array(cells, dtype="datetime64[D]"), type=field.type)
    if field.metadata:
        cells = [None if cell is None else json.dumps(cell, ensure_ascii=False) for cell in cells]
    return pyarrow.array(cells, type=field.type)


@cache
def schema_of(table: str) -> pyarrow.Schema:
    """The columns of a part, derived from the store's table."""
    left_out = LEFT_OUT | ({"id"} if table in NUMBERED else set())
    fields = [arrow_field(column) for column in metadata.tables[table].columns if column.name not in left_out]
    return pyarrow.schema(fields, metadata={"sayso": __version__, "table": table})


def arrow_field(column: Column[Any]) -> pyarrow.Field:
    """A column with its type; one that holds JSON says so."""
    nullable = bool(column.nullable)
    if isinstance(column.type, JSON):
        return pyarrow.field(column.name, pyarrow.string(), nullable, {"content": "json"})
    if isinstance(column.type, Integer):
        return pyarrow.field(column.name, pyarrow.int64(), nullable)
    if isinstance(column.type, Float):
        return pyarrow.field(column.name, pyarrow.float64(), nullable)
    is_day = column.name in DAY_COLUMNS
    return pyarrow.field(column.name, pyarrow.date32() if is_day else pyarrow.string(), nullable)


def parquet(table: str, batches: list[pyarrow.RecordBatch]) -> bytes:
    """The file; a table without rows still has its columns."""
    written = io.BytesIO()
    whole = pyarrow.Table.from_batches(batches, schema=schema_of(table))
    pyarrow.parquet.write_table(whole, written, compression=COMPRESSION)
    return written.getvalue()


def read_part(data: bytes) -> list[dict[str, Any]]:
    """The rows of a part as the store has them: days as text, JSON as what it says."""
    table = pyarrow.parquet.read_table(pyarrow.BufferReader(data))
    columns = {field.name: cells_of(field, table.column(field.name)) for field in table.schema}
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def cells_of(field: pyarrow.Field, column: pyarrow.ChunkedArray) -> list[Any]:
    """The cells of one column."""
    if field.type == pyarrow.date32():
        days = numpy.datetime_as_string(column.to_numpy().astype("datetime64[D]"))
        return [None if day == "NaT" else iso(str(day)) for day in days]
    cells: list[Any] = column.to_pylist()
    return [None if cell is None else json.loads(cell) for cell in cells] if field.metadata else cells


def iso(day: str) -> str:
    """The day with the four digits of ISO 8601; numpy counts the sign as one."""
    return f"-{day[1:].zfill(10)}" if day.startswith("-") else day


def coded_documents(parts: Mapping[str, Iterable[Mapping[str, Any]]]) -> Iterator[CodedDocument]:
    """The documents of a shard as they were coded, from the rows of all its tables."""
    by_document: dict[str, dict[str, list[Mapping[str, Any]]]] = {}
    for name, rows in parts.items():
        grouped = by_document.setdefault(name, defaultdict(list))
        for row in rows:
            grouped["" if name == "documents" else row["document_id"] or ""].append(row)
    for row in by_document["documents"][""]:
        yield coded_document(row, {name: grouped.get(row["id"], []) for name, grouped in by_document.items()})


def coded_document(row: Mapping[str, Any], rows: Mapping[str, list[Mapping[str, Any]]]) -> CodedDocument:
    """One document from its row and those of all other tables about it."""
    raw = next((page["raw"] for page in rows["pages"]), None)
    removed = tuple(record_of(Removed, part) for part in rows["removed"])
    document = record_of(Document, {**row, "raw": raw}, many={"removed": removed})
    lists = lists_of(rows)
    layers: dict[str, Any] = {
        name: tuple(record_of(kind, each, many=lists.get((name, each.get("id", "")), {})) for each in rows[name])
        for name, kind in LAYERS.items()
    }
    return CodedDocument(document, **layers, issues=tuple(record_of(Issue, each) for each in rows["issues"]))


def lists_of(rows: Mapping[str, list[Mapping[str, Any]]]) -> dict[tuple[str, str], dict[str, tuple[Any, ...]]]:
    """The fields that hold many, by layer and id of the record that has them."""
    found: dict[tuple[str, str], dict[str, tuple[Any, ...]]] = defaultdict(dict)
    for link in LINKS:
        for row in rows[link.table]:
            if link.role in (None, row.get("role")):
                fields = found[link.layer, row[link.owner]]
                value = row[link.value] if link.value else record_of(Span, row)
                fields[link.field] = (*fields.get(link.field, ()), value)
    return found
