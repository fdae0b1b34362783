"""Who draws the charts of pages, what was drawn last, and the queue before it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from clausewatch.errors import ClausewatchError
from clausewatch.nouns.identity import digest_of
from clausewatch.ports import Artist
from clausewatch.web.recall import Recall

_KEPT = 128
"""Pictures held in memory: an SVG of 400 marks takes 200 kB."""
_WAITING = 6
"""Who may wait for the one worker at once; the others are asked to come again, so that pages keep their threads."""

Key = tuple[str, str, str]


class Gallery:
    """Pictures made by one artist, kept by what they show. Thread-safe."""

    def __init__(self, artist: Artist) -> None:
        self.artist = artist
        self.script_mark = digest_of(artist.recipe)[:20]
        self._kept: Recall[Key, bytes] = Recall(_KEPT)
        self._turns = threading.BoundedSemaphore(_WAITING)

    def get(self, key: Key, draw: Callable[[], bytes]) -> bytes | None:
        """The bytes under `key`, from memory or made now; None where too many wait or they cannot be made."""

        def turn() -> bytes:
            if not self._turns.acquire(blocking=False):
                raise _BusyError("charts", "too many wait to be drawn", "Ask again in a moment.")
            try:
                return draw()
            finally:
                self._turns.release()

        try:
            return self._kept.get(key, turn)
        except ClausewatchError:
            return None


class _BusyError(ClausewatchError):
    """Too many wait."""
