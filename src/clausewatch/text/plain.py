"""Plain text to blocks: paragraphs between blank lines, their wrapped lines joined; headings, items and aligned tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from clausewatch.nouns.document import BlockKind, Page, Reading, Signals, Text
from clausewatch.text.builder import Builder
from clausewatch.text.decode import decode
from clausewatch.text.language import language_of
from clausewatch.text.printed_pages import without_pages
from clausewatch.text.wrapped import Lexicon, lexicon_of, running

_BULLET = re.compile(r"(?P<indent>[ \t]*)(?P<mark>[•·▪●◦‣*+–-])[ \t]+(?=\S)")
_ORDERED = re.compile(r"(?P<indent>[ \t]*)(?P<mark>\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])[ \t]+(?=\S)")
_UNDERLINE = re.compile(r"[ \t]*(?P<sign>[=~_*-])(?P=sign){2,}[ \t]*")
_CELLS = re.compile(r"(?: {3,}|[ ]*\t+[ \t]*)")
_ENDED = re.compile(r"[.!?;:。！？；：][)\]\"”’»]*\s*\Z")
_NUMBERED = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*[.)]?|§\s?\d+|[IVXL]{1,6}\.|[A-Z]\.)\s+(?=\S)")
_CAPS_WORDS = 12
_TITLE_WORDS = 8
_LEAST_ROWS = 3
_INDENT = 2


@dataclass(slots=True)
class _Item:
    """A list item in the making."""

    level: int = 0
    marker: str = ""


def read_plain(page: Page) -> Reading:
    """The reading of a plain text. Rules of signs under or between lines are no words and are left out."""
    source = decode(page.body, page.charset)
    text = plain_text(source)
    visible = " ".join(source.split())
    return Reading(text, Signals(visible[:20_000], len(visible), text.title))


def plain_text(source: str) -> Text:
    """The blocks of a plain text; its first line is its title. Running heads around form feeds are left out."""
    lines = without_pages(source.replace("\r\n", "\n").replace("\r", "\n"))
    writer = _Writer(lexicon_of(lines))
    paragraphs = [part for part in re.split(r"\n[ \t\f\v]*\n", "\n".join(lines)) if part.strip()]
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else ""
        writer.paragraph(paragraph.strip("\n"), following.strip("\n"))
    text = writer.build.text()
    title = text.blocks[0].of(text.content)[:200] if text.blocks else ""
    return Text(text.content, text.blocks, title=title, language=language_of(text.content))


class _Writer:
    """Writes paragraph after paragraph into a builder."""

    __slots__ = ("build", "lexicon", "table")

    def __init__(self, lexicon: Lexicon) -> None:
        self.build = Builder()
        self.lexicon = lexicon
        self.table = 0

    def paragraph(self, source: str, following: str) -> None:
        """Writes what stands between two blank lines: a heading, a table, or paragraphs and items."""
        lines = [line for line in source.split("\n") if line.strip()]
        lines = self._underlined(lines)
        rows = _rows(lines)
        if rows:
            self.table += 1
            for row in rows:
                self.build.row([(cell, []) for cell in row], self.table, header=False)
        elif len(lines) == 1 and _is_heading(lines[0].strip(), following):
            words = " ".join(lines[0].split())
            self.build.block(BlockKind.HEADING, words, [], _level(words, first=not self.build.blocks))
        else:
            self._prose(lines)

    def _underlined(self, lines: list[str]) -> list[str]:
        """Writes headings with a rule under them; gives the lines after the last, without any rules."""
        rest: list[str] = []
        for line in lines:
            rule = _UNDERLINE.fullmatch(line)
            if rule is None:
                rest.append(line)
            elif len(rest) == 1 and rule["sign"] in "=-~" and 2 * len(line.strip()) >= len(rest[0].strip()):
                level = 1 if rule["sign"] == "=" else 2
                self.build.block(BlockKind.HEADING, " ".join(rest.pop().split()), [], level)
            else:
                self._prose(rest)
                rest = []
        return rest

    def _prose(self, lines: list[str]) -> None:
        ordered = _in_sequence(lines)
        words, item = list[str](), _Item()
        margin = min(map(_indent, lines), default=0)
        before = ""
        for line in lines:
            found = _BULLET.match(line) or (_ORDERED.match(line) if ordered else None)
            if found or _opens_paragraph(before, line, margin, item):
                self._end(words, item)
                words, item = [], _Item()
            if found:
                bullet = found.re is _BULLET
                level = 1 + min(5, len(found["indent"].expandtabs(4)) // 4)
                item = _Item(level, "•" if bullet else found["mark"])
            words.append(" ".join(line[found.end() if found else 0 :].split()))
            before = line
        self._end(words, item)

    def _end(self, words: list[str], item: _Item) -> None:
        kind = BlockKind.ITEM if item.marker else BlockKind.PARAGRAPH
        self.build.block(kind, running(words, self.lexicon)[0], [], item.level, item.marker)


def _in_sequence(lines: list[str]) -> bool:
    """Whether lines of this paragraph count on, as the items of one list do."""
    marks = [found["mark"].strip("().") for line in lines if (found := _ORDERED.match(line))]
    return any(_follows(a, b) for a, b in pairwise(marks))


def _follows(a: str, b: str) -> bool:
    if a.isdigit() and b.isdigit():
        return int(b) == int(a) + 1
    if len(a) == len(b) == 1:
        return ord(b) == ord(a) + 1
    return (a, b) in {("i", "ii"), ("ii", "iii"), ("iii", "iv"), ("iv", "v"), ("v", "vi"), ("vi", "vii")}


def _opens_paragraph(before: str, line: str, margin: int, item: _Item) -> bool:
    """Paragraphs told apart by an indent alone: the line stands in, the one before ended a sentence at the margin."""
    if not before or item.marker:
        return False
    return _indent(line) >= margin + _INDENT > _indent(before) and _ENDED.search(before) is not None


def _indent(line: str) -> int:
    wide = line.expandtabs(4)
    return len(wide) - len(wide.lstrip())


def _is_heading(line: str, following: str) -> bool:
    """A line by itself in capitals, or numbered, short and without a stop, unless the next is its like in a list."""
    words = line.split()
    if _CELLS.search(line) or not any(map(str.isalpha, line)) or _BULLET.match(line):
        return False
    if line.isupper() and len(words) <= _CAPS_WORDS and sum(map(str.isalpha, line)) >= 4:
        return line[-1] not in ",;"
    number = _NUMBERED.match(line)
    if number is None or len(words) - 1 > _TITLE_WORDS or not line[-1].isalnum() or not following:
        return False
    next_line = following.split("\n")
    alike = (
        len(next_line) == 1 and _NUMBERED.match(next_line[0].strip()) and next_line[0].strip()[-1].isalnum()
    )
    return line[number.end()].isupper() and (not alike or _deeper(next_line[0], line))


def _deeper(line: str, than: str) -> bool:
    return _parts(line) > _parts(than)


def _parts(line: str) -> int:
    return len(re.findall(r"\d+", line.strip().split(" ", 1)[0]))


def _level(words: str, *, first: bool) -> int:
    number = _NUMBERED.match(words)
    if number is None:
        return 1 if first else 2
    return min(6, 1 + max(1, _parts(words)))


def _rows(lines: list[str]) -> list[list[str]]:
    """The cells of three or more lines whose cells begin at the same places, else none."""
    if len(lines) < _LEAST_ROWS:
        return []
    rows: list[list[str]] = []
    starts: list[list[int]] = []
    for line in lines:
        wide = line.rstrip().expandtabs(8)
        indent = len(wide) - len(wide.lstrip())
        cells = list(re.finditer(r"\S+(?: {1,2}\S+)*", wide[indent:]))
        rows.append([" ".join(cell[0].split()) for cell in cells])
        starts.append([cell.start() + indent for cell in cells])
    if len(rows[0]) < 2 or any(len(row) != len(rows[0]) for row in rows):
        return []
    even = all(max(column) - min(column) <= 1 for column in zip(*starts, strict=True))
    return rows if even else []
