"""Processes that write and read a store at once, for the tests to start, to kill and to question."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sayso.schema import CodedDocument
from sayso.store import open_store

from .examples import DRONES

Process = multiprocessing.context.ForkServerProcess


def numbered(id: str) -> CodedDocument:
    """The example as a document of another id."""
    return replace(DRONES, document=replace(DRONES.document, id=id))


def start(function: Callable[..., None], *arguments: Any) -> Process:
    """Run a function of this module in a process of its own."""
    # Forked from a process that has imported everything and opened nothing: it begins in a moment.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    process = context.Process(target=function, args=arguments)
    process.start()
    return process


def finish(processes: Sequence[Process], *, within: float) -> list[int | None]:
    """Wait for all; their exit codes, None for one that did not come to an end."""
    until = time.monotonic() + within
    for process in processes:
        process.join(max(0.0, until - time.monotonic()))
    codes = [process.exitcode for process in processes]
    for process in processes:
        process.kill()
    return codes


def write(address: str, writer: str, documents: int) -> None:
    """Add so many documents, passing over what is there already, as `sayso add` does."""
    with open_store(address) as store:
        run = store.begin_run()
        for number in range(documents):
            coded = numbered(f"{writer}-{number:05}")
            if not store.holds(coded.document):
                store.add(coded, run, on_error="raise")


def recode(address: str, writer: str, documents: int) -> None:
    """Add them or, where they are, code them again."""
    with open_store(address) as store:
        run = store.begin_run()
        for number in range(documents):
            store.recode(numbered(f"{writer}-{number:05}"), run, on_error="raise")


def write_for(address: str, writer: str, seconds: float, counts: Any) -> None:
    """Add documents, and code every third again, until the time is over; says how many these are."""
    until = time.monotonic() + seconds
    with open_store(address) as store:
        run, later = store.begin_run(), store.begin_run()
        number = 0
        while time.monotonic() < until:
            coded = numbered(f"{writer}-{number:05}")
            assert store.add(coded, run, on_error="raise") == "added"
            if number % 3 == 0:
                assert store.recode(coded, later, on_error="raise") == "recoded"
            number += 1
    counts.put((writer, number))


def read_for(address: str, seconds: float, counts: Any) -> None:
    """Ask for events, records and words until the time is over: each time whole documents, and never fewer."""
    until = time.monotonic() + seconds
    least = rounds = 0
    with open_store(address, create=False) as store:
        while time.monotonic() < until:
            documents = [document.id for document in store.documents()]
            assert len(documents) >= least
            least = len(documents)
            for id in documents[-2:]:
                assert store.record(id) == numbered(id)
            if documents:
                assert list(store.search("drones russia", limit=5))
            seen = [row.document_id for row in store.events()]
            assert len(seen) >= least * len(DRONES.events)
            assert len(seen) == len(set(seen)) * len(DRONES.events)
            rounds += 1
    counts.put(("reader", rounds))
