"""Rows as data frames: Arrow tables, and from these pandas and Polars, each imported only when asked for."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from types import NoneType
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from sayso.errors import SaysoError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = TypeVar("Row", bound="DataclassInstance")

# Columns of ISO days; elsewhere `begin` and `end` may be positions, which are numbers and stay so.
DAYS = frozenset(("published", "date_begin", "date_end", "begin", "end", "known_on"))
# What stands between several names, ids or countries in a cell of a flat row, and between the sources of a chain.
BETWEEN_NAMES = "; "
BETWEEN_SOURCES = " > "
# Columns that a flat row joins into one text.
JOINED_BY_SEMICOLONS = frozenset(
    "actors actor_ids actor_countries recipients recipient_ids recipient_countries via contexts "
    "asserted_by denied_by events".split()
)
JOINED_BY_ARROWS = frozenset(("sources", "chain"))


class Framed:
    """Rows that can be taken as a data frame: days as dates, lists as lists, ids as they are.

    The frames come with all columns and their types, also where there is no row.
    """

    __slots__ = ()

    def frame(self) -> tuple[Mapping[str, Any], Iterable[Mapping[str, Any]]]:
        """The columns with the type of what they hold, and the rows."""
        raise NotImplementedError

    def to_arrow(self) -> Any:
        """A `pyarrow.Table`."""
        columns, rows = self.frame()
        return arrow_table(columns, rows)

    def to_pandas(self) -> Any:
        """A `pandas.DataFrame`; days are datetime64, so that they sort, group and plot, and numbers may be missing."""
        pandas, arrow = needed("pandas"), needed("pyarrow")
        # Without it a gap would turn a column of counts into decimals.
        whole_numbers = {arrow.int64(): pandas.Int64Dtype()}
        return self.to_arrow().to_pandas(date_as_object=False, types_mapper=whole_numbers.get)

    def to_polars(self) -> Any:
        """A `polars.DataFrame`."""
        return needed("polars").from_arrow(self.to_arrow())


class Rows(Framed, Iterator[Row], Generic[Row]):
    """Rows of one kind. Each `for` and each data frame asks for them anew, so they can be gone through again."""

    __slots__ = ("_ask", "_first_pass", "kind")

    def __init__(self, kind: type[Row], ask: Callable[[], Iterable[Row]]) -> None:
        self.kind = kind
        self._ask = ask
        self._first_pass: Iterator[Row] | None = None

    def __iter__(self) -> Iterator[Row]:
        return iter(self._ask())

    def __next__(self) -> Row:
        if self._first_pass is None:
            self._first_pass = iter(self)
        return next(self._first_pass)

    def __repr__(self) -> str:
        return f"<{self.kind.__name__} rows: list(…), .to_pandas(), .to_polars(), .to_arrow()>"

    def frame(self) -> tuple[Mapping[str, Any], Iterable[Mapping[str, Any]]]:
        """The fields of the rows' class, and the rows."""
        return types_of(self.kind), map(asdict, self)


def types_of(kind: type[DataclassInstance]) -> dict[str, Any]:
    """The fields of a class of rows with their types."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def arrow_table(columns: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> Any:
    """The rows as an Arrow table with these columns."""
    arrow = needed("pyarrow")
    cells: dict[str, list[Any]] = {name: [] for name in columns}
    for row in rows:
        for name, column in cells.items():
            column.append(row[name])
    return arrow.table({name: arrow_column(arrow, name, columns[name], column) for name, column in cells.items()})


def arrow_column(arrow: Any, name: str, hint: Any, cells: list[Any]) -> Any:
    """One column, typed by what its field may hold."""
    import numpy

    plain = next((part for part in get_args(hint) if part is not NoneType), hint)
    if get_origin(hint) is tuple or name in JOINED_BY_SEMICOLONS | JOINED_BY_ARROWS:
        return arrow.array([items_of(name, cell) for cell in cells], type=arrow.list_(arrow.string()))
    if plain is str and name in DAYS:
        # numpy knows the days before the year 1, which `datetime.date` does not.
        return arrow.array(numpy.array(cells, dtype="datetime64[D]"), type=arrow.date32())
    types = {int: arrow.int64(), float: arrow.float64(), bool: arrow.bool_()}
    return arrow.array(cells, type=types.get(plain, arrow.string()))


def joined(items: Iterable[str | None]) -> str:
    """Several names or ids in one cell; what is not known keeps its place."""
    return BETWEEN_NAMES.join(item or "" for item in items)


def items_of(name: str, cell: str | Iterable[str]) -> list[str | None]:
    """The items of a cell that holds several; None is one that is not known, and keeps its place."""
    if not isinstance(cell, str):
        return list(cell)
    between = BETWEEN_SOURCES if name in JOINED_BY_ARROWS else BETWEEN_NAMES
    return [item or None for item in cell.split(between)] if cell else []


def needed(module: str) -> Any:
    """A library of data frames, or a sentence that says how to get it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise SaysoError(f'Data frames need {module}, which is not installed: pip install "sayso[frames]"') from error
