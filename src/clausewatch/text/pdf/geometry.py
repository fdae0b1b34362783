"""From a page's own space to the page as shown: crop box, rotation, and y counted from the top."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2.raw as pdfium

from clausewatch.text.pdf.shapes import Box

_LETTER = (0.0, 0.0, 612.0, 792.0)
_EDGE = 1.0


@dataclass(frozen=True, slots=True)
class View:
    """How the page is turned (quarter turns clockwise) and which part of its space is shown."""

    turn: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.turn % 2 else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.turn % 2 else self.top - self.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the page's space is shown."""
        match self.turn:
            case 0:
                return x - self.left, self.top - y
            case 1:
                return y - self.bottom, x - self.left
            case 2:
                return self.right - x, y - self.bottom
            case _:
                return self.top - y, self.right - x

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Where a rectangle of the page's space is shown."""
        (ax, ay), (bx, by) = self.point(left, bottom), self.point(right, top)
        return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))

    def holds(self, x: float, y: float) -> bool:
        return -_EDGE <= x <= self.width + _EDGE and -_EDGE <= y <= self.height + _EDGE


def view_of(page: pdfium.FPDF_PAGE, main: int) -> View:
    """The page's view, turned so that its text, `main` quarter turns clockwise in its space, stands upright."""
    rect = pdfium.FS_RECTF()
    left, bottom, right, top = _LETTER
    if pdfium.FPDF_GetPageBoundingBox(page, rect) and rect.right > rect.left and rect.top > rect.bottom:
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
    return View(-main % 4, left, bottom, right, top)
