"""Lets Go's `golang.org/x/mod/sumdb` judge what we write: notes, tiles, inclusion and consistency proofs.

Go also reads the tiles of a log of 70,630 leaves by itself and must come to the same root and proofs, and it judges the proofs
of `altered_proofs`, right and altered, as we do.

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

from tools.altered_proofs import altered_consistencies, altered_inclusions, consistency, inclusion

from clausewatch.evidence import FolderLog
from clausewatch.proof.tiles import places, tile_path
from clausewatch.proof.tree import consistency_proof, inclusion_proof, proves_consistency, proves_inclusion

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


def _tiles(folder: Path) -> Iterator[dict[str, object]]:
    """Our files, of which Go makes root and proofs by itself; of every level that they have."""
    log = FolderLog(folder / "log", folder / "log.key")
    head = log.head()
    assert head is not None
    size, nodes = head.checkpoint.size, log.nodes(head.checkpoint.size)
    told = {"Kind": "tiles", "Entry": str(folder / "log"), "Size": size, "Root": _text(head.checkpoint.root)}
    for index in sorted({0, 1, size - 1, *range(0, size, 611)}):
        path = [_text(each) for each in inclusion_proof(index, size, nodes)]
        yield {**told, "Index": index, "Old": -1, "Proof": path}
    for old in sorted({1, size, *range(1, size, 797)}):
        yield {**told, "Old": old, "Proof": [_text(each) for each in consistency_proof(old, size, nodes)]}


def _handed_over(folder: Path) -> Iterator[dict[str, object]]:
    """The head with which the log is handed over to a new key, by both of them, and the next by the new one."""
    log = FolderLog(folder / "log", folder / "log.key")
    with log.writing() as writer:
        before, following = writer.key, writer.next_key()
        writer.append([str(following).encode()])
        writer.hand_over(writer.head.size)
        between = log.head()
        writer.append([b"another"])
    for head, keys in ((between, (before, following)), (log.head(), (following,))):
        assert head is not None
        root = _text(head.checkpoint.root)
        for key in keys:
            yield {
                "Kind": "note",
                "Key": str(key),
                "Note": head.note,
                "Size": head.checkpoint.size,
                "Root": root,
            }


def _altered() -> Iterator[dict[str, object]]:
    """Right and altered proofs of small trees, each with our verdict. What is no size of a tree is left out: Go has no answer."""
    for size in (*range(1, 10), 16, 21, 33):
        entries = [f"entry {number}".encode() for number in range(size)]
        for index in range(size):
            right = inclusion(index, entries)
            for one in (right, *(each for _, each in altered_inclusions(right))):
                held = proves_inclusion(one.leaf, one.index, one.size, one.proof, one.root)
                told = {"Kind": "altered inclusion", "Index": one.index, "Size": one.size, "Held": held}
                proof = [_text(each) for each in one.proof]
                yield {**told, "Leaf": _text(one.leaf), "Root": _text(one.root), "Proof": proof}
        for old in range(1, size):
            found = consistency(old, entries)
            for other in (found, *(each for _, each in altered_consistencies(found))):
                if other.old < 1:
                    continue
                held = proves_consistency((other.old, other.new), (other.old_root, other.root), other.proof)
                told = {"Kind": "altered consistency", "Old": other.old, "Size": other.new, "Held": held}
                proof = [_text(each) for each in other.proof]
                yield {**told, "OldRoot": _text(other.old_root), "Root": _text(other.root), "Proof": proof}


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def main() -> int:
    """Exit code 0 where Go accepts all of it."""
    with tempfile.TemporaryDirectory() as folder:
        made = (*_lines(Path(folder)), *_handed_over(Path(folder)))
        with FolderLog(Path(folder) / "log", Path(folder) / "log.key").writing() as writer:
            writer.append([f"more {number}".encode() for number in range(70_000)])
        lines = "\n".join(json.dumps(each) for each in (*made, *_tiles(Path(folder)), *_altered()))
        return _judged(lines)


def _judged(lines: str) -> int:
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
