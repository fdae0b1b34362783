"""Which blocks are headings: marked ones, bold lines, numbered lines, and plain short lines that stand as headings."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from clausewatch.nouns.document import Block, BlockKind, MarkKind, Span, Text
from clausewatch.structure.numbering import Number, number_of

_BOLD_LEVEL = 7
_NUMBERED_LEVEL = 7
_PLAIN_LEVEL = 10
_LONGEST = 140
_LONGEST_PLAIN = 110
_SENTENCE_END = re.compile(r"[.!?;,:。！？；，：…][\"'”’)\]]*$")
_LEAD_END = re.compile(r"[:：][\"'”’)\]*]*$")
_CALENDAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_RUN_IN_END = re.compile(r"[.:!?。：–—-]\s*$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A block taken as a heading: its level (1 outermost), printed number and the words without it."""

    level: int
    number: str
    title: str


def headings(text: Text) -> dict[int, Heading]:
    """The headings of a text by block index.

    (1) Blocks marked as headings keep their level. (2) A short paragraph that is wholly bold, or numbered without a
    full stop, is a heading below them. (3) A plain short line without end punctuation is one when text or a list
    follows; of two such lines in a row the first stands above the second.
    """
    strong = _Strong(text)
    found: dict[int, Heading] = {}
    for index, block in enumerate(text.blocks):
        line = block.of(text.content)
        if block.kind is BlockKind.HEADING:
            found[index] = _heading(line, block.level or 2)
        elif block.kind is BlockKind.PARAGRAPH and _could_be(text, index):
            number = number_of(line)
            if strong.wholly(block) and not _LEAD_END.search(line):
                found[index] = _heading(line, _BOLD_LEVEL + (number.depth - 1 if number else 0))
            elif number is not None and not _SENTENCE_END.search(line) and len(line) <= _LONGEST_PLAIN:
                found[index] = _heading(line, _NUMBERED_LEVEL + number.depth - 1)
    _add_plain(text, found)
    return found


def _heading(line: str, level: int) -> Heading:
    number = number_of(line)
    if number is None:
        return Heading(level, "", line)
    return Heading(level, number.shown, line[number.length :])


def _could_be(text: Text, index: int) -> bool:
    block = text.blocks[index]
    line = block.of(text.content)
    return 1 < len(line) <= _LONGEST and "\n" not in line and index + 1 < len(text.blocks)


def _add_plain(text: Text, found: dict[int, Heading]) -> None:
    """Step (3). A line directly above another such line is its parent; a lone one stands beside the last child."""
    plain = [
        index for index in range(len(text.blocks)) if index not in found and _is_plain(text, index, found)
    ]
    lines = set(plain)
    nested = False
    for index in plain:
        if index + 1 in lines:
            level, nested = _PLAIN_LEVEL, True
        else:
            level = _PLAIN_LEVEL + 1 if nested else _PLAIN_LEVEL
        found[index] = _heading(text.blocks[index].of(text.content), level)


def _is_plain(text: Text, index: int, found: dict[int, Heading]) -> bool:
    block = text.blocks[index]
    line = block.of(text.content)
    if block.kind is not BlockKind.PARAGRAPH or not _could_be(text, index) or len(line) > _LONGEST_PLAIN:
        return False
    words = line.split()
    if not 2 <= len(words) <= 16 or _SENTENCE_END.search(line) or _CALENDAR.search(line) or "@" in line:
        return False
    if not (words[0][0].isupper() or words[0][0].isdigit()) or "|" in line or "://" in line:
        return False
    return index + 1 not in found and _has_body(text, index + 1)


def _has_body(text: Text, index: int) -> bool:
    """Whether what follows a line reads as its text: a list, a table, a sentence, or another such line above those."""
    for block in text.blocks[index : index + 2]:
        if block.kind is not BlockKind.PARAGRAPH:
            return block.kind is not BlockKind.HEADING
        line = block.of(text.content)
        if _SENTENCE_END.search(line) or len(line) > _LONGEST_PLAIN:
            return True
    return False


class _Strong:
    """Where a text is bold, for asking about one block at a time."""

    def __init__(self, text: Text) -> None:
        self._content = text.content
        self._marks = sorted((mark.start, mark.end) for mark in text.marks if mark.kind is MarkKind.STRONG)
        self._starts = [start for start, _ in self._marks]

    def wholly(self, block: Block) -> bool:
        """Whether every letter of the block is bold."""
        at = block.start
        for start, end in self._inside(block):
            if self._content[at:start].strip():
                return False
            at = max(at, end)
        return at > block.start and not self._content[at : block.end].strip(" .:")

    def run_in(self, block: Block, skip: int) -> Span | None:
        """The bold words a paragraph opens with, when they read as a title of the rest; `skip` passes over a number."""
        first = next(iter(self._inside(block)), None)
        if first is None or self._content[block.start + skip : first[0]].strip() or first[1] >= block.end:
            return None
        words = self._content[first[0] : first[1]]
        rest = self._content[first[1] : block.end]
        ends = _RUN_IN_END.search(words) or rest.lstrip()[:1] in (":", ".", "–", "—")
        if not ends or len(words) > _LONGEST_PLAIN or len(words.split()) > 16:
            return None
        return Span(max(first[0], block.start + skip), first[1])

    def _inside(self, block: Block) -> list[tuple[int, int]]:
        place = bisect_left(self._starts, block.start)
        inside = []
        while place < len(self._marks) and self._marks[place][0] < block.end:
            inside.append(self._marks[place])
            place += 1
        return inside


def run_in_of(strong: _Strong, text: Text, block: Block) -> tuple[Number | None, Span | None]:
    """A paragraph's printed number and bold opening words, where it has them."""
    number = number_of(block.of(text.content))
    return number, strong.run_in(block, number.length if number else 0)


def strong_of(text: Text) -> _Strong:
    """The index of bold stretches that `run_in_of` asks."""
    return _Strong(text)
