"""Glyphs to pieces: words side by side on one baseline, with spaces where gaps say so and the marks of their faces."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from clausewatch.text.pdf.glyphs import Glyph, Glyphs
from clausewatch.text.pdf.shapes import Piece, Sheet, Spans

_RTL = frozenset({"R", "AL"})
_COMPATIBLE = re.compile("[\ufb00-\ufb06\ufb1d-\ufdff\ufe70-\ufefc]")
"""Ligatures (ﬁ, ﬂ) and the Hebrew and Arabic presentation forms: glyph shapes that Unicode keeps for old fonts."""
_SPACES = frozenset(
    " \u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_SAME = 0.05
_WIDE = 0.7
_GAP = 0.25
_OVERLAP = 0.5
_LEVEL = 0.12


@dataclass(slots=True)
class _Open:
    """A piece in the making."""

    glyphs: list[Glyph] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    owners: list[Glyph] = field(default_factory=list)
    space: bool = False

    def add(self, glyph: Glyph, chars: str) -> None:
        if self.space and self.text:
            self.text.append(" ")
            self.owners.append(glyph)
        self.space = False
        self.glyphs.append(glyph)
        self.text.extend(chars)
        self.owners.extend([glyph] * len(chars))


def sheet_of(number: int, page: Glyphs) -> Sheet:
    """The page's pieces in drawing order. The letters of a ligature share one box."""
    sheet = Sheet(number, page.width, page.height, [], page.pictured, page.unreadable)
    current = _Open()
    for glyph in page.glyphs:
        if glyph is None or glyph.char in _SPACES:
            current.space = True
            continue
        if current.glyphs:
            last = current.glyphs[-1]
            joint = _joint(last, glyph)
            if joint == "apart":
                _close(current, sheet)
                current = _Open()
            elif joint == "gap":
                current.space = True
        current.add(glyph, _plain(glyph.char))
    _close(current, sheet)
    if _runs_leftward(sheet):
        _mirror(sheet)
    return sheet


def _runs_leftward(sheet: Sheet) -> bool:
    letters = [char for piece in sheet.pieces for char in piece.text if char.isalpha()]
    return sum(unicodedata.bidirectional(char) in _RTL for char in letters) * 2 > len(letters)


def _mirror(sheet: Sheet) -> None:
    """Turns a page read from the right around, so that all that follows may go from left to right."""
    for piece in sheet.pieces:
        piece.left, piece.right = sheet.width - piece.right, sheet.width - piece.left
        piece.second = 0.0


def _plain(char: str) -> str:
    return unicodedata.normalize("NFKC", char) if _COMPATIBLE.match(char) else char


def _joint(last: Glyph, glyph: Glyph) -> str:
    """How a glyph follows the last one: "next", after a "gap", or "apart"."""
    size = max(last.face.size, glyph.face.size)
    if abs(glyph.baseline - last.baseline) > _LEVEL * size:
        return "apart"
    if abs(glyph.left - last.left) < _SAME and abs(glyph.right - last.right) < _SAME:
        return "next"
    if unicodedata.combining(glyph.char):
        return "next"
    backward = unicodedata.bidirectional(glyph.char) in _RTL or unicodedata.bidirectional(last.char) in _RTL
    gap = last.left - glyph.right if backward and glyph.right < last.right else glyph.left - last.right
    if gap > _WIDE * size or gap < -_OVERLAP * size - (last.right - last.left if backward else 0):
        return "apart"
    return "gap" if gap > _GAP * size and not (_wide(last.char) or _wide(glyph.char)) else "next"


def _wide(char: str) -> bool:
    """Chinese, Japanese and full-width signs carry their space within."""
    return unicodedata.east_asian_width(char) in "WF"


def _close(current: _Open, sheet: Sheet) -> None:
    if not current.glyphs:
        return
    glyphs = current.glyphs
    sizes = sorted(glyph.face.size for glyph in glyphs)
    bases = sorted(glyph.baseline for glyph in glyphs)
    words = "".join(current.text)
    space = words.find(" ")
    sheet.pieces.append(
        Piece(
            words,
            min(glyph.left for glyph in glyphs),
            max(glyph.right for glyph in glyphs),
            bases[len(bases) // 2],
            sizes[len(sizes) // 2],
            len(sheet.pieces),
            _spans(current.owners),
            current.owners[space + 1].left if space >= 0 else 0.0,
        )
    )


def _spans(owners: list[Glyph]) -> Spans:
    """The stretches that are strong, emphasis or linked."""
    spans: Spans = []
    for what, has in (("strong", _is_bold), ("emphasis", _is_italic)):
        start = 0
        for at in range(1, len(owners) + 1):
            if at == len(owners) or has(owners[at]) != has(owners[start]):
                if has(owners[start]):
                    spans.append((start, at, what))
                start = at
    start = 0
    for at in range(1, len(owners) + 1):
        if at == len(owners) or owners[at].link != owners[start].link:
            if owners[start].link:
                spans.append((start, at, "link:" + owners[start].link))
            start = at
    return spans


def _is_bold(glyph: Glyph) -> bool:
    return glyph.face.bold


def _is_italic(glyph: Glyph) -> bool:
    return glyph.face.italic
