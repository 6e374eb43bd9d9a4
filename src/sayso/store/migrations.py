"""What changed between the versions of the store, so that one which an earlier Sayso wrote is brought up to date."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from sayso.schema import Document
from sayso.store.records import flat_rows, read_coding, read_documents, run_known_on
from sayso.store.tables import SCHEMA_VERSION, metadata
from sayso.store.wordindex import create_index, index_of, names_of, quotation_passages, text_passage

# By the version that a store has: the statements that make the next one of it. New tables are made besides.
STEPS: dict[int, tuple[str, ...]] = {
    1: (
        "ALTER TABLE entities ADD COLUMN cow INTEGER",
        "ALTER TABLE entities ADD COLUMN gw INTEGER",
        "ALTER TABLE entities ADD COLUMN geonames INTEGER",
    ),
    # The rollup is worked out anew, by perspective, when documents are joined next.
    3: (
        "DROP TABLE IF EXISTS rollup",
        "DROP TABLE IF EXISTS rolled_up",
        "CREATE INDEX IF NOT EXISTS placed_events ON events (location_geonames, location_country) "
        "WHERE location_name IS NOT NULL",
    ),
    4: ("CREATE INDEX IF NOT EXISTS long_events ON events (date_end) WHERE date_end > date_begin",),
}
# The version since which a store keeps ties and voices, and an index of its words.
FLAT_SINCE = 3


def bring_up_to_date(connection: Connection, found: int) -> None:
    """Add what later versions have; what is in the store stays, and the new columns of its rows are empty."""
    for version in range(found, SCHEMA_VERSION):
        for statement in STEPS.get(version, ()):
            connection.exec_driver_sql(statement)
    metadata.create_all(connection)
    if found < FLAT_SINCE:
        lay_flat(connection)
        create_index(connection)
        index_all(connection)
    connection.exec_driver_sql(f"UPDATE store_info SET schema_version = {SCHEMA_VERSION}")


def lay_flat(connection: Connection) -> None:
    """Write the ties and voices of every coding."""
    codings = metadata.tables["codings"]
    for document in _each_document(connection):
        runs = select(codings.c.run_id).where(codings.c.document_id == document.id)
        for run_id in connection.execute(runs).scalars().all():
            for name, rows in flat_rows(read_coding(connection, document, run_id), run_id).items():
                if rows:
                    connection.execute(metadata.tables[name].insert(), rows)


def index_all(connection: Connection) -> None:
    """Write the words of every document and its current coding, but not those of versions that others replaced."""
    index = index_of(connection)
    replaced = set(connection.scalars(select(metadata.tables["versions"].c.replaces)))
    for document in _each_document(connection):
        run_id = run_known_on(connection, document.id, None)
        if run_id is None and document.id in replaced:
            continue
        index.add(connection, [text_passage(document)])
        if run_id is not None:
            coded = read_coding(connection, document, run_id)
            index.add(connection, quotation_passages(coded, run_id))
            index.add_names(connection, names_of(coded))


def _each_document(connection: Connection) -> Iterator[Document]:
    """One after the other: while one query is being read, the same connection cannot write safely."""
    documents = metadata.tables["documents"]
    for id in connection.execute(select(documents.c.id)).scalars().all():
        yield from read_documents(connection, id)
