"""Reads a user's own facts: a TOML file with any of the tables, or a CSV file with one of them.

Nothing is raised for what is wrong inside a file: each problem becomes an issue with its line, so that all can be
shown.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sayso.knowledge.facts.layout import BY_WORD, TABLES, Table
from sayso.knowledge.tables import Row
from sayso.schema import Issue

HEADER = re.compile(r"\s*\[\[?\s*['\"]?([\w-]+)['\"]?\s*\]?\]")
PLACE_OF_ERROR = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True)
class OwnFile:
    """What one file holds: rows in order, each with its table, and what could not be read."""

    path: Path
    rows: list[tuple[Table, Row]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def note(self, line: int | None, problem: str, remedy: str) -> None:
        """Keep an error."""
        self.issues.append(Issue("knowledge", problem, remedy, str(self.path), line))


def read_own(path: Path) -> OwnFile:
    """The rows and problems of one file."""
    own = OwnFile(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        own.note(None, "there is no such file", "Name an existing TOML or CSV file")
    except OSError as error:
        own.note(None, f"it cannot be read: {error.strerror}", "Name a TOML or CSV file")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        own.note(line, "this is not UTF-8", "Save the file in UTF-8")
    else:
        if path.suffix.lower() == ".csv":
            read_csv(own, text)
        elif path.suffix.lower() == ".toml":
            read_toml(own, text)
        else:
            own.note(None, "facts are read from .toml and .csv files only", "Give it one of these endings")
    return own


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The known word that a misspelt one is closest to."""
    return next(iter(get_close_matches(word, known, n=1, cutoff=0.6)), None)


def did_you_mean(word: str, known: Sequence[str], *, write: str = "{}") -> str:
    """What to write instead of an unknown word: the nearest known one, else what there is."""
    close = nearest(word, known)
    if close:
        return f"Perhaps you mean {write.format(close)}"
    return f"There {'are' if len(known) > 1 else 'is'} {', '.join(write.format(one) for one in known)}"


# TOML


def read_toml(own: OwnFile, text: str) -> None:
    """A file with arrays of tables: [[person]], [[office]] …"""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = PLACE_OF_ERROR.search(str(error))
        line = int(place[1]) if place and place[1] else len(text.splitlines())
        own.note(line, f"not valid TOML: {PLACE_OF_ERROR.sub('', str(error))}", "Mend the line")
        return
    lines = header_lines(text)
    for word, value in tables.items():
        table = BY_WORD.get(word)
        line = next(iter(lines.get(word, ())), line_of_key(text, word))
        if table is None:
            own.note(line, f"there is no table {word!r}", did_you_mean(word, list(BY_WORD), write="[[{}]]"))
        elif not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            own.note(line, f"{word} is not a list of tables", f"Write [[{word}]] above each entry")
        else:
            places = lines.get(word) or [line] * len(value)
            for entry, place_of_entry in zip(value, places, strict=False):
                row = row_of_toml(own, table, entry, place_of_entry)
                own.rows.append((table, row))
    order = {id(row): row.line for _, row in own.rows}
    own.rows.sort(key=lambda pair: order[id(pair[1])])


def header_lines(text: str) -> dict[str, list[int]]:
    """The lines on which [[word]] stands, by word; what looks like one inside a string of several lines is none."""
    found: dict[str, list[int]] = {}
    inside: str | None = None
    for number, line in enumerate(text.splitlines(), 1):
        header = HEADER.match(line) if inside is None else None
        if header:
            found.setdefault(header[1], []).append(number)
        for mark in re.findall(r'"""|\'\'\'', line):
            inside = mark if inside is None else None if inside == mark else inside
    return found


def line_of_key(text: str, word: str) -> int:
    """The line on which a key of the file itself stands."""
    pattern = re.compile(rf"\s*['\"]?{re.escape(word)}['\"]?\s*[=.]")
    return next((number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line)), 1)


