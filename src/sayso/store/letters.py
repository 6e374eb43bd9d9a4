"""A text in small letters, in SQL: every script's, as Python has them, on each database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

# Of ICU, which knows the letters of every script, whatever the locale of the server.
COLLATION = "und-x-icu"


class lowered(GenericFunction[str]):  # noqa: N801  (it is written like a function)
    """`lowered(column)`. On SQLite the backend has put Python's own `lower` in the place of the database's."""

    type = Text()
    inherit_cache = True


@compiles(lowered)
def _lower(element: lowered, compiler: SQLCompiler, **options: Any) -> str:
    return f"lower({compiler.process(_argument(element), **options)})"


@compiles(lowered, "postgresql")
def _lower_by_icu(element: lowered, compiler: SQLCompiler, **options: Any) -> str:
    return f'lower({compiler.process(_argument(element), **options)} COLLATE "{COLLATION}")'


def _argument(element: lowered) -> ColumnElement[Any]:
    (argument,) = element.clauses
    return argument
