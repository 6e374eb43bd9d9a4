"""What is worked out in the background: once for a state, the last one meanwhile, and again after it failed."""

from __future__ import annotations

from threading import Event

import pytest

from sayso.server.latest import Known, Latest


def test_a_value_is_worked_out_once_for_a_state() -> None:
    latest: Latest[int] = Latest()
    asked = []

    def work_out() -> int:
        asked.append(1)
        return len(asked)

    assert latest.get("a", work_out, patience=5) == latest.get("a", work_out, patience=5) == Known(1, True)
    assert latest.get("b", work_out, patience=5) == Known(2, True)


def test_meanwhile_there_is_nothing_or_the_last_one() -> None:
    latest: Latest[str] = Latest()
    go_on = Event()

    def slowly() -> str:
        go_on.wait(10)
        return "slow"

    assert latest.get("a", slowly, patience=0.01) is None
    go_on.set()
    assert latest.get("a", slowly, patience=5) == Known("slow", True)
    go_on.clear()
    assert latest.get("b", slowly, patience=0.01) == Known("slow", False)
    assert latest.get("c", lambda: "quick", patience=0.01) == Known("slow", False), "one at a time"
    go_on.set()


def test_what_failed_is_tried_again() -> None:
    latest: Latest[str] = Latest()

    def fail() -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        latest.get("a", fail, patience=5)
    assert latest.get("a", lambda: "now", patience=5) == Known("now", True)
