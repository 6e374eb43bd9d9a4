"""One process writes while others read, and a killed writer leaves whole documents only."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import time
from dataclasses import replace
from pathlib import Path

from sayso.schema import CodedDocument
from sayso.store import Run, Store, open_store

from .examples import DRONES, talks


def test_a_second_connection_reads_while_one_writes(store: Store, run: Run, path: Path) -> None:
    store.add(DRONES, run)
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


def test_a_writer_waits_for_its_turn(path: Path) -> None:
    with open_store(path) as store:
        store.begin_run()
    processes = [multiprocessing.get_context("spawn").Process(target=_write, args=(path, n, 30)) for n in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    with open_store(path) as store:
        assert store.counts()["documents"] == 60
        assert store.counts()["issues"] == 60 * len(DRONES.issues)


def test_two_processes_may_make_the_same_store(path: Path) -> None:
    processes = [multiprocessing.get_context("spawn").Process(target=_write, args=(path, n, 1)) for n in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    with open_store(path) as store:
        assert store.counts()["documents"] == 2


def test_a_killed_writer_leaves_whole_documents(path: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_write, args=(path, 0, 100_000))
    process.start()
    _wait_for_documents(path, 20)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    with open_store(path) as store:
        kept = [document.id for document in store.documents()]
        assert 20 <= len(kept) < 100_000
        for id in kept:
            assert store.record(id) == _numbered(id)
        assert store.counts()["events"] == len(kept) * len(DRONES.events)
        assert store.add(_numbered("after the crash"), store.begin_run()) == "added"
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def _numbered(id: str) -> CodedDocument:
    return replace(DRONES, document=replace(DRONES.document, id=id))


def _write(path: Path, writer: int, documents: int) -> None:
    with open_store(path) as store:
        run = store.begin_run()
        for number in range(documents):
            store.add(_numbered(f"{writer}-{number}"), run, on_error="raise")


def _wait_for_documents(path: Path, least: int) -> None:
    for _ in range(600):
        time.sleep(0.05)
        if path.exists() and path.stat().st_size:
            with open_store(path) as store:
                if store.counts()["documents"] >= least:
                    return
    raise AssertionError("the writer wrote nothing within 30 seconds")
