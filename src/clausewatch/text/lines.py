"""What a run of words with line breaks is: one paragraph, several, or pseudo list items."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
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


def is_bulleted(text: str) -> bool:
    """True when the text begins with a sign that can only be a bullet."""
    return _SURE_BULLET.match(text) is not None


def pieces(text: str, spans: Spans, breaks: list[int], *, in_item: bool = False) -> list[Piece]:
    """The run cut at double line breaks, at bullets that begin its lines, and after a bold first line.

    In a list item also after a first line that ends with a colon.
    """
    cuts = Counter(at for at in breaks if 0 < at < len(text)) if breaks else None
    if not cuts:
        mark = None if in_item else _SURE_BULLET.match(text)
        return [_item(Piece(text, spans), mark.end()) if mark else Piece(text, spans)]
    lines = _lines(text, spans, sorted(cuts))
    bulleted = sum(bool(_BULLET.match(line.text)) for line in lines) > 1
    groups: list[list[Piece]] = []
    for at, line in zip([0, *sorted(cuts)], lines, strict=True):
        mark = (_BULLET if bulleted else _SURE_BULLET).match(line.text)
        if mark:
            groups.append([_item(line, mark.end())])
        elif not groups or cuts[at] > 1 or groups[-1][0].bullet or _is_title(groups[-1], in_item):
            groups.append([line])
        else:
            groups[-1].append(line)
    return [_joined(group) for group in groups]


def _lines(text: str, spans: Spans, cuts: list[int]) -> list[Piece]:
    """The text between the cuts, each stretch with its part of the spans."""
    edges = [0, *cuts, len(text)]
    parts: list[Spans] = [[] for _ in edges[1:]]
    starts = [start + (text[start : start + 1] == " ") for start in edges[:-1]]
    for start, end, what in spans:
        for number in range(max(0, bisect_right(edges, start) - 1), len(parts)):
            if edges[number] >= end:
                break
            base = starts[number]
            parts[number].append((max(start, base) - base, min(end, edges[number + 1]) - base, what))
    return [Piece(text[start:end], part) for start, end, part in zip(starts, edges[1:], parts, strict=True)]


def _item(line: Piece, skip: int) -> Piece:
    spans = [(max(0, start - skip), end - skip, what) for start, end, what in line.spans if end > skip]
    return Piece(line.text[skip:], spans, "•")


def _joined(group: list[Piece]) -> Piece:
    if len(group) == 1:
        return group[0]
    spans: Spans = []
    base = 0
    for line in group:
        spans.extend((start + base, end + base, what) for start, end, what in line.spans)
        base += len(line.text) + 1
    return Piece(" ".join(line.text for line in group), spans)


def _is_title(group: list[Piece], in_item: bool) -> bool:
    """A line that is bold from end to end and short stands by itself, like a heading."""
    if len(group) > 1:
        return False
    piece = group[0]
    if in_item and piece.text.endswith((":", "：")):
        return True
    strong = sum(b - a for a, b, what in piece.spans if what == "strong")
    return strong >= len(piece.text) > 0 and len(piece.text.split()) <= _PSEUDO_HEADING_WORDS
