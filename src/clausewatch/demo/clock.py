"""The demonstration's clock: stands still until it is set."""

from __future__ import annotations

import threading
from datetime import UTC, datetime


class SimulatedClock:
    """Tells the instant it was last set to, in UTC; may be read and set from any thread."""

    def __init__(self, start: datetime) -> None:
        self._lock = threading.Lock()
        self._now = _utc(start)

    def now(self) -> datetime:
        with self._lock:
            return self._now

    def set(self, instant: datetime) -> None:
        """Moves the clock to `instant`, forwards or back. Raises ValueError for a time without a zone."""
        with self._lock:
            self._now = _utc(instant)


def _utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError(f"{instant.isoformat()} has no time zone, so it names no instant; give it one (UTC)")
    return instant.astimezone(UTC)
