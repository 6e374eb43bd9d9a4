"""Exports are the same whichever database the store is in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sayso.formats.export import FORMATS, export
from sayso.relations.joining import join
from sayso.store import EventFilter, Run, Store, open_store

from .examples import DRONES, talks

# spaCy would only be slow here, and what imports and exports event files has tests of its own.
CHOSEN = [name for name, each in FORMATS.items() if each.writer.startswith("exporting.") and name != "docbin"]
FILTERS = [
    EventFilter(),
    EventFilter(actor="IRN", source="Harbour"),
    EventFilter(type=("AID", "ACCUSE"), until="2022-12-31"),
]


def fill(store: Store) -> None:
    run = store.begin_run()
    for coded in (DRONES, talks("a", published="2023-01-02"), talks("b", publisher="Cape Argument")):
        store.add(coded, run)
    join(store)


@pytest.fixture
def filled(store: Store, run: Run) -> Store:
    fill(store)
    return store


@pytest.fixture
def model(tmp_path: Path) -> Store:
    """The same in SQLite."""
    store = open_store(tmp_path / "model.db")
    store.begin_run()
    fill(store)
    return store


@pytest.mark.parametrize("filters", FILTERS, ids=["all", "actor and source", "type and day"])
@pytest.mark.parametrize("name", CHOSEN)
def test_both_databases_give_the_same_files(
    filled: Store, model: Store, tmp_path: Path, name: str, filters: EventFilter
) -> None:
    one, two = (export(each, name, tmp_path / folder, filters) for each, folder in ((filled, "one"), (model, "two")))
    assert list(one.files.values()) == list(two.files.values())
    assert one.notes == two.notes
    files = [tmp_path / "one"] if (tmp_path / "one").is_file() else sorted((tmp_path / "one").iterdir())
    for path in files:
        other = tmp_path / "two" if path.name == "one" else tmp_path / "two" / path.name
        assert without_moments(path) == without_moments(other), path.name


def without_moments(path: Path) -> object:
    """What a file holds, but for the moments at which runs began and the export was made."""
    if path.suffix == ".parquet" or path.name.startswith("runs."):
        return None
    words = path.read_text("utf-8")
    if path.name == "datapackage.json":
        package = json.loads(words)
        resources = [{**each, "hash": None, "bytes": None} for each in package["resources"]]
        return {**package, "created": None, "resources": resources}
    if words.startswith("{") and "AnnotationCollection" in words:
        found = json.loads(words)
        return [{**item, "created": None} for item in found["first"]["items"]]
    return words
