"""Two versions side by side, block by block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clausewatch.change.pairing import pair
from clausewatch.change.redline import redline
from clausewatch.change.units import Role, Unit
from clausewatch.change.wording import keys
from clausewatch.nouns.change import DiffRow, Op, Piece, RowKind
from clausewatch.nouns.document import Block, BlockKind, Edition, StatementKind

_KIND = {BlockKind.ITEM: StatementKind.ITEM, BlockKind.ROW: StatementKind.ROW}


def side_by_side(old: Edition, new: Edition) -> tuple[DiffRow, ...]:
    """Every block of both texts in one row each, or two rows linked by `partner` when it moved.

    Rows stand in the order of the new text; what was removed stands where it stood before. Joining the pieces of a
    row's sides gives the blocks' texts.
    """
    before, after = _blocks(old, new)
    pairing = pair(before, after, cuts=False)
    moved = {one.old: one.new for one in pairing.pairs if not one.in_place}
    partner = {one.new: one.old for one in pairing.pairs if one.in_place}
    staying = frozenset(partner.values())
    sources = {new_place: old_place for old_place, new_place in moved.items()}
    rows: list[tuple[DiffRow, int | None, int | None]] = []
    reached = 0
    for place, unit in enumerate(after):
        stays = partner.get(place)
        if stays is not None and stays >= reached:
            rows.extend(_left(before, range(reached, stays), moved, staying))
            reached = stays + 1
        if stays is not None:
            rows.append((_both(before[stays], unit), stays, place))
        else:
            rows.append((_come(before, unit, sources.get(place)), None, place))
    rows.extend(_left(before, range(reached, len(before)), moved, staying))
    return _linked(rows, moved)


@dataclass(frozen=True, slots=True)
class Placed:
    """A row without its words: of each piece only how many characters it has."""

    kind: RowKind
    old_block: int | None
    new_block: int | None
    pieces: tuple[tuple[Op, int], ...]
    partner: int | None


def without_words(rows: Sequence[DiffRow]) -> tuple[Placed, ...]:
    """The comparison by places and lengths alone: a tenth of the memory, and nothing in it that could be withheld."""
    return tuple(
        Placed(
            row.kind,
            row.old_block,
            row.new_block,
            tuple((each.op, len(each.text)) for each in row.pieces),
            row.partner,
        )
        for row in rows
    )


def with_words(rows: Sequence[Placed], number: int, old: Edition, new: Edition) -> DiffRow:
    """The row of that number as `side_by_side` gave it of these editions, from what `without_words` left of all."""
    row = rows[number]
    return DiffRow(row.kind, row.old_block, row.new_block, _pieces(row, rows, old, new), row.partner)


def _pieces(row: Placed, rows: Sequence[Placed], old: Edition, new: Edition) -> tuple[Piece, ...]:
    source = row.old_block
    if row.kind is RowKind.MOVED_TO and row.partner is not None:
        # What was edited on the way is marked against the words in their former place.
        source = rows[row.partner].old_block
    before, after = _words(old, source), _words(new, row.new_block)
    found: list[Piece] = []
    a = b = 0
    for op, length in row.pieces:
        of_old = op is Op.DELETED or row.new_block is None
        found.append(Piece(op, before[a : a + length] if of_old else after[b : b + length]))
        a += length if op is not Op.INSERTED else 0
        b += length if op is not Op.DELETED else 0
    return tuple(found)


def _words(edition: Edition, block: int | None) -> str:
    return "" if block is None else edition.text.blocks[block].of(edition.text.content)


_Entry = tuple[DiffRow, int | None, int | None]


def _left(
    before: Sequence[Unit], places: range, moved: dict[int, int], staying: frozenset[int]
) -> list[_Entry]:
    return [
        (_gone(RowKind.MOVED_FROM if place in moved else RowKind.REMOVED, before[place]), place, None)
        for place in places
        if place not in staying
    ]


def _linked(rows: list[_Entry], moved: dict[int, int]) -> tuple[DiffRow, ...]:
    by_old = {entry[1]: number for number, entry in enumerate(rows) if entry[0].kind is RowKind.MOVED_FROM}
    by_new = {entry[2]: number for number, entry in enumerate(rows) if entry[0].kind is RowKind.MOVED_TO}
    partner: dict[int, int] = {}
    for old, new in moved.items():
        if old in by_old and new in by_new:
            partner[by_old[old]] = by_new[new]
            partner[by_new[new]] = by_old[old]
    return tuple(
        DiffRow(entry[0].kind, entry[0].old_block, entry[0].new_block, entry[0].pieces, partner.get(number))
        for number, entry in enumerate(rows)
    )


def _both(old: Unit, new: Unit) -> DiffRow:
    if old.text == new.text:
        # Nearly every row of a long text: its words need not be told apart.
        same = (Piece(Op.SAME, old.text),) if old.text else ()
        return DiffRow(RowKind.SAME, old.provision, new.provision, same)
    return DiffRow(RowKind.CHANGED, old.provision, new.provision, redline(old.text, new.text))


def _gone(kind: RowKind, old: Unit) -> DiffRow:
    op = Op.SAME if kind is RowKind.MOVED_FROM else Op.DELETED
    return DiffRow(kind, old.provision, None, (Piece(op, old.text),))


def _come(before: Sequence[Unit], new: Unit, source: int | None) -> DiffRow:
    """What came here: new, or moved from elsewhere and then with the redline of what was edited on the way."""
    if source is None:
        return DiffRow(RowKind.ADDED, None, new.provision, (Piece(Op.INSERTED, new.text),))
    return DiffRow(RowKind.MOVED_TO, None, new.provision, redline(before[source].text, new.text))


def _blocks(old: Edition, new: Edition) -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
    """Both texts' blocks as units. Of the blocks that both begin and end with the words need not be told apart: the text of
    each stands for them. Folding all words of two long texts takes longer than all else."""
    one, other = (
        tuple(each.of(edition.text.content) for each in edition.text.blocks) for edition in (old, new)
    )
    names = [(each.kind is BlockKind.HEADING, text) for each, text in zip(old.text.blocks, one, strict=True)]
    others = [
        (each.kind is BlockKind.HEADING, text) for each, text in zip(new.text.blocks, other, strict=True)
    ]
    limit = min(len(names), len(others))
    start = 0
    while start < limit and names[start] == others[start]:
        start += 1
    # What is the same but for signs belongs to what both begin with, as pairing sees it, and to no ending.
    folded = start
    while folded < limit and _folded(names[folded]) == _folded(others[folded]):
        folded += 1
    tail = 0
    while tail < limit - folded and names[-1 - tail] == others[-1 - tail]:
        tail += 1
    return tuple(
        tuple(
            _unit(block, place, text, whole=place < start or place >= len(texts) - tail)
            for place, (block, text) in enumerate(zip(edition.text.blocks, texts, strict=True))
        )
        for edition, texts in ((old, one), (new, other))
    )  # type: ignore[return-value]


def _folded(block: tuple[bool, str]) -> tuple[bool, tuple[str, ...]]:
    heading, text = block
    return heading, keys(text) or (text,)


def _unit(block: Block, place: int, text: str, *, whole: bool) -> Unit:
    """A block as a unit; `provision` carries the block's index here. With `whole` its text is its one word."""
    said = (text,) if whole else keys(text) or (text,)
    role = Role.HEADING if block.kind is BlockKind.HEADING else Role.STATEMENT
    kind = _KIND.get(block.kind, StatementKind.SENTENCE)
    return Unit(role, kind, block.start, block.end, text, said, place, "", linked=False, dated=False)
