"""Running headers, footers and page numbers: what recurs in the same place at the edge of pages."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from clausewatch.text.pdf.shapes import Piece, Sheet

_ZONE = 0.2
_HEIGHT = 4.0
_NUMBER = re.compile(r"\d+|\b[ivxl]{1,6}\b")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_LEAST_SHARE = 0.3
_LARGE = 1.35
_LONGEST = 200
_TIGHT = 2.5
# What reads as a sentence: five words and more up to a full stop, three of them in small letters; or a Chinese or Japanese one.
_LEAST_WORDS = 5
_LEAST_SMALL = 3
_SPACELESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{6}.*[。！]", re.DOTALL)
_SMALL_WORD = re.compile(r"(?<!\S)[^\W\d_A-Z][^\W\d_]*(?=[\s,;:.!])")
_NOTICE = re.compile(r"\W*(?:©|\(c\)|copyright\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Place:
    """A piece at the edge of a page."""

    page: int
    piece: Piece
    numbers: tuple[int, ...]


def without_furniture(sheets: list[Sheet], body: float) -> None:
    """Takes running heads, feet and page numbers off the sheets; a single page keeps everything.

    A piece counts when its wording, numbers aside, stands at the same height on another page too, on at least 30 % of
    the pages of one side (odd or even), its numbers equal or counting with the pages. What stands between it and the
    edge must be furniture as well, and close to it. `body` is the usual letter size: larger lines with a number of their own are
    headings ("Article 5"). A rule set at the edge of every page is text all the same: what reads as a sentence and stands
    nowhere else stays once, at the top of the first page or the foot of the last that bears it.
    """
    if len(sheets) < 2:
        return
    found = _recurring(sheets, body)
    taken = [_at_edges(sheet, found) for sheet in sheets]
    rules = _rules(sheets, taken)
    for sheet, off in zip(sheets, taken, strict=True):
        sheet.pieces = [piece for piece in sheet.pieces if id(piece) not in off or id(piece) in rules]


def _rules(sheets: list[Sheet], taken: list[set[int]]) -> set[int]:
    """The pieces at edges that are kept: one copy of each sentence that the rest of the text does not hold."""
    kept = (
        piece.text
        for sheet, off in zip(sheets, taken, strict=True)
        for piece in sheet.pieces
        if id(piece) not in off
    )
    rest = _spelled(" ".join(kept))
    chosen: dict[str, set[int]] = {}
    for sheet, off in zip(sheets, taken, strict=True):
        for foot in (False, True):
            here = [
                piece
                for piece in sheet.pieces
                if id(piece) in off and (piece.baseline > sheet.height / 2) == foot
            ]
            for lines in _set_alike(here):
                words = " ".join(line.text for line in lines)
                key = _spelled(words)
                if _is_rule(words) and key not in rest and (foot or key not in chosen):
                    chosen[key] = {id(line) for line in lines}
    return {each for pieces in chosen.values() for each in pieces}


def _is_rule(words: str) -> bool:
    """Whether the words read as a sentence, and as no notice of copyright."""
    if _NOTICE.match(words):
        return False
    ended = any(word.endswith((".", "!")) for word in words.split()[_LEAST_WORDS - 1 :])
    small = ended and len(_SMALL_WORD.findall(words)) >= _LEAST_SMALL
    return small or _SPACELESS.search(words) is not None


def _set_alike(pieces: list[Piece]) -> list[list[Piece]]:
    """The pieces as paragraphs: lines close below each other in letters of one size that begin at one edge."""
    found: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda each: each.baseline):
        last = found[-1][-1] if found else None
        if (
            last is not None
            and abs(last.size - piece.size) < 0.5
            and abs(last.left - piece.left) < piece.size
            and 0 < piece.baseline - last.baseline < _TIGHT * piece.size
        ):
            found[-1].append(piece)
        else:
            found.append([piece])
    return found


def _spelled(words: str) -> str:
    return _NUMBER.sub("#", " ".join(words.lower().split()))


def _recurring(sheets: list[Sheet], body: float) -> set[int]:
    """The pieces that recur, as ids."""
    groups: dict[tuple[str, int], list[_Place]] = defaultdict(list)
    for sheet in sheets:
        for piece in sheet.pieces:
            inside = _ZONE * sheet.height < piece.baseline < (1 - _ZONE) * sheet.height
            if inside or len(piece.text) > _LONGEST:
                continue
            numbers = tuple(_value(found[0]) for found in _NUMBER.finditer(piece.text.lower()))
            key = _spelled(piece.text)
            height = round(piece.baseline / _HEIGHT)
            groups[key, height].append(_Place(sheet.number, piece, numbers))
    taken: set[int] = set()
    for (key, height), places in groups.items():
        near = [*places, *groups.get((key, height + 1), []), *groups.get((key, height - 1), [])]
        if _runs(near, len(sheets), body):
            taken.update(id(each.piece) for each in places)
    return taken


def _runs(places: list[_Place], pages: int, body: float) -> bool:
    on = {each.page for each in places}
    if len(on) < 2:
        return False
    same = max(sum(page % 2 == side for page in on) for side in (0, 1))
    if same < _LEAST_SHARE * pages / 2:
        return False
    steady = _counting(places)
    large = max(each.piece.size for each in places) > _LARGE * body
    return steady and not (large and len({each.numbers for each in places}) > 1)


def _counting(places: list[_Place]) -> bool:
    """Whether every number in the wording is the same everywhere or counts with the pages."""
    lengths = {len(each.numbers) for each in places}
    if len(lengths) != 1:
        return False
    for at in range(lengths.pop()):
        values = {each.numbers[at] for each in places}
        offsets = {each.numbers[at] - each.page for each in places}
        # Numbering may begin anew once: roman front matter, then pages from 1.
        if len(values) > 1 and len(offsets) > max(1, len(places) // 3):
            return False
    return True


def _value(number: str) -> int:
    if number.isdigit():
        return int(number[:9])
    values = [_ROMAN[letter] for letter in number]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def _at_edges(sheet: Sheet, found: set[int]) -> set[int]:
    """The recurring pieces outside of which nothing else stands, with what shares their line beyond the text."""
    taken: set[int] = set()
    for upward in (False, True):
        near = [piece for piece in sheet.pieces if (piece.baseline > sheet.height / 2) == upward]
        inward = sorted(near, key=lambda each: each.baseline, reverse=upward)
        rows: list[list[Piece]] = []
        for piece in inward:
            if rows and abs(piece.baseline - rows[-1][0].baseline) < _HEIGHT:
                rows[-1].append(piece)
            else:
                rows.append([piece])
        for number, row in enumerate(rows):
            tight = number == 0 or abs(row[0].baseline - rows[number - 1][0].baseline) < _TIGHT * row[0].size
            if not tight or not any(id(piece) in found for piece in row):
                break
            beyond = rows[number + 1][0] if number + 1 < len(rows) else None
            apart = beyond is None or abs(beyond.baseline - row[0].baseline) > 1.6 * row[0].size
            taken.update(id(piece) for piece in row if apart or id(piece) in found)
            if not all(id(piece) in taken for piece in row):
                break
    return taken
