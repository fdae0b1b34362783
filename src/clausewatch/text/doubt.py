"""Which good texts are too unlike the last one to be believed at first sight, and when a second sight confirms them."""

from __future__ import annotations

from clausewatch.nouns.document import Text
from clausewatch.text.fingerprint import fingerprint
from clausewatch.text.likeness import likeness

LEAST_KEPT = 0.5
"""Of 689 neighbouring versions of the Open Terms Archive bundle 8 keep less: real rewrites, which a second look delays by
minutes. The share is not tuned on them."""
_SAME = 0.8


def doubt(new: Text, old: Text) -> str:
    """Why `new` should be seen twice before it takes the place of `old`; empty where nothing speaks against it."""
    if not old.blocks:
        return ""
    kept = likeness(new, old).kept
    return "" if kept >= LEAST_KEPT else f"only {kept:.0%} of the last good text stands in it"


def agree(one: Text, two: Text) -> bool:
    """Whether two texts tell the same: equal words, or nearly all of each in the other."""
    if fingerprint(one) == fingerprint(two):
        return True
    alike = likeness(one, two)
    return alike.known >= _SAME and alike.kept >= _SAME
