"""Pieces that stand in rows and columns to a table.

Producers draw a table row by row and columns of prose one after the other, so the drawing order tells them apart; where a
program sorted the lines (scanners do), long lines that fill their column are prose.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import median

from clausewatch.text.pdf.lines import lines_of
from clausewatch.text.pdf.shapes import Grid, Piece

_LANE = 0.6
_MOST_COLUMNS = 20
_TOUCH = 0.4
_SHARE = 0.6
_WORDY = 4
_FULL = 0.8
_TALL = 20


def grid_of(pieces: list[Piece], em: float) -> Grid | None:
    """The table that the pieces make up, or None when they are columns of prose."""
    sides = _sides(pieces, em)
    if not 2 <= len(sides) <= _MOST_COLUMNS:
        return None
    place = {id(piece): number for number, side in enumerate(sides) for piece in side}
    rows = _drawn_rows(pieces, place)
    if len(rows) == 1:
        rows = _even_rows(pieces, place, len(sides), em)
    if len(rows) < 2 or not _below_each_other(rows, em):
        return None
    if any(_is_tall(row, sides, place) for row in rows):
        return None
    full = sum(len({place[id(piece)] for piece in row}) >= 2 for row in rows)
    if full < 2 or full < _SHARE * len(rows) or _prose_by_lines(rows, sides, place):
        return None
    cells = [[lines_of([p for p in row if place[id(p)] == n]) for n in range(len(sides))] for row in rows]
    return Grid(cells)


def _sides(pieces: list[Piece], em: float) -> list[list[Piece]]:
    """The pieces parted by the empty lanes that run from top to bottom between them."""
    sides: list[list[Piece]] = []
    edge = 0.0
    for piece in sorted(pieces, key=lambda each: each.left):
        if sides and piece.left - edge < _LANE * em:
            sides[-1].append(piece)
        else:
            sides.append([piece])
            edge = piece.right
        edge = max(edge, piece.right)
    return sides


def _drawn_rows(pieces: list[Piece], place: dict[int, int]) -> list[list[Piece]]:
    """The pieces in drawing order, a row for each return to a column further left."""
    rows: list[list[Piece]] = []
    before = len(place)
    for piece in sorted(pieces, key=lambda each: each.order):
        if place[id(piece)] < before and (not rows or place[id(piece)] != before):
            rows.append([])
        rows[-1].append(piece)
        before = place[id(piece)]
    return rows


def _even_rows(pieces: list[Piece], place: dict[int, int], columns: int, em: float) -> list[list[Piece]]:
    """A table drawn column by column: short cells, every one on a baseline with cells of all columns."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda each: each.baseline):
        if rows and piece.baseline - rows[-1][0].baseline < _TOUCH * em:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    even = all(len({place[id(piece)] for piece in row}) == columns for row in rows)
    short = median(len(piece.text.split()) for piece in pieces) < _WORDY
    return rows if even and short else []


def _below_each_other(rows: list[list[Piece]], em: float) -> bool:
    return all(
        min(piece.top for piece in row) > max(piece.bottom for piece in before) - _TOUCH * em
        for before, row in pairwise(rows)
    )


def _is_tall(row: list[Piece], sides: list[list[Piece]], place: dict[int, int]) -> bool:
    """Two cells side by side with as many lines as no cell has: columns of prose under a line across."""
    lines = [len({round(p.baseline) for p in row if place[id(p)] == number}) for number in range(len(sides))]
    return sorted(lines)[-2] > _TALL


def _prose_by_lines(rows: list[list[Piece]], sides: list[list[Piece]], place: dict[int, int]) -> bool:
    """Whether these are columns of prose drawn line by line: one line to a row, long, and filling its column."""
    if any(len(row) > len(sides) for row in rows):
        return False
    for side in sides:
        width = max(piece.right for piece in side) - min(piece.left for piece in side)
        filling = sum(piece.width >= _FULL * width for piece in side)
        if median(len(piece.text.split()) for piece in side) < _WORDY or filling < _SHARE * len(side):
            return False
    return len(rows) >= 4 and len(place) > 0
