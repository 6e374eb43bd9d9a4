"""A store in batches of documents: the rows of the codings in force, restricted to the events that pass the filters.

Whatever its size, only one batch of it is in memory. With filters a document is there when one of its events passes,
and of its coding what these events refer to: their participants, times, places, contexts, claims, and the attributions
around them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import groupby, islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, Table, func, select, tuple_

from sayso.schema import CodedDocument, Document, Issue, Removed, Span
from sayso.store import EventFilter
from sayso.store.events import events_query
from sayso.store.records import in_force
from sayso.store.rows import record_of
from sayso.store.tables import LAYERS, LINKS, metadata

DOCUMENTS_AT_ONCE = 200
# The tables with rows of a coding, and those with rows of its document.
OF_CODING = ("codings", *LAYERS, *dict.fromkeys(link.table for link in LINKS), "issues", "reports")
OF_DOCUMENT = ("documents", "removed", "versions", "origins")
# Tables without an order of their own: the column with the id of what a row belongs to.
OWNERS = {link.table: link.owner for link in LINKS} | {"reports": "event"}
ORDERS = {"issues": "id", "versions": "replaces"}

CodingKey = tuple[str, int]
Rows = dict[str, list[RowMapping]]

documents = metadata.tables["documents"]
codings = metadata.tables["codings"]
events = metadata.tables["events"]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some codings with their rows, by table; each table in the order of the codings, then of the record."""

    keys: tuple[CodingKey, ...]
    rows: Rows

    def coded(self) -> Iterator[tuple[CodedDocument, int]]:
        """Each document as a record, with the run that coded it."""
        parts = {name: _by_coding(name, rows) for name, rows in self.rows.items()}
        for key in self.keys:
            yield _coded({name: part[key if name in OF_CODING else key[0]] for name, part in parts.items()}), key[1]


def batches(connection: Connection, filters: EventFilter) -> Iterator[Batch]:
    """All codings in force, or those with an event that passes, in the order of publication."""
    keyed: Iterator[tuple[CodingKey, set[str] | None]]
    keyed = passing(connection, filters) if restricts(filters) else whole(connection, filters)
    while taken := dict(islice(keyed, DOCUMENTS_AT_ONCE)):
        rows = read_rows(connection, list(taken))
        yield Batch(tuple(taken), _restricted(rows, taken) if restricts(filters) else rows)


def coded_documents(connection: Connection, filters: EventFilter) -> Iterator[tuple[CodedDocument, int]]:
    """The same, one document after the other."""
    for batch in batches(connection, filters):
        yield from batch.coded()


def restricts(filters: EventFilter) -> bool:
    """Whether some events of a coding may be left out; `known_on` only says which coding is meant."""
    return any(getattr(filters, each.name) for each in fields(filters) if each.name != "known_on")


def passing(connection: Connection, filters: EventFilter) -> Iterator[tuple[CodingKey, set[str] | None]]:
    """The codings with an event that passes, each with the ids of those that do."""
    query = passing_events(filters).order_by(
        documents.c.published.nulls_last(), events.c.document_id, events.c.position
    )
    found = connection.execute(query.execution_options(stream_results=True))
    for (document_id, run_id), rows in groupby(found, key=lambda row: (row[0], row[1])):
        yield (document_id, run_id), {row[2] for row in rows}


def passing_events(filters: EventFilter) -> Select[Any]:
    """Document, run and id of the events that pass."""
    columns = (events.c.document_id, events.c.run_id, events.c.id)
    return events_query(filters).with_only_columns(*columns, maintain_column_froms=True).order_by(None)


def whole(connection: Connection, filters: EventFilter) -> Iterator[tuple[CodingKey, set[str] | None]]:
    """Every coding in force, without any choice of events."""
    query = (
        select(codings.c.document_id, codings.c.run_id)
        .join(documents, documents.c.id == codings.c.document_id)
        .where(in_force(codings, filters.known_on))
        .order_by(documents.c.published.nulls_last(), documents.c.id)
    )
    for document_id, run_id in connection.execute(query.execution_options(stream_results=True)):
        yield (document_id, run_id), None


