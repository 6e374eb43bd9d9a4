"""What takes long to work out: done once for each state of the store, in the background, however long it takes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotReady
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from sayso.server.background import in_background

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Known(Generic[Value]):
    """A value, and whether it is of the state that was asked for or of an earlier one."""

    value: Value
    is_current: bool


class Latest(Generic[Value]):
    """One value that depends on the state of the store, and on nothing else."""

    def __init__(self) -> None:
        self._last: Value | None = None
        self._state: str | None = None
        self._working: Future[Value] | None = None
        self._changing = Lock()

    def get(self, state: str, work_out: Callable[[], Value], *, patience: float) -> Known[Value] | None:
        """The value for this state, waited for so many seconds; else the last one there was, if any."""
        with self._changing:
            busy = self._working is not None and not self._working.done()
            if self._state != state and not busy:
                self._state, self._working = state, in_background(work_out)
            working, of_state = self._working, self._state == state
        assert working is not None
        try:
            self._last = working.result(timeout=patience if of_state and self._last is None else min(patience, 0.5))
        except NotReady:
            return None if self._last is None else Known(self._last, False)
        except Exception:
            with self._changing:
                self._state = None
            raise
        return Known(self._last, of_state)
