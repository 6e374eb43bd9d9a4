"""Reads the data files: CSV with a header row, `#` comment lines for source and licence, `|` between list items."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sayso.errors import KnowledgeError

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; `row["name"]` is the cell ("" when empty), `row.items("aliases")` a list.

    `over` is the built-in row that a user's own row adds to or overrules: its cells are in `cells` already.
    """

    file: str
    line: int
    cells: Mapping[str, str]
    over: Row | None = None

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def get(self, column: str) -> str | None:
        """The cell, or None when it is empty."""
        return self.cells[column] or None

    def items(self, column: str) -> tuple[str, ...]:
        """The parts of a list cell."""
        return tuple(part for part in self.cells[column].split("|") if part)

    @property
    def origin(self) -> str:
        """Where the facts of this row come from: "people.csv, line 12"."""
        own = f"{self.file}, line {self.line}"
        return f"{own}, over {self.over.origin}" if self.over else own

    def error(self, problem: str) -> KnowledgeError:
        """An error that names this line."""
        return KnowledgeError(self.file, problem, line=self.line)


def read_table(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of a data file; raises `KnowledgeError` when its header or a row does not fit `columns`."""
    if not path.is_file():
        raise KnowledgeError(str(path), "there is no such file")
    with path.open(encoding="utf-8", newline="") as stream:
        numbered = ((number, line) for number, line in enumerate(stream, 1) if not line.startswith("#"))
        header: list[str] | None = None
        for number, line in numbered:
            cells = cells_of(line.rstrip("\r\n"))
            if header is None:
                header = cells
                if header != list(columns):
                    raise KnowledgeError(path.name, f"expected the columns {','.join(columns)}", line=number)
            elif cells:
                if len(cells) != len(header):
                    raise KnowledgeError(path.name, f"{len(cells)} cells, expected {len(header)}", line=number)
                yield Row(path.name, number, dict(zip(header, cells, strict=True)))


def cells_of(line: str) -> list[str]:
    """The cells of one line, without the space around them; an empty line has none."""
    # Most lines have no quotation mark, and splitting at commas takes a fraction of the time.
    cells = next(csv.reader([line])) if '"' in line else line.split(",") if line else []
    return [cell.strip() for cell in cells]
