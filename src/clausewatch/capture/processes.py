"""A process with all that it started: how much memory it holds, and its end."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_KIB = 1024
_ROUNDS = 5


def family(root: int) -> dict[int, int]:
    """The process and all that it started, with the bytes of memory that each holds for itself.

    `root` leads a session of its own: what a process forked and left behind, with a parent that is no longer its own, is
    known by the process group or session that one of the family leads.
    """
    known = _by_proc() if (_PROC / "self" / "status").exists() else _by_ps()
    found, added = {root}, True
    while added:
        more = {pid for pid, each in known.items() if found.intersection(each.led_by)} - found
        added = bool(more)
        found |= more
    return {pid: known[pid].held for pid in found if pid in known}


def kill_family(root: int) -> None:
    """Ends the process and all that it started, the youngest last, until none is left that was started meanwhile."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(root, signal.SIGKILL)
    for _ in range(_ROUNDS):
        left = family(root)
        if not left:
            return
        for pid in sorted(left):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)


@dataclass(frozen=True, slots=True)
class _Process:
    """By whom a process was started or is led (its parent, process group and session), and its bytes of memory."""

    led_by: tuple[int, ...]
    held: int


def _by_proc() -> dict[int, _Process]:
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
        if facts["State"].split()[0] != "Z":
            led_by = tuple(int(facts.get(name, "0").split()[0]) for name in ("PPid", "NSpgid", "NSsid"))
            found[int(entry.name)] = _Process(led_by, held * _KIB)
    return found


def _by_ps() -> dict[int, _Process]:
    done = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,pgid=,rss="],  # noqa: S607 (the system's own, on PATH by POSIX)
        capture_output=True,
        text=True,
        check=False,
    )
    rows = (line.split() for line in done.stdout.splitlines())
    return {
        int(row[0]): _Process((int(row[1]), int(row[2])), int(row[3]) * _KIB) for row in rows if len(row) == 4
    }
