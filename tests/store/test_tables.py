"""The tables follow the dataclasses."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from sayso.schema import CodedDocument, Event
from sayso.store.events import EventFilter, events_query
from sayso.store.rows import columns_of, shapes
from sayso.store.tables import LAYERS, LINKS, REFERENCES, metadata


def test_every_layer_of_a_coded_document_has_a_table() -> None:
    layers = {shape.name for shape in shapes(CodedDocument) if shape.form == "many"}
    assert layers == {*LAYERS, "issues"}
    assert layers <= set(metadata.tables)


def test_every_field_that_holds_many_has_a_link_table() -> None:
    many = {(layer, shape.name) for layer, kind in LAYERS.items() for shape in shapes(kind) if shape.form == "many"}
    assert many == {(link.layer, link.field) for link in LINKS}


@pytest.mark.parametrize("table", [*LAYERS, *sorted({link.table for link in LINKS})])
def test_coded_rows_name_their_document_and_run_in_the_key(table: str) -> None:
    assert [column.name for column in metadata.tables[table].primary_key][:2] == ["document_id", "run_id"]


@pytest.mark.parametrize(("table", "column"), REFERENCES)
def test_references_are_foreign_keys(table: str, column: str) -> None:
    target = REFERENCES[(table, column)]
    assert f"{target}.id" in {key.target_fullname for key in metadata.tables[table].c[column].foreign_keys}


def test_a_nested_record_is_spread_over_columns() -> None:
    columns = {column.name: column.nullable for column in columns_of(Event)}
    assert columns["trigger_start"] is columns["trigger_end"] is columns["trigger_text"] is False
    assert columns["date_begin"] is columns["location_name"] is True
    assert "actors" not in columns


def test_a_field_without_a_column_type_is_named() -> None:
    @dataclass(frozen=True)
    class Odd:
        when: complex

    with pytest.raises(TypeError, match=r"Odd\.when"):
        list(columns_of(Odd))


def test_tables_and_queries_can_be_said_in_postgresql() -> None:
    """Nothing here runs on PostgreSQL yet, but nothing may be in its way either."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    for table in metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=dialect))
        for index in table.indexes:
            statement = str(CreateIndex(index).compile(dialect=dialect))
            # PostgreSQL cuts longer names off, and two could then be the same.
            assert index.name is not None and len(index.name) < 64
            assert index.name in statement
    filters = EventFilter(actor="ISR", source="ISR.GOV", type=("AID",), since="2022-01-01", publisher="wire")
    assert "WITH RECURSIVE said" in str(events_query(filters).compile(dialect=dialect))
