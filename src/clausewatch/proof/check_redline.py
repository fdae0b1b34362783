"""The redline of a pack against both texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from clausewatch.proof import pack
from clausewatch.proof.moves import Place, moves
from clausewatch.proof.parts import Parts

Row = dict[str, Any]


def redline(parts: Parts) -> None:
    """(1) the file has its one form, (2) every row joins the words at its places in the two texts, (3) in their order the rows
    leave out no word of either and have none twice, but for a block that went from one place to another."""
    if not parts.has(pack.REDLINE):
        return
    with parts.telling(pack.REDLINE):
        # (1):
        told = parts.object(f"{pack.FOLDER}{pack.REDLINE}")
        rows = told["rows"]
        named = all(set(row) == {"old", "new", "pieces"} for row in rows) and set(told) == {
            "old",
            "new",
            "rows",
        }
        if not named or pack.json_file(told) != parts.bytes(pack.REDLINE):
            raise ValueError("it is not in the one form that it has in a pack")
        old, new = parts.texts[told["old"]], parts.texts[told["new"]]
        # (2):
        for row in rows:
            _check_row(row, old, new)
        # (3):
        places = [(_span(row["old"]), _span(row["new"])) for row in rows]
        found = moves(places)
        if any(not each.crosses for each in found):
            raise ValueError("a row shows as moved what stayed, or has words twice")
        came = {each.came for each in found}
        _must_cover(old, [before for at, (before, _) in enumerate(places) if before and at not in came])
        _must_cover(new, [after for _, after in places if after])
        parts.redlined = len(rows)


def _check_row(row: Row, old: str, new: str) -> None:
    ops = {op for op, _ in row["pieces"]}
    before, after = (_joined(row["pieces"], ("same", each)) for each in ("deleted", "inserted"))
    if not ops <= {"same", "deleted", "inserted"}:
        raise ValueError("a row has other pieces")
    if _at(old, row["old"]) != before or _at(new, row["new"]) != after:
        raise ValueError("a row is not what stands in the texts")
    if None not in (row["old"], row["new"]) and before == after and ops - {"same"}:
        raise ValueError("a row shows as changed what is the same")


def _joined(pieces: Sequence[Sequence[str]], kept: Sequence[str]) -> str:
    return "".join(text for op, text in pieces if op in kept)


def _span(told: Sequence[int] | None) -> Place | None:
    if told is None:
        return None
    start, end = told
    if type(start) is not int or type(end) is not int:
        raise ValueError("a place is no number")
    return start, end


def _at(text: str, told: Sequence[int] | None) -> str:
    start, end = _span(told) or (0, 0)
    if not 0 <= start <= end <= len(text):
        raise ValueError("a row stands outside its text")
    return text[start:end]


def _must_cover(text: str, spans: Iterable[Place]) -> None:
    """The spans stand in the order of the text, and no word stands outside of them."""
    reached = 0
    for start, end in spans:
        if start < reached or text[reached:start].strip():
            raise ValueError("its rows leave out words of a text, have them twice or in another order")
        reached = end
    if text[reached:].strip():
        raise ValueError("its rows leave out words of a text")
