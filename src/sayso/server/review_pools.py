"""The pool of events that review draws from, kept between two decisions where it takes long to make."""

from __future__ import annotations

from threading import Lock
from time import monotonic

from sqlalchemy import Connection, func, select

from sayso.store.review_queue import Pool, make_pool
from sayso.store.tables import metadata

# A pool with fewer events is made anew for each page within a few hundredths of a second.
FEW_EVENTS = 2000
# Runs make a pool stale at once; joins and deletions, which leave no run, after so many seconds.
SECONDS_KEPT = 300.0

runs = metadata.tables["runs"]


class ReviewPools:
    """The last pool, as long as no run has been added since. Decisions change no pool."""

    def __init__(self) -> None:
        self._kept: tuple[tuple[object, ...], float, Pool] | None = None
        self._making = Lock()

    def get(self, connection: Connection, day: str) -> Pool:
        """The pool of a day; who asks at the same time waits for the same one."""
        state = (day, *connection.execute(select(func.max(runs.c.id), func.max(runs.c.finished))).one())
        with self._making:
            if self._kept is not None:
                known, made, pool = self._kept
                if known == state and monotonic() - made < SECONDS_KEPT:
                    return pool
            pool = make_pool(connection, day=day)
            self._kept = (state, monotonic(), pool) if len(pool.events) > FEW_EVENTS else None
            return pool
