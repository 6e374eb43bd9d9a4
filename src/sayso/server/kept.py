"""What took a while to work out, kept until the store changes; what takes longer than a request may is gone on with.

Whoever asks for such a thing is told to ask again in a moment, and finds it then: on a store of millions of events the
network of all countries, or all that a great power did, takes a minute to count.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotReady
from functools import partial
from threading import Lock, Semaphore
from time import monotonic
from typing import Any

from fastapi import Request

from sayso.server.background import in_background
from sayso.server.problems import StillCounting, TooSlow
from sayso.server.stores import DEADLINE, within

MOST_KEPT = 64
# Seconds after which an answer that nobody waits for is given up.
LONGEST = 900.0
# How many are worked out at once for later, and how many may wait for their turn.
AT_ONCE, MOST_WAITING = 2, 20


class Answers:
    """The answers of one state of the store, the last asked for; those to other states are forgotten.

    `patience` are the seconds that somebody waits for one.
    """

    def __init__(self, *, patience: float, most: int = MOST_KEPT) -> None:
        self._state = ""
        self._known: OrderedDict[Hashable, Any] = OrderedDict()
        self._working: dict[Hashable, Lock] = {}
        self._later: dict[Hashable, Future[Any]] = {}
        self._slots = Semaphore(AT_ONCE)
        self._most = most
        self._patience = patience
        self._changing = Lock()

    def get(self, state: str, question: Hashable, work_out: Callable[[], Any]) -> Any:
        """The answer to a question about this state; who asks the same meanwhile waits for it.

        Raises `StillCounting` where it takes too long: it is worked out in the background then.
        """
        lock = self._lock_of(state, question)
        if not lock.acquire(timeout=self._patience):
            raise StillCounting
        try:
            with self._changing:
                if question in self._known:
                    self._known.move_to_end(question)
                    return self._known[question]
                later = self._later.get(question)
            answer = self._now_or_later(state, question, work_out) if later is None else None
        finally:
            lock.release()
        if later is not None:
            # All who wait for it wait at once, not one after the other.
            answer = self._waited_for(later)
        self._keep(state, question, answer)
        return answer

    def _now_or_later(self, state: str, question: Hashable, work_out: Callable[[], Any]) -> Any:
        try:
            with within(self._patience):
                return work_out()
        except TooSlow:
            with self._changing:
                if sum(not each.done() for each in self._later.values()) >= MOST_WAITING:
                    raise
                if self._state == state:
                    self._later[question] = in_background(partial(self._in_its_turn, work_out))
            raise StillCounting from None

    def _waited_for(self, later: Future[Any]) -> Any:
        try:
            return later.result(self._patience)
        except NotReady:
            raise StillCounting from None

    def _in_its_turn(self, work_out: Callable[[], Any]) -> Any:
        with self._slots:
            DEADLINE.set(monotonic() + LONGEST)
            return work_out()

    def _keep(self, state: str, question: Hashable, answer: Any) -> None:
        with self._changing:
            if self._state == state:
                self._later.pop(question, None)
                self._known[question] = answer
                if len(self._known) > self._most:
                    self._known.popitem(last=False)

    def _lock_of(self, state: str, question: Hashable) -> Lock:
        with self._changing:
            if self._state != state:
                self._state = state
                self._known.clear()
                self._working.clear()
                self._later.clear()
            if len(self._working) > 4 * self._most:
                self._working.clear()
            return self._working.setdefault(question, Lock())


def kept_answer(request: Request, question: Hashable, work_out: Callable[[], Any]) -> Any:
    """The answer to a question about the store as it stands, from the application's `Answers`."""
    answers: Answers = request.app.state.answers
    return answers.get(request.app.state.stores.state(), question, work_out)
