"""From a section's body to its lead-in and statements."""

from __future__ import annotations

from clausewatch.nouns.document import BlockKind, Span, Statement, StatementKind
from clausewatch.structure.sections import Piece, Section
from clausewatch.structure.segment import sentence_offsets
from clausewatch.structure.shape import ends_open, ends_sentence

# An item is one rule; beyond this length it is prose in a list's dress and is told sentence by sentence. Of 3,776 items
# in the last state of the GenAI-EU archive's 63 documents 97 in 100 are shorter.
_LONG_ITEM = 600


def statements(content: str, section: Section) -> tuple[Span | None, tuple[Statement, ...]]:
    """The lead-in of the section's first list or table, and its statements: in order, apart, holding every other word.

    The lead-in is the sentence that announces the list, from the paragraph just before it; it is not among the statements.
    Later lists' announcements are statements.
    """
    lead_in: Span | None = None
    made: list[Statement] = []
    first_list = next((n for n, piece in enumerate(section.pieces) if _listed(piece)), None)
    for number, piece in enumerate(section.pieces):
        spans = _spans(content, piece)
        if first_list is not None and number == first_list - 1 and _announces(content, piece):
            lead_in = Span(*spans.pop())
        made.extend(Statement(_kind(piece), start, end, piece.depth) for start, end in spans)
    return lead_in, tuple(made)


def _listed(piece: Piece) -> bool:
    return piece.depth > 0 or piece.block.kind is BlockKind.ROW


def _announces(content: str, piece: Piece) -> bool:
    words = content[piece.start : piece.end]
    return ends_open(words) or (piece.block.kind is BlockKind.PARAGRAPH and not ends_sentence(words))


def _kind(piece: Piece) -> StatementKind:
    if piece.block.kind is BlockKind.ROW:
        return StatementKind.ROW
    return StatementKind.ITEM if piece.depth else StatementKind.SENTENCE


def _spans(content: str, piece: Piece) -> list[tuple[int, int]]:
    """Where the statements of one piece stand: whole rows and items, sentences of prose."""
    words = content[piece.start : piece.end]
    if piece.block.kind is BlockKind.ROW or (piece.depth and len(words) <= _LONG_ITEM):
        start = piece.start + len(words) - len(words.lstrip())
        return [(start, piece.start + len(words.rstrip()))]
    return [(piece.start + start, piece.start + end) for start, end in sentence_offsets(words)]
