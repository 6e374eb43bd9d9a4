"""The tables of imported codings: event data that others made, kept apart from Sayso's own and never mixed with it."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from sayso.store.rows import STRING


def imported_tables(metadata: MetaData) -> None:
    """Add them. A coding has files, a file lines, and a line that is an event the pairs of countries in it."""
    Table(
        "imported_codings",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("name", STRING, nullable=False),
        Column("format", STRING, nullable=False),
        UniqueConstraint("name"),
    )
    Table(
        "imported_files",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("coding_id", Integer, ForeignKey("imported_codings.id", ondelete="CASCADE"), nullable=False),
        Column("run_id", Integer, ForeignKey("runs.id"), nullable=False),
        Column("name", STRING, nullable=False),
        Column("sha256", STRING, nullable=False),
        Column("columns", JSON, nullable=False),
        Column("has_header", Integer, nullable=False),
        Column("events", Integer, nullable=False),
        Column("unreadable", Integer, nullable=False),
        UniqueConstraint("coding_id", "sha256"),
    )
    Table(
        "imported_lines",
        metadata,
        _file(),
        Column("line", Integer, nullable=False),
        # As it came, byte for byte with its end, so that the file can be written again.
        Column("raw", LargeBinary, nullable=False),
        Column("event_id", STRING),
        Column("day", STRING),
        Column("actor", STRING),
        Column("recipient", STRING),
        Column("code", STRING),
        Column("type", STRING),
        Column("quad", Integer),
        Column("score", Float),
        PrimaryKeyConstraint("file_id", "line"),
        sqlite_with_rowid=False,
    )
    dyads = Table(
        "imported_dyads",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("coding_id", Integer, ForeignKey("imported_codings.id", ondelete="CASCADE"), nullable=False),
        _file(),
        Column("line", Integer, nullable=False),
        Column("a_country", STRING, nullable=False),
        Column("b_country", STRING, nullable=False),
        Column("day", STRING, nullable=False),
        Column("quad", Integer),
        Column("type", STRING),
    )
    Index("imported_dyads_pair_index", dyads.c.coding_id, dyads.c.a_country, dyads.c.b_country, dyads.c.day)


def _file() -> Column[int]:
    return Column("file_id", Integer, ForeignKey("imported_files.id", ondelete="CASCADE"), nullable=False)
