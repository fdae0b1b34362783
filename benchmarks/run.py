"""Times the main job on real data: CPU seconds, wall seconds and peak memory of each command, children included.

usage: python -m benchmarks.run [--only NAME ...] [--provisions N] [--postgres ADDRESS] [--json]

Each benchmark runs the real command in its own process on a fresh home. Budgets are printed beside the figures and
never asserted: machines differ. `reading` measures ours beside the peers (benchmarks/reading.py), `search` in this
process over synthetic provisions (benchmarks/search.py), `pages` every kind of page (benchmarks/pages.py).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import pages, reading, search

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("CLAUSEWATCH_SHARED", HERE.parents[1] / "shared"))
MEASURE = HERE / "measure.py"
NAMES = ["bundle", "analyse", "captures", "demo", "reading", "search", "pages"]


@dataclass(frozen=True)
class Figure:
    """What one command cost. `peak_mb` is the largest process's resident set."""

    name: str
    cpu_seconds: float
    wall_seconds: float
    peak_mb: float
    budget: str


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="*", choices=NAMES)
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--provisions",
        type=int,
        default=search.PROVISIONS,
        help="So many are searched. [default: %(default)s]",
    )
    parser.add_argument(
        "--postgres", metavar="ADDRESS", help="Search on that server; `wheel` for the wheel's."
    )
    options = parser.parse_args()
    wanted = options.only or NAMES
    with tempfile.TemporaryDirectory(prefix="clausewatch-bench-") as folder:
        for figure in _figures(wanted, Path(folder)):
            print(json.dumps(asdict(figure)) if options.json else _line(figure), flush=True)
        if "search" in wanted:
            for found in search.figures(options.provisions, 20, options.postgres, Path(folder)):
                print(json.dumps(asdict(found)) if options.json else search.line(found), flush=True)
    if "pages" in wanted and pages.bundle().exists():
        for shown in pages.measured(None, 60, 3):
            print(json.dumps(asdict(shown)) if options.json else pages.line(shown), flush=True)
    gold = SHARED / "data" / "extraction" / "gold"
    if "reading" in wanted and gold.is_dir():
        for reader in reading.readers(gold):
            print(json.dumps(asdict(reader)) if options.json else reading.line(reader), flush=True)


def _figures(wanted: list[str], folder: Path) -> list[Figure]:
    bundle = SHARED / "data" / "ota" / "genai-eu-versions.bundle"
    pages = SHARED / "data" / "captures" / "captures.tar.zst"
    found = []
    if "bundle" in wanted and bundle.exists():
        home = folder / "bundle"
        found.append(_run("import the bundle", "90 s CPU, 600 MB", "import", "ota", bundle, "--home", home))
        found.append(_run("import it again", "", "import", "ota", bundle, "--home", home))
    if "analyse" in wanted and bundle.exists():
        home = folder / "bundle"
        if "bundle" not in wanted:
            _run("", "", "import", "ota", bundle, "--home", home)
        found.append(_run("analyse the current archive", "30 s CPU", "analyse", "--home", home))
        found.append(_run("analyse its history", "", "analyse", "--all", "--home", home))
    if "captures" in wanted and pages.exists():
        home = folder / "captures"
        found.append(_run("import the captures", "120 s CPU", "import", "captures", pages, "--home", home))
        found.append(_run("import them again", "", "import", "captures", pages, "--home", home))
    if "demo" in wanted:
        found.append(_run("demo", "120 s wall", "demo", "--once", "--home", folder / "demo"))
    return found


def _run(name: str, budget: str, *arguments: str | Path) -> Figure:
    began = time.monotonic()
    command = [sys.executable, str(MEASURE), sys.executable, "-m", "clausewatch", *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    usage = json.loads(done.stderr.splitlines()[-1])
    wall = time.monotonic() - began
    return Figure(name, round(usage["cpu"], 1), round(wall, 1), round(usage["peak_mb"]), budget)


def _line(figure: Figure) -> str:
    budget = f"  (budget {figure.budget})" if figure.budget else ""
    return (
        f"{figure.name}: {figure.cpu_seconds} s CPU, {figure.wall_seconds} s wall, "
        f"{figure.peak_mb:.0f} MB peak{budget}"
    )


if __name__ == "__main__":
    main()
