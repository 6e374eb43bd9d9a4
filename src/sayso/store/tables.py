"""The tables of the store, derived from the record dataclasses.

A document is kept once. What was coded from it belongs to a *coding*: one row per document and run, of which
one per document is current. Every coded row carries `document_id` and `run_id`, so a second coding of the same
document, by another codebook or model, can stand beside the first without changing a row of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    text,
)

from sayso.schema import CodedDocument, Document, Issue, Removed, Span
from sayso.store.fetched_tables import fetched_tables
from sayso.store.imported_tables import imported_tables
from sayso.store.joining import Band, Occurrence, Origin, Report
from sayso.store.review_tables import review_tables
from sayso.store.rollup_tables import rollup_tables
from sayso.store.rows import STRING, columns_of, shapes
from sayso.store.runs import Run
from sayso.store.ties import Tie, Voice

# Raise it whenever a table changes, and say in `migrations` how; a store says in `store_info` which one it has.
SCHEMA_VERSION = 5

# The layers of a coded document, in the order of its fields, with the record each one holds.
LAYERS: dict[str, type] = {
    shape.name: shape.type for shape in shapes(CodedDocument) if shape.form == "many" and shape.type is not Issue
}

# Which fields name a row of which other table, by (table, column).
REFERENCES: dict[tuple[str, str], str] = {
    ("mentions", "entity"): "entities",
    ("attributions", "source"): "mentions",
    ("attributions", "addressee"): "mentions",
    ("attributions", "parent"): "attributions",
    ("events", "time"): "times",
    ("events", "within"): "events",
    ("events", "attribution"): "attributions",
    ("claims", "event"): "events",
    ("claims", "claimant"): "mentions",
    ("claims", "attribution"): "attributions",
    ("assessments", "time"): "times",
    ("assessments", "attribution"): "attributions",
    ("participants", "event_id"): "events",
    ("participants", "mention_id"): "mentions",
    ("event_contexts", "event_id"): "events",
    ("attribution_contents", "attribution_id"): "attributions",
}

INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {
    "documents": (("publisher",), ("published",)),
    "codings": (("run_id",),),
    "entities": (("id",), ("wikidata",), ("country", "sector")),
    "mentions": (("document_id", "run_id", "entity"),),
    "attributions": (("document_id", "run_id", "source"), ("document_id", "run_id", "parent")),
    "events": (("type",), ("status",), ("date_begin",)),
    "claims": (("document_id", "run_id", "event"),),
    "participants": (("document_id", "run_id", "mention_id"),),
    "assessments": (("between_1", "between_2"),),
    "issues": (("document_id",), ("run_id",)),
    "ties": (
        ("document_id", "run_id", "event"),
        # With the last day, so that of a busy pair's ties only those near some days are looked at.
        ("a_country", "b_country", "begin", "end"),
        ("b_country", "begin"),
        ("a", "begin"),
        ("b", "begin"),
    ),
    "voices": (("document_id", "run_id", "event"), ("claimant",)),
    "origins": (("origin",),),
    "reports": (("document_id", "run_id", "event"),),
    "occurrences": (("a_country", "b_country", "begin"),),
    "passages": (("document_id", "run_id"),),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A field that holds many things: its `table` has one row for each, in the order of `position`.

    `owner` is the column that names the record, `value` the one with the thing itself (None for a span, which
    takes several). Fields that share a table are told apart by `role`.
    """

    layer: str
    field: str
    table: str
    owner: str
    value: str | None
    role: str | None = None


LINKS = (
    Link("events", "actors", "participants", "event_id", "mention_id", "actor"),
    Link("events", "recipients", "participants", "event_id", "mention_id", "recipient"),
    Link("events", "via", "participants", "event_id", "mention_id", "via"),
    Link("events", "contexts", "event_contexts", "event_id", "context"),
    Link("attributions", "content", "attribution_contents", "attribution_id", None),
)


