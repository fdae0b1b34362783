"""The rows of two versions side by side, as their page shows them: marks, places to cite, context, what is left out."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from clausewatch.change import Placed, with_words
from clausewatch.nouns.change import DiffRow, Op, Piece, RowKind
from clausewatch.nouns.document import BlockKind, Edition
from clausewatch.web.addresses import passage_path
from clausewatch.web.parts import LONGEST_PART, escaped_bytes

MARKS = {
    RowKind.SAME: ("", ""),
    RowKind.CHANGED: ("±", "changed"),
    RowKind.REMOVED: ("−", "removed"),
    RowKind.ADDED: ("+", "added"),
    RowKind.MOVED_FROM: ("↷", "moved away"),
    RowKind.MOVED_TO: ("↷", "moved here"),
}

_CONTEXT = 1
"""Unchanged blocks shown on both sides of what changed. The heading above is shown too."""

GAP = " […] "
_LONG_SAME, _KEPT_SAME = 900, 240
"""Characters of unchanged words in one stretch of a changed block from which on its middle is left out where only what changed
is shown, and those that then stay on either side."""

_ROW, _PIECE, _LINKS = 430, 60, 330
"""Markup around a row, around what came or went in it, and of the links of a row that is not the same, in bytes."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a block is, for setting it: its kind, depth and list mark; and where its text holds it, "" for no provision."""

    kind: BlockKind
    depth: int
    marker: str
    href: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row to be shown, or in its place a stretch of `skipped` unchanged blocks that begins with it. What is too long to stand
    in two columns is set `across` both, once, with what came and went marked."""

    number: int
    row: DiffRow | None
    mark: str
    meaning: str
    old: Cell | None
    new: Cell | None
    skipped: int = 0
    across: bool = False


class Rows:
    """The rows of one comparison, with the words of those alone that are asked for. With `changed` only what changed is shown:
    long stretches of a block that stayed the same are cut short, and `cut` says so."""

    def __init__(
        self, rows: tuple[Placed, ...], old: Edition, new: Edition, *, changed: bool = False
    ) -> None:
        self._rows = rows
        self._old, self._new, self._changed = old, new, changed
        self.cut = changed and any(
            row.kind is not RowKind.SAME
            and any(op is Op.SAME and long > _LONG_SAME for op, long in row.pieces)
            for row in rows
        )

    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many passages changed in which way."""
        wanted = (RowKind.CHANGED, RowKind.ADDED, RowKind.REMOVED, RowKind.MOVED_TO)
        counted = ((MARKS[kind][1], sum(row.kind is kind for row in self._rows)) for kind in wanted)
        return tuple((label, count) for label, count in counted if count)

    def listed(self) -> tuple[tuple[int, int], ...]:
        """What a page lists, in order: (row, 0), or (first row, n) for n unchanged rows that are left out."""
        if not self._changed:
            return tuple((number, 0) for number in range(len(self._rows)))
        kept = self._kept()
        out: list[tuple[int, int]] = []
        for number in range(len(self._rows)):
            if number in kept:
                out.append((number, 0))
            elif out and out[-1][1]:
                out[-1] = out[-1][0], out[-1][1] + 1
            else:
                out.append((number, 1))
        # A line saying that one is left out is no shorter than that one.
        return tuple((number, 0 if skipped == 1 else skipped) for number, skipped in out)

    def weight(self, number: int, skipped: int, *, inline: bool) -> int:
        """About how many bytes of HTML that entry takes."""
        if skipped:
            return _ROW
        once, twice = self._weights(self._row(number))
        return once if inline or once + twice > LONGEST_PART else once + twice

    def shown(self, number: int, skipped: int) -> ShownRow:
        """The entry as the page shows it."""
        if skipped:
            return ShownRow(number, None, "", "", None, None, skipped)
        row = self._row(number)
        once, twice = self._weights(row)
        mark, meaning = MARKS[row.kind]
        linked = row.kind is not RowKind.SAME
        before = self._cell(self._old, row.old_block, linked=linked)
        after = self._cell(self._new, row.new_block, linked=linked)
        across = before is not None and after is not None and once + twice > LONGEST_PART
        return ShownRow(number, row, mark, meaning, before, after, across=across)

    def _row(self, number: int) -> DiffRow:
        found = with_words(self._rows, number, self._old, self._new)
        return _shortened(found) if self._changed else found

    def _kept(self) -> set[int]:
        kept: set[int] = set()
        heading: int | None = None
        for number, row in enumerate(self._rows):
            if row.kind is not RowKind.SAME:
                kept.update(range(max(number - _CONTEXT, 0), min(number + _CONTEXT + 1, len(self._rows))))
                if heading is not None:
                    kept.add(heading)
            if row.new_block is not None and self._new.text.blocks[row.new_block].kind is BlockKind.HEADING:
                heading = number
        return kept

    def _weights(self, row: DiffRow) -> tuple[int, int]:
        """About how many bytes the row takes in one cell, and how many more in two: what is common to both sides stands in
        both."""
        said = [(each.op is Op.SAME, escaped_bytes(each.text)) for each in row.pieces]
        once = _ROW + sum(size + _PIECE * (not same) for same, size in said)
        once += _LINKS * (row.kind is not RowKind.SAME)
        if row.old_block is None or row.new_block is None:
            return once, 0
        return once, sum(size for same, size in said if same)

    def _cell(self, edition: Edition, index: int | None, *, linked: bool) -> Cell | None:
        if index is None:
            return None
        block = edition.text.blocks[index]
        href = self._href(edition, block.start) if linked else ""
        return Cell(block.kind, min(block.level, 6), block.marker, href)

    def _href(self, edition: Edition, start: int) -> str:
        known, version = edition.outline.provisions, edition.version
        place = bisect_right(known, start, key=lambda each: each.start) - 1
        return passage_path(version.document, known[place].id, version.id) if place >= 0 else ""


def _shortened(row: DiffRow) -> DiffRow:
    """The row without the middle of its long unchanged stretches: their ends, cut at words, around a gap."""
    if row.kind is RowKind.SAME or not any(_is_long(each) for each in row.pieces):
        return row
    last = len(row.pieces) - 1
    return replace(
        row,
        pieces=tuple(
            Piece(Op.SAME, _ends(each.text, first=not at, last=at == last)) if _is_long(each) else each
            for at, each in enumerate(row.pieces)
        ),
    )


def _is_long(piece: Piece) -> bool:
    return piece.op is Op.SAME and len(piece.text) > _LONG_SAME


def _ends(text: str, *, first: bool, last: bool) -> str:
    """What stands beside a change; of a stretch that the block begins or ends with, only the end at the change."""
    head = "" if first else text[:_KEPT_SAME].rpartition(" ")[0]
    tail = "" if last else text[-_KEPT_SAME:].partition(" ")[2]
    return f"{head}{GAP}{tail}"
