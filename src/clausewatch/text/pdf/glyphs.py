"""A PDF page to its shown glyphs: characters with place, face and link, by way of pdfium.

What a reader does not see is left out: text beyond the crop box, drawn invisibly (PDF 2.0, 9.3.6, modes 3 and 7),
wholly transparent, white on nothing, smaller than a point, or slanted across the page as watermarks are. Invisible text
over a picture that fills the page is what a scanner recognised in it, and stays.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

from clausewatch.text.pdf.backdrop import Backdrop, backdrop
from clausewatch.text.pdf.geometry import View, view_of
from clausewatch.text.pdf.links import links_of
from clausewatch.text.pdf.shapes import Box

_BOLD = re.compile(r"bold|black|heavy|semibold|demi\b|medi(?:um)?(?:ital)?$|cmbx|sfbx", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|slanted|ital$|cmti|sfti", re.IGNORECASE)
_REGULAR = re.compile(r"regular|roman|book|light|cmr\d|sfrm", re.IGNORECASE)
_HEAVY = 700
_UNSEEN_MODES = frozenset({pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP})
_FILLED = frozenset({0, 2, 4, 6})
_WHITE = 250
_SMALLEST = 1.0
_PRIVATE = range(0xE000, 0xF900)
_PICTOGRAMS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0A8: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF06F: "○", 0xF02D: "-", 0xF076: "❖",
               0xF0E8: "➔", 0xF0E0: "→"}  # fmt: skip
"""Bullets of the Symbol and Wingdings fonts, which word processors set through the private use area."""
_SCANNED = 0.7
_SLANT = math.radians(5)
_HYPHENS = frozenset({0x02, 0xFFFE})
"""What pdfium hands out for a hyphen that ends a line."""


@dataclass(frozen=True, slots=True)
class Face:
    """How a text object is set. `turn` counts quarter turns clockwise, None when it stands aslant.
    `mapped`: its font says which characters it shows; else they are a guess."""

    size: float
    bold: bool
    italic: bool
    hidden: bool
    white: bool
    turn: int | None
    mapped: bool = True


@dataclass(frozen=True, slots=True)
class Glyph:
    """A shown character with its advance box and baseline; a space that pdfium made up has size 0."""

    char: str
    left: float
    right: float
    baseline: float
    face: Face
    link: str = ""


_SPACE = Glyph(" ", 0.0, 0.0, 0.0, Face(0.0, bold=False, italic=False, hidden=False, white=False, turn=0))


@dataclass(slots=True)
class Glyphs:
    """The glyphs of a page in drawing order (None where pdfium sees a line end), its size and what else it shows."""

    width: float
    height: float
    glyphs: list[Glyph | None] = field(default_factory=list)
    pictured: float = 0.0
    unreadable: int = 0


@dataclass(slots=True)
class _Raw:
    """A character in the page's own space."""

    code: int
    box: tuple[float, float, float, float] | None
    origin: tuple[float, float]
    face: Face | None


def glyphs_of(document: pdfium.FPDF_DOCUMENT, page: pdfium.FPDF_PAGE, most: int) -> Glyphs | None:
    """The page's glyphs; None when it holds more than `most` characters or cannot be laid out."""
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return None
    try:
        count = pdfium.FPDFText_CountChars(text)
        if count > most:
            return None
        raws = _raws(text, count)
    finally:
        pdfium.FPDFText_ClosePage(text)
    turns = Counter(raw.face.turn for raw in raws if raw.face is not None and raw.face.turn is not None)
    main = max(turns, key=lambda turn: (turns[turn], -turn)) if turns else 0
    view = view_of(page, main)
    behind = backdrop(page, view)
    return _shown(raws, view, behind, main, links_of(document, page, view))


def _raws(text: pdfium.FPDF_TEXTPAGE, count: int) -> list[_Raw]:
    """All characters with their faces; those of one text object share one."""
    faces: dict[int, Face] = {}
    raws: list[_Raw] = []
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text, index)
        drawn = pdfium.FPDFText_GetTextObject(text, index)
        if not drawn or pdfium.FPDFText_IsGenerated(text, index) == 1:
            raws.append(_Raw(code, None, (0.0, 0.0), None))
            continue
        key = ctypes.addressof(drawn.contents)
        face = faces.get(key)
        if face is None:
            face = faces[key] = _face(text, index, drawn)
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        if code in _HYPHENS:
            code = 0x2D
        raws.append(_Raw(code, (box.left, box.bottom, box.right, box.top), (x.value, y.value), face))
    return raws


def _face(text: pdfium.FPDF_TEXTPAGE, index: int, drawn: pdfium.FPDF_PAGEOBJECT) -> Face:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    size = pdfium.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(drawn)
    colour = [ctypes.c_uint() for _ in range(4)]
    known = pdfium.FPDFText_GetFillColor(text, index, *colour)
    red, green, blue, alpha = (each.value for each in colour) if known else (0, 0, 0, 255)
    font = pdfium.FPDFTextObj_GetFont(drawn)
    name = _font_name(font) if font else ""
    weight = pdfium.FPDFText_GetFontWeight(text, index)
    heavy = weight >= _HEAVY and not _REGULAR.search(name)
    angle = pdfium.FPDFText_GetCharAngle(text, index)
    quarter = round(angle / (math.pi / 2))
    return Face(
        size=abs(size),
        bold=bool(_BOLD.search(name)) or heavy or mode == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE,
        italic=bool(_ITALIC.search(name)),
        hidden=mode in _UNSEEN_MODES or (alpha == 0 and mode in _FILLED),
        white=min(red, green, blue) >= _WHITE and mode in _FILLED,
        mapped=pdfium.FPDFText_HasUnicodeMapError(text, index) != 1,
        turn=quarter % 4 if abs(angle - quarter * math.pi / 2) < _SLANT else None,
    )


def _font_name(font: pdfium.FPDF_FONT) -> str:
    size = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    if not 0 < size < 1_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, size)
    return buffer.value.decode("utf-8", "replace").partition("+")[2] or buffer.value.decode(
        "utf-8", "replace"
    )


def _shown(raws: list[_Raw], view: View, behind: Backdrop, main: int, links: list[tuple[Box, str]]) -> Glyphs:
    page = Glyphs(view.width, view.height, pictured=behind.pictured)
    for raw in raws:
        if raw.face is None or raw.box is None:
            page.glyphs.append(None if raw.code in (10, 13) else _SPACE)
            continue
        left, bottom, right, top = raw.box
        start, _ = view.point(left, bottom)
        end, _ = view.point(right, top)
        middle = view.point((left + right) / 2, (bottom + top) / 2)
        if not (raw.face.turn == main and _seen(raw.face, behind, middle) and view.holds(*middle)):
            continue
        char = _character(raw.code)
        page.unreadable += not char or not raw.face.mapped
        if not char:
            continue
        href = next((href for rect, href in links if rect.holds(*middle)), "") if links else ""
        baseline = view.point(*raw.origin)[1]
        page.glyphs.append(Glyph(char, min(start, end), max(start, end), baseline, raw.face, href))
    return page


def _character(code: int) -> str:
    """The character as text; "" for one that says nothing: no code, a lone surrogate, a font's private sign."""
    if code in _PRIVATE:
        return _PICTOGRAMS.get(code, "")
    if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000 or code == 0xFFFD:
        return ""
    return chr(code) if code >= 0x20 else " "


def _seen(face: Face, behind: Backdrop, middle: tuple[float, float]) -> bool:
    if face.size < _SMALLEST:
        return False
    if face.hidden:
        return behind.pictured >= _SCANNED
    return not face.white or behind.covers(*middle)
