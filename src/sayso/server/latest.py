"""What takes long to work out: done once for each state of the store, in the background, however long it takes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotReady
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Generic, TypeVar

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
                self._state, self._working = state, _in_background(work_out)
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


def _in_background(work_out: Callable[[], Value]) -> Future[Value]:
    """Started in a thread of its own, which has no deadline and does not keep the server from ending."""
    future: Future[Value] = Future()

    def work() -> None:
        try:
            future.set_result(work_out())
        except BaseException as error:
            future.set_exception(error)

    Thread(target=work, daemon=True).start()
    return future
