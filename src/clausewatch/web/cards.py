"""The picture that stands for a page where its address is shared: its title on our ground, drawn by pdfium.

pdfium is given words alone, no file and no markup of anybody's; it is not thread-safe, so one card is drawn at a time.
"""

from __future__ import annotations

import ctypes
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

WIDTH, HEIGHT = 1200, 630
_MARGIN = 80.0
_PAPER, _INK, _SOFT, _RULE = (252, 251, 248), (27, 26, 23), (87, 83, 74), (133, 127, 114)
_SERIF, _SANS = b"Times-Bold", b"Helvetica"
_SIZES = (72.0, 60.0, 50.0, 42.0, 36.0)
"""A title is set in the first of these in which it takes no more room than there is; in the last it is cut."""
_ROOM = 330.0
_LEADING = 1.2
_MOST_CHARS = 400
_drawing = threading.Lock()


@dataclass(frozen=True, slots=True)
class Card:
    """The words on a card. Those that the built-in fonts cannot show leave the card without them: in place of such a title
    stands where the page is in the site, else what the site is."""

    title: str
    kicker: str
    foot: str


def drawn(card: Card) -> bytes:
    """The card as a PNG (ISO/IEC 15948) of 1200 by 630 pixels, the same for the same words."""
    with _drawing, _sheet() as sheet:
        sheet.bar(HEIGHT - 128.0, 5.0)
        sheet.line("Clausewatch", _MARGIN, HEIGHT - 104.0, _Type(_SERIF, 46.0, _INK))
        title, kicker = _showable(card.title), _showable(card.kicker)
        if not title:
            title, kicker = kicker, ""
        if kicker:
            sheet.line(sheet.cut(kicker, _KICKER), _MARGIN, 445.0, _KICKER)
        _title(sheet, title or "What platforms changed in their rules")
        sheet.bar(92.0, 2.0)
        sheet.line(sheet.cut(_showable(card.foot), _FOOT), _MARGIN, 52.0, _FOOT)
        return _png(sheet.pixels())


@dataclass(frozen=True, slots=True)
class _Type:
    font: bytes
    size: float
    colour: tuple[int, int, int]


_KICKER, _FOOT = _Type(_SANS, 27.0, _SOFT), _Type(_SANS, 21.0, _SOFT)


class _Sheet:
    """One page of a document in memory, and what writes on it."""

    def __init__(self, document: object, page: object) -> None:
        self._document = document
        self._page = page
        self._fonts = {name: pdfium.FPDFText_LoadStandardFont(document, name) for name in (_SERIF, _SANS)}

    def width(self, words: str, kind: _Type) -> float:
        """How far the words reach, in points."""
        total, one = 0.0, ctypes.c_float()
        for each in words:
            pdfium.FPDFFont_GetGlyphWidth(self._fonts[kind.font], ord(each), kind.size, ctypes.byref(one))
            total += one.value
        return total

    def cut(self, words: str, kind: _Type) -> str:
        """The words, or as many as one line holds."""
        lines = wrapped(words, lambda each: self.width(each, kind))
        return "".join(lines) if len(lines) < 2 else f"{lines[0].rstrip(' ,.;:')} ..."

    def line(self, words: str, x: float, y: float, kind: _Type) -> None:
        """Writes one line with its foot at `y`."""
        made = pdfium.FPDFPageObj_CreateTextObj(self._document, self._fonts[kind.font], kind.size)
        coded = (words + "\0").encode("utf-16-le")
        pdfium.FPDFText_SetText(made, (ctypes.c_ushort * (len(coded) // 2)).from_buffer_copy(coded))
        self._add(made, kind.colour)
        pdfium.FPDFPageObj_Transform(made, 1, 0, 0, 1, x, y)

    def bar(self, y: float, thick: float) -> None:
        """Draws a line across, between the margins."""
        made = pdfium.FPDFPageObj_CreateNewRect(_MARGIN, y, WIDTH - 2 * _MARGIN, thick)
        pdfium.FPDFPath_SetDrawMode(made, pdfium.FPDF_FILLMODE_ALTERNATE, False)
        self._add(made, _RULE)

    def _add(self, made: object, colour: tuple[int, int, int]) -> None:
        pdfium.FPDFPageObj_SetFillColor(made, *colour, 255)
        pdfium.FPDFPage_InsertObject(self._page, made)

    def pixels(self) -> np.ndarray[Any, np.dtype[np.uint8]]:
        """The sheet as rows of red, green and blue."""
        pdfium.FPDFPage_GenerateContent(self._page)
        bitmap = pdfium.FPDFBitmap_Create(WIDTH, HEIGHT, 0)
        try:
            ground = 0xFF000000 | _PAPER[0] << 16 | _PAPER[1] << 8 | _PAPER[2]
            pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, WIDTH, HEIGHT, ground)
            pdfium.FPDF_RenderPageBitmap(bitmap, self._page, 0, 0, WIDTH, HEIGHT, 0, 0)
            stride = pdfium.FPDFBitmap_GetStride(bitmap)
            data = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * HEIGHT)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
        return np.frombuffer(data, np.uint8).reshape(HEIGHT, -1, 4)[:, :WIDTH, 2::-1]


@contextmanager
def _sheet() -> Iterator[_Sheet]:
    document = pdfium.FPDF_CreateNewDocument()
    page = pdfium.FPDFPage_New(document, 0, float(WIDTH), float(HEIGHT))
    try:
        yield _Sheet(document, page)
    finally:
        pdfium.FPDF_ClosePage(page)
        pdfium.FPDF_CloseDocument(document)


def _title(sheet: _Sheet, words: str) -> None:
    for size in _SIZES:
        kind = _Type(_SERIF, size, _INK)
        lines = wrapped(words, lambda each, kind=kind: sheet.width(each, kind))  # type: ignore[misc]
        most = int(_ROOM / (size * _LEADING))
        if len(lines) <= most:
            break
    else:
        lines = [*lines[: most - 1], f"{lines[most - 1].rstrip(' ,.;:')} ..."]
    for number, line in enumerate(lines):
        sheet.line(line, _MARGIN, 420.0 - size * (0.8 + number * _LEADING), kind)


def wrapped(words: str, width: Callable[[str], float], room: float = WIDTH - 2 * _MARGIN) -> list[str]:
    """The words in lines that are no wider than the room; a word that alone is wider is broken."""
    lines: list[str] = []
    line = ""
    for word in words.split():
        longer = f"{line} {word}" if line else word
        if width(longer) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _broken(word, width, room)
        lines += whole
    return [*lines, line] if line else lines


def _broken(word: str, width: Callable[[str], float], room: float) -> list[str]:
    """The word in parts that fit; one where it does."""
    parts = []
    while width(word) > room and len(word) > 1:
        fits = next((n for n in range(len(word) - 1, 1, -1) if width(word[:n]) <= room), 1)
        parts.append(word[:fits])
        word = word[fits:]
    return [*parts, word]


def _showable(words: str) -> str:
    """The words as the built-in fonts can show them (Windows-1252), on one line; empty where they cannot."""
    plain = " ".join("".join(each if each.isprintable() else " " for each in words[:_MOST_CHARS]).split())
    try:
        plain.encode("cp1252")
    except UnicodeEncodeError:
        return ""
    return plain


def _png(pixels: np.ndarray[Any, np.dtype[np.uint8]]) -> bytes:
    """The pixels as a PNG: one image chunk, no filter."""
    rows = np.zeros((HEIGHT, 1 + 3 * WIDTH), np.uint8)
    rows[:, 1:] = pixels.reshape(HEIGHT, 3 * WIDTH)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows.tobytes(), 6)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body
