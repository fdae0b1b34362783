"""Layouts of all pages to blocks: headings by dress, items by mark and depth, rows, paragraphs, footnotes after them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from clausewatch.nouns.document import BlockKind
from clausewatch.text.builder import Builder
from clausewatch.text.pdf.paragraphs import BULLET, CLAUSE, LEADER, ORDERED, Line, Paragraph, paragraphs_of
from clausewatch.text.pdf.setting import Setting
from clausewatch.text.pdf.shapes import Column, Grid, Layout, Piece, Spans

_LARGER = 1.1
_HEADING_WORDS = 25
_CAPS_WORDS = 12
_UNFINISHED = re.compile(r"[,;.。；，]\Z")
_STEP = 0.5
_DEEPEST = 6

Dress = tuple[float, bool, bool]
"""Letter size, strong, all capitals."""


@dataclass(slots=True)
class _Run:
    """Where the marks of the list stand that is being read, outermost first, and where its words begin."""

    marks: list[float] = field(default_factory=list)
    hang: float = 0.0

    def depth(self, left: float, em: float) -> int:
        while self.marks and left < self.marks[-1] - _STEP * em:
            self.marks.pop()
        if not self.marks or left > self.marks[-1] + _STEP * em:
            self.marks.append(left)
        return min(_DEEPEST, len(self.marks))


class Writer:
    """Writes paragraphs and tables in order into a builder."""

    __slots__ = ("build", "dresses", "header", "run", "setting", "table", "width")

    def __init__(self, setting: Setting) -> None:
        self.build = Builder()
        self.setting = setting
        self.dresses: list[Dress] = []
        self.run = _Run()
        self.table = 0
        self.width = 0
        self.header: list[str] = []

    def paragraph(self, paragraph: Paragraph) -> None:
        """Writes one paragraph as the block that it is."""
        words, spans = paragraph.text(self.setting)
        if self.setting.bold:
            spans = [span for span in spans if span[2] != "strong"]
        head = paragraph.head.piece
        self.width = 0
        if is_heading(paragraph, words, self.setting):
            self.run = _Run()
            links = [span for span in spans if span[2].startswith("link:")]
            self.build.block(BlockKind.HEADING, words, links, self._level(dress_of(paragraph, words), words))
            return
        leader = LEADER.search(words)
        if leader:
            self.build.block(BlockKind.ITEM, *_cut(words, spans, 0, leader.start()), 1)
            return
        mark = BULLET.match(words) or ORDERED.match(words)
        if mark and not _is_short_title(words, mark):
            level = self.run.depth(head.left, head.size)
            self.run.hang = head.second or head.left
            marker = "•" if mark.re is BULLET else mark["mark"]
            self.build.block(BlockKind.ITEM, *_cut(words, spans, mark.end(), len(words)), level, marker)
        elif self.run.marks and abs(head.left - self.run.hang) < head.size / 2 and not CLAUSE.match(words):
            self.build.block(BlockKind.ITEM, words, spans, min(_DEEPEST, len(self.run.marks)))
        else:
            self.run = _Run()
            self.build.block(BlockKind.PARAGRAPH, words, spans)

    def grid(self, grid: Grid, *, follows: bool) -> None:
        """Writes a table; one that goes on over the page (`follows`) keeps its number and loses its repeated head."""
        self.run = _Run()
        rows = [[self._cell(cell, grid) for cell in row] for row in grid.rows]
        goes_on = follows and self.width == len(rows[0])
        if goes_on and [words for words, _ in rows[0]] == self.header:
            rows = rows[1:]
        elif not goes_on:
            self.table += 1
            self.header = [words for words, _ in rows[0]]
        self.width = len(grid.rows[0])
        heads = [all(_is_strong(words, spans) for words, spans in row if words) for row in rows]
        titled = not goes_on and len(rows) > 1 and heads[0] and not all(heads)
        for number, row in enumerate(rows):
            self.build.row(row, self.table, header=titled and number == 0)

    def _cell(self, cell: list[Piece], grid: Grid) -> tuple[str, Spans]:
        lines = [Line(piece, piece.left, piece.right, grid.page, first=False) for piece in cell]
        return Paragraph(lines).text(self.setting)

    def _level(self, dress: Dress, words: str) -> int:
        rank = self.dresses.index(dress) if dress in self.dresses else len(self.dresses)
        number = re.match(r"\d{1,3}((?:\.\d{1,3})*)\.?\s", words)
        return min(6, 1 + rank + (number[1].count(".") if number else 0))


def write_blocks(layouts: list[Layout], notes: list[list[Column]], setting: Setting) -> Builder:
    """All pages as blocks. A page's footnotes stand after the paragraph that its text ends in."""
    flow = _flow(layouts, setting)
    writer = Writer(setting)
    writer.dresses = _dresses([part for part in flow if isinstance(part, Paragraph)], setting)
    waiting = list(enumerate(notes))
    before: Paragraph | Grid | None = None
    for part in flow:
        page = part.page if isinstance(part, Grid) else part.head.page
        while waiting and waiting[0][0] < page:
            _write_notes(writer, waiting.pop(0)[1])
        if isinstance(part, Grid):
            writer.grid(part, follows=isinstance(before, Grid) and before.page == page - 1)
        else:
            writer.paragraph(part)
        before = part
    for _, columns in waiting:
        _write_notes(writer, columns)
    return writer.build


