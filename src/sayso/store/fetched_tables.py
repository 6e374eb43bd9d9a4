"""The tables of what was fetched: pages as they came, the state of each watched feed, and which articles are known."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, PrimaryKeyConstraint, Table

from sayso.store.rows import STRING


def fetched_tables(metadata: MetaData) -> None:
    """Add the tables."""
    fetched = Table(
        "fetched",
        metadata,
        Column("id", Integer, primary_key=True),
        # No key: a page is kept before its article is coded, and where it holds none.
        Column("document_id", STRING),
        Column("address", STRING, nullable=False),
        Column("final_address", STRING, nullable=False),
        Column("status", Integer, nullable=False),
        Column("time", STRING, nullable=False),
        Column("headers", JSON, nullable=False),
        Column("digest", STRING, nullable=False),
        # As it came, packed with gzip: a page in a wrong charset can so be read again in the right one.
        Column("body", LargeBinary, nullable=False),
    )
    Index("fetched_document_index", fetched.c.document_id)
    Index("fetched_address_index", fetched.c.final_address)
    Table(
        "watched_feeds",
        metadata,
        Column("address", STRING, nullable=False),
        Column("etag", STRING),
        Column("last_modified", STRING),
        Column("last_read", STRING),
        Column("next_read", STRING),
        Column("failures", Integer, nullable=False),
        Column("problem", STRING),
        PrimaryKeyConstraint("address"),
    )
    Table(
        "watched_items",
        metadata,
        Column("feed", STRING, nullable=False),
        Column("item", STRING, nullable=False),
        Column("address", STRING),
        Column("stated", STRING, nullable=False),
        Column("settled", Integer, nullable=False),
        Column("failures", Integer, nullable=False),
        _document("document_id", nullable=True),
        Column("first_seen", STRING, nullable=False),
        PrimaryKeyConstraint("feed", "item"),
        sqlite_with_rowid=False,
    )
    # Every address that led to an article, with the document of its newest version.
    Table(
        "article_addresses",
        metadata,
        Column("address", STRING, nullable=False),
        _document("document_id"),
        PrimaryKeyConstraint("address"),
        sqlite_with_rowid=False,
    )
    Table(
        "versions",
        metadata,
        _document("document_id"),
        _document("replaces"),
        Column("time", STRING, nullable=False),
        PrimaryKeyConstraint("replaces", "document_id", "time"),
        sqlite_with_rowid=False,
    )


def _document(name: str, *, nullable: bool = False) -> Column[Any]:
    gone = "SET NULL" if nullable else "CASCADE"
    return Column(name, STRING, ForeignKey("documents.id", ondelete=gone), nullable=nullable)
