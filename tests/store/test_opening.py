"""What `open_store` accepts and what it refuses, each time with a sentence."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from sayso.errors import StoreError
from sayso.store import open_store
from sayso.store.tables import LAYERS, LINKS, SCHEMA_VERSION, metadata

from .conftest import Sql, execute, new_database
from .examples import DRONES

OLD_TABLES = {
    "store_info",
    "runs",
    "documents",
    "pages",
    "removed",
    "codings",
    "issues",
    *LAYERS,
    *(link.table for link in LINKS),
}


def test_a_new_store_uses_wal(path: Path) -> None:
    with open_store(path):
        pass
    assert sqlite3.connect(path).execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_closed_store_is_one_file(path: Path) -> None:
    with open_store(path) as store:
        store.add(DRONES, store.begin_run())
    assert [file.name for file in path.parent.iterdir()] == ["news.db"]


def test_a_store_opens_again_with_what_it_held(address: str) -> None:
    with open_store(address) as store:
        store.add(DRONES, store.begin_run())
    with open_store(address, create=False) as store:
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


def test_a_later_version_is_refused_and_both_are_named(address: str, sql: Sql) -> None:
    open_store(address).close()
    sql("UPDATE store_info SET schema_version = ?, sayso = '9.8.7'", SCHEMA_VERSION + 1)
    with pytest.raises(StoreError, match=rf"9\.8\.7.* version {SCHEMA_VERSION + 1}.* version {SCHEMA_VERSION}\b"):
        open_store(address)


@pytest.mark.parametrize("words", ["x", "Not a database.\n" * 200])
def test_a_text_file_is_refused_and_left_alone(path: Path, words: str) -> None:
    path.write_text(words)
    with pytest.raises(StoreError, match=r"news\.db is not a store: it is not a SQLite database"):
        open_store(path)
    assert path.read_text() == words


def test_another_program_s_database_is_refused_and_left_alone(empty_address: str) -> None:
    execute(empty_address, "CREATE TABLE bookmarks (url TEXT)")
    with pytest.raises(StoreError, match=r"not a store of Sayso|not those of a store of Sayso"):
        open_store(empty_address)
    with pytest.raises(DBAPIError):
        execute(empty_address, "SELECT * FROM documents")


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
        ("mysql://me:secret@host/news", "in SQLite or PostgreSQL"),
        ("postgresql://me:secret@host:many/news", "is not a store"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("://", "is not a store"),
    ],
)
def test_a_url_that_is_no_file_is_refused(url: str, problem: str) -> None:
    with pytest.raises(StoreError, match=problem) as caught:
        open_store(url)
    assert "secret" not in str(caught.value)


def test_without_create_an_empty_database_stays_empty(server: str) -> None:
    with new_database(server) as url:
        with pytest.raises(StoreError, match="is empty: it is not a store"):
            open_store(url, create=False)
        assert execute(url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


def test_a_database_that_is_missing_is_named_with_the_remedy(server: str) -> None:
    with pytest.raises(StoreError, match=r'database "nowhere" does not exist\. Make it first, with createdb'):
        open_store(server.format("nowhere"))


def test_a_server_that_does_not_answer_is_named_without_the_password(server: str) -> None:
    with pytest.raises(StoreError, match=r"postgresql://me:\*\*\*@localhost:1/news: .*refused") as caught:
        open_store("postgresql://me:secret@localhost:1/news")
    assert "secret" not in str(caught.value)


def test_a_database_that_lacks_letters_is_refused(server: str) -> None:
    with new_database(server, encoding="SQL_ASCII") as url, pytest.raises(StoreError, match="createdb --encoding=UTF8"):
        open_store(url)


def test_a_store_may_lie_in_a_schema_beside_other_tables(server: str) -> None:
    with new_database(server) as url:
        execute(url, "CREATE TABLE bookmarks (url TEXT)")
        execute(url, "CREATE SCHEMA news")
        with open_store(f"{url}&options=-csearch_path%3Dnews") as store:
            store.add(DRONES, store.begin_run())
            assert store.record("drones") == DRONES
        assert execute(url, "SELECT count(*) FROM news.events") == [(len(DRONES.events),)]


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg", "postgresql+psycopg2"])
def test_every_way_of_writing_the_url_is_read(server: str, scheme: str) -> None:
    with new_database(server) as url, open_store(url.replace("postgresql", scheme, 1)) as store:
        assert store.counts()["documents"] == 0


def test_a_missing_driver_is_named_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'sayso\[postgres\]'"):
        open_store("postgresql://me@host/news")


def test_importing_the_package_does_not_load_sqlalchemy() -> None:
    code = "import sayso, sayso.schema, sayso.pipeline, sys; sys.exit('sqlalchemy' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)})


# What a store of the version before had not.
NEW_IN_3 = ("passage_words", "name_words", *sorted(set(metadata.tables) - OLD_TABLES))


@pytest.mark.parametrize("version", [1, 2])
def test_a_store_of_an_earlier_version_is_brought_up_to_date(path: Path, version: int) -> None:
    with open_store(path) as store:
        store.add(DRONES, store.begin_run())
        before = tables_of(path)
        hits, ties = list(store.search("drones")), rows_of(path, "ties")
    with sqlite3.connect(path) as connection:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        for table in NEW_IN_3:
            connection.execute(f"DROP TABLE {table}")
        for column in ("cow", "gw", "geonames") if version == 1 else ():
            connection.execute(f"ALTER TABLE entities DROP COLUMN {column}")
        connection.execute("UPDATE store_info SET schema_version = ?", (version,))
    with open_store(path, create=False) as store:
        kept = store.record("drones").entities
        assert list(store.search("drones")) == hits != []
    lost: dict[str, Any] = {"cow": None, "gw": None, "geonames": None} if version == 1 else {}
    assert kept == tuple(replace(entity, **lost) for entity in DRONES.entities)
    assert rows_of(path, "store_info")[0][0] == SCHEMA_VERSION
    assert rows_of(path, "ties") == ties != []
    assert tables_of(path) == before


def tables_of(path: Path) -> set[str]:
    with sqlite3.connect(path) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}


def rows_of(path: Path, table: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(path) as connection:
        return list(connection.execute(f"SELECT * FROM {table}"))
