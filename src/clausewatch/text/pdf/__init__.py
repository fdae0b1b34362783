"""PDF to Reading, as a careful person reads it: glyphs, pieces of lines, columns, furniture, tables, blocks."""

from __future__ import annotations

from clausewatch.text.pdf.reading import is_pdf, read_pdf

__all__ = ["is_pdf", "read_pdf"]
