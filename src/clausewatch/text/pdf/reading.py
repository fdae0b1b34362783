"""PDF bytes to Reading; what keeps a document from being read is an obstacle with its verdict, never an exception."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pypdfium2  # its import starts the library
import pypdfium2.raw as pdfium

from clausewatch.nouns.document import BlockKind, Page, Reading, Signals, Text
from clausewatch.nouns.evidence import Verdict
from clausewatch.text.language import language_of
from clausewatch.text.pdf.blocks import write_blocks
from clausewatch.text.pdf.columns import read_page
from clausewatch.text.pdf.furniture import without_furniture
from clausewatch.text.pdf.glyphs import glyphs_of
from clausewatch.text.pdf.lines import with_markers
from clausewatch.text.pdf.notes import without_notes
from clausewatch.text.pdf.pieces import sheet_of
from clausewatch.text.pdf.setting import body_size, setting_of
from clausewatch.text.pdf.shapes import Column, Layout, Sheet

MOST_PAGES = 2_000
MOST_CHARACTERS = 2_000_000
_VISIBLE_LIMIT = 20_000
_PICTURED = 0.3
_FEW_LETTERS = 40
_LOCKED = frozenset({pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY})
_NO_TITLE = re.compile(
    r"untitled|^\s*(?:microsoft|document\d*\b)|\.(?:docx?|indd|pdf|odt|rtf|pages|qxp|tex|dvi|html?)\b|[\\/]",
    re.IGNORECASE,
)

assert pypdfium2.version


class _Obstacle(Exception):  # noqa: N818 (not a fault: how the reading ends)
    """Ends the reading with a verdict."""

    def __init__(self, verdict: Verdict, reason: str) -> None:
        super().__init__(reason)
        self.verdict = verdict
        self.reason = reason


def read_pdf(page: Page) -> Reading:
    """The reading of a PDF. Never raises; a locked, broken, too large or pictures-only one has its obstacle in the signals.

    pdfium keeps global state: one thread of a process at a time may call this. At most 2,000 pages and 2,000,000 characters
    are read.
    """
    try:
        with _opened(page.body) as document:
            sheets = _sheets(document)
            title = _declared_title(document)
    except _Obstacle as met:
        return Reading(Text(""), Signals("", 0, "", obstacle=(met.verdict, met.reason)))
    text = _text(sheets, title)
    visible = " ".join(piece.text for sheet in sheets for piece in sheet.pieces)
    signals = Signals(visible[:_VISIBLE_LIMIT], len(visible), text.title, obstacle=_missing(sheets, text))
    return Reading(text, signals)


@contextmanager
def _opened(body: bytes) -> Iterator[pdfium.FPDF_DOCUMENT]:
    document = pdfium.FPDF_LoadMemDocument64(body, len(body), None)
    if not document:
        if pdfium.FPDF_GetLastError() in _LOCKED:
            raise _Obstacle(Verdict.LOGIN_WALL, "the PDF is locked with a password")
        raise _Obstacle(Verdict.ERROR, "the PDF is damaged and cannot be opened")
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _sheets(document: pdfium.FPDF_DOCUMENT) -> list[Sheet]:
    """All pages; one that pdfium cannot load is missing among them."""
    count = pdfium.FPDF_GetPageCount(document)
    if count > MOST_PAGES:
        raise _Obstacle(Verdict.TOO_LARGE, f"the PDF has {count} pages, more than {MOST_PAGES}")
    sheets: list[Sheet] = []
    left = MOST_CHARACTERS
    for number in range(count):
        page = pdfium.FPDF_LoadPage(document, number)
        if not page:
            continue
        try:
            glyphs = glyphs_of(document, page, left)
        finally:
            pdfium.FPDF_ClosePage(page)
        if glyphs is None:
            raise _Obstacle(Verdict.TOO_LARGE, f"the PDF has more than {MOST_CHARACTERS} characters")
        left -= len(glyphs.glyphs)
        sheets.append(sheet_of(number, glyphs))
    if not sheets:
        raise _Obstacle(Verdict.ERROR, "the PDF is damaged: it has no page that can be read")
    return sheets


def _text(sheets: list[Sheet], declared: str) -> Text:
    """(1) furniture off, (2) columns and tables, (3) footnotes aside, (4) blocks, (5) title and language."""
    # (1):
    body = body_size([piece for sheet in sheets for piece in sheet.pieces])
    pieces = [replace(sheet, pieces=list(sheet.pieces)) for sheet in sheets]
    without_furniture(pieces, body)
    # (2):
    layouts: list[Layout] = []
    for sheet in pieces:
        layout = read_page(with_markers(sheet.pieces))
        for part in layout:
            part.page = len(layouts)
        layouts.append(layout)
    # (3):
    notes: list[list[Column]] = []
    for number, layout in enumerate(layouts):
        layouts[number], found = without_notes(layout, body)
        notes.append(found)
    # (4):
    text = write_blocks(layouts, notes, setting_of(layouts)).text()
    # (5):
    title = declared if _is_title(declared, text.content) else _first_heading(text)
    return replace(text, title=title, language=language_of(text.content))


def _declared_title(document: pdfium.FPDF_DOCUMENT) -> str:
    size = pdfium.FPDF_GetMetaText(document, b"Title", None, 0)
    if not 2 < size < 2_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDF_GetMetaText(document, b"Title", buffer, size)
    return " ".join(buffer.raw[:size].decode("utf-16-le", "replace").replace("\x00", "").split())


def _is_title(declared: str, content: str) -> bool:
    """A title that is no file name, and whose words stand near the beginning."""
    words = re.findall(r"\w+", declared.lower())
    opening = set(re.findall(r"\w+", content[:3_000].lower()))
    return bool(words) and not _NO_TITLE.search(declared) and all(word in opening for word in words)


def _first_heading(text: Text) -> str:
    headings = [block for block in text.blocks[:20] if block.kind is BlockKind.HEADING]
    first = min(headings, key=lambda block: block.level, default=text.blocks[0] if text.blocks else None)
    return first.of(text.content)[:200] if first else ""


def _missing(sheets: list[Sheet], text: Text) -> tuple[Verdict, str] | None:
    """Why there is no text, or nearly none, to read."""
    letters = sum(map(str.isalnum, text.content))
    unreadable = sum(sheet.unreadable for sheet in sheets)
    if unreadable > max(letters / 2, _FEW_LETTERS) and not text.language:
        return Verdict.ERROR, "the PDF's fonts do not say which letters they show"
    if letters >= _FEW_LETTERS * len(sheets):
        return None
    bare = [sheet for sheet in sheets if sum(len(piece.text) for piece in sheet.pieces) < _FEW_LETTERS]
    pictured = [sheet for sheet in bare if sheet.pictured > _PICTURED]
    if pictured and len(pictured) * 2 >= len(sheets):
        return Verdict.SHELL, "the PDF's pages are pictures without text"
    return (Verdict.EMPTY, "the PDF's pages are empty") if not letters else None
