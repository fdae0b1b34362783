"""Which key signs which heads of a log: it hands its signing on by a leaf that names the next key, under a head that both sign."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from clausewatch.proof.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from clausewatch.proof.note import NoteError, NoteKey, parse_key, parse_note

_LINE = re.compile(r"(0|[1-9]\d{0,18}) (\S+)")
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Period:
    """Heads of `start` leaves and more are signed by `key`, until the next period starts.

    The head of exactly `start` leaves, the last of which names the key, is signed by the key before as well.
    """

    start: int
    key: NoteKey

    def __str__(self) -> str:
        return f"{self.start} {self.key}\n"


class HeadDoubt(StrEnum):
    """Why a signed head is none that this log had."""

    STRANGER = "no key of this log signed it"
    RETIRED = "its key had been handed on before: whoever signed it has a key that is no longer in use"
    EARLY = "its key was not in use yet at that size"
    CUT = "the log has fewer leaves than it: the log was cut"
    SPLIT = "the log signed another head of the same size: it showed two histories"
    REWRITTEN = "the log of now does not begin with the log of then: it was rewritten, or its key signed another history"


@dataclass(frozen=True, slots=True)
class History:
    """A log as it stands: its periods, its size, the root that its first leaves have, and the sizes of the heads it kept."""

    periods: tuple[Period, ...]
    size: int
    root_at: Callable[[int], bytes]
    kept: frozenset[int] = frozenset()


def parse_periods(text: str) -> tuple[Period, ...]:
    """The periods that `str()` wrote, one a line. NoteError where they are none, do not follow one another, or name two logs."""
    found = []
    lines = text.splitlines()
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is None or len(lines) > _MOST:
            raise NoteError("its periods have another form")
        found.append(Period(int(match[1]), parse_key(match[2])))
    starts = [each.start for each in found]
    if not found or starts[0] != 0 or sorted(set(starts)) != starts:
        raise NoteError("its periods do not follow one another")
    if len({each.key.name for each in found}) > 1 or len({each.key for each in found}) < len(found):
        raise NoteError("its periods are of several logs, or one key has two")
    return tuple(found)


def key_at(periods: Sequence[Period], size: int) -> NoteKey:
    """The key that signs heads of that size."""
    return next(each.key for each in reversed(periods) if each.start <= size)


def opened(note: str, periods: Sequence[Period]) -> tuple[Checkpoint, HeadDoubt | None]:
    """What the note says, and whether the key of its period signed it. NoteError where it is no checkpoint."""
    said = parse_checkpoint(parse_note(note)[0])
    signers = [each for each in periods if signed_by(note, each.key)]
    right = key_at(periods, said.size)
    if any(each.key == right for each in signers):
        return said, None
    if not signers:
        return said, HeadDoubt.STRANGER
    return said, HeadDoubt.RETIRED if signers[-1].start < said.size else HeadDoubt.EARLY


def judged(note: str, history: History) -> tuple[Checkpoint, HeadDoubt | None]:
    """What the note says, and why the log never had that head; None where it had. NoteError where it is no checkpoint."""
    said, doubt = opened(note, history.periods)
    if doubt is not None:
        return said, doubt
    if said.size > history.size:
        return said, HeadDoubt.CUT
    if history.root_at(said.size) == said.root:
        return said, None
    return said, HeadDoubt.SPLIT if said.size in history.kept else HeadDoubt.REWRITTEN


def signed_by(note: str, key: NoteKey) -> bool:
    """Whether the key signed the note, as a checkpoint of its own log."""
    try:
        open_checkpoint(note, key)
    except NoteError:
        return False
    return True
