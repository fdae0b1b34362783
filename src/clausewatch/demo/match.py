"""Whether a change that was found is one that the story tells."""

from __future__ import annotations

import re
import unicodedata

from clausewatch.demo.story import ExpectedChange
from clausewatch.nouns.change import Change, ChangeKind

_WHOLE = 0.5
"""A found text that is only a part of the told one must hold at least half of its words to count as it."""


def same_change(told: ExpectedChange, found: Change) -> bool:
    """Whether a found change holds the told one: both its texts, and for one-sided changes no such text opposite."""
    if told.kind is ChangeKind.ADDED:
        return _holds(found.new, told.new) and not _holds(found.old, told.new)
    if told.kind is ChangeKind.REMOVED:
        return _holds(found.old, told.old) and not _holds(found.new, told.old)
    return _holds(found.old, told.old) and _holds(found.new, told.new)


def _holds(found: str | None, told: str | None) -> bool:
    """Whether the texts are one, or one contains the other and, where the found one is the part, most of it."""
    if not found or not told:
        return False
    ours, theirs = plain(found), plain(told)
    if theirs in ours:
        return bool(theirs)
    return ours in theirs and len(ours.split()) >= _WHOLE * len(theirs.split())


_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"'})
_MARKS = re.compile(r"[*_`|]+")
_UNSEEN = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")


def plain(text: str) -> str:
    """The text as texts are held against each other: compatibility forms, emphasis and cell marks, curly quotes, unseen
    characters, case and white space do not count."""
    folded = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return " ".join(_MARKS.sub(" ", _UNSEEN.sub("", folded)).casefold().split())
