"""Which blocks open a provision: real headings, lines that act as headings, run-ins, numbered clauses, clause lists."""

from __future__ import annotations

from dataclasses import dataclass, field

from clausewatch.nouns.document import Block, BlockKind, MarkKind, Text
from clausewatch.structure.numbering import Numbered, Style, marker_number, numbered
from clausewatch.structure.shape import (
    could_plain_title,
    could_title,
    emphasised,
    ends_open,
    ends_sentence,
    is_date_line,
    is_one_word,
    run_in_end,
)

Rank = tuple[int, int]
"""Depth in the heading tree, outermost least. Real headings have 1-6; the kinds of lines that act as headings follow."""
STRONG, EMPHASIS, PLAIN, RUN_IN, CLAUSE, LISTED = 7, 8, 9, 10, 10, 20
_UNNUMBERED, _LETTERED = 9, 8
# At the head of a document a date set as a heading is no section; further down it heads a change log's entry.
_HEAD_BLOCKS = 4
_ENUMERATING = frozenset(
    {Style.PAREN_LETTER, Style.PAREN_ROMAN, Style.PAREN_DIGIT, Style.LETTER, Style.ROMAN}
)


@dataclass(frozen=True, slots=True)
class Opening:
    """A block that opens a provision: its rank, title and number, and where its body begins (its end if it has none).

    `parts` is how many parts a number in digits has (2.1 has 2; 0 for none). `titled` says that the title is printed as one, so it belongs to the path of what stands beneath.
    """

    rank: Rank
    title: str
    number: str
    body: int
    titled: bool = True
    parts: int = 0


@dataclass(slots=True)
class Openings:
    """Openings by block index, and the nesting depth of paragraphs that are items of a list written as paragraphs."""

    by_block: dict[int, Opening] = field(default_factory=dict)
    item_depth: dict[int, int] = field(default_factory=dict)


def clean_title(words: str) -> str:
    """The words of a title without the stop that closes it; a question keeps its mark."""
    return words.strip().rstrip(".:–—-。： ").strip() or words.strip()


def whole(block: Block, words: str, rank: Rank) -> Opening:
    """The opening of a block that is all heading."""
    found = numbered(words, heading=True)
    number = found.number if found else marker_number(block.marker)
    title = clean_title(words[found.rest :] if found else words) or words
    return Opening(rank, title, number, block.end, parts=_parts(found))


def partial(block: Block, content: str, end: int, rank: Rank) -> Opening:
    """The opening of a block whose heading runs in up to `end`."""
    words = content[block.start : end]
    found = numbered(words, heading=True)
    number = found.number if found else marker_number(block.marker)
    body = end
    while body < block.end and content[body].isspace():
        body += 1
    return Opening(
        rank, clean_title(words[found.rest :] if found else words), number, body, parts=_parts(found)
    )


