"""What one fetch may still spend: time on the network, and bytes per answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class OversizeError(Exception):
    """An answer brought more bytes than it may; caught within this room."""


class Budget:
    """Counts the time a fetch spends on the network and says what is left; waiting for a host's turn is free.

    Used by one thread.
    """

    def __init__(self, seconds: float, monotonic: Callable[[], float]) -> None:
        self._seconds = seconds
        self._monotonic = monotonic
        self._spent = 0.0
        self._since: float | None = None

    @contextmanager
    def spending(self) -> Iterator[None]:
        self._since = self._monotonic()
        try:
            yield
        finally:
            self._spent = self.spent()
            self._since = None

    def spent(self) -> float:
        running = 0.0 if self._since is None else self._monotonic() - self._since
        return self._spent + running

    def patience(self, most: float) -> float:
        """How long the next operation may take: `most`, or what is left. Raises TimeoutError when nothing is."""
        left = self._seconds - self.spent()
        if left <= 0:
            raise TimeoutError(f"the total of {self._seconds:g} seconds is used up")
        return min(most, left)


class Meter:
    """Watches one answer as it comes out of the socket, beneath all parsing, so that nothing can slip by.

    The HTTP parser of the standard library has unbounded corners (a chunk size of -1 reads to the end); the limit
    therefore holds for all bytes of the answer, headers and framing included.
    """

    def __init__(self, budget: Budget, silence: float, most_bytes: int) -> None:
        self._budget = budget
        self._silence = silence
        self._left = most_bytes

    def patience(self) -> float:
        return self._budget.patience(self._silence)

    def count(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise OversizeError
