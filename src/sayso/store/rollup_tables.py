"""The tables of the rollup (see `rollup`), and the triggers that strike a pair from it when anything changes."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, Connection, Float, Integer, MetaData, PrimaryKeyConstraint, Table, event

from sayso.store.rows import STRING

PAIR = "min({row}.a_country, {row}.b_country), max({row}.a_country, {row}.b_country)"
# What a change of one of these rows may touch: all pairs that take part in its document.
OF_DOCUMENT = f"SELECT {PAIR.format(row='ties')} FROM ties WHERE ties.document_id = {{row}}.document_id"
OF_OCCURRENCE = (
    f"SELECT {PAIR.format(row='ties')} FROM reports JOIN ties ON ties.document_id = reports.document_id "
    "WHERE reports.occurrence = {row}.id"
)
CHANGES = {
    "ties": ("INSERT", "UPDATE", "DELETE"),
    "codings": ("UPDATE",),
    "origins": ("INSERT", "UPDATE", "DELETE"),
    "reports": ("INSERT", "UPDATE", "DELETE"),
    "occurrences": ("INSERT", "UPDATE", "DELETE"),
}
PAIRS_TOUCHED = {"ties": f"VALUES ({PAIR})", "occurrences": OF_OCCURRENCE}


def rollup_tables(metadata: MetaData) -> None:
    """Add the tables, and on SQLite their triggers once all other tables are there."""
    Table(
        "rolled_up",
        metadata,
        *_pair(),
        Column("perspective", STRING, nullable=False),
        Column("undated", Integer, nullable=False),
        PrimaryKeyConstraint("a_country", "b_country", "perspective"),
        sqlite_with_rowid=False,
    )
    Table(
        "rollup",
        metadata,
        *_pair(),
        Column("perspective", STRING, nullable=False),
        Column("day", STRING, nullable=False),
        Column("way", Integer, nullable=False),
        Column("quad", Integer, nullable=False),
        Column("occurrences", Integer, nullable=False),
        Column("score", Float, nullable=False),
        Column("goldstein", Float, nullable=False),
        Column("with_goldstein", Integer, nullable=False),
        Column("reports", Integer, nullable=False),
        Column("origins", Integer, nullable=False),
        Column("claims", Integer, nullable=False),
        Column("denials", Integer, nullable=False),
        PrimaryKeyConstraint("a_country", "b_country", "perspective", "day", "way", "quad"),
        sqlite_with_rowid=False,
    )
    event.listen(metadata, "after_create", _make_triggers)


def triggers() -> Iterator[str]:
    """One statement for each kind of change to each table."""
    for table, changes in CHANGES.items():
        touched = PAIRS_TOUCHED.get(table, OF_DOCUMENT)
        for change in changes:
            rows = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}[change]
            strikes = " ".join(
                f"DELETE FROM rolled_up WHERE (a_country, b_country) IN ({touched.format(row=row)});" for row in rows
            )
            # Without a rollup, as in most stores, a change costs nothing more.
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {table}_{change.lower()}_strikes_rollup AFTER {change} ON {table} "
                f"WHEN EXISTS (SELECT 1 FROM rolled_up) BEGIN {strikes} END"
            )


def _pair() -> list[Column[str]]:
    return [Column(name, STRING, nullable=False) for name in ("a_country", "b_country")]


def _make_triggers(_: MetaData, connection: Connection, **_options: object) -> None:
    if connection.dialect.name == "sqlite":
        for trigger in triggers():
            connection.exec_driver_sql(trigger)