class Reader:
    """Walks the blocks once and finds the openings outside lists."""

    __slots__ = ("_governed", "_styles", "blocks", "content", "em", "found", "plain", "strong")

    def __init__(self, text: Text) -> None:
        self.content = text.content
        self.blocks = text.blocks
        self.strong = emphasised(text, MarkKind.STRONG)
        self.em = emphasised(text, MarkKind.EMPHASIS)
        self.plain = _plain_titles(text, self.strong)
        self.found = Openings()
        self._governed = False
        self._styles: list[tuple[Style, str]] = []

    def read(self) -> Openings:
        for index, block in enumerate(self.blocks):
            opening = self._opening(index, block)
            if opening is not None:
                self.found.by_block[index] = opening
                self._styles = []
                last = self.content[opening.body : block.end]
                self._governed = ends_open(last) if last else False
        return self.found

    def _opening(self, index: int, block: Block) -> Opening | None:
        if block.kind is BlockKind.HEADING:
            words = block.of(self.content)
            if index <= _HEAD_BLOCKS and is_date_line(words):
                return None
            found = numbered(words, heading=True)
            return whole(block, words, (min(block.level or 6, 6), _depth(found)))
        if block.kind is not BlockKind.PARAGRAPH:
            return None
        if index == 0 and self._names_document(block):
            return whole(block, block.of(self.content), (0, 0))
        return self._emphasised(index, block) or self._clause(index, block)

    def _names_document(self, block: Block) -> bool:
        """Whether the first block is the document's name: a title line where no outermost heading is marked."""
        words = block.of(self.content)
        marked = any(other.kind is BlockKind.HEADING and other.level == 1 for other in self.blocks)
        after = self.blocks[1].of(self.content) if len(self.blocks) > 1 else ""
        return (
            bool(after) and not marked and could_plain_title(words) and numbered(words, heading=True) is None
        )

    def _emphasised(self, index: int, block: Block) -> Opening | None:
        """A paragraph that is a heading by emphasis or as a plain line, or that begins with a run-in."""
        words = block.of(self.content)
        follows = index + 1 < len(self.blocks)
        for lead, base in ((self.strong[index], STRONG), (self.em[index], EMPHASIS)):
            if lead == block.start:
                continue
            if lead == block.end:
                if follows and could_title(words):
                    return whole(block, words, (base, _depth(numbered(words, heading=True))))
                if follows and ends_open(
                    words
                ):  # an emphasised announcement ends the run-in clause before it
                    return Opening((RUN_IN, _UNNUMBERED), "", "", block.start, titled=False)
                continue
            end = run_in_end(self.content, lead, block.end)
            if end is not None and could_title(clean_title(self.content[block.start : end])):
                found = numbered(words, heading=True)
                return partial(block, self.content, end, (RUN_IN, found.parts if found else _UNNUMBERED))
        if index in self.plain:
            return whole(block, words, (PLAIN, self.plain[index]))
        return None

    def _clause(self, index: int, block: Block) -> Opening | None:
        """A numbered paragraph: a clause of its own, or an item of the list that the paragraph before announced."""
        words = block.of(self.content)
        found = numbered(words)
        if found is None:
            self._styles = []
            self._governed = ends_open(words)
            return None
        listed = found.style in _ENUMERATING or (found.style is Style.DECIMAL and found.parts == 1)
        if listed and (self._governed or self._styles):
            self.found.item_depth[index] = self._nest(found)
            self._governed = True
            return None
        parts = _LETTERED if found.style in _ENUMERATING else found.parts
        return Opening((CLAUSE, parts), "", found.number, block.start, titled=False, parts=_parts(found))

    def _nest(self, found: Numbered) -> int:
        """The depth of an item by the style of its number: a style seen before returns to its depth."""
        styles = [style for style, _ in self._styles]
        style = found.style
        if style is Style.PAREN_ROMAN and style not in styles and Style.PAREN_LETTER in styles:
            last = self._styles[styles.index(Style.PAREN_LETTER)][1]
            if _follows(last, found.number):
                style = Style.PAREN_LETTER
        if style in styles:
            del self._styles[styles.index(style) :]
        self._styles.append((style, found.number))
        return len(self._styles)


def _follows(last: str, number: str) -> bool:
    """Whether "(i)" is the letter after "(h)" and not the numeral one."""
    return len(last) == len(number) == 3 and ord(number[1]) == ord(last[1]) + 1


def _parts(found: Numbered | None) -> int:
    return found.parts if found is not None and found.style is Style.DECIMAL else 0


def _depth(found: Numbered | None) -> int:
    if found is None:
        return 0
    return -1 if found.parts == 0 else found.parts - 1


def _plain_titles(text: Text, strong: list[int]) -> dict[int, int]:
    """Plain lines that act as headings, with 0 for one above other headings and 1 for one above text.

    A line counts when text or a list comes after it, and when the document has another such line or the list after it is
    announced; a single word counts only beyond the head of the document, where languages and menus stand.
    """
    content, blocks = text.content, text.blocks
    able = [
        block.kind is BlockKind.PARAGRAPH
        and strong[index] == block.start
        and could_plain_title(block.of(content), announced=_announced(text, index))
        for index, block in enumerate(blocks)
    ]
    first = next((i for i, b in enumerate(blocks) if b.kind is BlockKind.HEADING), -1)
    found: dict[int, int] = {}
    for index, block in enumerate(blocks):
        if (
            not able[index]
            or index + 1 >= len(blocks)
            or (is_one_word(block.of(content)) and index < first + 5)
        ):
            continue
        after = blocks[index + 1]
        if after.kind is BlockKind.HEADING or (index > 0 and able[index - 1] and index - 1 not in found):
            continue
        if able[index + 1]:
            beyond = blocks[index + 2] if index + 2 < len(blocks) and not able[index + 2] else None
            if beyond is not None and beyond.kind is not BlockKind.HEADING:
                found[index] = 0
        elif after.kind is not BlockKind.PARAGRAPH or _is_body(after.of(content)):
            found[index] = 1
    announced = any(_announced(text, index) for index in found)
    return found if len(found) > 1 or announced else {}


def _is_body(words: str) -> bool:
    return ends_open(words) or ends_sentence(words) or len(words) > 110


def _announced(text: Text, index: int) -> bool:
    blocks = text.blocks
    return (
        index + 2 < len(blocks)
        and ends_open(blocks[index + 1].of(text.content))
        and blocks[index + 2].kind is BlockKind.ITEM
    )
