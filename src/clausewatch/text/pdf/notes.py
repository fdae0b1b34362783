"""Footnotes: small lines with a mark of their own at the foot of a column, kept out of the sentences above them."""

from __future__ import annotations

import re

from clausewatch.text.pdf.shapes import Column, Layout, Piece

_SMALL = 0.93
_MARK = re.compile(r"[(\[]?(?:\d{1,3}|[*†‡§¶]{1,3}|[a-z])[)\].]?\s?(?=\S)")


def without_notes(layout: Layout, body: float) -> tuple[Layout, list[Column]]:
    """The page's layout without its footnotes, and these as columns of their own; `body` is the usual letter size.

    A page that is small print from top to bottom has none.
    """
    large = any(
        line.size >= _SMALL * body for part in layout if isinstance(part, Column) for line in part.lines
    )
    if not large:
        return layout, []
    kept: Layout = []
    notes: list[Column] = []
    for part in layout:
        if isinstance(part, Column):
            count = _count(part.lines, body)
            if count:
                at = len(part.lines) - count
                notes.append(Column(part.lines[at:], part.left, part.right, part.page))
                part.lines = part.lines[:at]
            if not part.lines:
                continue
        kept.append(part)
    return kept, notes


def _count(lines: list[Piece], body: float) -> int:
    """How many lines at the end are footnotes: small ones from the first that bears a mark."""
    at = len(lines)
    while at > 0 and lines[at - 1].size < _SMALL * body:
        at -= 1
    while at < len(lines) and not _MARK.match(lines[at].text):
        at += 1
    return len(lines) - at
