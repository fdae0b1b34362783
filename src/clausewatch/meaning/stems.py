"""Words and their stems as the topic model and the comparison see them. The shipped weights were fitted on these very stems:
an edit here asks for fitting them anew. The gate has stems of its own (`gate.wording`), as it must tell more words apart.
"""

from __future__ import annotations

import re
from functools import lru_cache

LITTLE = frozenset(
    [
        "the", "a", "an", "of", "to", "and", "or", "in", "on", "for", "by", "with", "as", "is", "are", "be", "any",
        "that", "this", "it", "its", "at", "from", "which",
    ]
)  # fmt: skip
"""Words that tell nothing alone."""

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
LONGEST_WORD = 40
"""Longer words are cut, in letters."""
_ENDINGS = (
    *("ational", "ations", "ation", "ings", "ing", "ments", "ment", "ers", "ies", "ied"),
    *("es", "ed", "s", "e", "y"),
)
_SHORTEST_STEM = 4


def tokens_of(text: str) -> list[str]:
    """The text's words in lower case, in order, the longest cut off."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(text.lower().replace("’", "'"))]


def words_at(text: str) -> list[tuple[str, int, int]]:
    """The same words, each with where it stands in the text."""
    # The one letter whose small form is two characters would move all that follow it.
    low = text.replace("İ", "I").lower().replace("’", "'")
    return [(each[0][:LONGEST_WORD], each.start(), each.end()) for each in _WORD.finditer(low)]


@lru_cache(200_000)
def stem(word: str) -> str:
    """The word without a common ending; crude on purpose."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word
