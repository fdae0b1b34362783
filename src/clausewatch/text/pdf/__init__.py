"""PDF to Reading, as a careful person reads it: glyphs, pieces of lines, columns, furniture, tables, blocks."""

from __future__ import annotations

from clausewatch.nouns.document import Page, Reading

_SIGNATURE = b"%PDF-"


def is_pdf(page: Page) -> bool:
    """Whether the bytes are PDF: the signature begins them, or stands early in what is declared as PDF."""
    if page.body.lstrip(b"\xef\xbb\xbf\x00 \t\r\n\x0c").startswith(_SIGNATURE):
        return True
    declared = page.media_type.split(";")[0].strip().lower() in {"application/pdf", "application/x-pdf"}
    return declared and not page.body[:1_024].lstrip().startswith(b"<")


def read_pdf(page: Page) -> Reading:
    """The reading of a PDF, under the promises of `reading.read_pdf`. The engine is loaded with the first one."""
    from clausewatch.text.pdf.reading import read_pdf as read

    return read(page)
