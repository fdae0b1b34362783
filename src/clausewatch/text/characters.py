"""Composing characters (Unicode NFC) at a bounded cost."""

from __future__ import annotations

import re
import unicodedata

_MOST_MARKS = 30
_JOINER = "\u034f"
_DENSE = re.compile(
    "[\u0300-\u036f\u0483-\u1fff\u20d0-\u20ff\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\uabff\ufb1e\ufe20-\ufe2f"
    "\U00010000-\U0001ffff]{31,}"
)
"""The blocks that hold all combining characters; a run of them this long is looked at one by one."""


def composed(text: str) -> str:
    """The text in NFC; no letter carries more than thirty marks before a grapheme joiner.

    That is the Stream-Safe Text Format (Unicode Standard Annex 15, 13): without it sorting a long run of marks, which
    no language writes, takes time with the square of its length.
    """
    return unicodedata.normalize("NFC", stream_safe(text))


def composed_at(text: str, places: list[int]) -> tuple[str, list[int]]:
    """The text in NFC and where the places are then; one before a combining character moves behind it."""
    chunks: list[str] = []
    moved: list[int] = []
    length = begin = 0
    for place in [*places, len(text)]:
        end = max(place, begin)
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        chunks.append(composed(text[begin:end]))
        length += len(chunks[-1])
        moved.append(length)
        begin = end
    return composed("".join(chunks)), moved[:-1]


def is_composed(text: str) -> bool:
    """True when `composed` would change nothing."""
    return text.isascii() or (not _is_dense(text) and unicodedata.is_normalized("NFC", text))


def stream_safe(text: str) -> str:
    """The text with a grapheme joiner after each thirty marks that follow each other."""
    return _DENSE.sub(_relieved, text) if _is_dense(text) else text


def _is_dense(text: str) -> bool:
    others = len(text) - len(text.encode("ascii", "ignore"))
    return others > _MOST_MARKS and _DENSE.search(text) is not None


def _relieved(run: re.Match[str]) -> str:
    parts: list[str] = []
    marks = 0
    for char in run[0]:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks > _MOST_MARKS:
            parts.append(_JOINER)
            marks = 1
        parts.append(char)
    return "".join(parts)
