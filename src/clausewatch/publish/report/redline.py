"""The redline of two versions of a document."""

from __future__ import annotations

from clausewatch.nouns.change import DiffRow, RowKind
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
    legend = "Struck through was removed, underlined was added. In the margin: − removed, + added, ± changed, » moved."
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
    numbers: dict[int, int] = {}
    same = 0
    for place, row in enumerate(told.rows):
        if told.changed and row.kind is RowKind.SAME:
            same += 1
            continue
        if same:
            blocks.append(_gap(same))
            same = 0
        if row.partner is not None:
            numbers.setdefault(min(place, row.partner), len(numbers) + 1)
        move = 0 if row.partner is None else numbers[min(place, row.partner)]
        blocks.append(_row(told, row, move))
    return blocks + ([_gap(same)] if same else [])


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
