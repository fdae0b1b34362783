"""Printed numbers of clauses: what they are, apart from the words they number."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = (
    r"(?:article|section|clause|part|chapter|annex|appendix|schedule|exhibit|artikel|abschnitt|anhang|"
    r"section|partie|annexe|artículo|sección|cláusula|anexo)"
)
_NUMBER = re.compile(
    rf"""^(?:
        (?P<worded>{_WORD}\s+(?:\d+(?:\.\d+)*|[IVXLC]+|[A-Z])\b)(?P<after>\s*[.:–—-])?
      | (?P<paragraph>§+\s*\d+[a-z]?(?:\.\d+)*)[.:]?
      | (?P<han>第[一二三四五六七八九十百零〇\d]+[章节條条款])
      | (?P<dotted>\d{{1,3}}(?:\.\d{{1,3}})+)[.):]?(?=\s)
      | (?P<simple>\d{{1,3}}|[IVXLC]{{1,6}}|[A-Z])[.):](?=\s)
      | (?P<bracketed>\((?:\d{{1,3}}|[a-z]{{1,2}}|[ivxlc]{{1,6}})\))(?=\s)
      | (?P<hanlist>[一二三四五六七八九十]+、)
    )\s*""",
    re.VERBOSE | re.IGNORECASE,
)
# A capital or Roman numeral before a point is a number only when written in capitals.
_LETTER = re.compile(r"[a-z]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number: as shown, how deep it says the clause lies (1 outermost), and where the words begin."""

    shown: str
    depth: int
    length: int


def number_of(line: str) -> Number | None:
    """The number a line begins with, or None. A line that is nothing but a number has none."""
    found = _NUMBER.match(line)
    if found is None or found.end() >= len(line):
        return None
    simple = found["simple"]
    if simple and not simple.isdigit() and _LETTER.search(simple):
        return None
    shown = next(value for key, value in found.groupdict().items() if value and key != "after").strip()
    return Number(shown, _depth(shown, found), found.end())


def _depth(shown: str, found: re.Match[str]) -> int:
    if found["dotted"]:
        return shown.count(".") + 1
    if found["bracketed"]:
        return 3
    return 1
