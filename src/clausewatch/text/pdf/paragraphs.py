"""Lines to paragraphs: where one ends and the next begins, within a column and from one to the next."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from clausewatch.text.pdf.lines import merged
from clausewatch.text.pdf.setting import Setting
from clausewatch.text.pdf.shapes import Piece, Spans
from clausewatch.text.wrapped import running

BULLET = re.compile(r"(?:[•·▪●◦‣∙■□◆❖✓✔➢►○➔]\s*|[–—*o-]\s+)(?=\S)")
ORDERED = re.compile(
    r"(?P<mark>[(（](?:\d{1,3}|[A-Za-z]|[ivxlcIVXLC]{2,6})[)）]|(?:\d{1,3}|[A-Za-z]|[ivxlc]{2,5})[.)])\s+(?=\S)"
)
CLAUSE = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,3}){1,4}\.?\s|(?:§|Article|Section|Artikel|Abschnitt)\s?\d|第[一二三四五六七八九十百0-9]+[条章])(?=.)"
)
LEADER = re.compile(r"\s*(?:[.·…_]\s?){4,}\s*(?:\d+|[ivxl]+)?\s*\Z")
_ENDED = re.compile(r"[.!?;:。！？；：][)\]\"”’»]*\Z")
_LINKED = re.compile(r"(?:[:;,]|\b(?:and|or|und|oder|et|ou|y|e|o))\Z")
_INDENT = 0.8
_DEEP = 3.5
_GAP = 1.25
_SIZE = 0.06
_SHORT = 0.65


@dataclass(slots=True)
class Line:
    """A line with the column it stands in: its edges, its page, and whether it is the column's first."""

    piece: Piece
    left: float
    right: float
    page: int
    first: bool

    @property
    def strong(self) -> bool:
        return self.piece.share("strong") >= 0.9


@dataclass(slots=True)
class Paragraph:
    """Lines that make up one block."""

    lines: list[Line] = field(default_factory=list)

    @property
    def head(self) -> Line:
        return self.lines[0]

    def text(self, setting: Setting) -> tuple[str, Spans]:
        """The running text with its spans, lines joined and hyphenation undone."""
        words, places = running([line.piece.text for line in self.lines], setting.lexicon)
        spans = [
            (base + start, min(base + stop, end), what)
            for line, (base, end) in zip(self.lines, places, strict=True)
            for start, stop, what in line.piece.spans
            if base + start < end
        ]
        return words, merged(spans)


def paragraphs_of(lines: list[Line], setting: Setting) -> list[Paragraph]:
    """The lines in reading order as paragraphs."""
    found: list[Paragraph] = []
    for line in lines:
        if found and not _begins(found[-1], line, setting):
            found[-1].lines.append(line)
        else:
            found.append(Paragraph([line]))
    return found


def _begins(paragraph: Paragraph, line: Line, setting: Setting) -> bool:
    """Whether the line begins a paragraph of its own. Asked in this order: dress, place, list marks, room left."""
    last = paragraph.lines[-1]
    a, b = last.piece, line.piece
    if abs(a.size - b.size) > _SIZE * max(a.size, b.size) or LEADER.search(a.text):
        return True
    if not setting.bold and last.strong != line.strong and (_ended(a) or not _full(last, b)):
        return True
    if _is_marked(last, line):
        return True
    if line.first:
        return _begins_elsewhere(last, line, setting)
    if b.baseline - a.baseline > _GAP * setting.pitch * b.size:
        return True
    return _shifted(paragraph, line) or _room_left(last, line)


def _begins_elsewhere(last: Line, line: Line, setting: Setting) -> bool:
    """The same for the first line of a column or page, where no gap tells."""
    a, b = last.piece, line.piece
    if a.text[-1] in "-\u00ad\u2010" or b.text[0].islower():
        return False
    if not _ended(a):
        return not _full(last, b)
    indented = b.left - line.left > _INDENT * b.size
    return not (setting.justified and _flush(last) and not indented)


def _is_marked(last: Line, line: Line) -> bool:
    """A list mark or clause number begins the line, and the sentence before does not run on into it."""
    text = line.piece.text
    if BULLET.match(text):
        return (
            text[0] not in "-–—o*"
            or _ended(last.piece)
            or not _full(last, line.piece)
            or line.piece.second > 0
        )
    if not (ORDERED.match(text) or CLAUSE.match(text)):
        return False
    runs_on = _full(last, line.piece) and not (_ended(last.piece) or _LINKED.search(last.piece.text))
    return not runs_on


def _shifted(paragraph: Paragraph, line: Line) -> bool:
    """An indent, or a return to the left of lines that stood further in."""
    head, last, here = paragraph.head.piece, paragraph.lines[-1].piece, line.piece
    em = here.size
    if _centred(paragraph.lines[-1], line):
        return False
    shift = here.left - last.left
    if shift < 0 and not _ended(last) and _full(paragraph.lines[-1], here):
        return False
    if len(paragraph.lines) > 1:
        return abs(shift) > _INDENT * em
    if BULLET.match(head.text) or ORDERED.match(head.text):
        hanging = abs(here.left - head.second) < _INDENT * em if head.second else shift >= 0
        return not (hanging or abs(shift) < em / 4) or (shift < -_INDENT * em)
    if shift > _INDENT * em:
        return not CLAUSE.match(head.text) or abs(here.left - head.second) > _INDENT * em
    return shift < -_DEEP * em


def _centred(last: Line, line: Line) -> bool:
    middles = [(each.piece.left + each.piece.right) / 2 for each in (last, line)]
    apart = abs(last.piece.left - line.piece.left) > line.piece.size
    return apart and abs(middles[0] - middles[1]) < line.piece.size / 2


def _room_left(last: Line, line: Line) -> bool:
    """The line above ends early, so the break is meant: after a sentence, or far from the edge before a capital."""
    a, b = last.piece, line.piece
    if _full(last, b) or b.text[0].islower():
        return False
    if _ended(a):
        return True
    width = max(1.0, last.right - last.left)
    return a.right - last.left < _SHORT * width and not a.text.endswith((",", "-")) and not last.strong


def _full(last: Line, piece: Piece) -> bool:
    """Whether the first word of `piece` would not have fitted at the end of the last line."""
    word = len(piece.text.split(" ", 1)[0])
    each = piece.width / max(1, len(piece.text))
    return last.piece.right + (word + 1) * each > last.right - 0.1 * piece.size


def _flush(last: Line) -> bool:
    return last.right - last.piece.right < 0.15 * last.piece.size


def _ended(piece: Piece) -> bool:
    return _ENDED.search(piece.text) is not None