def _write_notes(writer: Writer, columns: list[Column]) -> None:
    for paragraph in paragraphs_of(_lines(columns), writer.setting):
        words, spans = paragraph.text(writer.setting)
        writer.build.block(BlockKind.PARAGRAPH, words, spans)


def _flow(layouts: list[Layout], setting: Setting) -> list[Paragraph | Grid]:
    """Paragraphs and tables in order; a paragraph may go on from column to column and page to page."""
    flow: list[Paragraph | Grid] = []
    columns: list[Column] = []
    for layout in layouts:
        for part in layout:
            if isinstance(part, Column):
                columns.append(part)
            else:
                flow += [*paragraphs_of(_lines(columns), setting), part]
                columns = []
    return flow + paragraphs_of(_lines(columns), setting)


def _lines(columns: list[Column]) -> list[Line]:
    return [
        Line(piece, column.left, column.right, column.page, first=number == 0)
        for column in columns
        for number, piece in enumerate(column.lines)
    ]


def _dresses(paragraphs: list[Paragraph], setting: Setting) -> list[Dress]:
    """The dresses of headings, the most conspicuous first."""
    found = set()
    for paragraph in paragraphs:
        words = paragraph.text(setting)[0]
        if is_heading(paragraph, words, setting):
            found.add(dress_of(paragraph, words))
    return sorted(found, reverse=True)


def dress_of(paragraph: Paragraph, words: str) -> Dress:
    """How the paragraph is set."""
    return (round(paragraph.head.piece.size * 2) / 2, paragraph.head.strong, words.isupper())


def is_heading(paragraph: Paragraph, words: str, setting: Setting) -> bool:
    """Larger than the text, or strong or in capitals throughout, and no sentence."""
    count = len(words.split())
    if (
        count > _HEADING_WORDS
        or BULLET.match(words)
        or not any(map(str.isalpha, words))
        or LEADER.search(words)
    ):
        return False
    larger = paragraph.head.piece.size > _LARGER * setting.size
    strong = not setting.bold and all(line.strong for line in paragraph.lines)
    capitals = words.isupper() and count <= _CAPS_WORDS and sum(map(str.isalpha, words)) > 3
    if larger and count <= _CAPS_WORDS:
        return True
    numbered = ORDERED.match(words) or CLAUSE.match(words)
    stopped = _UNFINISHED.search(words)
    return (larger or strong or capitals) and (not stopped or (numbered is not None and stopped[0] == "."))


def _is_short_title(words: str, mark: re.Match[str]) -> bool:
    """ "2. Your account": a numbered line of few words without a stop is a heading in the text's own dress."""
    rest = words[mark.end() :]
    return (
        mark.re is ORDERED
        and mark["mark"][0].isdigit()
        and len(rest.split()) <= 6
        and rest[-1:].isalnum()
        and (rest[:1].isupper() and not rest[1:2].isupper())
    )


def _is_strong(words: str, spans: Spans) -> bool:
    return sum(end - start for start, end, what in spans if what == "strong") >= 0.8 * len(words)


def _cut(words: str, spans: Spans, start: int, end: int) -> tuple[str, Spans]:
    kept = [
        (max(a, start) - start, min(b, end) - start, what) for a, b, what in spans if b > start and a < end
    ]
    return words[start:end], kept
