"""The queries in `queries/*.sql`, by name; those about events, and conditions on rows, take them by key."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from sqlalchemy import ColumnElement, Connection, FromClause, RowMapping, TextClause, and_, bindparam, text, tuple_

# An event is named by its document, the run that coded it, and its own id.
EventKey = tuple[str, int, str]


@cache
def named_query(name: str) -> TextClause:
    """The query in `queries/NAME.sql`; `events` and `documents` are its parameters that take many values."""
    sql = files("sayso.store").joinpath("queries", f"{name}.sql").read_text(encoding="utf-8")
    lists = [each for each in ("events", "documents") if f":{each}" in sql]
    return text(sql).bindparams(*(bindparam(each, expanding=True) for each in lists))


def rows_of_events(connection: Connection, name: str, keys: Sequence[EventKey]) -> Sequence[RowMapping]:
    """What the query says of these events.

    It is given their documents as well: SQLite finds rows by an index on one column, not by a list of whole keys.
    """
    values = {"events": list(keys), "documents": sorted({key[0] for key in keys})}
    return connection.execute(named_query(name), values).mappings().all()


def among(keys: Sequence[EventKey], table: FromClause, identity: str) -> ColumnElement[bool]:
    """Whether the rows of a table have one of the keys, whose last part stands in this column; see `rows_of_events`."""
    of_documents = table.c.document_id.in_(sorted({key[0] for key in keys}))
    return and_(of_documents, tuple_(table.c.document_id, table.c.run_id, table.c[identity]).in_(keys))
