"""Run as a process: puts numbered bodies for ever, naming on standard output each that `put` has promised."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from clausewatch.archive import FolderArchive


def main(root: Path, start: int) -> None:
    archive = FolderArchive(root)
    last = None
    for number in itertools.count(start):
        body = b"".join(b"<p>%d %d</p>" % (line, line * line) for line in range(3000)) + b"%d" % number
        last = archive.put(body, last)
        sys.stdout.write(last + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
