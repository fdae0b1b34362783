"""What was worked out last, kept because it never changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recall(Generic[K, V]):
    """The `size` values asked for last. Thread-safe; two who ask at once may both work it out."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[K, V] = OrderedDict()
        self._lock = threading.Lock()

    def hold(self, size: int) -> None:
        """From now on at least so many."""
        with self._lock:
            self._size = max(self._size, size)

    def __contains__(self, key: K) -> bool:
        """Whether the value is in memory."""
        with self._lock:
            return key in self._kept

    def get(self, key: K, work: Callable[[], V]) -> V:
        """The value of `key`, from memory or worked out now."""
        # A key may be a whole record, of which the hash is worked out each time.
        with self._lock, suppress(KeyError):
            self._kept.move_to_end(key)
            return self._kept[key]
        value = work()
        with self._lock:
            self._kept[key] = value
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return value
