"""How a document is set: its usual letter size, line pitch and weight, whether lines are flush, its words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from clausewatch.text.pdf.shapes import Column, Grid, Layout, Piece
from clausewatch.text.wrapped import Lexicon, lexicon_of

_USUAL_PITCH = 1.2
_MOST_PITCH = 2.5
_FLUSH = 0.5
_BOLD_TEXT = 0.6


@dataclass(frozen=True, slots=True)
class Setting:
    """`size` in points; `pitch` in letter sizes from one baseline to the next; `bold`: boldness marks nothing here."""

    size: float
    pitch: float
    justified: bool
    bold: bool
    lexicon: Lexicon


def body_size(pieces: list[Piece]) -> float:
    """The letter size of most of the text, in half points."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[round(piece.size * 2) / 2] += len(piece.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=10.0) or 10.0


def setting_of(layouts: list[Layout]) -> Setting:
    """Measured over all lines of the document."""
    columns = [part for layout in layouts for part in layout if isinstance(part, Column)]
    lines = [line for column in columns for line in column.lines]
    size = body_size(lines)
    pitches: Counter[float] = Counter()
    flush = count = 0
    for column in columns:
        for line, below in zip(column.lines, column.lines[1:], strict=False):
            pitch = (below.baseline - line.baseline) / max(1.0, line.size)
            if abs(line.size - size) < 0.5 and abs(below.size - size) < 0.5 and 0.8 < pitch < _MOST_PITCH:
                pitches[round(pitch * 20) / 20] += 1
                count += 1
                flush += column.right - line.right < 0.15 * size
    bold = sum(line.share("strong") * len(line.text) for line in lines)
    whole = sum(len(line.text) for line in lines)
    return Setting(
        size,
        max(pitches, key=lambda pitch: (pitches[pitch], -pitch), default=_USUAL_PITCH),
        flush > _FLUSH * count and count >= 4,
        bold > _BOLD_TEXT * whole,
        lexicon_of(_words(layouts)),
    )


def _words(layouts: list[Layout]) -> list[str]:
    found: list[str] = []
    for layout in layouts:
        for part in layout:
            lines = part.lines if isinstance(part, Column) else _cell_lines(part)
            found += [line.text for line in lines]
    return found


def _cell_lines(grid: Grid) -> list[Piece]:
    return [line for row in grid.rows for cell in row for line in cell]
