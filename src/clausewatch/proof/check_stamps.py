"""Time stamps (RFC 3161) in a pack, by what the caller trusts, and what they say of when captures were logged."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from clausewatch.proof import pack
from clausewatch.proof.check_leaves import instant_of
from clausewatch.proof.parts import PackStamp, Parts
from clausewatch.proof.stamp import StampError
from clausewatch.proof.statement import LeafKind

_FILE = re.compile(r"((?:prev-)?checkpoint)\.[a-z0-9-]{1,40}\.tsr")
SLACK = timedelta(minutes=10)
"""How far an authority's clock and the operator's may be apart (`evidence.stamps` tells of more)."""

Judge = Callable[[bytes, bytes], datetime | None]
"""Gives when an answer stamped a note, by what the caller trusts; None where its authority is none that the caller knows.
StampError where it is of one, or says so, and does not hold."""


def stamps(parts: Parts, judge: Judge) -> None:
    """Every stamp is looked at: those that hold, and those by authorities that the caller does not know, are noted."""
    for name in parts.named("", ".tsr"):
        match = _FILE.fullmatch(name)
        with parts.telling(name):
            if match is None or not parts.has(f"{match[1]}.txt"):
                raise ValueError("there is no such head")
            try:
                at = judge(parts.bytes(name), parts.bytes(f"{match[1]}.txt"))
            except StampError as error:
                raise ValueError(f"it is no stamp of this head by an authority you trust: {error}") from error
            if at is None:
                parts.unknown_stamps.append(f"{pack.FOLDER}{name}")
            else:
                parts.stamps.append(PackStamp(match[1], f"{pack.FOLDER}{name}", at))


def bracket(parts: Parts) -> None:
    """No live capture was taken before the earlier head's last stamp or after the head's first, but for the clocks' slack."""
    before = [each.at for each in parts.stamps if each.head == "prev-checkpoint"]
    after = [each.at for each in parts.stamps if each.head == "checkpoint"]
    for number, leaf in parts.of(LeafKind.CAPTURE).items():
        with parts.telling(f"leaf-{number}.json"):
            taken = instant_of(leaf.said["t0"])
            if leaf.said["kind"] != "live":
                continue
            if before and taken < max(before) - SLACK:
                raise ValueError("it says it was taken before the earlier head was stamped, which lacks it")
            if after and taken > min(after) + SLACK:
                raise ValueError("it says it was taken after the head that has it was stamped")
