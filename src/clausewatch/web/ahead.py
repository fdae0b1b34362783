"""What readers would wait for is read beside the pages: planned when the server starts, the rest when somebody asked for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import suppress

Work = Callable[[], Iterable[object]]
Piece = Callable[[], object]


class Ahead:
    """Does what it was given once, piece by piece, and rests after each piece as long as that took: pages come first.

    A work gives an iterator, each step of which is a piece. One that fails is left: whoever asks for its page is told why.
    """

    def __init__(self) -> None:
        self._works: list[Work] = []
        self._asked: dict[Hashable, Piece] = {}
        self._lock = threading.Lock()
        self._begun = False
        self._wake = threading.Event()
        self._over = threading.Event()

    def add(self, work: Work) -> None:
        """Has it done after `begin`, in the order given."""
        self._works.append(work)

    def soon(self, key: Hashable, piece: Piece) -> bool:
        """Has the piece done next, once for each key that waits; False where no thread is there to do it."""
        with self._lock:
            if not self._begun or self._over.is_set():
                return False
            self._asked.setdefault(key, piece)
        self._wake.set()
        return True

    def begin(self) -> None:
        """Starts a thread and returns at once."""
        self._begun = True
        threading.Thread(target=self._run, name="ahead", daemon=True).start()

    def end(self) -> None:
        """No further piece is begun."""
        self._over.set()
        self._wake.set()

    def _run(self) -> None:
        planned = self._planned()
        while not self._over.is_set():
            began = time.monotonic()
            if self._next_asked() or next(planned, False):
                self._over.wait(time.monotonic() - began)
            else:
                self._wake.wait()
                self._wake.clear()

    def _next_asked(self) -> bool:
        with self._lock:
            key = next(iter(self._asked), None)
            piece = None if key is None else self._asked.pop(key)
        if piece is not None:
            with suppress(Exception):
                piece()
        return piece is not None

    def _planned(self) -> Iterator[bool]:
        for work in self._works:
            with suppress(Exception):
                for _ in work():
                    yield True
