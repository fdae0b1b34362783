"""The redline of an evidence pack: both texts block by block, in an order that strangers can check."""

from __future__ import annotations

from collections.abc import Sequence

from clausewatch import change
from clausewatch.nouns.change import RowKind
from clausewatch.nouns.document import Edition
from clausewatch.proof.moves import moves, settled
from clausewatch.proof.pack import Redlined


def redlined(editions: Sequence[Edition]) -> tuple[str, str, tuple[Redlined, ...]] | None:
    """Both texts block by block; None where the change brought no text. The rows of the new text stand in its order and
    those of the old in its own; what stands elsewhere in the new one has a second row, where it went from."""
    if len(editions) < 2:
        return None
    old, new = editions
    rows = change.side_by_side(old, new)

    def span(edition: Edition, block: int | None) -> tuple[int, int] | None:
        found = None if block is None else edition.text.blocks[block]
        return None if found is None else (found.start, found.end)

    made = []
    for row in rows:
        before = row.old_block
        if row.kind is RowKind.MOVED_TO and row.partner is not None:
            before = rows[row.partner].old_block
        # What moved away is told where it went: here it only goes.
        leaves = row.kind is RowKind.MOVED_FROM
        pieces = tuple(("deleted" if leaves else each.op.value, each.text) for each in row.pieces)
        made.append(Redlined(span(old, before), span(new, row.new_block), pieces))
    ordered = _in_order(made)
    kept = settled([(each.old, each.new) for each in ordered])
    return old.version.id, new.version.id, tuple(ordered[each] for each in kept)


def _in_order(rows: Sequence[Redlined]) -> list[Redlined]:
    """The rows with those of the old text in its order: one that stands too late goes from its place, and comes where it
    stands if the new text has it."""
    came = {each.came for each in moves([(row.old, row.new) for row in rows])}
    late, reached = set(), 0
    for number, row in enumerate(rows):
        if row.old is None or number in came:
            continue
        if row.old[0] < reached:
            late.add(number)
        else:
            reached = row.old[1]
    found = [(row, number in came | late) for number, row in enumerate(rows) if number not in late or row.new]
    for number in sorted(late):
        row = rows[number]
        gone = "".join(text for op, text in row.pieces if op != "inserted")
        after = (
            at
            for at, (each, apart) in enumerate(found)
            if each.old is not None and not apart and row.old is not None and row.old < each.old
        )
        found.insert(next(after), (Redlined(row.old, None, (("deleted", gone),)), False))
    return [row for row, _ in found]
