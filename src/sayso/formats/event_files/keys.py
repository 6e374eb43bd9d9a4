"""Rows of the store by what names them: their document, the run that coded it, and an id of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import FromClause, and_, tuple_

Key = tuple[str, int, str]


def among(table: FromClause, own: str, keys: Sequence[Key]) -> Any:
    """Whether a row is one of these. The documents are given as well: SQLite finds rows by an index on one column."""
    whole = tuple_(table.c.document_id, table.c.run_id, table.c[own])
    return and_(table.c.document_id.in_(sorted({key[0] for key in keys})), whole.in_(list(keys)))
