"""What a page shows besides text: pictures and filled shapes, for telling scans and white letters on colour."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

from clausewatch.text.pdf.geometry import View
from clausewatch.text.pdf.shapes import Box

_MOST = 20_000
_DEPTH = 3
_MOST_SHAPES = 2_000
_WHITE = 250


@dataclass(slots=True)
class Backdrop:
    """The share of the page that its largest picture covers, and where something other than white lies."""

    pictured: float = 0.0
    shapes: list[Box] = field(default_factory=list)

    def covers(self, x: float, y: float) -> bool:
        return any(box.holds(x, y) for box in self.shapes)


def backdrop(page: pdfium.FPDF_PAGE, view: View) -> Backdrop:
    """Looks at the first 20,000 objects of the page."""
    behind = Backdrop()
    whole = max(1.0, view.width * view.height)
    for index in range(min(_MOST, pdfium.FPDFPage_CountObjects(page))):
        drawn = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(drawn)
        pictured = kind == pdfium.FPDF_PAGEOBJ_IMAGE or (
            kind == pdfium.FPDF_PAGEOBJ_FORM and _holds_picture(drawn, _DEPTH)
        )
        if not (pictured or kind == pdfium.FPDF_PAGEOBJ_FORM or _coloured(drawn, kind)):
            continue
        box = _bounds(drawn, view)
        if box is None:
            continue
        if pictured:
            behind.pictured = max(behind.pictured, box.area / whole)
        if len(behind.shapes) < _MOST_SHAPES:
            behind.shapes.append(box)
    return behind


def _holds_picture(form: pdfium.FPDF_PAGEOBJECT, depth: int) -> bool:
    for index in range(min(50, pdfium.FPDFFormObj_CountObjects(form))):
        drawn = pdfium.FPDFFormObj_GetObject(form, index)
        kind = pdfium.FPDFPageObj_GetType(drawn)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            return True
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth and _holds_picture(drawn, depth - 1):
            return True
    return False


def _coloured(drawn: pdfium.FPDF_PAGEOBJECT, kind: int) -> bool:
    """A shading, or a path filled with something that white letters stand out from."""
    if kind == pdfium.FPDF_PAGEOBJ_SHADING:
        return True
    if kind != pdfium.FPDF_PAGEOBJ_PATH:
        return False
    mode, stroke = ctypes.c_int(), pdfium.FPDF_BOOL()
    if not pdfium.FPDFPath_GetDrawMode(drawn, mode, stroke) or mode.value == pdfium.FPDF_FILLMODE_NONE:
        return False
    colour = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(drawn, *colour):
        return True
    return min(each.value for each in colour[:3]) < _WHITE and colour[3].value > 0


def _bounds(drawn: pdfium.FPDF_PAGEOBJECT, view: View) -> Box | None:
    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(drawn, *edges):
        return None
    left, bottom, right, top = (edge.value for edge in edges)
    box = view.box(left, bottom, right, top)
    return Box(
        max(0.0, box.left), max(0.0, box.top), min(view.width, box.right), min(view.height, box.bottom)
    )
