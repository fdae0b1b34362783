"""Check what outsiders said of the log: their stamps hold, and the log of now extends every head they saw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from clausewatch.errors import ClausewatchError
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.log_check import history
from clausewatch.ports import StampsChecked
from clausewatch.proof.leaves import instant
from clausewatch.proof.note import NoteError
from clausewatch.proof.periods import judged
from clausewatch.storage import logged

Problem = tuple[str, str]


_APART = timedelta(minutes=10)
"""How far our clock may be from an authority's: a round tells when it is further."""


def verify_stamps(instance: Instance) -> tuple[tuple[Problem, ...], tuple[str, ...], int]:
    """(1) stamps and cosignatures hold; (2) the log of now begins with every head that was seen; (3) no leaf says that it was
    logged before an authority saw a head without it. What fails, what is no failure and
    should be known, and how many stamps and cosignatures hold."""
    problems: list[Problem] = []
    checked, good = StampsChecked(), 0
    told: tuple[str, ...] = ()
    heads: list[tuple[str, bytes]] = []
    try:
        # (1):
        if instance.stamps is not None:
            checked = instance.stamps.check(instance.clock.now())
            heads += instance.stamps.heads()
        if instance.witnesses is not None:
            wrong, good = instance.witnesses.check()
            problems += wrong
            heads += instance.witnesses.heads()
        # (2):
        problems += _heads(instance, heads)
        # (3):
        back, ahead = _dated(instance, checked.seen)
        problems += back
        told = (*told, *ahead)
    except ClausewatchError as error:
        problems.append((error.subject, error.reason))
    return (*checked.problems, *problems), (*checked.told, *told), checked.good + good


def _dated(instance: Instance, seen: Sequence[tuple[str, datetime]]) -> tuple[list[Problem], list[str]]:
    """Leaves whose times an authority's clock contradicts: those that are dated back, and those of a clock that ran ahead, which
    deceive nobody. Of each head only the first: the others follow."""
    back: list[Problem] = []
    ahead: list[str] = []
    if seen:
        with instance.database.read() as connection:
            times = logged.times(connection)
    for path, at in seen:
        size = int(path.partition("-")[0])
        for number, said in islice((each for each in times[size:] if each[1] < at - _APART), 1):
            told = f"it says {instant(said)}, and a head without it was seen at {instant(at)} ({path})"
            back.append((f"leaf {number}", f"{told}: it is dated back, or our clock was wrong"))
        for number, said in islice((each for each in times[:size] if each[1] > at + _APART), 1):
            told = (
                f"leaf {number} says {instant(said)}, and a head with it was seen at {instant(at)} ({path})"
            )
            ahead.append(f"{told}: our clock was wrong")
    return back, ahead


def _heads(instance: Instance, heads: list[tuple[str, bytes]]) -> Iterator[Problem]:
    """Heads that others saw and that no key of the log signed in its time, or that the log of now does not begin with."""
    known = history(instance.log) if heads else None
    for path, note in heads:
        subject = f"stamped head {path}"
        if known is None:
            yield subject, "there is no log that it could be of"
            continue
        try:
            said, doubt = judged(note.decode(), known)
        except (NoteError, UnicodeDecodeError) as error:
            yield subject, str(error)
            continue
        if doubt is not None:
            yield subject, f"{doubt.value} (the log has {known.size} leaves)"
        elif path.partition("/")[0] != f"{said.size}-{said.root.hex()[:8]}":
            yield subject, f"it is a head of {said.size} leaves, and lies in the place of another"
