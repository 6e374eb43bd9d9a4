"""Processes that are watched from outside: one that dies or hangs is ended, started again, and costs no good document.

What is in hand is told through shared memory, not by message, so that it is known also of a process that is gone.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

import psutil

from sayso.errors import BatchError, SaysoError

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")

# Several processes share the cores: none of the numerical libraries may start threads of its own.
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
)
LOOK_EVERY = 0.2
# A process may be killed by chance, by another user or for want of memory. Only a document that was in hand each of
# so many times is taken for the cause.
DEATHS = 3
DEATHS_ELSEWHERE = 30
_starting = threading.Lock()


class Stopped(Exception):
    """The user wants it to end at once."""


class Died(Exception):
    """The process ended, or was ended because of what it did: `why` says so then."""

    def __init__(self, why: str | None = None) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Failure:
    """Sent by a process that cannot go on: a full disk, a model that is missing."""

    said: str


class Process(Generic[Answer]):
    """A process with a pipe to it and a few shared numbers, started when it is needed."""

    def __init__(self, serve: Callable[..., None], size: int, *arguments: Any) -> None:
        self.serve = serve
        self.arguments = arguments
        self.numbers: Any = multiprocessing.get_context("spawn").RawArray("d", size)
        self.started = 0
        self._process: Any = None
        self._connection: Connection | None = None

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.is_alive()

    @property
    def memory(self) -> int:
        """The bytes it holds."""
        with suppress(psutil.Error, AttributeError, ValueError):
            return int(psutil.Process(self._process.pid).memory_info().rss)
        return 0

    @property
    def pid(self) -> int | None:
        """Its number in the system."""
        return self._process.pid if self._process is not None else None

    def send(self, message: object) -> None:
        """Give it a message, starting it where it does not run; raises `Died` where it does not take it."""
        if not self.is_alive:
            self.start()
        assert self._connection is not None
        try:
            self._connection.send(message)
        except OSError as error:
            raise Died from error

    def answer(self, look: Callable[[], None]) -> Answer:
        """Its next answer. `look` is called again and again meanwhile, and may raise to end the waiting."""
        assert self._connection is not None
        try:
            while not self._connection.poll(LOOK_EVERY):
                look()
            said = self._connection.recv()
        except (EOFError, OSError) as error:
            raise Died from error
        if isinstance(said, Failure):
            raise BatchError(said.said)
        answer: Answer = said
        return answer

    def start(self) -> None:
        """Start it anew."""
        self.end()
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        target = (self.serve, theirs, self.numbers, os.getpid(), *self.arguments)
        self._process = context.Process(target=run_child, args=target, daemon=True)
        with _starting, one_thread():
            self._process.start()
        theirs.close()
        self.started += 1

    def end(self, *, wait: float = 0.0) -> str:
        """End it, at once or after having waited for it; says how it ended."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._process is None:
            return "it was not started"
        self._process.join(wait)
        if self._process.is_alive():
            self._process.kill()
        self._process.join()
        code, self._process = self._process.exitcode, None
        return f"signal {-code} ({signal_name(-code)})" if code and code < 0 else f"exit code {code}"


@contextmanager
def one_thread() -> Iterator[None]:
    """For as long as a process is being started, what makes libraries in it use one thread."""
    missing = {name: value for name, value in ONE_THREAD.items() if name not in os.environ}
    os.environ.update(missing)
    try:
        yield
    finally:
        for name in missing:
            del os.environ[name]


def signal_name(number: int) -> str:
    """SIGKILL for 9."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return "unknown"


def run_child(serve: Callable[..., None], connection: Connection, numbers: Any, parent: int, *arguments: Any) -> None:
    """What runs in a process: Ctrl-C is for the parent, and without a parent there is nothing left to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            serve(connection, numbers, parent, *arguments)
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return
        except SaysoError as error:
            say_and_wait(connection, Failure(str(error)))
        except Exception as error:
            log.exception("a worker failed")
            say_and_wait(connection, Failure(f"A worker failed ({type(error).__name__}: {error}). Please report this."))


def say_and_wait(connection: Connection, failure: Failure) -> None:
    """Tell the parent, and stay until it has heard: it may still be sending."""
    connection.send(failure)
    while True:
        connection.recv()


def refuse_more(deaths: int, who: str, how: str) -> None:
    """Raise `BatchError` where a process ended again and again, and no document was in its hands."""
    # Signals come from outside, and may cease; one that ends by itself will do so again.
    of_itself = not how.startswith("signal")
    if deaths >= (DEATHS if of_itself else DEATHS_ELSEWHERE):
        remedy = (
            'In a script of your own, start the run below `if __name__ == "__main__":`'
            if of_itself
            else "Is there memory enough? Try fewer --workers"
        )
        raise BatchError(f"{who} ended {deaths} times without a document in hand (last by {how}). {remedy}.")