def build() -> MetaData:
    """All tables of the store."""
    metadata = MetaData()
    Table("store_info", metadata, Column("schema_version", Integer, primary_key=True), _text("sayso"))
    Table("runs", metadata, *columns_of(Run), PrimaryKeyConstraint("id"))
    _document_tables(metadata)
    for name, record in LAYERS.items():
        _layer_table(metadata, name, record)
    for link in LINKS:
        _link_table(metadata, link)
    _flat_table(metadata, "ties", Tie)
    _flat_table(metadata, "voices", Voice)
    _joining_tables(metadata)
    rollup_tables(metadata)
    imported_tables(metadata)
    fetched_tables(metadata)
    review_tables(metadata)
    _search_tables(metadata)
    for name, indexes in INDEXES.items():
        for columns in indexes:
            Index("_".join((name, *columns, "index")), *(metadata.tables[name].c[column] for column in columns))
    _index_places(metadata.tables["events"])
    _index_long_events(metadata.tables["events"])
    return metadata


def _index_places(events: Table) -> None:
    """Few events name a place: a map finds these without looking at the others."""
    named = text("location_name IS NOT NULL")
    columns = events.c.location_geonames, events.c.location_country
    Index("placed_events", *columns, sqlite_where=named, postgresql_where=named)


def _index_long_events(events: Table) -> None:
    """Few events last: what goes on at some day, but began before, is found without looking at all that did."""
    lasting = text("date_end > date_begin")
    Index("long_events", events.c.date_end, sqlite_where=lasting, postgresql_where=lasting)


def has_words(record: type) -> bool:
    """Whether rows of this record get a `text` column: a bare span is no pleasure to read in a table."""
    return record is Span


def has_id(record: type) -> bool:
    """Whether the record has an id of its own; one without is named by its position."""
    return any(field.name == "id" for field in fields(record))


def _document_tables(metadata: MetaData) -> None:
    columns = [column for column in columns_of(Document) if column.name != "raw"]
    Table("documents", metadata, *columns, PrimaryKeyConstraint("id"))
    Table("pages", metadata, _document_id(), _text("raw"), PrimaryKeyConstraint("document_id"))
    Table(
        "removed",
        metadata,
        _document_id(),
        Column("position", Integer, nullable=False),
        *columns_of(Removed),
        PrimaryKeyConstraint("document_id", "position"),
        sqlite_with_rowid=False,
    )
    codings = Table(
        "codings",
        metadata,
        _document_id(),
        Column("run_id", Integer, ForeignKey("runs.id"), nullable=False),
        Column("current", Integer, nullable=False),
        PrimaryKeyConstraint("document_id", "run_id"),
        CheckConstraint("current IN (0, 1)", name="current_is_0_or_1"),
        sqlite_with_rowid=False,
    )
    is_current = text("current = 1")
    Index(
        "one_current_coding",
        codings.c.document_id,
        unique=True,
        sqlite_where=is_current,
        postgresql_where=is_current,
    )
    # An issue of the reader or of a document that could not be stored belongs to a run but to no coding.
    Table(
        "issues",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("document_id", STRING),
        Column("run_id", Integer, ForeignKey("runs.id"), nullable=False),
        *columns_of(Issue),
        _coding_key(),
    )


def _layer_table(metadata: MetaData, name: str, record: type) -> None:
    words = [_text("text")] if has_words(record) else []
    Table(
        name,
        metadata,
        *_coding_columns(),
        *columns_of(record),
        *words,
        PrimaryKeyConstraint("document_id", "run_id", "id" if has_id(record) else "position"),
        _coding_key(),
        _document_key(),
        *_reference_keys(name),
        # Rows are always looked up by document; without a rowid they lie together, and the key is kept once.
        sqlite_with_rowid=False,
    )


