"""Reads CSV: a header row that names the columns, then one article a row."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence

from sayso.errors import InputError
from sayso.readers.issues import Issues
from sayso.readers.options import FIELDS, ReadOptions
from sayso.readers.records import document_from_record
from sayso.readers.source import Source, numbered_lines, open_lines
from sayso.schema import Document

DELIMITERS = ",;\t|"
QUOTE_REMEDY = "Close each quotation mark, and double those inside a cell"


def read_csv_file(source: Source, options: ReadOptions, issues: Issues) -> Iterator[Document]:
    """The document of each row; a row that fails is reported and the next is read."""
    # The module's default of 131,072 characters a field is less than a long article has.
    csv.field_size_limit(options.max_bytes)
    with open_lines(source, options, newline="") as stream:
        lines = (line for _, line in numbered_lines(stream, source, options, issues))
        rows = numbered_rows(lines, source, issues)
        _, header = next(rows, (0, []))
        columns = checked_columns(header, options, path=source.name)
        for number, row in rows:
            try:
                record = record_from_row(columns, row, path=source.name, line=number)
                document = document_from_record(record, options, path=source.name, line=number)
            except InputError as error:
                issues.fail(error)
                continue
            yield document


def numbered_rows(lines: Iterator[str], source: Source, issues: Issues) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank, with the number of the line it begins on."""
    first = next(lines, "")
    # Strict, since a quotation mark that is never closed would else make one article of all that follows.
    rows = csv.reader(prepended(first, lines), delimiter=likely_delimiter(first), strict=True)
    while True:
        begin = rows.line_num + 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            unreadable = InputError(source.name, f"not readable as CSV ({error})", QUOTE_REMEDY, line=begin)
            if "expected after" not in str(error):
                raise unreadable from error
            issues.fail(unreadable)
            continue
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield begin, row


def prepended(first: str, lines: Iterator[str]) -> Iterator[str]:
    """The first line again, then the others."""
    yield first
    yield from lines


def likely_delimiter(header: str) -> str:
    """The delimiter that occurs most often in the header line; a comma when none does."""
    return max(DELIMITERS, key=header.count)


def checked_columns(header: Sequence[str], options: ReadOptions, *, path: str) -> list[str]:
    """The columns under the names that the options use; `text` may stand as `Text` in the file."""
    names = [name.strip() for name in header]
    listed = ", ".join(name[:40] for name in names if name) or "none"
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise InputError(path, f"two columns are called {twice[0]!r}", "Rename one of them", line=1)
    for field, column in options.columns.items():
        if column not in names:
            raise InputError(
                path,
                f"there is no column {column!r} for {field} (the columns are: {listed})",
                "Name one of these",
                line=1,
            )
    expected = {field: options.columns.get(field, field) for field in FIELDS}
    names = [unmapped_name(name, names, expected) for name in names]
    if expected["text"] not in names and expected["html"] not in names:
        raise InputError(
            path,
            f"there is no column `{expected['text']}` (the columns are: {listed})",
            "Say which column holds the article: --column text=NAME (in Python `columns`)",
            line=1,
        )
    return names


def unmapped_name(name: str, names: Sequence[str], expected: dict[str, str]) -> str:
    """The field's own name for a column that differs from it in case only."""
    field = name.casefold()
    return field if expected.get(field) == field and field not in names else name


def record_from_row(columns: Sequence[str], row: Sequence[str], *, path: str, line: int) -> dict[str, str]:
    """The cells under their columns; columns without a name are left out."""
    if len(row) != len(columns):
        raise InputError(
            path,
            f"the row has {len(row)} cells, the header {len(columns)}",
            "Put cells that hold the delimiter or a line break in quotation marks",
            line=line,
        )
    return {column: cell for column, cell in zip(columns, row, strict=True) if column}
