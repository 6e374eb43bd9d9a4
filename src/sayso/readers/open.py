"""Finds the files behind the paths a user gives, tells their formats and hands each to its reader."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from sayso.errors import InputError
from sayso.fetching.addresses import is_address
from sayso.readers.addresses import opens_with_addresses, read_address, read_addresses_file, read_list_file
from sayso.readers.csv import read_csv_file
from sayso.readers.feed import read_feed_file
from sayso.readers.html import read_html_file
from sayso.readers.issues import Issues, OnIssue
from sayso.readers.jsonl import read_jsonl_file
from sayso.readers.listings import listing_kind
from sayso.readers.ninjs import opens_with_item, read_ninjs_file
from sayso.readers.options import ReadOptions
from sayso.readers.packing import ARCHIVE_MARK, without_packing
from sayso.readers.parquet import read_parquet_file
from sayso.readers.source import Source, marked_encoding, open_source, refuse_binary, refuse_empty
from sayso.readers.text import read_text_file
from sayso.readers.warc import read_warc_file
from sayso.schema import Document

FileFormat = Literal["text", "html", "jsonl", "csv", "ninjs", "parquet", "warc", "feed", "list", "addresses"]
FileReader = Callable[[Source, ReadOptions, Issues], Iterator[Document]]

READERS: Mapping[FileFormat, FileReader] = {
    "text": read_text_file,
    "html": read_html_file,
    "jsonl": read_jsonl_file,
    "csv": read_csv_file,
    "ninjs": read_ninjs_file,
    "parquet": read_parquet_file,
    "warc": read_warc_file,
    "feed": read_feed_file,
    "list": read_list_file,
    "addresses": read_addresses_file,
}
BINARY: tuple[FileFormat, ...] = ("parquet", "warc")
ENDINGS: Mapping[str, FileFormat] = {
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".warc": "warc",
    ".rss": "feed",
    ".atom": "feed",
}
# What a file of these formats begins with, whatever it is called.
MARKS: Mapping[bytes, FileFormat] = {b"PAR1": "parquet", ARCHIVE_MARK: "warc"}
OPENS_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
MOST_NAMES_SHOWN = 5


def read_documents(
    paths: Iterable[str | os.PathLike[str]],
    options: ReadOptions | None = None,
    *,
    on_issue: OnIssue | None = None,
) -> Iterator[Document]:
    """The documents behind the paths, one by one: files, folders with all below them, "-" for standard input, or web
    addresses of pages, feeds and sitemaps.

    Without `on_issue` the first thing that cannot be read raises `InputError`; with it, each becomes an `Issue`
    and the reading goes on.
    """
    options = options or ReadOptions()
    issues = Issues(on_issue)
    given = [paths] if isinstance(paths, str | os.PathLike) else paths
    for each in given:
        path = os.fspath(each)
        if is_address(path):
            yield from read_address(path, options, issues)
        elif path != "-" and Path(path).is_dir():
            yield from read_folder(path, options, issues)
        else:
            yield from read_file(path, options, issues)


def read_file(path: str, options: ReadOptions, issues: Issues, *, named: bool = True) -> Iterator[Document]:
    """The documents of one file or of standard input. Only one that the user has `named` may lead to the web."""
    try:
        with open_source(path) as source:
            refuse_empty(source)
            format = detect_format(source, options, named=named) if options.format == "auto" else options.format
            if format not in BINARY:
                refuse_binary(source, options)
            yield from READERS[format](source, options, issues)
    except InputError as error:
        issues.fail(error)


def detect_format(source: Source, options: ReadOptions, *, named: bool = True) -> FileFormat:
    """The format by how the file begins, where that is certain, else by its ending, else by what it looks like."""
    marked = next((format for mark, format in MARKS.items() if source.head.startswith(mark)), None)
    if marked is not None:
        return marked
    ending = format_by_ending(source.path) if source.path is not None else None
    head = source.head.decode(marked_encoding(source.head) or "utf-8", "ignore").lstrip("\ufeff")
    if named and ending in (None, "text") and (listed := listed_format(head)) is not None:
        return listed
    if ending not in (None, "jsonl"):
        return ending
    # Who says which key holds the text has records of their own, though they may come from an agency.
    if "text" not in options.columns and opens_with_item(head):
        return "ninjs"
    if ending is not None:
        return ending
    if OPENS_PAGE.match(head):
        return "html"
    return "jsonl" if opens_with_object(head) else "text"


def listed_format(head: str) -> FileFormat | None:
    """What kind of list the file is, where it is one: a feed, a list of feeds or pages, or plain addresses."""
    kind = listing_kind(head)
    if kind is not None:
        return "feed" if kind == "feed" else "list"
    return "addresses" if opens_with_addresses(head) else None


def format_by_ending(path: str) -> FileFormat | None:
    """The format that the name of a file tells; `.gz` or `.zst` after it does not matter."""
    return ENDINGS.get(Path(without_packing(path)).suffix)


def opens_with_object(head: str) -> bool:
    """Whether the first line is a JSON object, or the beginning of one longer than what was looked at."""
    line, complete, _ = head.lstrip().partition("\n")
    if not complete and len(line) > 4096:
        return re.match(r"\{\s*\"", line) is not None
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def read_folder(folder: str, options: ReadOptions, issues: Issues) -> Iterator[Document]:
    """The documents of all files below a folder whose ending is known, or of all files when a format is given."""
    found = False
    passed_over: list[str] = []
    for path in files_below(folder, issues):
        if options.format == "auto" and format_by_ending(path) is None:
            passed_over.append(path)
        else:
            found = True
            yield from read_file(path, options, issues, named=False)
    endings = ", ".join(ENDINGS)
    if not found:
        issues.fail(
            InputError(
                folder, "the folder holds no file that can be read", f"Give files that end in {endings}, or a format"
            )
        )
    elif passed_over and issues.on_issue is not None:
        names = ", ".join(os.path.relpath(path, folder) for path in passed_over[:MOST_NAMES_SHOWN])
        more = ", …" if len(passed_over) > MOST_NAMES_SHOWN else ""
        issues.remark(
            folder,
            f"{len(passed_over)} files with other endings were passed over ({names}{more})",
            f"Files are read that end in {endings}; name a file itself to have it read whatever its ending",
        )


def files_below(folder: str, issues: Issues) -> Iterator[str]:
    """The files below a folder in the order of their names, without hidden ones; links to folders are not followed."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        issues.fail(InputError(folder, f"the folder may not be read ({error.strerror})", "Change its permissions"))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from files_below(entry.path, issues)
        elif entry.is_file():
            yield entry.path
