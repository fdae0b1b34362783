"""Pieces on one baseline to lines: list marks go to their words, raised numbers to their line, words in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from clausewatch.text.pdf.shapes import Piece

MARKER = re.compile(
    r"[•·▪●◦‣∙■□◆❖✓✔➢►○➔–—*o-]|[(（]?(?:\d{1,3}|[A-Za-z]|[ivxlc]{1,6}|[IVXLC]{1,6})[.)）]|\d{1,2}(?:\.\d{1,2}){1,4}\.?"
)
_REACH = 5.0
_RAISED = 0.6
_TOUCH = 0.3
_SAME_LINE = 0.3
_SPACE = 0.12
_SMALLER = 0.85
_SIGNS = 6
_LEAST_RISE = 0.2
_POWER_REACH = 1.5
_UNIT = re.compile(r"(?:^|[\s\d/])(?:[kcdm]?m|ft|in|yd|mi)$")
"""Lengths, of which the square or cube is an area or volume."""
_NOTES = re.compile(r"\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*")
_POWER = re.compile(r"[-\u2212]?\d{1,3}")


def with_markers(pieces: list[Piece]) -> list[Piece]:
    """The pieces in drawing order, each list mark that stands by itself joined to the words right of it."""
    out: list[Piece] = []
    for piece in pieces:
        if out and _marks(out[-1], piece):
            mark = out.pop()
            piece = join_pieces(mark, piece, " ", second=piece.left)  # noqa: PLW2901
        out.append(piece)
    return out


def _marks(mark: Piece, piece: Piece) -> bool:
    return (
        MARKER.fullmatch(mark.text) is not None
        and abs(mark.baseline - piece.baseline) < _SAME_LINE * piece.size
        and 0 <= piece.left - mark.right < _REACH * piece.size
    )


def join_pieces(first: Piece, then: Piece, glue: str, second: float = 0.0) -> Piece:
    """Both as one piece, on the baseline and in the size of the longer."""
    main = first if len(first.text) > len(then.text) else then
    base = len(first.text) + len(glue)
    spans = first.spans + [(start + base, end + base, what) for start, end, what in then.spans]
    return Piece(
        first.text + glue + then.text,
        min(first.left, then.left),
        max(first.right, then.right),
        main.baseline,
        main.size,
        min(first.order, then.order),
        merged(spans),
        second or first.second or (then.left if glue else 0.0),
    )


def merged(spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The spans with those of one kind that touch, or have only a space between them, made one."""
    last: dict[str, tuple[int, int, str]] = {}
    done: list[tuple[int, int, str]] = []
    for span in sorted(spans):
        before = last.get(span[2])
        if before is not None and span[0] - before[1] <= 1:
            last[span[2]] = (before[0], max(before[1], span[1]), span[2])
        else:
            if before is not None:
                done.append(before)
            last[span[2]] = span
    return sorted([*done, *last.values()])


def lines_of(pieces: list[Piece]) -> list[Piece]:
    """The pieces of one column as its lines from the top, each put together in reading order."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda each: (each.baseline, each.left)):
        row = next((row for row in reversed(rows[-3:]) if _same_line(row, piece)), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    lines = [_line(row) for row in _with_raised(rows)]
    return sorted(lines, key=lambda line: line.baseline)


def _with_raised(rows: list[list[Piece]]) -> list[list[Piece]]:
    """The rows with raised signs that stood by themselves put into the row whose words they touch."""
    kept: list[list[Piece]] = []
    for number, row in enumerate(rows):
        below = rows[number + 1] if number + 1 < len(rows) else []
        if len(row) == 1 and any(_beside(row[0], piece) for piece in below):
            below.append(row[0])
        else:
            kept.append(row)
    return kept


def _beside(small: Piece, large: Piece) -> bool:
    """Whether a small sign stands raised or lowered next to a word."""
    if small.size > _SMALLER * large.size or len(small.text) > _SIGNS:
        return False
    beside = min(abs(small.left - large.right), abs(large.left - small.right)) < _TOUCH * large.size
    return beside and abs(small.baseline - large.baseline) < _RAISED * large.size


def _same_line(row: list[Piece], piece: Piece) -> bool:
    """On the row's baseline; or smaller and raised or lowered next to one of its words, as note numbers are."""
    main = max(row, key=lambda each: len(each.text))
    if abs(main.baseline - piece.baseline) <= _SAME_LINE * min(main.size, piece.size):
        return True
    small, large = (piece, main) if piece.size < main.size else (main, piece)
    return _beside(small, large)


def _line(row: list[Piece]) -> Piece:
    ordered = sorted(row, key=lambda each: each.left)
    line = ordered[0]
    for piece in ordered[1:]:
        glue = " " if piece.left - line.right > _SPACE * min(line.size, piece.size) else ""
        if _is_power(line, piece):
            glue = "^"
        elif _is_note(line, piece):
            piece = _bracketed(piece)  # noqa: PLW2901
        line = join_pieces(line, piece, glue)
    return line


def _is_power(line: Piece, piece: Piece) -> bool:
    """A number set small and raised after a number: 10^6, which is neither 106 nor 10 and 6; or after a unit of length."""
    after = line.text[-1].isdigit() or _UNIT.search(line.text) is not None
    return after and _is_raised(line, piece) and _POWER.fullmatch(piece.text) is not None


def _is_note(line: Piece, piece: Piece) -> bool:
    """A number set small and raised after a word or its sign: the reference to a note, which is no part of the word."""
    return _is_raised(line, piece) and _NOTES.fullmatch(piece.text) is not None


def _is_raised(line: Piece, piece: Piece) -> bool:
    return (
        piece.size <= _SMALLER * line.size
        and line.baseline - piece.baseline > _LEAST_RISE * line.size
        and piece.left - line.right < _POWER_REACH * line.size
    )


def _bracketed(piece: Piece) -> Piece:
    """The reference as the reader writes those of web pages: `[1]`."""
    spans = [(start + 1, end + 1, what) for start, end, what in piece.spans]
    return replace(piece, text=f"[{piece.text}]", spans=spans)
