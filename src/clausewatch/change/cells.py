"""Rows whose words are the same and stand in other cells: under another column they say another thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from clausewatch.change.pairing import Pair, Tie
from clausewatch.change.units import Unit
from clausewatch.change.wording import keys
from clausewatch.nouns.document import StatementKind


def shifted(old: Sequence[Unit], new: Sequence[Unit], pairs: Iterable[Pair]) -> frozenset[int]:
    """The places in `new` of rows whose words went to other cells; none where most rows did, for a column came or went."""
    rows = [
        one
        for one in pairs
        if one.tie is not Tie.ALIKE and _has_cells(old[one.old]) and _has_cells(new[one.new])
    ]
    found = frozenset(one.new for one in rows if _filled(old[one.old]) != _filled(new[one.new]))
    return found if 2 * len(found) <= len(rows) else frozenset()


def _has_cells(unit: Unit) -> bool:
    return unit.kind is StatementKind.ROW and "\t" in unit.text


def _filled(unit: Unit) -> tuple[int, ...]:
    """Which cells hold words."""
    return tuple(place for place, cell in enumerate(unit.text.split("\t")) if keys(cell))
