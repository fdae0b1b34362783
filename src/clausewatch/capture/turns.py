"""Politeness: one request at a time to each host, with a gap between, and silence when a host asks for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta


class _Door:
    """One host's state. `lock` is held while a request to it runs."""

    __slots__ = ("closed_until", "last_end", "lock")

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.last_end: float | None = None
        self.closed_until: datetime | None = None


class Turnstile:
    """Hands out turns by host; threads that go to different hosts never wait for each other. Thread-safe."""

    def __init__(self, sleep: Callable[[float], None], monotonic: Callable[[], float]) -> None:
        self._sleep = sleep
        self._monotonic = monotonic
        self._doors: dict[str, _Door] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, host: str, gap: float) -> Iterator[None]:
        """Waits until no other request to `host` runs and `gap` seconds have passed since the last one ended."""
        door = self._door(host)
        with door.lock:
            if door.last_end is not None:
                wait = door.last_end + gap - self._monotonic()
                if wait > 0:
                    self._sleep(wait)
            try:
                yield
            finally:
                door.last_end = self._monotonic()

    def close(self, host: str, now: datetime, seconds: float) -> None:
        """Notes that `host` asked to be left alone for so long."""
        self._door(host).closed_until = now + timedelta(seconds=seconds)

    def closed_for(self, host: str, now: datetime) -> float:
        """Seconds that `host` still wants to be left alone; 0 when it does not."""
        until = self._door(host).closed_until
        return max(0.0, (until - now).total_seconds()) if until else 0.0

    def _door(self, host: str) -> _Door:
        with self._lock:
            return self._doors.setdefault(host, _Door())
