"""The tables of review: decisions on events and the fields that they correct. Rows are added and never changed."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from sayso.store.decisions import Review
from sayso.store.rows import STRING, columns_of


def review_tables(metadata: MetaData) -> None:
    """Add the tables."""
    reviews = Table(
        "reviews",
        metadata,
        *columns_of(Review),
        PrimaryKeyConstraint("id"),
        ForeignKeyConstraint(
            ["document_id", "run_id", "event"],
            ["events.document_id", "events.run_id", "events.id"],
            ondelete="CASCADE",
        ),
        # The event's key says as much, but Datasette, which reads SQLite only, follows keys of one column.
        ForeignKeyConstraint(["document_id"], ["documents.id"], ondelete="CASCADE").ddl_if(dialect="sqlite"),
        ForeignKeyConstraint(["undoes"], ["reviews.id"], ondelete="CASCADE"),
        # Two clicks on "undo" take back one decision, not two.
        UniqueConstraint("undoes"),
        # So that the number of a decision never comes again.
        sqlite_autoincrement=True,
    )
    Index("reviews_event_index", reviews.c.document_id, reviews.c.run_id, reviews.c.event)
    Index("reviews_reviewer_index", reviews.c.reviewer)
    Table(
        "review_changes",
        metadata,
        Column("review_id", Integer, ForeignKey("reviews.id", ondelete="CASCADE"), nullable=False),
        Column("field", STRING, nullable=False),
        Column("was", JSON, nullable=False),
        Column("becomes", JSON, nullable=False),
        PrimaryKeyConstraint("review_id", "field"),
        sqlite_with_rowid=False,
    )
