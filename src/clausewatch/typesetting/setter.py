"""Sets reports one at a time, each in a process that is ended when it takes too long."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from importlib.util import find_spec

from clausewatch.nouns.report import NotSet, Typst, Unset
from clausewatch.typesetting.limits import REFUSED, Limits

_COMMAND = (sys.executable, "-P", "-m", "clausewatch.typesetting.child")


def installed() -> bool:
    """Whether the extra `reports` is there."""
    return find_spec("typst") is not None


class TypstTypesetter:
    """Thread-safe: one report is set, at most `waiting` wait for it, and who comes then is told so at once."""

    def __init__(self, limits: Limits | None = None, waiting: int = 3) -> None:
        self._limits = limits or Limits()
        self._places = threading.BoundedSemaphore(1 + waiting)
        self._press = threading.Lock()

    def typeset(self, job: Typst) -> bytes | NotSet:
        """The PDF, byte for byte the same for the same job; or why there is none."""
        if not self._places.acquire(blocking=False):
            return NotSet(Unset.BUSY)
        try:
            with self._press:
                return self._run(job)
        finally:
            self._places.release()

    def _run(self, job: Typst) -> bytes | NotSet:
        given = {
            "program": job.program,
            "data": job.data,
            "at": int(job.at.timestamp()),
            "memory_bytes": self._limits.memory_bytes,
        }
        try:
            done = subprocess.run(  # noqa: S603 (a fixed command of ours)
                _COMMAND,
                input=json.dumps(given).encode(),
                capture_output=True,
                timeout=self._limits.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return NotSet(Unset.TOO_LONG, f"more than {self._limits.seconds:g} seconds")
        if done.returncode == 0:
            return done.stdout
        said = done.stderr.decode("utf-8", "replace").strip()
        detail = (
            said if done.returncode == REFUSED else said.splitlines()[-1] if said else "it ended by itself"
        )
        return NotSet(Unset.REFUSED, detail[:500])
