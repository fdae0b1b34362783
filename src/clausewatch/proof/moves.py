"""Which blocks of a redline went from one place to another: they stand in two rows, where they went from and where to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Place = tuple[int, int]
Row = tuple[Place | None, Place | None]
"""Where the row's words stand in the old and in the new text."""


@dataclass(frozen=True, slots=True)
class Move:
    """The row from which a block went, which has no new place, and the one where it came to. `crosses` says that a row of
    the old text stands between them: else it went nowhere."""

    went: int
    came: int
    crosses: bool


def moves(rows: Sequence[Row]) -> tuple[Move, ...]:
    """The blocks that have two rows. ValueError where a block has more, or two of one kind."""
    seen: dict[Place, list[int]] = {}
    for number, (old, _) in enumerate(rows):
        if old is not None and old[0] < old[1]:
            seen.setdefault(old, []).append(number)
    pairs = []
    for some in seen.values():
        if len(some) == 1:
            continue
        went = [each for each in some if rows[each][1] is None]
        if len(some) != 2 or len(went) != 1:
            raise ValueError("its rows have words twice")
        pairs.append((went[0], sum(some) - went[0]))
    came = {each for _, each in pairs}
    standing = [number for number, (old, _) in enumerate(rows) if old is not None and number not in came]
    return tuple(
        Move(one, other, any(min(one, other) < each < max(one, other) for each in standing))
        for one, other in pairs
    )


def settled(rows: Sequence[Row]) -> tuple[int, ...]:
    """The rows that stay when blocks that went nowhere are shown but where they came to."""
    kept = list(range(len(rows)))
    while True:
        idle = next((each for each in moves([rows[one] for one in kept]) if not each.crosses), None)
        if idle is None:
            return tuple(kept)
        del kept[idle.went]
