"""Processes read and write at once, and a killed writer leaves whole documents only."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from sayso.store import Run, Store, open_store

from .conftest import Sql
from .examples import DRONES, talks
from .writers import Process, finish, numbered, read_for, recode, start, write, write_for

# The project promises a minute, and fifty kills in a load of 2,000: `SAYSO_LONG_TESTS=1` tries just that (ten minutes).
# Every other run of the tests tries less of the same.
LONG = bool(os.environ.get("SAYSO_LONG_TESTS"))
SECONDS = 60 if LONG else 5
KILLS = 50 if LONG else 15
DOCUMENTS = 2_000 if LONG else 300


def test_a_second_connection_reads_while_one_writes(path: Path) -> None:
    with open_store(path) as store:
        store.add(DRONES, store.begin_run())
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM claims")
    with open_store(path) as reader:
        assert reader.record("drones") == DRONES
        assert len(list(reader.events())) == 4
        writer.execute("ROLLBACK")
    writer.close()


def test_events_can_be_read_while_the_same_store_is_written(store: Store, run: Run) -> None:
    store.add(DRONES, run)
    store.add(talks("talks"), run)
    reading = store.events()
    first = next(reading)
    store.add(talks("more"), run)
    assert len([first, *reading]) == 5
    assert len(list(store.events())) == 6


def test_two_processes_may_make_the_same_store(empty_address: str) -> None:
    assert finish([start(write, empty_address, str(n), 1) for n in range(2)], within=60) == [0, 0]
    with open_store(empty_address) as store:
        assert store.counts()["documents"] == 2


def test_two_processes_may_add_and_recode_the_same_documents(address: str) -> None:
    processes = [
        start(write, address, "same", 40),
        start(write, address, "same", 40),
        start(recode, address, "same", 40),
    ]
    assert finish(processes, within=60) == [0, 0, 0]
    with open_store(address) as store:
        assert store.counts()["documents"] == 40
        assert store.counts()["events"] == 40 * len(DRONES.events)
        assert len(list(store.search("drones", limit=10_000))) == 40 * hits_in_one(store)


@pytest.mark.slow
def test_two_write_and_four_read_at_once(address: str, sql: Sql) -> None:
    open_store(address).close()
    counts = multiprocessing.get_context("forkserver").Queue()
    processes = [
        *(start(write_for, address, name, SECONDS, counts) for name in ("a", "b")),
        *(start(read_for, address, SECONDS, counts) for _ in range(4)),
    ]
    assert finish(processes, within=SECONDS + 60) == [0] * 6
    said = [counts.get(timeout=10) for _ in processes]
    written = {name: number for name, number in said if name != "reader"}
    assert min(number for _, number in said) > 0
    with open_store(address) as store:
        expected = [f"{name}-{number:05}" for name in "ab" for number in range(written[name])]
        assert sorted(document.id for document in store.documents()) == expected
        check_whole(store, sql)
    again = sum(-(-number // 3) for number in written.values())
    assert sql("SELECT count(*) FROM codings") == [(len(expected) + again,)]


@pytest.mark.slow
def test_a_writer_killed_again_and_again_loses_doubles_and_halves_nothing(address: str, sql: Sql) -> None:
    open_store(address).close()
    moments = random.Random(7)
    kills = 0
    while kills < KILLS:
        process = start(write, address, "w", DOCUMENTS)
        wait_until_it_adds(process, sql)
        time.sleep(moments.uniform(0.0, 0.05))
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join(60)
        kills += process.exitcode == -signal.SIGKILL
        if sql("SELECT count(*) FROM documents") == [(DOCUMENTS,)]:
            # It was quicker than we: let it write the first half again.
            sql("DELETE FROM documents WHERE id < ?", f"w-{DOCUMENTS // 2:05}")
    assert finish([start(write, address, "w", DOCUMENTS)], within=120) == [0]
    with open_store(address) as store:
        assert [document.id for document in store.documents()] == [f"w-{number:05}" for number in range(DOCUMENTS)]
        check_whole(store, sql)
        assert store.add(numbered("after the crash"), store.begin_run()) == "added"


def wait_until_it_adds(process: Process, sql: Sql) -> None:
    """Until there are more documents than before; it passes over those first."""
    before = sql("SELECT count(*) FROM documents")
    until = time.monotonic() + 30
    while process.is_alive() and sql("SELECT count(*) FROM documents") == before:
        assert time.monotonic() < until, "the writer added nothing within 30 seconds"
        time.sleep(0.005)


def check_whole(store: Store, sql: Sql) -> None:
    """Every document has all rows of every layer, in each coding, and is found by its words once."""
    documents = [document.id for document in store.documents()]
    for id in documents[:: max(1, len(documents) // 50)]:
        assert store.record(id) == numbered(id)
    codings = sql("SELECT count(*) FROM codings")[0][0]
    for layer in ("sentences", "mentions", "entities", "events", "claims", "attributions"):
        assert sql(f"SELECT count(*) FROM {layer}") == [(codings * len(getattr(DRONES, layer)),)]
    assert sql("SELECT count(*) FROM codings WHERE current = 1") == [(len(documents),)]
    assert len(list(store.search("drones", limit=1_000_000))) == len(documents) * hits_in_one(store)
    if "://" not in store.name:
        assert sql("PRAGMA integrity_check") == [("ok",)]
        assert sql("PRAGMA foreign_key_check") == []
        sql("INSERT INTO passage_words (passage_words) VALUES ('integrity-check')")


def hits_in_one(store: Store) -> int:
    """How many texts and quotations of the example hold the word."""
    first = next(store.documents()).id
    return sum(hit.document_id == first for hit in store.search("drones", limit=1_000_000))
