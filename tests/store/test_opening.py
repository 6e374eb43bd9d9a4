"""What `open_store` accepts and what it refuses, each time with a sentence."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from sayso.errors import StoreError
from sayso.store import open_store
from sayso.store.tables import SCHEMA_VERSION

from .examples import DRONES


def test_a_new_store_uses_wal(path: Path) -> None:
    with open_store(path):
        pass
    assert sqlite3.connect(path).execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_closed_store_is_one_file(path: Path) -> None:
    with open_store(path) as store:
        store.add(DRONES, store.begin_run())
    assert [file.name for file in path.parent.iterdir()] == ["news.db"]


def test_a_store_opens_again_with_what_it_held(path: Path) -> None:
    with open_store(path) as store:
        store.add(DRONES, store.begin_run())
    with open_store(path, create=False) as store:
        assert store.record("drones") == DRONES


def test_a_url_names_the_same_file(path: Path) -> None:
    with open_store(f"sqlite:///{path}") as store:
        store.add(DRONES, store.begin_run())
    with open_store(str(path)) as store:
        assert store.counts()["documents"] == 1


def test_an_empty_file_becomes_a_store(path: Path) -> None:
    path.touch()
    with open_store(path) as store:
        assert store.counts()["documents"] == 0


def test_a_later_version_is_refused_and_both_are_named(path: Path) -> None:
    open_store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE store_info SET schema_version = ?, sayso = '9.8.7'", (SCHEMA_VERSION + 1,))
    with pytest.raises(StoreError, match=rf"9\.8\.7.* version {SCHEMA_VERSION + 1}.* version {SCHEMA_VERSION}\b"):
        open_store(path)


@pytest.mark.parametrize("words", ["x", "Not a database.\n" * 200])
def test_a_text_file_is_refused_and_left_alone(path: Path, words: str) -> None:
    path.write_text(words)
    with pytest.raises(StoreError, match=r"news\.db is not a store: it is not a SQLite database"):
        open_store(path)
    assert path.read_text() == words


def test_another_program_s_database_is_refused_and_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not a store of Sayso"):
        open_store(path)
    assert path.read_bytes() == before


def test_a_damaged_store_is_refused(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00" + b"damage" * 1000)
    with pytest.raises(StoreError, match=r"news\.db"):
        open_store(path)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"the folder .*nowhere does not exist"):
        open_store(tmp_path / "nowhere" / "news.db")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        open_store(tmp_path)


def test_without_create_a_missing_store_stays_missing(path: Path) -> None:
    with pytest.raises(StoreError, match="there is no such store"):
        open_store(path, create=False)
    assert not path.exists()


def test_without_create_an_empty_file_stays_empty(path: Path) -> None:
    path.touch()
    with pytest.raises(StoreError, match="is empty"):
        open_store(path, create=False)
    assert path.read_bytes() == b""


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("postgresql://me:secret@host/news", "in SQLite only"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("://", "is not a store"),
    ],
)
def test_a_url_that_is_no_file_is_refused(url: str, problem: str) -> None:
    with pytest.raises(StoreError, match=problem) as caught:
        open_store(url)
    assert "secret" not in str(caught.value)


def test_importing_the_package_does_not_load_sqlalchemy() -> None:
    code = "import sayso, sayso.schema, sayso.pipeline, sys; sys.exit('sqlalchemy' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)})
