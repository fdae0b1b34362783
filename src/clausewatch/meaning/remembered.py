"""What was made of something last, for what costs less when it is made of many at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Remembered(Generic[Key, Value]):
    """A function that remembers what it gave for the last `most` keys; `look_at` makes ready what many will ask for.

    `make` gives a value for each of several keys, in order, the same whichever others they come with. Thread-safe.
    """

    def __init__(self, make: Callable[[Sequence[Key]], Sequence[Value]], most: int) -> None:
        self._make = make
        self._most = most
        self._known: dict[Key, Value] = {}
        self._lock = threading.Lock()

    def __call__(self, key: Key) -> Value:
        found = self._known.get(key)
        if found is None:
            (found,) = self._make((key,))
            self._keep(key, found)
        return found

    def look_at(self, many: Iterable[Key]) -> None:
        """Makes at once what is not at hand of these; at most `most` of them stay so."""
        new = [each for each in dict.fromkeys(many) if each not in self._known]
        for key, value in zip(new, self._make(new), strict=True):
            self._keep(key, value)

    def _keep(self, key: Key, value: Value) -> None:
        with self._lock:
            self._known[key] = value
            if len(self._known) > self._most:
                del self._known[next(iter(self._known))]
