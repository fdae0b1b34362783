"""Under what an item or a row stands: the opening of its list, else the heading above. In another list it says another thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from clausewatch.change.pairing import Pair, Tie
from clausewatch.change.units import Role, Unit
from clausewatch.nouns.document import StatementKind

# A sentence that opens a list is outside it, an item that opens one is as deep as its own list.
_OUTSIDE = -1


@dataclass(frozen=True, slots=True)
class Openings:
    """One side's units with, for each, the index of what governs it; None for sentences and what stands under nothing."""

    units: Sequence[Unit]
    over: tuple[int | None, ...]
    governing: frozenset[int]

    def said(self, index: int) -> tuple[str, ...]:
        """The words under which a unit stands; none where it stands under nothing."""
        over = self.over[index]
        return () if over is None else self.units[over].keys

    def is_list(self, index: int | None) -> bool:
        """Whether it is the opening of a list, not a heading."""
        return index is not None and self.units[index].role is not Role.HEADING


def openings(units: Sequence[Unit]) -> Openings:
    """What governs each item and row: the nearest opening of a list that is less deep, else its heading."""
    over: list[int | None] = []
    heading: int | None = None
    open_now: list[tuple[int, int]] = []
    for index, unit in enumerate(units):
        opens = unit.role is Role.LEAD_IN or unit.text.rstrip().endswith(":")
        depth = unit.level if unit.kind is StatementKind.ITEM else _OUTSIDE
        if unit.role is Role.HEADING:
            heading, open_now = index, []
            over.append(None)
            continue
        if unit.kind is StatementKind.SENTENCE:
            open_now = []
            over.append(None)
        else:
            while open_now and unit.kind is StatementKind.ITEM and open_now[-1][0] >= depth:
                open_now.pop()
            over.append(open_now[-1][1] if open_now else heading)
        if opens and unit.kind is not StatementKind.ROW:
            open_now.append((depth, index))
    return Openings(units, tuple(over), frozenset(one for one in over if one is not None))


def standing(*sides: tuple[Openings, Iterable[int]]) -> dict[tuple[str, ...], set[tuple[str, ...]]]:
    """The words of all units but those named, each with the words under which they stand."""
    found: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for side, gone in sides:
        missing = set(gone)
        for index, unit in enumerate(side.units):
            if index not in missing:
                found[unit.keys].add(side.said(index))
    return found


class Lists:
    """Tells which pairs of items or rows left one list that lives on for another."""

    def __init__(self, old: Openings, new: Openings, pairs: Iterable[Pair]) -> None:
        self._old, self._new = old, new
        there = [(one.old, one.new) for one in pairs]
        self._forth: Mapping[int, int] = dict(there)
        self._back: Mapping[int, int] = {new: old for old, new in there}

    def changed(self, pair: Pair) -> bool:
        """Whether the same words stand under another opening than before, though neither opening came or went.

        What stayed in its place has changed its list only where it went in or out of a nested one.
        """
        unit = self._new.units[pair.new]
        if pair.tie is Tie.ALIKE or not (unit.listed or unit.kind is StatementKind.ROW):
            return False
        before, after = self._old.over[pair.old], self._new.over[pair.new]
        if before is not None and self._forth.get(before) == after:
            return False
        if pair.tie is Tie.MOVED and not pair.in_place:
            return before in self._forth and after in self._back
        return self._left(before, after) or self._joined(before, after)

    def _left(self, before: int | None, after: int | None) -> bool:
        """Whether the list it was in still holds others, and it stands now under no list, or under one that was there."""
        still = self._forth.get(before) if before is not None else None
        elsewhere = not self._new.is_list(after) or after in self._back
        return self._old.is_list(before) and still in self._new.governing and elsewhere

    def _joined(self, before: int | None, after: int | None) -> bool:
        was = self._back.get(after) if after is not None else None
        elsewhere = not self._old.is_list(before) or before in self._forth
        return self._new.is_list(after) and was in self._old.governing and elsewhere
