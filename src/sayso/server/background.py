"""Work that goes on when the request that asked for it has been answered."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

Value = TypeVar("Value")


def in_background(work_out: Callable[[], Value]) -> Future[Value]:
    """Started in a thread of its own, which has no request's deadline and does not keep the server from ending."""
    future: Future[Value] = Future()

    def work() -> None:
        try:
            future.set_result(work_out())
        except BaseException as error:
            future.set_exception(error)

    Thread(target=work, daemon=True).start()
    return future
