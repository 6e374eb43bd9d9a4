"""The tables follow the dataclasses."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pytest

from sayso.schema import CodedDocument, Event
from sayso.store import open_store
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


def test_no_name_is_cut_off_by_postgresql() -> None:
    """It takes 63 characters: two longer ones could then be the same."""
    indexes = [str(index.name) for table in metadata.tables.values() for index in table.indexes]
    assert max(map(len, [*indexes, *metadata.tables])) < 64
    assert len(set(indexes)) == len(indexes)


def test_every_table_is_reached_by_keys_of_one_column(path: Path) -> None:
    """Datasette links a row to its document that way, and shows no others."""
    open_store(path).close()
    linked = {name for name, table in metadata.tables.items() if "document_id" in table.c}
    loose = {"issues", "bands", "fetched"}
    with sqlite3.connect(path) as connection:
        for table in sorted(linked - loose):
            keys = [(row[2], row[3]) for row in connection.execute(f"PRAGMA foreign_key_list({table})")]
            assert ("documents", "document_id") in keys, table
