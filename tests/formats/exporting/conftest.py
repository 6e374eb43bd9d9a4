"""A store with nasty documents, one of them coded twice, and joined; and one with nothing in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sayso.asking import OpenStore
from sayso.relations.joining import join

from .examples import ODD, SECOND, SILENT, UNDATED


@pytest.fixture
def store(tmp_path: Path) -> Iterator[OpenStore]:
    with OpenStore.open(tmp_path / "news.db") as store:
        first = store.begin_run(codebook="abc", model="none")
        # What this coding says of the second document is out of force by the end.
        store.add(replace(SECOND, events=(*SECOND.events, replace(SECOND.events[0], id="e9"))), first)
        run = store.begin_run(codebook="abc", model="none", settings={"facts": []})
        for coded in (ODD, SECOND, UNDATED, SILENT):
            store.recode(coded, run)
        store.finish_run(run)
        join(store)
        yield store


@pytest.fixture
def empty_store(tmp_path: Path) -> Iterator[OpenStore]:
    with OpenStore.open(tmp_path / "empty.db") as store:
        yield store
