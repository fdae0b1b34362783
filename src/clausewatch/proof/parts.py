"""A pack that is being checked: its files, and what was found in them so far."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from clausewatch.nouns.identity import Digest
from clausewatch.proof.pack import FOLDER
from clausewatch.proof.statement import Leaf, LeafKind


@dataclass(frozen=True, slots=True)
class PackStamp:
    """A stamp that holds: the head it is of (`checkpoint` or `prev-checkpoint`), its file, and when.

    Who made it is not told by the file's name, which anybody chooses: it is one of those that the caller trusts.
    """

    head: str
    file: str
    at: datetime


Problem = tuple[str, str]
"""Which part of a pack, and what of it fails."""

BAD = (ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError)
"""What reading a file that is not what it should be raises."""

_LONGEST_JSON = 32 * 1024 * 1024


class UndoneError(Exception):
    """Nothing more can be checked."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(why)
        self.problem: Problem = (f"{FOLDER}{name}", why)


@dataclass(frozen=True, slots=True)
class RecordFile:
    """The record of a capture as it is in the pack, and what it says."""

    bytes: bytes
    said: dict[str, Any]


@dataclass(slots=True)
class Parts:
    """Files by name, and what was found in them: leaves by place, records by capture, texts by version, quotations with the
    digest of the text they stand in, stamps that hold and the files of those whose authority the caller does not know."""

    files: dict[str, bytes]
    problems: list[Problem] = field(default_factory=list)
    leaves: dict[int, Leaf] = field(default_factory=dict)
    records: dict[str, RecordFile] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    quoted: set[tuple[Digest, str]] = field(default_factory=set)
    stamps: list[PackStamp] = field(default_factory=list)
    unknown_stamps: list[str] = field(default_factory=list)
    quotes: int = 0
    redlined: int = 0
    reported: int = 0
    cells: int = 0

    def has(self, name: str) -> bool:
        return f"{FOLDER}{name}" in self.files

    def bytes(self, name: str) -> bytes:
        """The file of `evidence/`. KeyError where there is none."""
        return self.files[f"{FOLDER}{name}"]

    def text(self, name: str) -> str:
        return self.bytes(name).decode()

    def named(self, start: str, end: str) -> list[str]:
        """The files of `evidence/` whose names begin and end so."""
        names = sorted(name.removeprefix(FOLDER) for name in self.files if name.startswith(FOLDER))
        return [name for name in names if name.startswith(start) and name.endswith(end)]

    def object(self, path: str) -> dict[str, Any]:
        """The JSON object in that file of the pack. TypeError or ValueError where it is none."""
        return read_object(self.files[path])

    def lines(self, name: str) -> list[dict[str, Any]]:
        """The JSON objects in that file of `evidence/`, one a line; none where there is no such file."""
        content = self.files.get(f"{FOLDER}{name}", b"")
        if content and not content.endswith(b"\n"):
            raise ValueError("its last line is cut short")
        return [read_object(each) for each in content.split(b"\n")[:-1]]

    def of(self, kind: LeafKind) -> dict[int, Leaf]:
        """The leaves of that kind by place."""
        return {number: leaf for number, leaf in sorted(self.leaves.items()) if leaf.kind is kind}

    @contextmanager
    def telling(self, name: str) -> Iterator[None]:
        """Makes a problem of a file that is not what it should be."""
        try:
            yield
        except BAD as error:
            kind = "" if isinstance(error, ValueError) else f"{type(error).__name__} "
            self.problems.append((f"{FOLDER}{name}", f"{kind}{error}"[:300]))


def read_object(content: bytes) -> dict[str, Any]:
    """The JSON object. TypeError or ValueError where it is none, too long, or has a name twice."""
    if len(content) > _LONGEST_JSON:
        raise ValueError("it is too long")
    found = json.loads(content.decode(), object_pairs_hook=_once, parse_constant=_no_number)
    if not isinstance(found, dict):
        raise TypeError("it is no object")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("it has a name twice")
    return found


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")
