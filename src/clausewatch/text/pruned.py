"""A text without some of its blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from clausewatch.nouns.document import Block, BlockKind, Link, Mark, Span, Text

_Each = TypeVar("_Each", Link, Mark)
_TIGHT = frozenset({BlockKind.ITEM, BlockKind.ROW})


def keep_blocks(text: Text, keep: Sequence[bool]) -> Text:
    """The blocks for which `keep` is true, in order, with their links and emphasis; spans count over the new content."""
    chunks: list[str] = []
    blocks: list[Block] = []
    moves: list[tuple[int, int, int]] = []
    length = 0
    for block, kept in zip(text.blocks, keep, strict=True):
        if not kept:
            continue
        if blocks:
            last = blocks[-1]
            tight = block.kind in _TIGHT and last.kind is block.kind and last.table == block.table
            chunks.append("\n" if tight else "\n\n")
            length += len(chunks[-1])
        by = length - block.start
        chunks.append(block.of(text.content))
        length += len(chunks[-1])
        moves.append((block.start, block.end, by))
        cells = tuple(Span(cell.start + by, cell.end + by) for cell in block.cells)
        blocks.append(replace(block, start=block.start + by, end=block.end + by, cells=cells))
    links = [Link(each.start + by, each.end + by, each.href) for each, by in _moved(text.links, moves)]
    marks = [Mark(each.start + by, each.end + by, each.kind) for each, by in _moved(text.marks, moves)]
    return replace(
        text, content="".join(chunks), blocks=tuple(blocks), links=tuple(links), marks=tuple(marks)
    )


def _moved(spans: Sequence[_Each], moves: list[tuple[int, int, int]]) -> list[tuple[_Each, int]]:
    """The spans that stand in a kept block, each with how far that block moved."""
    found: list[tuple[_Each, int]] = []
    at = 0
    for each in sorted(spans, key=lambda span: span.start):
        while at < len(moves) and moves[at][1] <= each.start:
            at += 1
        if at < len(moves) and moves[at][0] <= each.start:
            found.append((each, moves[at][2]))
    return found
