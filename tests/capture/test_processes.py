"""The end of a process with all that it started, those included that it left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clausewatch.capture.processes import family, kill_family

# A child that forks twice: its grandchild outlives it and belongs to init, or whoever reaps in its stead.
_LEAVES = """
import os, sys, time
if os.fork() == 0:
    if os.fork() == 0:
        open(sys.argv[1], "w").write(str(os.getpid()))
        os.rename(sys.argv[1], sys.argv[1] + ".done")
        time.sleep(300)
    os._exit(0)
os.wait()
if len(sys.argv) > 2:
    os._exit(0)
time.sleep(300)
"""


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/status")
    return not (status.exists() and "\nState:\tZ" in status.read_text())


@pytest.mark.parametrize("gone", [[], ["gone"]])
def test_what_was_forked_twice_does_not_escape(tmp_path: Path, gone: list[str]) -> None:
    note = tmp_path / "pid"
    command = [sys.executable, "-c", _LEAVES, str(note), *gone]
    with subprocess.Popen(command, start_new_session=True) as process:
        done = note.with_suffix(".done")
        while not done.exists():
            time.sleep(0.02)
        if gone:
            process.wait()
        left = int(done.read_text())
        assert left in family(process.pid)
        kill_family(process.pid)
    while alive(left):
        time.sleep(0.02)
    assert family(process.pid) == {}
