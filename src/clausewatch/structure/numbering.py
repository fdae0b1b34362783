"""Printed numbers at the start of a heading, clause or item: "3.1", "(b)", "Article 5", "§ 2", "IV.", "第五条"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Style(StrEnum):
    """How a number is written; a list keeps to one style, a nested list takes another."""

    DECIMAL = "decimal"
    WORD = "word"
    ROMAN = "roman"
    LETTER = "letter"
    PAREN_LETTER = "paren-letter"
    PAREN_ROMAN = "paren-roman"
    PAREN_DIGIT = "paren-digit"
    CJK = "cjk"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number as printed, its style, how many parts it has (3.1 has 2), and where the words after it begin."""

    number: str
    style: Style
    parts: int
    rest: int


# The words by which statutes and contracts name their parts, in the languages of the European Union's large markets.
_PART_WORDS = (
    "article|section|clause|part|chapter|schedule|annex|appendix|exhibit|title|paragraph|step|"
    "artikel|abschnitt|teil|kapitel|anhang|anlage|ziffer|klausel|paragraf|"
    "chapitre|annexe|partie|titre|clausula|cláusula|artículo|sección|capítulo|anexo|parte|"
    "artigo|seção|secção|articolo|sezione|capitolo|allegato|punto|artykuł|rozdział|załącznik|bijlage|hoofdstuk"
)
_CJK_DIGITS = "一二三四五六七八九十百零〇两0-9０-９"
_NUMBER = re.compile(
    rf"""
      (?P<word>(?:{_PART_WORDS})\s+(?:\d+(?:\.\d+)*[a-z]?|[ivxlc]{{1,6}}|[a-z])\b)(?P<stop>\s*[.:–—-]|\s*$)?
    | (?P<sign>§{{1,2}}\s?\d+(?:\.\d+)*[a-z]?)\.?
    | (?P<cjk>第[{_CJK_DIGITS}]+[条條章节節款项項编編部]分?|[一二三四五六七八九十]{{1,3}}[、．.]|[（(][一二三四五六七八九十]{{1,3}}[）)])
    | (?P<decimal>\d{{1,3}}(?:\.\d{{1,3}})+[a-z]?\.?(?=[\s:–—)-]|[A-Z"“‘'(]|[^\x00-\x7f])|\d{{1,3}}[.)、．](?![\d.]))
    | (?P<paren>[(（](?:[A-Za-z]{{1,2}}|[ivxlcIVXLC]{{1,6}}|\d{{1,3}})[)）])
    | (?-i:(?P<roman>[IVXLC]{{1,6}}[.)](?=\s)))
    | (?P<letter>[A-Za-z][.)](?=\s\S))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_AFTER = re.compile(r"\s*[:–—-]?\s+|\s*")
_ROMAN = re.compile(r"[(（]([ivxlc]{2,6}|[ivx])[)）]\Z", re.IGNORECASE)


def numbered(words: str, *, heading: bool = False) -> Numbered | None:
    """The number at the start of `words` (no leading space), or None.

    A part word ("Section 9") counts in prose only before a stop or alone: "Section 9 applies" is a sentence. In a heading
    it always counts. The point after a number in digits is not part of it
    ("3.1." is 3.1), as such points come and go. A bare number without point or bracket ("2024 was") never does, nor does "2.5 million".
    """
    return _numbered(words, heading) if len(words) > _KEPT else _kept_numbered(words, heading)


def _numbered(words: str, heading: bool) -> Numbered | None:
    found = _NUMBER.match(words)
    if found is None:
        return None
    kind = found.lastgroup if found.lastgroup != "stop" else "word"
    if kind == "word":
        if not heading and found["stop"] is None:
            return None
        return _made(words, found["word"], Style.WORD, 0, found.end())
    number = found[0]
    if kind == "sign":
        return _made(words, found["sign"], Style.WORD, 1 + number.count("."), found.end())
    if kind == "cjk":
        return _made(words, number, Style.CJK, 0 if number[-1] in "章编編部分" else 1, found.end())
    if kind == "decimal":
        return _decimal(words, number, found.end())
    if kind == "paren":
        return _made(words, number, _paren_style(number), 1, found.end())
    return _made(words, number, Style.ROMAN if kind == "roman" else Style.LETTER, 1, found.end())


_KEPT = 1_000
_kept_numbered = lru_cache(maxsize=50_000)(_numbered)
"""Most lines come again with the next version; of the long ones none is kept."""


def _decimal(words: str, number: str, end: int) -> Numbered | None:
    parts = len(number.rstrip(".)、．").split("."))
    following = words[end:].lstrip()[:1]
    if parts > 1 and following and (following.islower() or following in "%°"):
        return None
    return _made(words, number.rstrip("."), Style.DECIMAL, parts, end)


def _paren_style(number: str) -> Style:
    if number[1].isdigit():
        return Style.PAREN_DIGIT
    return Style.PAREN_ROMAN if _ROMAN.match(number) else Style.PAREN_LETTER


def _made(words: str, number: str, style: Style, parts: int, end: int) -> Numbered:
    after = _AFTER.match(words, end)
    return Numbered(number, style, parts, after.end() if after else end)


def marker_number(marker: str) -> str:
    """An item's list mark as a number: "3." is 3, "(b)" is itself, a bullet is none."""
    return "" if not any(map(str.isalnum, marker)) else marker.rstrip(".") if marker[0].isdigit() else marker
