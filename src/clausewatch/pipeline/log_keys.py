"""Which keys signed which heads of the log, and whether each was handed over by the one before."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from clausewatch.ports import Log
from clausewatch.proof.note import NoteKey
from clausewatch.proof.periods import Period, signed_by


@dataclass(frozen=True, slots=True)
class LogKey:
    """A key of the log. It signed heads of `first` to `last` leaves, or signs to this day where `last` is None; leaf `named_by`
    names it.

    `handed_over` says whether the head of `first` leaves is signed by the key before as well; None for the first key, which
    nobody handed over, and where that head is no longer kept.
    """

    key: NoteKey
    first: int
    last: int | None
    named_by: int
    handed_over: bool | None = None


def log_keys(log: Log) -> tuple[LogKey, ...]:
    """The keys of the log, the first one first; none before anything was logged."""
    periods = log.periods()
    if not periods:
        return ()
    ends: list[int | None] = [*(each.start for each in periods[1:]), None]
    first = LogKey(periods[0].key, 1, ends[0], 0)
    later = (
        LogKey(now.key, now.start, end, now.start - 1, _handed_over(log, before, now))
        for (before, now), end in zip(pairwise(periods), ends[1:], strict=True)
    )
    return (first, *later)


def _handed_over(log: Log, before: Period, now: Period) -> bool | None:
    kept = log.head(now.start)
    return None if kept is None else signed_by(kept.note, before.key)
