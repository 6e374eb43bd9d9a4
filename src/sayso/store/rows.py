"""How a record becomes a row and a row a record again, worked out from the fields of its dataclass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from sqlalchemy import JSON, Column, Float, Integer, Text
from sqlalchemy.types import TypeEngine

Record = TypeVar("Record")
Form = Literal["value", "nested", "pair", "many"]

SQL_TYPES: dict[Any, type[TypeEngine[Any]]] = {str: Text, int: Integer, float: Float, Mapping: JSON}


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


def row_of(kind: type, record: Any, *, prefix: str = "") -> dict[str, Any]:
    """The cells of one record by column; a `record` that is None gives a None for each."""
    row: dict[str, Any] = {}
    for shape in shapes(kind):
        name = prefix + shape.name
        value = None if record is None else getattr(record, shape.name)
        if shape.form == "value":
            row[name] = dict(value) if isinstance(value, Mapping) else value
        elif shape.form == "pair":
            row[f"{name}_1"], row[f"{name}_2"] = value or (None, None)
        elif shape.form == "nested":
            row |= row_of(shape.type, value, prefix=f"{name}_")
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


def _sql_type(kind: type, shape: Shape) -> type[TypeEngine[Any]]:
    if shape.type not in SQL_TYPES:
        raise TypeError(f"{kind.__name__}.{shape.name} is of a type that the store has no column for: {shape.type}")
    return SQL_TYPES[shape.type]


def _is_absent(kind: type, row: Mapping[Any, Any], prefix: str) -> bool:
    return all(row[prefix + name] is None for name in _column_names(kind))


@cache
def _column_names(kind: type) -> tuple[str, ...]:
    return tuple(column.name for column in columns_of(kind))
