"""A pack that is being checked: its files, what was found in them so far, and in words what that shows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from clausewatch.proof.checkpoint import Checkpoint
from clausewatch.proof.note import NoteKey
from clausewatch.proof.pack import FOLDER
from clausewatch.proof.statement import Leaf, LeafKind

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
    """Files by name, and what was found in them: leaves by place, records by capture, texts by version."""

    files: dict[str, bytes]
    problems: list[Problem] = field(default_factory=list)
    leaves: dict[int, Leaf] = field(default_factory=dict)
    records: dict[str, RecordFile] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    quotes: int = 0
    redlined: int = 0
    reported: int = 0

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


def shown(
    parts: Parts, key: NoteKey, head: Checkpoint, earlier: Checkpoint | None, *, trusted: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a pack without problems shows, and what it does not, in sentences."""
    imported = [each for each in parts.of(LeafKind.CAPTURE).values() if each.said["kind"] != "live"]
    whose = (
        "which is one of those you gave"
        if trusted
        else "which you must compare with one you have from elsewhere"
    )
    proved = [
        f"The head of the log, {head.size} leaves, is signed by the key {key}, {whose}.",
        f"{len(parts.leaves)} leaves are in that log: {_counted(parts)}.",
        "The WARC records, their index and the list of pages are byte for byte what the logged captures give.",
        f"{len(parts.texts)} texts are those that were logged; {parts.quotes} quotations stand in them, each at its place.",
    ]
    if earlier is not None:
        proved.append(
            f"All of it came into the log after its first {earlier.size} leaves, with which it still begins."
        )
    if parts.reported:
        proved.append(
            f"What is said of {parts.reported} provisions (said-*.jsonl) is what was logged as the analysis."
        )
    if parts.redlined:
        proved.append(f"The redline's {parts.redlined} rows put the one logged text into the other.")
    unproved = [
        "That the server sent these bytes to the operator: the log shows what the operator took down, and when.",
        "That others saw the same page: place, login and tests may change it.",
        "That the text follows from the bytes: read them again with the release that extractor.json names.",
        "That what is said of the text is right: an analysis is an interpretation.",
        "When, by a clock that is not the operator's: no stamp of a time-stamping authority was checked here.",
        "That nobody was shown another log: compare the head with one that others have.",
        "That the pack holds all that it could: a smaller one fits the same log.",
    ]
    if earlier is None:
        unproved.append("That the log did not begin after the fact: the pack has no earlier head.")
    if imported:
        unproved.append(
            f"When {len(imported)} imported captures were taken: their leaves show when they came into this archive."
        )
    if not trusted:
        unproved.insert(0, "Whose log this is: no key was given to compare with.")
    return tuple(proved), tuple(unproved)


def _counted(parts: Parts) -> str:
    return ", ".join(f"{len(parts.of(kind))} of kind {kind}" for kind in LeafKind if parts.of(kind))
