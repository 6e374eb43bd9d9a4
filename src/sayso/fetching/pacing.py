"""When a host may be asked again: a delay between requests, longer after failures, and what the host itself asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sayso.fetching.clock import Clock, http_date
from sayso.fetching.failures import TooSoon

LONGEST_BACKOFF = 3600.0
# A host that asks for more is taken at its word for a day, then asked once more.
LONGEST_HELD = 86_400.0


@dataclass(slots=True)
class HostState:
    """What is remembered of a host."""

    free_at: datetime | None = None
    failures: int = 0


class Pacing:
    """Keeps apart the requests to each host."""

    def __init__(self, clock: Clock, *, delay: float, patience: float) -> None:
        self.clock = clock
        self.delay = delay
        self.patience = patience
        self.hosts: dict[str, HostState] = {}

    def wait_for(self, host: str, address: str) -> None:
        """Wait until the host may be asked; `TooSoon` where that would take too long."""
        free_at = self.state(host).free_at
        if free_at is None:
            return
        seconds = (free_at - self.clock.now()).total_seconds()
        if seconds > self.patience:
            raise TooSoon(
                address,
                f"{host} may not be asked before {free_at:%Y-%m-%d %H:%M:%S} UTC",
                "Try again after that",
                temporary=True,
                retry_at=free_at,
            )
        if seconds > 0:
            self.clock.sleep(seconds)

    def answered(self, host: str, *, crawl_delay: float | None = None) -> None:
        """The host has answered well: it may be asked again after the usual delay, or its own."""
        state = self.state(host)
        state.failures = 0
        self.hold(state, max(self.delay, crawl_delay or 0.0))

    def failed(self, host: str, *, retry_after: str | None = None) -> datetime | None:
        """The host has failed: each time in a row doubles the delay. Gives the time that it asked to wait for."""
        state = self.state(host)
        state.failures += 1
        asked = seconds_asked(retry_after, self.clock.now())
        backoff = min(LONGEST_BACKOFF, max(self.delay, 1.0) * 2.0**state.failures)
        self.hold(state, min(LONGEST_HELD, max(asked or 0.0, backoff)))
        return state.free_at if asked else None

    def state(self, host: str) -> HostState:
        """What is remembered of the host."""
        return self.hosts.setdefault(host, HostState())

    def hold(self, state: HostState, seconds: float) -> None:
        """Leave the host in peace for so long from now."""
        state.free_at = self.clock.now() + timedelta(seconds=seconds)


def seconds_asked(retry_after: str | None, now: datetime) -> float | None:
    """The seconds that Retry-After states, as a number or as a time."""
    text = (retry_after or "").strip()
    if text.isdecimal() and text.isascii():
        return min(float(text[:12]), LONGEST_HELD)
    until = http_date(text) if text else None
    return max(0.0, (until - now).total_seconds()) if until else None
