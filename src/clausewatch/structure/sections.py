"""From openings to sections: a walk down the blocks with the stack of headings, then long sections cut into units."""

from __future__ import annotations

from dataclasses import dataclass, field

from clausewatch.nouns.document import Block, BlockKind, Text
from clausewatch.structure.openings import LISTED, RUN_IN, STRONG, Opening, Openings, Rank
from clausewatch.structure.shape import ends_open, ends_sentence

# A section longer than this is cut at its paragraphs. A page of print holds about 2,500 characters; of the 1,379 sections
# in the last state of the 63 documents of the GenAI-EU archive 93 in 100 are shorter. Chosen by reading, not by search.
_ONE_TOPIC = 2_500
_SHORT_LINE = 80


@dataclass(slots=True)
class Piece:
    """A stretch of one block that belongs to a section's body. `depth` is its nesting as an item; 0 for prose."""

    block: Block
    start: int
    end: int
    depth: int = 0


@dataclass(slots=True)
class Section:
    """A provision in the making: where it starts, the titles above and of it, its body in order.

    `title` is empty when it has to come from the opening words. `head_end` is where its heading ends.
    """

    start: int
    path: tuple[str, ...] = ()
    title: str = ""
    number: str = ""
    head_end: int = 0
    rank: Rank = (0, 0)
    pieces: list[Piece] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(piece.end - piece.start for piece in self.pieces)


def sections(text: Text, found: Openings) -> list[Section]:
    """The sections of the text in order; together they hold every block."""
    walk = _Walk(found)
    for index, block in enumerate(text.blocks):
        walk.take(index, block)
    walk.close()
    return [unit for section in walk.done for unit in _cut(text.content, section)]


class _Walk:
    """The state of the walk: the stack of printed titles and the section being filled."""

    __slots__ = ("current", "done", "found", "stack")

    def __init__(self, found: Openings) -> None:
        self.found = found
        self.stack: list[Opening] = []
        self.done: list[Section] = []
        self.current: Section | None = None

    def take(self, index: int, block: Block) -> None:
        opening = self.found.by_block.get(index)
        if opening is not None:
            self._open(opening, block)
            return
        if self.current is None or self._leaves(block):
            self.close()
            self.current = Section(
                block.start, self._path(), rank=self.stack[-1].rank if self.stack else (0, 0)
            )
        assert self.current is not None
        self.current.pieces.append(Piece(block, block.start, block.end, self._item_depth(index, block)))

    def _open(self, opening: Opening, block: Block) -> None:
        current = self.current
        outgrown = opening.rank >= (LISTED, 0) and current is not None and _has_own_list(current)
        limit = min(opening.rank, current.rank) if outgrown and current is not None else opening.rank
        while self.stack and (self.stack[-1].rank >= limit or _counts_on(self.stack[-1], opening)):
            self.stack.pop()
        start = block.start
        if current is not None and not current.pieces and current.rank < opening.rank:
            start = current.start  # a heading above a heading belongs to the first provision beneath it
        else:
            self.close()
        if opening.titled:
            self.stack.append(opening)
        section = Section(start, self._path(), opening.title, opening.number, opening.body, opening.rank)
        if opening.body < block.end:
            section.pieces.append(Piece(block, opening.body, block.end))
        self.current = section

    def _leaves(self, block: Block) -> bool:
        """Whether a block stands outside the list clause being filled; the stack falls back to what it stands in."""
        assert self.current is not None
        if self.current.rank < (LISTED, 0):
            return False
        level = block.level if block.kind is BlockKind.ITEM else 0
        if block.kind not in (BlockKind.ITEM, BlockKind.PARAGRAPH) or self.current.rank[0] < LISTED + level:
            return False
        if self.current.rank[0] == LISTED + level and not block.marker:
            return False
        while self.stack and self.stack[-1].rank >= (LISTED + max(level, 0), 0):
            self.stack.pop()
        return True

    def _item_depth(self, index: int, block: Block) -> int:
        if block.kind is BlockKind.ITEM:
            return max(block.level, 1)
        return self.found.item_depth.get(index, 0)

    def _path(self) -> tuple[str, ...]:
        return tuple(opening.title for opening in self.stack)

    def close(self) -> None:
        if self.current is not None:
            self.done.append(self.current)
            self.current = None


def _counts_on(above: Opening, opening: Opening) -> bool:
    """Whether a number such as 1.2 follows on a heading 1.1, however each is printed."""
    return 1 < opening.parts <= above.parts


def _has_own_list(section: Section) -> bool:
    """Whether a section under an unmarked heading already holds a list: then a list of clauses is not its body."""
    return (STRONG, -9) < section.rank < (RUN_IN, 0) and any(piece.depth for piece in section.pieces)


def _cut(content: str, section: Section) -> list[Section]:
    """The section itself when it is one topic, else one unit per paragraph with the list or table it announces."""
    if section.size <= _ONE_TOPIC or section.rank[0] >= RUN_IN:
        return [section]
    units = [section]
    pieces, section.pieces = section.pieces, []
    whole_lines = 0
    for piece in pieces:
        words = content[piece.start : piece.end]
        furniture = len(words) <= _SHORT_LINE and not ends_sentence(words) and not ends_open(words)
        if piece.block.kind is BlockKind.PARAGRAPH and not piece.depth and whole_lines and not furniture:
            last = units[-1].pieces[-1]
            if not ends_open(content[last.start : last.end]):
                units.append(Section(piece.start, section.path, rank=section.rank))
        units[-1].pieces.append(piece)
        whole_lines += not furniture
    return units
