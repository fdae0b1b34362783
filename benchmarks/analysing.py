"""Times finding out what the current versions of a home mean, with what comparing needs, as `clausewatch analyse` does it.

usage: python -m benchmarks.analysing HOME [--json]

HOME (with a database of its own) is copied first and never written to. In the copy every version counts as analysed under
another recipe and nothing is kept for comparing, so all current versions are analysed anew and their old rows are replaced.
A first run, with nothing left to do, brings the copy up to date and leaves Python's byte code, as any run before would have.
Prints statements, CPU seconds of all processes with their start-up, wall seconds, and the largest process's memory. CPU
seconds grow on a busy machine: compare figures taken under the same load.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

MEASURE = Path(__file__).resolve().parent / "measure.py"


@dataclass(frozen=True)
class Cost:
    """What one run did and cost."""

    versions: int
    statements: int
    cpu_seconds: float
    wall_seconds: float
    peak_mb: float


def measured(home: Path) -> Cost:
    """The cost of analysing all current versions of a copy of the home."""
    with tempfile.TemporaryDirectory(prefix="clausewatch-bench-") as folder:
        copy = Path(folder) / "home"
        shutil.copytree(home, copy)
        surroundings = {
            name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
        }
        analyse = [sys.executable, "-m", "clausewatch", "analyse", "--json", "--home", str(copy)]
        subprocess.run(analyse, check=True, capture_output=True, env=surroundings)
        _forget(copy)
        began = time.monotonic()
        command = [sys.executable, str(MEASURE), *analyse]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=surroundings)
        wall = time.monotonic() - began
    said, usage = json.loads(done.stdout), json.loads(done.stderr.splitlines()[-1])
    return Cost(
        *(said["versions"], said["statements"]),
        *(round(usage["cpu"], 1), round(wall, 1), round(usage["peak_mb"])),
    )


def _forget(home: Path) -> None:
    with closing(sqlite3.connect(home / "clausewatch.db")) as database:
        database.execute("UPDATE analysis SET context = ''")
        database.commit()
    shutil.rmtree(home / "derived", ignore_errors=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("home", metavar="HOME", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not (options.home / "clausewatch.db").is_file():
        parser.error(f"{options.home}: holds no clausewatch.db; give the folder of an instance")
    cost = measured(options.home)
    if options.json:
        print(json.dumps(asdict(cost)))
        return
    print(
        f"{cost.versions} versions, {cost.statements:,} statements: {cost.cpu_seconds} s CPU, "
        f"{cost.wall_seconds} s wall, {cost.peak_mb:.0f} MB peak"
    )


if __name__ == "__main__":
    main()
