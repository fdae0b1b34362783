"""Draws charts in one worker process, within a time and a size."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from clausewatch.drawing.worker import HEAD, PNG, SCRIPT, SVG, VEGA_LITE, read_message
from clausewatch.errors import ClausewatchError

_SPEC_BYTES = 2_000_000
"""The largest chart (600 changes, 300 stretches) takes 400 kB."""
_ANSWER_BYTES = 16_000_000
_SECONDS = 20.0
"""Drawing takes 0.05 s, the first time 0.5 s, and joining the browser's script 5 s on two busy cores."""


class ChartArtist:
    """Draws Vega-Lite specifications; one at a time, as the engine has one thread. Thread-safe.

    The worker is started by the first request and again after one that took too long. `recipe` names all versions that
    decide how a picture looks.
    """

    def __init__(self, recipe: str, seconds: float = _SECONDS) -> None:
        self.recipe = recipe
        self._seconds = seconds
        self._worker: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def svg(self, spec: Mapping[str, object]) -> bytes:
        """The chart as SVG. Raises ClausewatchError where it cannot be drawn or takes too long."""
        return self._ask(SVG, _dumped(spec))

    def png(self, spec: Mapping[str, object]) -> bytes:
        """The chart as PNG, two pixels for each of the specification's. Raises as `svg` does."""
        return self._ask(PNG, _dumped(spec))

    def script(self) -> bytes:
        """The script that draws specifications in a browser (vega, vega-lite and vega-embed). Raises as `svg` does."""
        return self._ask(SCRIPT, b"")

    def close(self) -> None:
        """Ends the worker; a later request starts it again."""
        with self._lock:
            self._end()

    def _ask(self, kind: int, body: bytes) -> bytes:
        with self._lock:
            worker = self._running()
            watch = threading.Timer(self._seconds, worker.kill)
            watch.start()
            try:
                answer = _exchange(worker, kind, body)
            finally:
                watch.cancel()
            if answer is None:
                self._end()
                raise _undrawn(
                    "the worker ended or took too long", "Ask again; a smaller chart is drawn sooner."
                )
        well, found = answer
        if not well:
            raise _undrawn(found.decode(errors="replace"), "Report it with the page's address.")
        if len(found) > _ANSWER_BYTES:
            raise _undrawn(f"it takes {len(found)} bytes", "Ask for fewer rows.")
        return found

    def _running(self) -> subprocess.Popen[bytes]:
        if self._worker is None or self._worker.poll() is not None:
            self._end()
            command = [sys.executable, "-m", "clausewatch.drawing.worker"]
            self._worker = subprocess.Popen(  # noqa: S603
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        return self._worker

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is None:
            return
        worker.kill()
        for pipe in (worker.stdin, worker.stdout):
            if pipe is not None:
                # What was to be written still is lost with the worker; the pipe is closed all the same.
                with suppress(OSError):
                    pipe.close()
        worker.wait()


def open_artist() -> ChartArtist | None:
    """One who draws; None where the extra `charts` is not installed."""
    if find_spec("vl_convert") is None:
        return None
    try:
        engine = version("vl-convert-python")
    except PackageNotFoundError:
        return None
    return ChartArtist(f"vl-convert {engine}, vega-lite {VEGA_LITE}")


def _exchange(worker: subprocess.Popen[bytes], kind: int, body: bytes) -> tuple[int, bytes] | None:
    if worker.stdin is None or worker.stdout is None:
        return None
    try:
        worker.stdin.write(HEAD.pack(kind, len(body)) + body)
        worker.stdin.flush()
        return read_message(worker.stdout)
    except (OSError, ValueError):
        # The watch ended the worker while it was written to.
        return None


def _dumped(spec: Mapping[str, object]) -> bytes:
    body = json.dumps(spec).encode()
    if len(body) > _SPEC_BYTES:
        raise _undrawn(f"its specification takes {len(body)} bytes", "Ask for fewer rows.")
    return body


def _undrawn(reason: str, mend: str) -> ClausewatchError:
    return ClausewatchError("chart", f"cannot be drawn: {reason}", mend)
