"""Hostile words for a terminal or a file that people look at: what cannot be seen is written as its number."""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""General categories of Unicode of what a terminal acts upon, hides, or turns the direction of writing with."""

_FILLERS = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Letters and marks that nothing is drawn for: the rest of what Unicode lets be ignored (Default_Ignorable_Code_Point, DerivedCoreProperties
15.0), and the blank pattern of Braille."""


def shown(text: str, keep: str = "") -> str:
    """The text with every character that is not seen written as its number, but for those to keep."""
    if text.isprintable() and _FILLERS.search(text) is None:
        return text
    return "".join(_numbered(each) if _is_unseen(each) and each not in keep else each for each in text)


def seen(text: str) -> str:
    """The same in one line."""
    return shown(text.replace("\n", " ").replace("\t", " "))


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter) in _UNSEEN or _FILLERS.match(letter) is not None


def _numbered(letter: str) -> str:
    return f"\\u{ord(letter):04x}" if ord(letter) <= 0xFFFF else f"\\U{ord(letter):08x}"
