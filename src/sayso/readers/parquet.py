"""Reads Parquet: the columns of a CSV file with types, in batches, so that a file may be of any length."""

from __future__ import annotations

import base64
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, BinaryIO, cast

from sayso.errors import InputError
from sayso.readers.csv import checked_columns
from sayso.readers.issues import Issues
from sayso.readers.options import ReadOptions
from sayso.readers.records import document_from_record
from sayso.readers.source import Source
from sayso.schema import Document

ROWS = 256  # of which a batch is held in memory
BUFFER = 1 << 20  # bytes read of a column at a time; without it, a whole row group's column is
REMEDY = "Write or fetch the file again"


def read_parquet_file(source: Source, options: ReadOptions, issues: Issues) -> Iterator[Document]:
    """The document of each row; a row or row group that fails is reported and the next is read."""
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    with seekable_stream(source) as stream:
        try:
            file = ParquetFile(stream, buffer_size=BUFFER, pre_buffer=False)
        except (ArrowException, OSError) as error:
            raise InputError(source.name, f"not a Parquet file that can be read ({brief(error)})", REMEDY) from error
        names = checked_columns(file.schema_arrow.names, options, path=source.name)
        if not file.metadata.num_rows:
            raise InputError(source.name, "the file holds no row", "Give a file with an article in each row")
        for line, row in numbered_rows(file, names, source, issues):
            try:
                document = document_from_record(row, options, path=source.name, line=line)
            except InputError as error:
                issues.fail(error)
                continue
            yield document


@contextmanager
def seekable_stream(source: Source) -> Iterator[BinaryIO]:
    """The file, or a copy on disk of what comes by once: the directory of a Parquet file stands at its end."""
    if source.file is not None and not source.packed:
        with source.file.open("rb") as stream:
            yield stream
    else:
        with tempfile.TemporaryFile() as copy:
            shutil.copyfileobj(source.stream, copy)
            copy.seek(0)
            yield cast(BinaryIO, copy)


def numbered_rows(file: Any, names: list[str], source: Source, issues: Issues) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each row under the names that the options use, counted from 1."""
    from pyarrow import ArrowException

    begin = 1
    for group in range(file.num_row_groups):
        number = begin
        begin += file.metadata.row_group(group).num_rows
        try:
            for batch in file.iter_batches(batch_size=ROWS, row_groups=[group], use_threads=False):
                for row in batch.to_pylist():
                    yield number, {name: plain(value) for name, value in zip(names, row.values(), strict=True)}
                    number += 1
        except (ArrowException, OSError) as error:
            problem = f"rows {number:,} to {begin - 1:,} cannot be read ({brief(error)})"
            issues.fail(InputError(source.name, problem, REMEDY))


def plain(value: Any) -> Any:
    """The value as JSON has it: days and times as ISO strings, bytes as the text they hold."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes):
        return text_of_bytes(value)
    if isinstance(value, float) and value != value:
        return None
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value


def text_of_bytes(value: bytes) -> str:
    """The text of bytes: older writers do not say that a column is one. What is no text comes in base 64."""
    try:
        return value.decode("utf-8")
    except UnicodeError:
        return base64.b64encode(value).decode("ascii")


def brief(error: Exception) -> str:
    """The first line of what the library says."""
    return str(error).strip().partition("\n")[0].rstrip(".")
