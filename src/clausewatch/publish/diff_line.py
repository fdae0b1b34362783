"""Redlines as JSON-ready values: of one change, and of the blocks of two versions side by side."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from clausewatch.nouns.change import Change, DiffRow, Piece, Spell
from clausewatch.nouns.document import Edition, Span
from clausewatch.publish.record_line import instant


def redline_line(number: int, change: Change, pieces: Iterable[Piece]) -> dict[str, object]:
    """The change with its words marked. `same` and `deleted` pieces joined are the old text, `same` and `inserted` the new."""
    return {
        "number": number,
        "kind": change.kind.value,
        "provision": change.provision,
        "section": change.section,
        "severity": change.severity.value,
        "direction": change.direction.value,
        "summary": change.summary,
        "old_span": _span(change.old_span),
        "new_span": _span(change.new_span),
        "pieces": _pieces(pieces),
    }


def diff_row_line(number: int, row: DiffRow, old: Edition, new: Edition) -> dict[str, object]:
    """A row of two versions side by side: the block on each side, and the redline between them."""
    return {
        "number": number,
        "kind": row.kind.value,
        "partner": row.partner,
        "old": _side(old, row.old_block),
        "new": _side(new, row.new_block),
        "pieces": _pieces(row.pieces),
    }


def spell_line(spell: Spell) -> dict[str, object]:
    """A time over which words stood in a document."""
    return {
        "since": instant(spell.since_at),
        "since_version": spell.since,
        "until": instant(spell.until_at) if spell.until_at else None,
        "until_version": spell.until,
    }


def _side(edition: Edition, index: int | None) -> dict[str, object] | None:
    if index is None:
        return None
    block, known = edition.text.blocks[index], edition.outline.provisions
    place = bisect_right(known, block.start, key=lambda each: each.start) - 1
    return {
        "kind": block.kind.value,
        "level": block.level,
        "marker": block.marker,
        "provision": known[place].id if place >= 0 else None,
        "span": [block.start, block.end],
    }


def _pieces(pieces: Iterable[Piece]) -> list[dict[str, object]]:
    return [{"op": each.op.value, "text": each.text} for each in pieces]


def _span(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None
