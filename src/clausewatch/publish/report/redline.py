"""The redline of two versions of a document."""

from __future__ import annotations

from clausewatch.nouns.change import DiffRow, Op, Piece, RowKind
from clausewatch.nouns.report import Block, Fact, Facts, Heading, Redlined, Report, Side, Tone, Words
from clausewatch.publish.report.parts import closing, sources, version_fact
from clausewatch.publish.report.told import RedlineTold
from clausewatch.publish.words import day, moment

_COUNTED = {
    RowKind.CHANGED: "changed",
    RowKind.ADDED: "added",
    RowKind.REMOVED: "removed",
    RowKind.MOVED_TO: "moved",
}


Numbered = tuple[DiffRow, int]


def redline_report(told: RedlineTold, base_url: str) -> Report:
    """The texts block by block with what went and what came; accepting every mark gives the new one, rejecting the old.

    With `changed` what is the same is left out, and how much that is is said.
    """
    base = base_url.rstrip("/")
    link = f"{base}{told.path}"
    old, new = told.old.version, told.new.version
    facts = (
        version_fact("Before", old),
        Fact("Text, SHA-256", old.text, code=True),
        version_fact("After", new),
        Fact("Text, SHA-256", new.text, code=True),
        Fact("What differs", _counts(told.rows)),
        *sources(told.document),
    )
    legend = (
        "Struck through was removed, underlined was added. In Word these are tracked changes, to be accepted or "
        "rejected; in print a sign before each passage says the same: − removed, + added, ± changed, » moved."
    )
    return Report(
        kind="Redline",
        title=f"{told.platform.name}: {told.document.name}",
        about=(
            f"From {moment(old.observed_at)} to {moment(new.observed_at)}",
            f"As of {day(new.observed_at)}",
        ),
        at=max(old.observed_at, new.observed_at),
        link=link,
        blocks=(
            Facts(facts),
            Words(legend, Tone.QUIET),
            Heading("The text" if not told.changed else "What changed in the text"),
            *_rows(told),
            *closing(link, base),
        ),
    )


def _counts(rows: tuple[DiffRow, ...]) -> str:
    counted = ((sum(row.kind is kind for row in rows), word) for kind, word in _COUNTED.items())
    found = [f"{count} passage{'' if count == 1 else 's'} {word}" for count, word in counted if count]
    return ", ".join(found) or "the words are the same"


def _rows(told: RedlineTold) -> list[Block]:
    blocks: list[Block] = []
    same = 0
    for row, move in _in_order(_numbered(told.rows), told):
        if told.changed and row.kind is RowKind.SAME:
            same += 1
            continue
        if same:
            blocks.append(_gap(same))
            same = 0
        blocks.append(_row(told, row, move))
    return blocks + ([_gap(same)] if same else [])


def _numbered(rows: tuple[DiffRow, ...]) -> list[Numbered]:
    """The rows with the number of the move that each is an end of; 0 where nothing moved."""
    numbers: dict[int, int] = {}
    found = []
    for place, row in enumerate(rows):
        first = place if row.partner is None else min(place, row.partner)
        if row.partner is not None:
            numbers.setdefault(first, len(numbers) + 1)
        found.append((row, numbers.get(first, 0) if row.partner is not None else 0))
    return found


def _in_order(rows: list[Numbered], told: RedlineTold) -> list[Numbered]:
    """The rows so that their old sides, too, stand in the order of their text.

    Passages that stand in one row although they changed places are told as one that went and one that came: else
    rejecting every mark would give the old text in another order.
    """
    kept: list[Numbered] = []
    strays: list[int] = []
    reached = -1
    for row, move in rows:
        if row.old_block is None or row.old_block > reached:
            reached = reached if row.old_block is None else row.old_block
            kept.append((row, move))
            continue
        strays.append(row.old_block)
        assert row.new_block is not None
        came = Piece(Op.INSERTED, told.new.text.blocks[row.new_block].of(told.new.text.content))
        kept.append((DiffRow(RowKind.ADDED, None, row.new_block, (came,)), 0))
    for old in strays:
        went = Piece(Op.DELETED, told.old.text.blocks[old].of(told.old.text.content))
        later = (at for at, (row, _) in enumerate(kept) if row.old_block is not None and row.old_block > old)
        kept.insert(next(later, len(kept)), (DiffRow(RowKind.REMOVED, old, None, (went,)), 0))
    return kept


def _gap(count: int) -> Words:
    return Words(f"… {count} passage{'' if count == 1 else 's'} unchanged …", Tone.QUIET)


def _row(told: RedlineTold, row: DiffRow, move: int) -> Redlined:
    edition, index = (told.old, row.old_block) if row.new_block is None else (told.new, row.new_block)
    assert index is not None
    block = edition.text.blocks[index]
    side = Side.OLD if row.new_block is None else Side.NEW if row.old_block is None else Side.NONE
    return Redlined(
        pieces=row.pieces,
        kind=block.kind,
        level=block.level,
        marker=block.marker,
        side=side,
        move=move,
        language=edition.version.language,
    )
