"""Words of passages and their stems."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from clausewatch.meaning.stems import LITTLE, stem, tokens_of

Array = NDArray[np.float32]

_PLAIN = LITTLE | frozenset(
    [
        "you", "your", "we", "our", "us", "they", "their", "them", "he", "she", "his", "her", "i", "me", "my",
        "not", "no", "nor", "may", "must", "shall", "will", "can", "cannot", "could", "would", "should", "do",
        "does", "don't", "did", "have", "has", "had", "been", "being", "was", "were", "if", "such", "including",
        "include", "includes", "without", "limitation", "other", "others", "etc", "e", "g", "who", "whom", "whose",
        "what", "when", "where", "how", "all", "each", "every", "some", "than", "then", "so", "also", "only",
        "these", "those", "there", "here", "into", "onto", "about", "more", "most", "over", "under", "between",
        "but", "upon", "per", "via", "use", "used", "using", "services", "service", "terms", "agreement",
    ]
)  # fmt: skip
"""Words that say how a policy speaks and not what of."""


def words_of(text: str) -> list[str]:
    """The words that tell what a text is about, in order, lower case."""
    return list(_telling(text))


@lru_cache(4_000)
def _telling(text: str) -> tuple[str, ...]:
    return tuple([word for word in tokens_of(text) if word not in _PLAIN])


def stems(words: Iterable[str]) -> list[str]:
    """The words' stems, in order."""
    return [stem(word) for word in words]
