"""The batch that is being appended, written down before any tile is: a log that was cut off ends with the same leaves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from clausewatch.nouns.identity import digest
from clausewatch.proof.tiles import pack_entries, unpack_entries

_HEAD = re.compile(rb"clausewatch pending 1 (\d{1,19}) ([0-9a-f]{64})\n")


@dataclass(frozen=True, slots=True)
class Pending:
    """Entries that follow the log's first `start`."""

    start: int
    entries: tuple[bytes, ...]


def pack_pending(start: int, entries: Sequence[bytes]) -> bytes:
    """The batch with its hash."""
    bundle = pack_entries(entries)
    return f"clausewatch pending 1 {start} {digest(bundle)}\n".encode() + bundle


def unpack_pending(content: bytes) -> Pending | None:
    """The batch; None where the bytes are not whole."""
    head = _HEAD.match(content)
    if head is None or digest(content[head.end() :]) != head[2].decode():
        return None
    return Pending(int(head[1]), unpack_entries(content[head.end() :]))
