"""What took a while to work out, kept until the store changes: for questions that many ask, such as the map's."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

MOST_KEPT = 64


class Answers:
    """The answers of one state of the store, the last asked for; those to other states are forgotten."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._state = ""
        self._known: OrderedDict[Hashable, Any] = OrderedDict()
        self._working: dict[Hashable, Lock] = {}
        self._most = most
        self._changing = Lock()

    def get(self, state: str, question: Hashable, work_out: Callable[[], Any]) -> Any:
        """The answer to a question about this state; who asks the same meanwhile waits for it."""
        with self._lock_of(state, question):
            with self._changing:
                if self._state == state and question in self._known:
                    self._known.move_to_end(question)
                    return self._known[question]
            answer = work_out()
            with self._changing:
                if self._state == state:
                    self._known[question] = answer
                    if len(self._known) > self._most:
                        self._known.popitem(last=False)
            return answer

    def _lock_of(self, state: str, question: Hashable) -> Lock:
        with self._changing:
            if self._state != state:
                self._state = state
                self._known.clear()
                self._working.clear()
            if len(self._working) > 4 * self._most:
                self._working.clear()
            return self._working.setdefault(question, Lock())
