"""Bodies that were just read or written, up to a number of bytes: a chain of differences is walked once, not each time."""

from __future__ import annotations

import threading
from collections import OrderedDict

from clausewatch.nouns.identity import Digest


class RecentBodies:
    """A cache that forgets what was used longest ago; many threads may use it."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._bodies: OrderedDict[Digest, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Digest) -> bytes | None:
        """The body if it is remembered."""
        with self._lock:
            body = self._bodies.get(key)
            if body is not None:
                self._bodies.move_to_end(key)
            return body

    def forget(self, key: Digest) -> None:
        """Lets go of the body, if it is remembered."""
        with self._lock:
            self._bytes -= len(self._bodies.pop(key, b""))

    def keep(self, key: Digest, body: bytes) -> None:
        """Remembers the body, whose hash the caller has checked."""
        with self._lock:
            if key in self._bodies:
                self._bodies.move_to_end(key)
                return
            self._bodies[key] = body
            self._bytes += len(body)
            while self._bytes > self._most:
                self._bytes -= len(self._bodies.popitem(last=False)[1])
