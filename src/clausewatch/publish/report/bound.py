"""How long a report may get."""

from __future__ import annotations

from dataclasses import replace

from clausewatch.nouns.change import Op, Piece
from clausewatch.nouns.report import (
    Bars,
    Block,
    Facts,
    Grid,
    Heading,
    Picture,
    Points,
    Quote,
    Redlined,
    Tone,
    Words,
)

# About 250 pages of A4. The longest real document of the archive has 330,000 characters; setting takes 3 s a million.
MOST_CHARACTERS = 700_000
MOST_BLOCKS = 12_000
CUT = " […]"


def bounded(blocks: tuple[Block, ...], link: str) -> tuple[Block, ...]:
    """The blocks as long as there is room; then a notice that names the page which shows the rest."""
    room = MOST_CHARACTERS
    kept: list[Block] = []
    for block in blocks[:MOST_BLOCKS]:
        size = _size(block)
        if size > room:
            short = _shortened(block, room)
            kept += [short] if short is not None else []
            break
        room -= size
        kept.append(block)
    else:
        if len(blocks) <= MOST_BLOCKS:
            return blocks
    kept.append(Words(f"This report is cut here because it is too long. The rest: {link}", Tone.NOTICE, link))
    return tuple(kept)


def _size(block: Block) -> int:
    match block:
        case Heading(text) | Words(text) | Quote(text):
            return len(text)
        case Facts(rows):
            return sum(len(each.label) + len(each.value) for each in rows)
        case Points(items):
            return sum(map(len, items))
        case Redlined(pieces):
            return sum(len(piece.text) for piece in pieces)
        case Grid(head, rows):
            return sum(map(len, head)) + sum(len(cell) for row in rows for cell in row)
        case Bars(_, bars):
            return 8 * len(bars)
        case Picture(_, told):
            return len(told)


def _shortened(block: Block, room: int) -> Block | None:
    """Its beginning, marked as one; None where a part of it says nothing."""
    match block:
        case Quote(text):
            return replace(block, text=text[:room] + CUT)
        case Redlined(pieces):
            return replace(block, pieces=_first(pieces, room))
        case _:
            return None


def _first(pieces: tuple[Piece, ...], room: int) -> tuple[Piece, ...]:
    kept: list[Piece] = []
    for piece in pieces:
        kept.append(Piece(piece.op, piece.text[:room]))
        room -= len(piece.text)
        if room <= 0:
            break
    return (*kept, Piece(Op.SAME, CUT))
