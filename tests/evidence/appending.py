"""A process that appends batches to a log until it is killed, or as many as it is told; prints what it was promised."""

from __future__ import annotations

import sys
from pathlib import Path

from clausewatch.evidence import FolderLog

folder, name, batches = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
log = FolderLog(folder / "log", folder / "log.key")
for number in range(batches):
    with log.writing() as writer:
        entries = [f"{name} {number} {each}".encode() for each in range(1 + 37 * number % 90)]
        first = writer.append(entries)
    print(first, name, number, len(entries), flush=True)
