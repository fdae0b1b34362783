"""Long passages in which little changed, where only what changed is shown."""

from __future__ import annotations

from tests.change.editions import edition

from clausewatch.change import side_by_side, without_words
from clausewatch.nouns.change import Op, RowKind
from clausewatch.web.rows import GAP, Rows

_LONG = " ".join(f"word{number}" for number in range(1_000))


def _rows(*, changed: bool) -> Rows:
    old = edition([("Rules", [f"{_LONG} You may keep it. {_LONG} It ends."])])
    new = edition([("Rules", [f"{_LONG} You must keep it. {_LONG} It stops."])], "2026-02-01")
    return Rows(without_words(side_by_side(old, new)), old, new, changed=changed)


def _changed(rows: Rows) -> list[tuple[Op, str]]:
    shown = [rows.shown(*entry) for entry in rows.listed()]
    (row,) = [each.row for each in shown if each.row and each.row.kind is RowKind.CHANGED]
    return [(each.op, each.text) for each in row.pieces]


def test_the_middle_of_what_stayed_is_left_out_and_told() -> None:
    rows = _rows(changed=True)
    assert rows.cut
    pieces = _changed(rows)
    told = "".join(text for _, text in pieces)
    assert len(told) < 1_500
    assert [text for op, text in pieces if op is Op.DELETED] == ["may", "ends"]
    assert [text for op, text in pieces if op is Op.INSERTED] == ["must", "stops"]
    assert told.count(GAP) == 2
    assert pieces[0][1].startswith(GAP)
    assert pieces[0][1].endswith("word998 word999 You ")
    whole = f"{_LONG} You may keep it. {_LONG} It ends."
    assert all(part in whole for op, text in pieces if op is Op.SAME for part in text.split(GAP))


def test_the_whole_text_leaves_nothing_out() -> None:
    rows = _rows(changed=False)
    assert not rows.cut
    assert sum(len(text) for _, text in _changed(rows)) > 2 * len(_LONG)
    assert sum(rows.weight(*entry, inline=False) for entry in rows.listed()) > 4 * len(_LONG)
