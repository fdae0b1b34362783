"""One import of the real bundle for all tests that look at it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path


def clausewatch(*arguments: str | Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Runs the command as its user would."""
    command = [sys.executable, "-m", "clausewatch", *map(str, arguments), "--home", str(home)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def imported_once(home: Path, bundle: Path) -> Path:
    """The home with the whole bundle imported: by the first of the test processes, awaited by the others."""
    home.parent.mkdir(parents=True, exist_ok=True)
    claim, ready = home.with_suffix(".claim"), home.with_suffix(".ready")
    try:
        claim.touch(exist_ok=False)
    except FileExistsError:
        return _awaited(home, ready)
    done = clausewatch("import", "ota", bundle, home=home)
    ready.write_text(str(done.returncode))
    assert done.returncode == 0, done.stderr
    return home


def _awaited(home: Path, ready: Path) -> Path:
    patience = float(os.environ.get("CLAUSEWATCH_TEST_PATIENCE", "540"))
    until = time.monotonic() + patience
    while not ready.exists():
        assert time.monotonic() < until, "the other process did not finish importing the bundle"
        time.sleep(0.5)
    assert ready.read_text() == "0"
    return home
