"""Check what outsiders said of the log: their stamps hold, and the log of now extends every head they saw."""

from __future__ import annotations

from collections.abc import Iterator

from clausewatch.errors import ClausewatchError
from clausewatch.pipeline.instance import Instance
from clausewatch.proof.checkpoint import open_checkpoint
from clausewatch.proof.note import NoteError
from clausewatch.proof.tree import root

Problem = tuple[str, str]


def verify_stamps(instance: Instance) -> tuple[tuple[Problem, ...], tuple[str, ...], int]:
    """What fails, what is no failure and should be known, and how many stamps and cosignatures hold."""
    problems: list[Problem] = []
    told: list[str] = []
    good = 0
    heads: list[tuple[str, bytes]] = []
    try:
        if instance.stamps is not None:
            problems, told, good = instance.stamps.check(instance.clock.now())
            heads += instance.stamps.heads()
        if instance.witnesses is not None:
            wrong, cosigned = instance.witnesses.check()
            problems, good = problems + wrong, good + cosigned
            heads += instance.witnesses.heads()
        problems += _heads(instance, heads)
    except ClausewatchError as error:
        problems.append((error.subject, error.reason))
    return tuple(problems), tuple(told), good


def _heads(instance: Instance, heads: list[tuple[str, bytes]]) -> Iterator[Problem]:
    """Heads that others saw and that the log's key did not sign, or that the log of now does not begin with."""
    now = instance.log.head() if heads else None
    for path, note in heads:
        subject = f"stamped head {path}"
        if now is None:
            yield subject, "there is no log that it could be of"
            continue
        try:
            then = open_checkpoint(note.decode(), now.key)
        except (NoteError, UnicodeDecodeError) as error:
            yield subject, str(error)
            continue
        size = now.checkpoint.size
        if then.size > size:
            yield subject, f"the log has {size} leaves and had {then.size}: it was cut"
        elif root(then.size, instance.log.nodes(size)) != then.root:
            yield subject, "the log of now does not begin with the log of then: it was rewritten"
