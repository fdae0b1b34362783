"""The redline of two passages, word by word, and the runs of words that differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from clausewatch.change.anchors import anchors
from clausewatch.nouns.change import Op, Piece

_TOKEN = re.compile(r"\s+|\w+(?:['’]\w+)*|[^\w\s]")

# The alignment matrix takes n*m/8 bytes; 64 million cells are 8 MB and about 30 ms. Beyond it the middle is first cut at what
# stands once on both sides; what is longer still and has nothing of the kind in common is shown as replaced whole.
CELLS = 64_000_000


@dataclass(frozen=True, slots=True)
class Run:
    """`old[a:b]` became `new[c:d]`; `same` when they are equal."""

    same: bool
    a: int
    b: int
    c: int
    d: int


def runs(old: Sequence[str], new: Sequence[str]) -> tuple[Run, ...]:
    """The longest-common-subsequence alignment of two sequences as alternating equal and differing runs."""
    start = 0
    limit = min(len(old), len(new))
    while start < limit and old[start] == new[start]:
        start += 1
    tail = 0
    while tail < limit - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    old_end, new_end = len(old) - tail, len(new) - tail
    middle = _middle(old[start:old_end], new[start:new_end], start)
    edges = [Run(same=True, a=0, b=start, c=0, d=start)] if start else []
    last = [Run(same=True, a=old_end, b=len(old), c=new_end, d=len(new))] if tail else []
    return _joined([*edges, *middle, *last])


def _middle(old: Sequence[str], new: Sequence[str], offset: int) -> list[Run]:
    if len(old) * len(new) <= CELLS:
        return _aligned(old, new, (offset, offset))
    found: list[Run] = []
    a = c = 0
    for at, there, length in (*anchors(old, new), (len(old), len(new), 0)):
        found += _aligned(old[a:at], new[c:there], (offset + a, offset + c))
        a, c = at + length, there + length
        if length:
            found.append(Run(same=True, a=offset + at, b=offset + a, c=offset + there, d=offset + c))
    return found


def _aligned(old: Sequence[str], new: Sequence[str], at: tuple[int, int]) -> list[Run]:
    """The runs of two sequences that begin at those places; one that replaces all where that would take too long."""
    a, c = at
    if not old and not new:
        return []
    if not old or not new or len(old) * len(new) > CELLS:
        return [Run(same=False, a=a, b=a + len(old), c=c, d=c + len(new))]
    return [
        Run(
            same=op.tag == "equal",
            a=a + op.src_start,
            b=a + op.src_end,
            c=c + op.dest_start,
            d=c + op.dest_end,
        )
        for op in LCSseq.opcodes(old, new)
    ]


def _joined(found: list[Run]) -> tuple[Run, ...]:
    joined: list[Run] = []
    for run in found:
        if joined and joined[-1].same == run.same:
            before = joined.pop()
            joined.append(Run(same=run.same, a=before.a, b=run.b, c=before.c, d=run.d))
        else:
            joined.append(run)
    return tuple(joined)


def readable(found: tuple[Run, ...], weight: Sequence[int]) -> tuple[Run, ...]:
    """`found` with islands of agreement dissolved that are lighter than the edits on both sides of them.

    `weight` is the weight of each old element (words 1, white space and signs 0). An island of fewer than three words
    between two edits that each outweigh it tells the reader nothing; two edits read as one.
    """
    kept: list[Run] = []
    for run in found:
        kept.append(run)
        if len(kept) < 3 or run.same or kept[-3].same:
            continue
        before, island = kept[-3], kept[-2]
        load = sum(weight[island.a : island.b])
        if load == 0 or (load < 3 and min(_size(before), _size(run)) > 2 * load):
            kept[-3:] = [Run(same=False, a=before.a, b=run.b, c=before.c, d=run.d)]
    return tuple(kept)


def _size(run: Run) -> int:
    return max(run.b - run.a, run.d - run.c)


def redline(old: str, new: str) -> tuple[Piece, ...]:
    """The word-level redline. Joining `same` and `deleted` gives exactly `old`, `same` and `inserted` exactly `new`."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    weight = [1 if token[0].isalnum() else 0 for token in before]
    pieces: list[Piece] = []
    for run in readable(runs(before, after), weight):
        if run.same:
            pieces.append(Piece(Op.SAME, "".join(before[run.a : run.b])))
            continue
        if run.b > run.a:
            pieces.append(Piece(Op.DELETED, "".join(before[run.a : run.b])))
        if run.d > run.c:
            pieces.append(Piece(Op.INSERTED, "".join(after[run.c : run.d])))
    return tuple(pieces)
