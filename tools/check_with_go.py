"""Lets Go's `golang.org/x/mod/sumdb` judge what we write: notes, tiles' paths, inclusion and consistency proofs.

    python -m tools.check_with_go

Needs Debian's `golang-go` and `golang-golang-x-mod-dev`, so it is no part of the tests.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from clausewatch.evidence import FolderLog
from clausewatch.proof.tiles import places, tile_path
from clausewatch.proof.tree import consistency_proof, inclusion_proof

_BATCHES = (1, 2, 4, 250, 1, 300, 70)
_GO = Path(__file__).with_name("sumdb") / "main.go"


def _lines(folder: Path) -> Iterator[dict[str, object]]:
    log = FolderLog(folder / "log", folder / "log.key")
    at, roots = 0, {}
    for count in _BATCHES:
        with log.writing() as writer:
            writer.append([f"entry {number}".encode() for number in range(at, at + count)])
        at += count
        head = log.head()
        assert head is not None
        size, nodes, root = head.checkpoint.size, log.nodes(at), _text(head.checkpoint.root)
        roots[size] = root
        yield {"Kind": "note", "Key": str(head.key), "Note": head.note, "Size": size, "Root": root}
        for index in sorted({0, at // 2, at - 1, *range(max(0, at - 30), at)}):
            path = [_text(each) for each in inclusion_proof(index, size, nodes)]
            told = {"Kind": "inclusion", "Index": index, "Size": size, "Root": root, "Proof": path}
            yield {**told, "Entry": f"entry {index}"}
        for old, old_root in roots.items():
            path = [_text(each) for each in consistency_proof(old, size, nodes)]
            told = {"Kind": "consistency", "Old": old, "OldRoot": old_root, "Size": size}
            yield {**told, "Root": root, "Proof": path}
    for level, index, width in (*places(at), (0, 1_234_067, 256), (2, 1000, 9)):
        told = {"Kind": "tile", "Entry": tile_path(level, index, width), "Old": level}
        yield {**told, "Index": index, "Size": width}


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def main() -> int:
    """Exit code 0 where Go accepts all of it."""
    with tempfile.TemporaryDirectory() as folder:
        lines = "\n".join(json.dumps(each) for each in _lines(Path(folder)))
    environment = {**os.environ, "GOPATH": "/usr/share/gocode", "GO111MODULE": "off"}
    done = subprocess.run(  # noqa: S603 (our own program, by the Go of this machine)
        ["go", "run", str(_GO)],  # noqa: S607
        input=lines,
        text=True,
        env=environment,
        check=False,
    )
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
