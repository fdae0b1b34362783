"""A log in a folder with entries of our own, and what a test may do to it."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from clausewatch.evidence import FolderLog


def entry(number: int) -> bytes:
    return f"entry {number} ".encode() * (1 + number % 3)


def open_log(folder: Path) -> FolderLog:
    return FolderLog(folder / "log", folder / "log.key")


def filled(folder: Path, *batches: int) -> FolderLog:
    """A log with that many entries in each batch."""
    log, at = open_log(folder), 0
    for count in batches:
        with log.writing() as writer:
            assert writer.append([entry(number) for number in range(at, at + count)]) == at
        at += count
    return log


def mutate(folder: Path, chance: random.Random) -> str:
    """Damages one file of the log in one way; says how."""
    files = sorted(each for each in (folder / "log").rglob("*") if each.is_file() and each.name != "lock")
    one, other = chance.sample(files, 2)
    name, content = one.relative_to(folder).as_posix(), one.read_bytes()
    kind = chance.choice(["flip", "cut", "longer", "gone", "swap", "stray", "reorder"])
    if kind == "flip":
        at = chance.randrange(len(content))
        _write(one, content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :])
    elif kind == "cut":
        _write(one, content[: chance.randrange(len(content))])
    elif kind == "longer":
        _write(one, content + chance.randbytes(chance.randrange(1, 64)))
    elif kind == "gone":
        one.unlink()
    elif kind == "swap":
        if content == other.read_bytes():
            return mutate(folder, chance)
        shutil.copy(other, one)
    elif kind == "stray":
        stray = folder / "log/tile/0" / chance.choice(["007", "x001/000", "003.p/9", "note.txt"])
        stray.parent.mkdir(parents=True, exist_ok=True)
        stray.write_bytes(chance.randbytes(32))
    else:
        half = len(content) // 2
        if content[:half] == content[half:]:
            return mutate(folder, chance)
        _write(one, content[half:] + content[:half])
    return f"{kind} {name}"


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
