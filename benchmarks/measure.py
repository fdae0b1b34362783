"""Runs a command and prints, as the last line on standard error, what it and its children cost; and what a backend of
PostgreSQL did so far."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path


def backend_time(pid: int) -> float:
    """Seconds that this process, as a backend of PostgreSQL on this machine, was on a processor; 0.0 where it is none of it."""
    path = Path(f"/proc/{pid}/schedstat")
    return int(path.read_text().split()[0]) / 1e9 if path.exists() else 0.0


def main() -> None:
    code = subprocess.run(sys.argv[1:], check=False).returncode
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Linux counts the resident set in KiB, macOS in bytes.
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    cost = {"cpu": usage.ru_utime + usage.ru_stime, "peak_mb": usage.ru_maxrss / unit}
    print(json.dumps(cost), file=sys.stderr)
    sys.exit(code)


if __name__ == "__main__":
    main()
