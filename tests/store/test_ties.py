"""Ties: who acts on whom, laid flat; several actors act on one another only where the frame says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sayso.schema import Entity
from sayso.store.ties import pairs

from .examples import DRONES

ENTITIES = {f"m{n}": Entity(code, code, "state", code) for n, code in enumerate(("FJI", "WSM"), 1)}


@pytest.mark.parametrize(
    ("reason", "quad", "expected"),
    [
        ("frame consult: ACTORS meet", 1, [("FJI", "WSM", True)]),
        ("frame consult: ACTOR meet RECIPIENT", 1, [("FJI", "WSM", True)]),
        ("frame accuse: ACTOR condemn DO", 3, [("FJI", None, False), ("WSM", None, False)]),
        ("frame support: ACTOR welcome DO", 1, [("FJI", None, False), ("WSM", None, False)]),
        ("frame assault: ACTORS fight", 4, [("FJI", "WSM", True)]),
        ("told by a rule of one's own", 1, [("FJI", "WSM", True)]),
    ],
)
def test_two_actors_and_nobody_acted_on(reason: str, quad: int, expected: list[tuple[str, str | None, bool]]) -> None:
    event = replace(DRONES.events[0], actors=("m1", "m2"), recipients=(), reason=reason, quad=quad)
    found = [(a.id if a else None, b.id if b else None, together) for a, b, together in pairs(event, ENTITIES)]
    assert found == expected
