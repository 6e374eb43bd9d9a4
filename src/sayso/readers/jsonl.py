"""Reads JSONL: one JSON object a line, each an article, or an array of them. A file may be of any length."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from sayso.errors import InputError
from sayso.readers.issues import Issues
from sayso.readers.json_items import HALF_SURROGATE, JsonItems, kind_of, refuse_constant, without_half_surrogates
from sayso.readers.options import ReadOptions
from sayso.readers.records import document_from_record
from sayso.readers.source import Source, numbered_lines, open_lines
from sayso.schema import Document

# An array of objects, or an object whose first line holds nothing but its brace.
OVER_LINES = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*\{|\{[ \t\r]*\n)")
REMEDY = "Write one JSON object on each line"


def read_jsonl_file(source: Source, options: ReadOptions, issues: Issues) -> Iterator[Document]:
    """The document of each line; a line that fails is reported and the next is read."""
    if OVER_LINES.match(source.head):
        yield from read_items(source, options, issues)
        return
    blank = True
    with open_lines(source, options, newline="\n") as stream:
        for number, line in numbered_lines(stream, source, options, issues):
            if not line.strip():
                continue
            blank = False
            try:
                document = document_from_record(
                    parse_line(line, path=source.name, number=number), options, path=source.name, line=number
                )
            except InputError as error:
                issues.fail(error)
                continue
            yield document
    if blank:
        raise InputError(source.name, "the file holds no line with an article", REMEDY)


def read_items(source: Source, options: ReadOptions, issues: Issues) -> Iterator[Document]:
    """The documents of an array of objects, or of objects over several lines."""
    with open_lines(source, options, newline="\n") as stream:
        for line, record in JsonItems(stream, options, name=source.name):
            try:
                document = document_from_record(record, options, path=source.name, line=line)
            except InputError as error:
                issues.fail(error)
                continue
            yield document


def parse_line(line: str, *, path: str, number: int) -> dict[str, Any]:
    """The object on one line."""
    try:
        value = json.loads(line, parse_constant=refuse_constant)
        if HALF_SURROGATE.search(line):
            value = without_half_surrogates(value)
    except json.JSONDecodeError as error:
        raise InputError(path, f"not JSON ({error.msg} at character {error.colno})", REMEDY, line=number) from error
    except (ValueError, RecursionError) as error:
        raise InputError(path, f"not JSON that can be read ({error})", REMEDY, line=number) from error
    if not isinstance(value, dict):
        raise InputError(path, f"the line is {kind_of(value)}, not an object", REMEDY, line=number)
    return value
