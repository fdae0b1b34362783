"""Words of passages and their stems."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
LONGEST = 40
"""Longer words are cut, in letters."""
_SHORTEST_STEM = 4
_ENDINGS = (
    *("ational", "ations", "ation", "ings", "ing", "ments", "ment", "ers", "ies", "ied"),
    *("es", "ed", "s", "e", "y"),
)
# Words that say how a policy speaks and not what of.
_PLAIN = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "to",
        "and",
        "or",
        "in",
        "on",
        "for",
        "by",
        "with",
        "as",
        "is",
        "are",
        "be",
        "any",
        "that",
        "this",
        "it",
        "its",
        "at",
        "from",
        "which",
        "you",
        "your",
        "we",
        "our",
        "us",
        "they",
        "their",
        "them",
        "he",
        "she",
        "his",
        "her",
        "i",
        "me",
        "my",
        "not",
        "no",
        "nor",
        "may",
        "must",
        "shall",
        "will",
        "can",
        "cannot",
        "could",
        "would",
        "should",
        "do",
        "does",
        "don't",
        "did",
        "have",
        "has",
        "had",
        "been",
        "being",
        "was",
        "were",
        "if",
        "such",
        "including",
        "include",
        "includes",
        "without",
        "limitation",
        "other",
        "others",
        "etc",
        "e",
        "g",
        "who",
        "whom",
        "whose",
        "what",
        "when",
        "where",
        "how",
        "all",
        "each",
        "every",
        "some",
        "than",
        "then",
        "so",
        "also",
        "only",
        "these",
        "those",
        "there",
        "here",
        "into",
        "onto",
        "about",
        "more",
        "most",
        "over",
        "under",
        "between",
        "but",
        "upon",
        "per",
        "via",
        "use",
        "used",
        "using",
        "services",
        "service",
        "terms",
        "agreement",
    ]
)


def words_of(text: str) -> list[str]:
    """The words that tell what a text is about, in order, lower case."""
    found = _WORD.findall(text.lower().replace("’", "'"))
    return [word[:LONGEST] for word in found if word not in _PLAIN]


@lru_cache(200_000)
def stem(word: str) -> str:
    """The word without a common ending."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def stems(words: Iterable[str]) -> list[str]:
    """The words' stems, in order."""
    return [stem(word) for word in words]
