"""Where a page links to addresses of the web: its link annotations with a URI action (PDF 2.0, 12.5.6.5, 12.6.4.8)."""

from __future__ import annotations

import ctypes

import pypdfium2.raw as pdfium

from clausewatch.text.pdf.geometry import View
from clausewatch.text.pdf.shapes import Box

_MOST = 2_000
_LONGEST = 4_000
_SCHEMES = ("http:", "https:", "mailto:", "tel:")


def links_of(document: pdfium.FPDF_DOCUMENT, page: pdfium.FPDF_PAGE, view: View) -> list[tuple[Box, str]]:
    """The shown rectangles that link to an address; one link may have several, one for each line."""
    found: list[tuple[Box, str]] = []
    at, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    while len(found) < _MOST and pdfium.FPDFLink_Enumerate(page, at, link):
        href = _address(document, link)
        if href.lower().startswith(_SCHEMES):
            found += [(box, href) for box in _places(link, view)]
    return found


def _places(link: pdfium.FPDF_LINK, view: View) -> list[Box]:
    quad = pdfium.FS_QUADPOINTSF()
    places = []
    for index in range(min(100, pdfium.FPDFLink_CountQuadPoints(link))):
        if pdfium.FPDFLink_GetQuadPoints(link, index, quad):
            xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
            places.append(view.box(min(xs), min(ys), max(xs), max(ys)))
    rect = pdfium.FS_RECTF()
    if not places and pdfium.FPDFLink_GetAnnotRect(link, rect):
        places.append(view.box(rect.left, rect.bottom, rect.right, rect.top))
    return places


def _address(document: pdfium.FPDF_DOCUMENT, link: pdfium.FPDF_LINK) -> str:
    action = pdfium.FPDFLink_GetAction(link)
    if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
        return ""
    size = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
    if not 0 < size <= _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAction_GetURIPath(document, action, buffer, size)
    return "".join(buffer.value.decode("utf-8", "replace").split())