def row_of_toml(own: OwnFile, table: Table, entry: Mapping[str, Any], line: int) -> Row:
    """One [[table]] as a row; unknown keys and impossible values are noted and left out."""
    cells = dict.fromkeys(table.own_columns, "")
    for key, value in entry.items():
        if key not in cells:
            own.note(line, f"[[{table.word}]] has no key {key!r}", did_you_mean(key, table.own_columns))
            continue
        cell = cell_of(value, is_list=key in (*table.lists, "remove"))
        if cell is None:
            own.note(line, f"{key} = {value!r} cannot be used", kind_wanted(table, key))
        else:
            cells[key] = cell
    return Row(str(own.path), line, cells)


def cell_of(value: object, *, is_list: bool) -> str | None:
    """A TOML value as the cell of a table; None where it is of a kind that no cell has."""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, datetime):
        return None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return None if is_list and "|" in value else value.strip()
    if isinstance(value, list) and is_list:
        items = [item.strip() for item in value if isinstance(item, str) and "|" not in item]
        return "|".join(items) if len(items) == len(value) else None
    return None


def kind_wanted(table: Table, key: str) -> str:
    """What a key takes."""
    if key in (*table.lists, "remove"):
        return 'Give a list of names without "|", such as ["Pat Reed", "P. Reed"]'
    if key in ("begin", "end"):
        return "Give a day, such as 2024-01-20, or a year or month in quotation marks"
    return "Give words in quotation marks"


# CSV


def read_csv(own: OwnFile, text: str) -> None:
    """A file whose header, or name, tells which table it is."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    table: Table | None = None
    header: list[str] = []
    for line, cells in numbered(own, reader):
        if not header:
            header = [cell.strip() for cell in cells]
            table = table_of_header(own, header, line)
            if table is None:
                return
        elif table is not None:
            if len(cells) != len(header):
                remedy = "Put names that hold a comma in quotation marks"
                own.note(line, f"{len(cells)} cells under a header of {len(header)}", remedy)
                continue
            given = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
            known = {name: cell for name, cell in given.items() if name in table.own_columns}
            own.rows.append((table, Row(str(own.path), line, dict.fromkeys(table.own_columns, "") | known)))
    if not header:
        own.note(None, "it is empty", "Begin with a header, such as id,name,aliases,gender,country")


def numbered(own: OwnFile, reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line each begins on; comments and empty lines are passed over."""
    line = 1
    try:
        for cells in reader:
            if any(cells) and not cells[0].startswith("#"):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        own.note(line, f"not valid CSV: {error}", "Close the quotation marks")


def table_of_header(own: OwnFile, header: list[str], line: int) -> Table | None:
    """The table whose columns these are; where several fit, the one that the file is named after."""
    named = [table for table in TABLES if table.file.removesuffix(".csv") in own.path.stem.lower()]
    fitting = [table for table in TABLES if fits(table, header)]
    exact = [table for table in fitting if set(table.columns) == set(header) - {"remove"}]
    best = [table for table in fitting if table in named] or exact or fitting
    if len(best) == 1:
        return best[0]
    if best:
        files = [table.file for table in best]
        remedy = f"Name the file after its table: my-{files[0]}, say"
        own.note(line, f"the header fits {', '.join(files[:-1])} and {files[-1]}", remedy)
        return None
    likely = (named or sorted(TABLES, key=lambda table: -likeness(table, header)))[0]
    for column in header:
        if column not in likely.own_columns:
            remedy = did_you_mean(column, likely.own_columns)
            own.note(line, f"{likely.file} has no column {column!r}", remedy)
    for column in sorted(set(header)):
        if header.count(column) > 1:
            own.note(line, f"the column {column!r} stands twice", "Leave one out")
    missing = [column for column in needed(likely) if column not in header]
    if missing:
        own.note(line, f"the header lacks {', '.join(missing)}", f"The columns are {','.join(likely.columns)}")
    return None


def likeness(table: Table, header: list[str]) -> int:
    """How many columns of a header the table has, or nearly so."""
    return sum(2 if column in table.columns else nearest(column, table.columns) is not None for column in header)


def fits(table: Table, header: list[str]) -> bool:
    """Whether a header has only columns of the table, each once, and all that tell it apart."""
    return len(set(header)) == len(header) and set(needed(table)) <= set(header) <= set(table.own_columns)


def needed(table: Table) -> tuple[str, ...]:
    """The columns without which a file is no such table; what a known thing has already may be left out."""
    return (table.key,) if table.file == "countries.csv" else table.required
