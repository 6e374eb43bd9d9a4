"""Stores with the events coded by hand, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sayso.store import Store, open_store
from store.conftest import address, path, server, template  # noqa: F401  (fixtures)

from .coded_by_hand import fill

CLOCK = datetime(2024, 2, 3, 4, 5, 6, tzinfo=UTC)


@pytest.fixture
def store(address: str) -> Iterator[Store]:  # noqa: F811
    with open_store(address, clock=lambda: CLOCK) as store:
        fill(store)
        yield store


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Store]:
    """The same on SQLite alone, where the database makes no difference."""
    with open_store(tmp_path / "local.db", clock=lambda: CLOCK) as store:
        fill(store)
        yield store