def _link_table(metadata: MetaData, link: Link) -> None:
    if link.table in metadata.tables:
        return
    role = [_text("role")] if link.role else []
    value = [_text(link.value)] if link.value else [*columns_of(Span), _text("text")]
    Table(
        link.table,
        metadata,
        *_coding_columns(),
        _text(link.owner),
        *role,
        *value,
        PrimaryKeyConstraint("document_id", "run_id", link.owner, *(c.name for c in role), "position"),
        _coding_key(),
        _document_key(),
        *_reference_keys(link.table),
        sqlite_with_rowid=False,
    )


def _flat_table(metadata: MetaData, name: str, record: type) -> None:
    """A table that repeats a coding for quick counting; its own short key keeps its indexes small."""
    key = Column("id", Integer, primary_key=True)
    coding: list[Column[Any]] = [
        Column("document_id", STRING, nullable=False),
        Column("run_id", Integer, nullable=False),
    ]
    Table(name, metadata, key, *coding, *columns_of(record), _coding_key(), _document_key())


def _joining_tables(metadata: MetaData) -> None:
    Table("origins", metadata, *columns_of(Origin), PrimaryKeyConstraint("document_id"), _document_key())
    Table("bands", metadata, *columns_of(Band), PrimaryKeyConstraint("band", "document_id"), sqlite_with_rowid=False)
    Table("occurrences", metadata, *columns_of(Occurrence), PrimaryKeyConstraint("id"))
    key = PrimaryKeyConstraint("occurrence", "document_id", "run_id", "event")
    keys = key, _coding_key(), _document_key(), _occurrence_key()
    reports = Table("reports", metadata, *columns_of(Report), *keys, sqlite_with_rowid=False)
    stands = text("undone = 0")
    Index(
        "one_occurrence_an_event",
        reports.c.document_id,
        reports.c.run_id,
        reports.c.event,
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )


def _search_tables(metadata: MetaData) -> None:
    """What can be found by its words. The words lie beside these tables, as `wordindex` says for each database."""
    Table(
        "passages",
        metadata,
        Column("id", Integer, primary_key=True),
        _document_id(),
        Column("run_id", Integer),
        Column("attribution", STRING),
        _coding_key(),
        # So that the number of a passage that was taken out never comes again.
        sqlite_autoincrement=True,
    )
    Table(
        "names",
        metadata,
        Column("id", Integer, primary_key=True),
        _text("entity"),
        _text("name"),
        UniqueConstraint("entity", "name"),
        sqlite_autoincrement=True,
    )


def _coding_columns() -> list[Column[Any]]:
    return [
        Column("document_id", STRING, nullable=False),
        Column("run_id", Integer, nullable=False),
        Column("position", Integer, nullable=False),
    ]


def _document_id() -> Column[Any]:
    return Column("document_id", STRING, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False)


def _text(name: str) -> Column[Any]:
    return Column(name, STRING, nullable=False)


def _coding_key() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["document_id", "run_id"], ["codings.document_id", "codings.run_id"], ondelete="CASCADE"
    )


def _document_key() -> ForeignKeyConstraint:
    # The coding's key says as much, but Datasette follows only keys of one column, and reads SQLite only. PostgreSQL
    # would take a third longer to write a document.
    key = ForeignKeyConstraint(["document_id"], ["documents.id"], ondelete="CASCADE")
    return key.ddl_if(dialect="sqlite")


def _occurrence_key() -> ForeignKeyConstraint:
    # For Datasette too. Deferred, because an occurrence that changes is written anew.
    key = ForeignKeyConstraint(["occurrence"], ["occurrences.id"], deferrable=True, initially="DEFERRED")
    return key.ddl_if(dialect="sqlite")


def _reference_keys(name: str) -> Iterator[ForeignKeyConstraint]:
    for (table, column), target in REFERENCES.items():
        if table == name:
            # Deferred, because an attribution or event may name one that comes later in its own table.
            yield ForeignKeyConstraint(
                ["document_id", "run_id", column],
                [f"{target}.document_id", f"{target}.run_id", f"{target}.id"],
                deferrable=True,
                initially="DEFERRED",
            )


metadata = build()
