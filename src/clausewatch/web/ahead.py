"""What readers would wait for is read ahead of them when the server starts, beside the pages."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress

Work = Callable[[], Iterable[object]]


class Ahead:
    """Does what it was given once, piece by piece, and rests after each piece as long as that took: pages come first.

    A work gives an iterator, each step of which is a piece. One that fails is left: whoever asks for its page is told why.
    """

    def __init__(self) -> None:
        self._works: list[Work] = []
        self._over = threading.Event()

    def add(self, work: Work) -> None:
        """Has it done after `begin`, in the order given."""
        self._works.append(work)

    def begin(self) -> None:
        """Starts a thread and returns at once."""
        threading.Thread(target=self._run, name="ahead", daemon=True).start()

    def end(self) -> None:
        """No further piece is begun."""
        self._over.set()

    def _run(self) -> None:
        for work in self._works:
            with suppress(Exception):
                self._steps(work)

    def _steps(self, work: Work) -> None:
        began = time.monotonic()
        for _ in work():
            if self._over.wait(time.monotonic() - began):
                return
            began = time.monotonic()
