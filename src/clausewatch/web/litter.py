"""What stays in memory is not looked through for litter again and again.

Python's collector looks through everything that a process holds as soon as that has grown by a quarter. Of a server which keeps the
texts read last at hand it took 40 to 160 ms, within whatever answer came to it: one in a hundred of each kind.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

_OLDEST = 2


@contextmanager
def sparing() -> Iterator[None]:
    """While this lasts, what a full collection leaves over is not looked at by the next: that costs what came since, not what there is.

    What is let go of is freed at once all the same, but for objects that hold each other in a circle and were in use during a
    collection. No text, edition or answer that is kept does so.
    """
    gc.callbacks.append(_left_over)
    try:
        yield
    finally:
        gc.callbacks.remove(_left_over)
        gc.unfreeze()


def _left_over(phase: str, told: Mapping[str, int]) -> None:
    if phase == "stop" and told["generation"] == _OLDEST:
        gc.freeze()
