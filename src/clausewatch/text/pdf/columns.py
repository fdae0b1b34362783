"""Pieces of a page to columns and tables in reading order.

A gutter is a strip that many lines begin at and few cross. Lines that cross it (titles, full-width paragraphs) cut the
page into bands; within a band the sides are read one after the other, unless they are a table.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from clausewatch.text.pdf.grids import grid_of
from clausewatch.text.pdf.lines import lines_of
from clausewatch.text.pdf.shapes import Column, Layout, Piece

_STRIP = 0.6
_SLACK = 0.15
_LEAST_LINES = 2
_PITCH = 1.5
_APART = 1.8
_FAR = 5.0
_MOST_PIECES = 5_000
_DEPTH = 6


@dataclass(slots=True)
class _Band:
    """Pieces between two cuts: all of them crossing the gutter, or all of them beside it."""

    pieces: list[Piece]
    crossing: bool


def read_page(pieces: list[Piece]) -> Layout:
    """The columns and tables of a page in the order in which a person reads them."""
    if not pieces:
        return []
    if len(pieces) > _MOST_PIECES:
        return [_column(pieces)]
    return _region(pieces, _DEPTH)


def _region(pieces: list[Piece], depth: int) -> Layout:
    em = median(piece.size for piece in pieces)
    gutter = _best_gutter(pieces, em) if depth and len(pieces) > 2 * _LEAST_LINES - 1 else None
    if gutter is None:
        return [_column(pieces)]
    layout: Layout = []
    for band in _bands(pieces, gutter, em):
        layout += [_column(band.pieces)] if band.crossing else _beside(band.pieces, gutter, em, depth)
    return _merged(layout)


def _column(pieces: list[Piece]) -> Column:
    return Column(lines_of(pieces), min(each.left for each in pieces), max(each.right for each in pieces))


def _merged(layout: Layout) -> Layout:
    """Columns that follow each other downward between the same edges are one."""
    out: Layout = []
    for part in layout:
        last = out[-1] if out else None
        if isinstance(part, Column) and isinstance(last, Column) and _continues(last, part):
            last.lines += part.lines
            last.left, last.right = min(last.left, part.left), max(last.right, part.right)
        else:
            out.append(part)
    return out


def _continues(last: Column, part: Column) -> bool:
    below = part.lines[0].baseline > last.lines[-1].baseline
    return below and min(last.right, part.right) > max(last.left, part.left)


def _best_gutter(pieces: list[Piece], em: float) -> float | None:
    """The left edge of the column right of the gutter with the most lines on both sides, or None."""
    edges: dict[int, list[float]] = defaultdict(list)
    for piece in pieces:
        edges[round(piece.left / 2)].append(piece.left)
    leftmost = min(each.left for each in pieces)
    best, gutter = 0, None
    for bin_ in sorted(edges, key=lambda each: -len(edges[each]))[:40]:
        lefts = edges[bin_] + edges.get(bin_ - 1, [])
        edge = min(lefts)
        if len(lefts) < _LEAST_LINES or edge - leftmost < 2 * em:
            continue
        score = sum(_score(band.pieces, edge, em) for band in _bands(pieces, edge, em) if not band.crossing)
        if score > best:
            best, gutter = score, edge
    return gutter


def _score(pieces: list[Piece], edge: float, em: float) -> int:
    """Lines on the side that has fewer, as far as both sides stand beside each other; 0 if one is only list marks."""
    left = [piece for piece in pieces if piece.left < edge - _SLACK * em]
    right = [piece for piece in pieces if piece.left >= edge - _SLACK * em]
    if not left or not right:
        return 0
    top = max(min(each.top for each in left), min(each.top for each in right))
    bottom = min(max(each.bottom for each in left), max(each.bottom for each in right))
    counts = [
        len({round(each.baseline / (em / 2)) for each in side if top - em <= each.baseline <= bottom + em})
        for side in (left, right)
    ]
    return min(counts) if min(counts) >= _LEAST_LINES else 0


def _bands(pieces: list[Piece], edge: float, em: float) -> list[_Band]:
    """The pieces from the top, parted where they begin or cease to cross the strip left of the edge."""
    bands: list[_Band] = []
    for piece in sorted(pieces, key=lambda each: (each.baseline, each.left)):
        crossing = piece.left < edge - _SLACK * em and piece.right > edge - _STRIP * em
        if not bands or bands[-1].crossing != crossing:
            bands.append(_Band([], crossing))
        bands[-1].pieces.append(piece)
    return bands


def _beside(pieces: list[Piece], edge: float, em: float, depth: int) -> Layout:
    """A band of two sides: a table with what stands alone above and below it, else one side after the other."""
    split = edge - _SLACK * em
    head, body, tail = _parted(pieces, split, em)
    grid = grid_of(body, em)
    if grid is not None:
        return [*([_column(head)] if head else []), grid, *([_column(tail)] if tail else [])]
    across, pieces = _line_across(pieces, em)
    below, pieces = _far_below(pieces, em)
    left = [piece for piece in pieces if piece.left < split]
    right = [piece for piece in pieces if piece.left >= split]
    sides = [part for side in (left, right) if side for part in _region(side, depth - 1)]
    return [*([_column(across)] if across else []), *sides, *([_column(below)] if below else [])]


def _line_across(pieces: list[Piece], em: float) -> tuple[list[Piece], list[Piece]]:
    """A first line set at both edges above the columns, well apart from them and drawn in one go; and the rest."""
    rows = _rows(pieces, em)
    orders = sorted(piece.order for piece in rows[0])
    together = len(orders) > 1 and orders[-1] - orders[0] < len(orders)
    if len(rows) > 1 and together and rows[1][0].baseline - rows[0][0].baseline > _APART * em:
        return rows[0], [piece for row in rows[1:] for piece in row]
    return [], pieces


def _far_below(pieces: list[Piece], em: float) -> tuple[list[Piece], list[Piece]]:
    """A last line far below the columns, as a foot of the page is; and the rest."""
    rows = _rows(pieces, em)
    if len(rows) > 1 and rows[-1][0].baseline - rows[-2][0].baseline > _FAR * em:
        return rows[-1], [piece for row in rows[:-1] for piece in row]
    return [], pieces


def _rows(pieces: list[Piece], em: float) -> list[list[Piece]]:
    """The pieces from the top, those on about one baseline together."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda each: each.baseline):
        if rows and piece.baseline - rows[-1][0].baseline < em / 2:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _parted(pieces: list[Piece], split: float, em: float) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """The rows above the first that has both sides, the rows from there, and those left alone below a gap."""
    rows = _rows(pieces, em)
    both = [any(each.left >= split for each in row) for row in rows]
    if not any(both):
        return pieces, [], []
    first = both.index(True)
    last = len(rows) - both[::-1].index(True)
    while last < len(rows) and rows[last][0].baseline - rows[last - 1][0].baseline < _PITCH * em:
        last += 1
    return (
        [piece for row in rows[:first] for piece in row],
        [piece for row in rows[first:last] for piece in row],
        [piece for row in rows[last:] for piece in row],
    )
