"""A site of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .site import FakeClock, Site, running_site


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as site:
        yield site


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()