def read_rows(connection: Connection, keys: Sequence[CodingKey]) -> Rows:
    """All rows of these codings and their documents, by table."""
    order = {document_id: number for number, (document_id, _) in enumerate(keys)}
    rows: Rows = {}
    for name in (*OF_DOCUMENT, *OF_CODING):
        table = metadata.tables[name]
        column = _document_column(table)
        # The documents are named besides: SQLite finds rows by an index on one column, not by a list of whole keys.
        query = select(table).where(column.in_(list(order)))
        if name in OF_CODING:
            query = query.where(tuple_(table.c.document_id, table.c.run_id).in_(list(keys)))
        found = connection.execute(query.order_by(*_in_order(table))).mappings().all()
        rows[name] = sorted(found, key=lambda row: order[row[column.name]])
    return rows


def _restricted(rows: Rows, chosen: dict[CodingKey, set[str] | None]) -> Rows:
    """The rows of the chosen events, and those that they refer to."""
    kept_events = {(*key, event) for key, ids in chosen.items() for event in ids or ()}
    kept: Rows = dict(rows)

    def keep(name: str, column: str, wanted: set[tuple[str, int, Any]]) -> list[RowMapping]:
        kept[name] = [row for row in rows[name] if (row["document_id"], row["run_id"], row[column]) in wanted]
        return kept[name]

    told = keep("events", "id", kept_events)
    participants = keep("participants", "event_id", kept_events)
    claims = keep("claims", "event", kept_events)
    keep("event_contexts", "event_id", kept_events)
    keep("reports", "event", kept_events)
    around = _chains(rows["attributions"], named(told, "attribution") | named(claims, "attribution"))
    attributions = keep("attributions", "id", around)
    keep("attribution_contents", "attribution_id", around)
    speakers = named(claims, "claimant") | named(attributions, "source") | named(attributions, "addressee")
    mentions = keep("mentions", "id", speakers | named(participants, "mention_id"))
    keep("entities", "id", named(mentions, "entity"))
    keep("times", "id", named(told, "time"))
    keep("sentences", "start", named(told, "sentence_start"))
    keep("locations", "start", named(told, "location_start"))
    # An assessment is no event, and no event refers to one.
    kept["assessments"] = []
    return kept


def _chains(rows: Sequence[RowMapping], inner: set[tuple[str, int, Any]]) -> set[tuple[str, int, Any]]:
    """These attributions and all around them."""
    parents = {(row["document_id"], row["run_id"], row["id"]): row["parent"] for row in rows}
    found: set[tuple[str, int, Any]] = set()
    for key in inner:
        while key in parents and key not in found:
            found.add(key)
            key = (*key[:2], parents[key])
    return found


def named(rows: Sequence[RowMapping], column: str) -> set[tuple[str, int, Any]]:
    """What a column of these rows names, with document and run."""
    return {(row["document_id"], row["run_id"], row[column]) for row in rows if row[column] is not None}


def _document_column(table: Table) -> Any:
    return table.c.id if table is documents else table.c.document_id


def _in_order(table: Table) -> list[ColumnElement[Any]]:
    """How the rows of one coding follow on one another: as in the record; "e2" comes before "e10"."""
    name = table.name
    if name in OWNERS:
        owner = table.c[OWNERS[name]]
        more = [table.c[each] for each in ("role", "position") if each in table.c]
        return [func.length(owner), owner, *more]
    return [table.c[each] for each in (ORDERS.get(name, "position"),) if each in table.c]


def _by_coding(name: str, rows: Sequence[RowMapping]) -> defaultdict[Any, list[RowMapping]]:
    found: defaultdict[Any, list[RowMapping]] = defaultdict(list)
    for row in rows:
        document_id = row["id"] if name == "documents" else row["document_id"]
        found[(document_id, row["run_id"]) if name in OF_CODING else document_id].append(row)
    return found


def _coded(rows: Rows) -> CodedDocument:
    """One document's rows as a record."""
    linked: defaultdict[tuple[str, str], dict[str, tuple[Any, ...]]] = defaultdict(dict)
    for link in LINKS:
        for row in rows[link.table]:
            if link.role is None or row["role"] == link.role:
                before = linked[link.layer, row[link.owner]].get(link.field, ())
                value = row[link.value] if link.value else record_of(Span, row)
                linked[link.layer, row[link.owner]][link.field] = (*before, value)
    removed = tuple(record_of(Removed, row) for row in rows["removed"])
    document = record_of(Document, {**rows["documents"][0], "raw": None}, many={"removed": removed})
    layers: dict[str, tuple[Any, ...]] = {
        name: tuple(record_of(kind, row, many=linked[name, row.get("id", "")]) for row in rows[name])
        for name, kind in LAYERS.items()
    }
    return CodedDocument(document, **layers, issues=tuple(record_of(Issue, row) for row in rows["issues"]))
