"""A process with all that it started: how much memory it holds, and its end."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from pathlib import Path

_PROC = Path("/proc")
_KIB = 1024


def family(root: int) -> dict[int, int]:
    """The process and its descendants with the bytes of memory that each holds for itself; empty once it is gone."""
    known = _by_proc() if (_PROC / "self" / "status").exists() else _by_ps()
    if root not in known:
        return {}
    found, added = {root}, True
    while added:
        more = {pid for pid, (parent, _) in known.items() if parent in found} - found
        added = bool(more)
        found |= more
    return {pid: known[pid][1] for pid in found}


def kill_family(root: int) -> None:
    """Ends the process and its descendants at once, the youngest last so that none is started anew."""
    for pid in sorted(family(root)):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def _by_proc() -> dict[int, tuple[int, int]]:
    """Linux: parent, and anonymous plus shared memory, which leaves out the program's file that all map together."""
    found = {}
    for entry in _PROC.iterdir():
        if not entry.name.isdigit():
            continue
        try:
            lines = (entry / "status").read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            continue
        facts = dict(line.split(":", 1) for line in lines if ":" in line)
        held = sum(int(facts.get(name, "0").split()[0]) for name in ("RssAnon", "RssShmem"))
        found[int(entry.name)] = (int(facts["PPid"]), held * _KIB)
    return found


def _by_ps() -> dict[int, tuple[int, int]]:
    done = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,rss="],  # noqa: S607 (the system's own, on PATH by POSIX)
        capture_output=True,
        text=True,
        check=False,
    )
    rows = (line.split() for line in done.stdout.splitlines())
    return {int(row[0]): (int(row[1]), int(row[2]) * _KIB) for row in rows if len(row) == 3}
