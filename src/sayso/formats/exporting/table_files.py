"""Files that rows are appended to batch by batch: CSV, JSON lines and Parquet, each with its types."""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sayso.formats.exporting.layout import Field, Layout
from sayso.store.stretches import is_plain

# So many rows or bytes make one part of a Parquet file; more at once would only cost memory.
ROWS_AT_ONCE = 100_000
BYTES_AT_ONCE = 32_000_000
# numpy reads "2022-12" as a day as well, the first of its month: that would be a day nobody told.
DAY = re.compile(r"-?\d{4,}-\d\d-\d\d")

Row = Mapping[Any, Any]


class TableFile(ABC):
    """One table on its way to a file. `odd_days` counts by column what the file's type for days cannot hold."""

    def __init__(self, path: Path, layout: Layout) -> None:
        self.path = path
        self.layout = layout
        self.rows = 0
        self.odd_days: dict[str, int] = {}

    def write(self, rows: Sequence[Row]) -> None:
        """Append these rows."""
        for field in self.layout.fields:
            if field.kind == "day":
                odd = sum(row[field.name] is not None and not self._holds(row[field.name]) for row in rows)
                self.odd_days[field.name] = self.odd_days.get(field.name, 0) + odd
        if rows:
            self.rows += len(rows)
            self._append(rows)

    @abstractmethod
    def close(self) -> None:
        """Write what is left, and let go of the file."""

    @abstractmethod
    def _append(self, rows: Sequence[Row]) -> None: ...

    def _holds(self, day: str) -> bool:
        return is_plain(day)


class CsvFile(TableFile):
    """Comma-separated, UTF-8, a header, every text in quotation marks: so an empty text is told from a missing one."""

    suffix = "csv"

    def __init__(self, path: Path, layout: Layout) -> None:
        import pyarrow as arrow
        import pyarrow.csv as arrow_csv

        super().__init__(path, layout)
        self._schema = arrow.schema([(field.name, _arrow_type(field, plain=True)) for field in layout.fields])
        self._writer = arrow_csv.CSVWriter(str(path), self._schema)

    def close(self) -> None:
        """Let go of the file."""
        self._writer.close()

    def _append(self, rows: Sequence[Row]) -> None:
        self._writer.write_table(_arrow_table(self.layout, self._schema, rows, plain=True))


class JsonlFile(TableFile):
    """One JSON object a line, with every column."""

    suffix = "jsonl"

    def __init__(self, path: Path, layout: Layout) -> None:
        super().__init__(path, layout)
        self._stream = path.open("w", encoding="utf-8", newline="\n")

    def close(self) -> None:
        """Let go of the file."""
        self._stream.close()

    def _append(self, rows: Sequence[Row]) -> None:
        self._stream.writelines(json.dumps(dict(row), ensure_ascii=False) + "\n" for row in rows)


class ParquetFile(TableFile):
    """Typed columns: days are dates, moments are in UTC. Objects are JSON texts."""

    suffix = "parquet"

    def __init__(self, path: Path, layout: Layout) -> None:
        import pyarrow as arrow
        import pyarrow.parquet as parquet

        super().__init__(path, layout)
        types = [
            arrow.field(
                field.name, _arrow_type(field), nullable=field.optional, metadata={"description": field.meaning}
            )
            for field in layout.fields
        ]
        self._schema = arrow.schema(types, metadata={"description": layout.meaning})
        self._writer = parquet.ParquetWriter(str(path), self._schema, compression="zstd")
        self._waiting: list[Any] = []

    def close(self) -> None:
        """Write what waits, and let go of the file."""
        self._flush()
        self._writer.close()

    def _append(self, rows: Sequence[Row]) -> None:
        self._waiting.append(_arrow_table(self.layout, self._schema, rows))
        enough = sum(part.num_rows for part in self._waiting) >= ROWS_AT_ONCE
        if enough or sum(part.nbytes for part in self._waiting) >= BYTES_AT_ONCE:
            self._flush()

    def _holds(self, day: str) -> bool:
        return _is_day(day)

    def _flush(self) -> None:
        import pyarrow as arrow

        if self._waiting:
            self._writer.write_table(arrow.concat_tables(self._waiting))
            self._waiting.clear()


def _arrow_table(layout: Layout, schema: Any, rows: Sequence[Row], *, plain: bool = False) -> Any:
    import pyarrow as arrow

    columns = [_arrow_column(field, [row[field.name] for row in rows], plain=plain) for field in layout.fields]
    return arrow.table(columns, schema=schema)


def _arrow_column(field: Field, cells: list[Any], *, plain: bool) -> Any:
    import numpy
    import pyarrow as arrow

    if field.kind == "json":
        cells = [None if cell is None else json.dumps(cell, ensure_ascii=False) for cell in cells]
    elif field.kind == "day" and not plain:
        # numpy knows the days before the year 1, which `datetime.date` does not.
        days = numpy.array([cell if cell and _is_day(cell) else None for cell in cells], dtype="datetime64[D]")
        return arrow.array(days, type=arrow.date32())
    elif field.kind == "moment" and not plain:
        cells = [None if cell is None else datetime.fromisoformat(cell) for cell in cells]
    return arrow.array(cells, type=_arrow_type(field, plain=plain))


def _arrow_type(field: Field, *, plain: bool = False) -> Any:
    """The type of a column; `plain` where the file is text, and days and moments are written as they are."""
    import pyarrow as arrow

    if field.kind == "integer":
        return arrow.int64()
    if field.kind == "number":
        return arrow.float64()
    if field.kind == "day" and not plain:
        return arrow.date32()
    if field.kind == "moment" and not plain:
        return arrow.timestamp("s", tz="UTC")
    return arrow.string()


def _is_day(day: str) -> bool:
    import numpy

    if not DAY.fullmatch(day):
        return False
    try:
        numpy.datetime64(day, "D")
    except ValueError:
        return False
    return True
