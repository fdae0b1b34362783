"""What a run of words with line breaks is: one paragraph, several, or pseudo list items."""

from __future__ import annotations

import re
from dataclasses import dataclass

Spans = list[tuple[int, int, str]]
_BULLET = re.compile(r"[•·▪●◦‣∙■✓✔➢►○–—*-]\s*(?=\S)")
_SURE_BULLET = re.compile(r"[•▪●◦‣∙■✓✔➢►○·]\s*(?=\w)")
_PSEUDO_HEADING_WORDS = 15


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch that becomes a block of its own; with a `bullet` it is an item."""

    text: str
    spans: Spans
    bullet: str = ""


def pieces(text: str, spans: Spans, breaks: list[int]) -> list[Piece]:
    """The run cut at double line breaks, at bullets that begin its lines, and after a bold first line."""
    cuts = sorted({at for at in breaks if 0 < at < len(text)})
    lines = [_cut(text, spans, a, b) for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    double = {at for at in cuts if breaks.count(at) > 1} if len(breaks) > len(cuts) else set()
    found: list[Piece] = []
    bulleted = sum(bool(_BULLET.match(line.text)) for line in lines) > 1
    for at, line in zip([0, *cuts], lines, strict=True):
        mark = (_BULLET if bulleted else _SURE_BULLET).match(line.text)
        if mark:
            found.append(_item(line, mark.end()))
        elif not found or at in double or found[-1].bullet or _is_title(found[-1]):
            found.append(line)
        else:
            found[-1] = _joined(found[-1], line)
    return found


def _cut(text: str, spans: Spans, start: int, end: int) -> Piece:
    while start < end and text[start] == " ":
        start += 1
    inside = [
        (max(a, start) - start, min(b, end) - start, what) for a, b, what in spans if a < end and b > start
    ]
    return Piece(text[start:end], inside)


def _item(line: Piece, skip: int) -> Piece:
    rest = _cut(line.text, line.spans, skip, len(line.text))
    return Piece(rest.text, rest.spans, "•")


def _joined(one: Piece, two: Piece) -> Piece:
    shift = len(one.text) + 1
    moved = [(a + shift, b + shift, what) for a, b, what in two.spans]
    return Piece(f"{one.text} {two.text}", one.spans + moved)


def _is_title(piece: Piece) -> bool:
    """A line that is bold from end to end and short stands by itself, like a heading."""
    strong = sum(b - a for a, b, what in piece.spans if what == "strong")
    return strong >= len(piece.text) > 0 and len(piece.text.split()) <= _PSEUDO_HEADING_WORDS
