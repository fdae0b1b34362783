"""Counting and folding words alike in every script."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_THAI = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_THAI_WORD = 5
"""Characters to a word in Thai, Lao, Burmese and Khmer, which part sentences and not words."""
_NO_LETTERS = bytes(byte for byte in range(128) if not chr(byte).isalpha())
_GAP = re.compile(r"\s")
LONG = 1 << 16
"""Longer strings are split part by part: a list of all their words would take ten times their room."""


def word_count(text: str) -> int:
    """Words as parted by white space, or as told by the characters of scripts without spaces where that is more."""
    count = len(text.split()) if len(text) <= LONG else sum(len(part.split()) for part in _parts(text))
    return count if text.isascii() else at_least(count, text)


def at_least(count: int, text: str) -> int:
    """The count of the text's words by white space, or by its characters where it does not part words and that is more."""
    if len(text) - len(text.encode("ascii", "ignore")) <= 2 * count:
        return count
    if _THAI.search(text):
        count = max(count, sum(1 for _ in _THAI.finditer(text)) // _THAI_WORD)
    return max(count, sum(1 for _ in _HAN.finditer(text)) // 2)


def letter_count(text: str) -> int:
    """How many of the characters are letters."""
    if text.isascii():
        return len(text.encode("ascii").translate(None, _NO_LETTERS))
    return sum(map(str.isalpha, text))


def folded(text: str) -> str:
    """The words of the text, one space apart."""
    if len(text) <= LONG:
        return " ".join(text.split())
    return " ".join(filter(None, (" ".join(part.split()) for part in _parts(text))))


def _parts(text: str) -> Iterator[str]:
    """The text cut at white space into parts of some length."""
    start = 0
    while start < len(text):
        gap = _GAP.search(text, start + LONG)
        end = gap.end() if gap else len(text)
        yield text[start:end]
        start = end
