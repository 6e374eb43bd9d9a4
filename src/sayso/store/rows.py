"""How a record becomes a row and a row a record again, worked out from the fields of its dataclass."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, partial
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from sqlalchemy import JSON, Column, Dialect, Float, Integer, Text, TypeDecorator
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeEngine

Record = TypeVar("Record")
# A column, and what takes its value from a record.
Cell = tuple[str, Callable[[Any], Any]]
Form = Literal["value", "nested", "pair", "many"]


class PlainText(TypeDecorator[str]):
    """A text that is sorted and compared by its characters alone, on PostgreSQL too, whatever the server's language."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """PostgreSQL is told so when the table is made."""
        return Text(collation="C") if dialect.name == "postgresql" else Text()

    def coerce_compared_value(self, op: OperatorType | None, value: Any) -> TypeEngine[Any]:
        """What a column is compared with follows the column: PostgreSQL takes no collation after BETWEEN."""
        return Text()


STRING = PlainText()
SQL_TYPES: dict[Any, TypeEngine[Any]] = {str: STRING, int: Integer(), float: Float(), Mapping: JSON()}


@dataclass(frozen=True, slots=True)
class Shape:
    """One field of a record as the store sees it; `type` is what the field holds when it is not None.

    A "value" is one column. A "nested" record is spread over columns that start with the field's name
    ("trigger_start"). A "pair" is two columns ("between_1", "between_2"). "many" is a table of its own.
    """

    name: str
    form: Form
    type: Any
    optional: bool


@cache
def shapes(kind: type) -> tuple[Shape, ...]:
    """The fields of a record class."""
    hints = get_type_hints(kind)
    return tuple(_shape(field.name, hints[field.name]) for field in fields(kind))


def columns_of(kind: type, *, prefix: str = "", optional: bool = False) -> Iterator[Column[Any]]:
    """The columns that hold a record, in the order of its fields; fields that hold many have none."""
    for shape in shapes(kind):
        name, nullable = prefix + shape.name, optional or shape.optional
        if shape.form == "value":
            yield Column(name, _sql_type(kind, shape), nullable=nullable)
        elif shape.form == "pair":
            yield Column(f"{name}_1", _sql_type(kind, shape), nullable=nullable)
            yield Column(f"{name}_2", _sql_type(kind, shape), nullable=nullable)
        elif shape.form == "nested":
            yield from columns_of(shape.type, prefix=f"{name}_", optional=nullable)


def row_of(kind: type, record: Any) -> dict[str, Any]:
    """The cells of one record by column; a nested record that is None gives a None for each of its own."""
    plain, take, others = _ways(kind)
    row = dict(zip(plain, take(record), strict=True))
    for name, cell in others:
        row[name] = cell(record)
    return row


def record_of(
    kind: type[Record],
    row: Mapping[Any, Any],
    *,
    prefix: str = "",
    many: Mapping[str, tuple[Any, ...]] | None = None,
) -> Record:
    """The record that `row_of` spread over a row; `many` holds the fields that have tables of their own."""
    values: dict[str, Any] = {}
    # mypy does not take a `type[Record]` for hashable, which the cache of `shapes` asks for.
    record_class: type = kind
    for shape in shapes(record_class):
        name = prefix + shape.name
        if shape.form == "value":
            values[shape.name] = row[name]
        elif shape.form == "pair":
            values[shape.name] = (row[f"{name}_1"], row[f"{name}_2"])
        elif shape.form == "nested":
            absent = shape.optional and _is_absent(shape.type, row, f"{name}_")
            values[shape.name] = None if absent else record_of(shape.type, row, prefix=f"{name}_")
        else:
            values[shape.name] = (many or {}).get(shape.name, ())
    return kind(**values)


@cache
def _ways(kind: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]], tuple[Cell, ...]]:
    """The columns that are fields as they stand, what takes them all at once, and the other cells one by one.

    This is asked for every row.
    """
    plain = tuple(shape.name for shape in shapes(kind) if shape.form == "value" and shape.type is not Mapping)
    others = tuple(cell for cell in _cells(kind) if cell[0] not in plain)
    return plain, _taking(plain), others


def _taking(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """What gives these fields of a record; `attrgetter` gives a tuple only of two and more."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)


@cache
def _cells(kind: type) -> tuple[Cell, ...]:
    """Each column of a record with the function that takes its value from one."""
    cells: list[Cell] = []
    for shape in shapes(kind):
        take = attrgetter(shape.name)
        if shape.form == "value":
            cells.append((shape.name, partial(_as_dict, take) if shape.type is Mapping else take))
        elif shape.form == "pair":
            cells.extend((f"{shape.name}_{n + 1}", partial(_part, take, n)) for n in range(2))
        elif shape.form == "nested":
            inner = _cells(shape.type)
            cells.extend((f"{shape.name}_{name}", partial(_within, take, cell)) for name, cell in inner)
    return tuple(cells)


def _as_dict(take: Callable[[Any], Any], record: Any) -> Any:
    value = take(record)
    return None if value is None else dict(value)


def _part(take: Callable[[Any], Any], number: int, record: Any) -> Any:
    pair = take(record)
    return None if pair is None else pair[number]


def _within(take: Callable[[Any], Any], cell: Callable[[Any], Any], record: Any) -> Any:
    inner = take(record)
    return None if inner is None else cell(inner)


def _shape(name: str, hint: Any) -> Shape:
    optional = get_origin(hint) in (Union, UnionType)
    if optional:
        (hint,) = (part for part in get_args(hint) if part is not NoneType)
    if get_origin(hint) is tuple:
        item, end = get_args(hint)
        return Shape(name, "many" if end is Ellipsis else "pair", item, optional)
    if is_dataclass(hint):
        return Shape(name, "nested", hint, optional)
    if get_origin(hint) is Literal:
        return Shape(name, "value", str, optional)
    return Shape(name, "value", get_origin(hint) or hint, optional)


def _sql_type(kind: type, shape: Shape) -> TypeEngine[Any]:
    if shape.type not in SQL_TYPES:
        raise TypeError(f"{kind.__name__}.{shape.name} is of a type that the store has no column for: {shape.type}")
    return SQL_TYPES[shape.type]


def _is_absent(kind: type, row: Mapping[Any, Any], prefix: str) -> bool:
    return all(row[prefix + name] is None for name in _column_names(kind))


@cache
def _column_names(kind: type) -> tuple[str, ...]:
    return tuple(column.name for column in columns_of(kind))
