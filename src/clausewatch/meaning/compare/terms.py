"""Words of passages and an inverted index over them: rarity is learned from the passages themselves."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
    return [word for word in tokens_of(text) if word not in _PLAIN]


def stems(words: Iterable[str]) -> list[str]:
    """The words' stems, in order."""
    return [stem(word) for word in words]


def phrases(words: Sequence[str]) -> list[str]:
    """Stems and pairs of neighbouring stems."""
    found = stems(words)
    return [*found, *(f"{one} {two}" for one, two in itertools.pairwise(found))]


Unit = dict[int, float]
"""A text as a vector of length one: terms by their place in the index."""


@dataclass(frozen=True, slots=True, eq=False)
class TermIndex:
    """Postings of every term: the rows it stands in and its weight there, rows being vectors of length one."""

    places: dict[str, int]
    rarity: Array
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    values: Array
    size: int

    def unit(self, terms: Iterable[str]) -> Unit:
        """The text of these terms as a vector; unknown terms do not count."""
        counts = Counter(place for term in terms if (place := self.places.get(term)) is not None)
        raw = {place: float((1 + np.log(n)) * self.rarity[place]) for place, n in counts.items()}
        length = sum(value * value for value in raw.values()) ** 0.5 or 1.0
        return {place: value / length for place, value in raw.items()}

    def likeness(self, to: Unit) -> Array:
        """The cosine of every row to the vector, 0 to 1 for a vector of length one."""
        total = np.zeros(self.size, np.float32)
        for place, value in to.items():
            part = slice(self.starts[place], self.starts[place + 1])
            total[self.rows[part]] += value * self.values[part]
        return total


def index_of(texts: Sequence[Sequence[str]]) -> TermIndex:
    """The index of texts that are given as lists of terms; row n is text n."""
    spread = Counter(term for text in texts for term in set(text))
    places = {term: place for place, term in enumerate(spread)}
    seen = np.fromiter(spread.values(), np.float32, len(spread))
    rarity = np.log((len(texts) + 1) / (seen + 0.5)).astype(np.float32)
    of, rows, values = _postings(texts, places, rarity)
    order = np.argsort(of, kind="stable")
    starts = np.zeros(len(places) + 1, np.int64)
    np.cumsum(np.bincount(of, minlength=len(places)), out=starts[1:])
    return TermIndex(places, rarity, starts, rows[order], values[order], len(texts))


def _postings(
    texts: Sequence[Sequence[str]], places: dict[str, int], rarity: Array
) -> tuple[NDArray[np.int64], NDArray[np.int32], Array]:
    terms: list[int] = []
    rows: list[int] = []
    counts: list[int] = []
    for row, text in enumerate(texts):
        found = Counter(places[term] for term in text)
        terms.extend(found)
        counts.extend(found.values())
        rows.extend([row] * len(found))
    of, at = np.array(terms, np.int64), np.array(rows, np.int32)
    values = (1 + np.log(np.array(counts, np.float32))) * rarity[of]
    lengths = np.sqrt(np.bincount(at, values * values, minlength=len(texts)))
    lengths[lengths == 0] = 1
    return of, at, (values / lengths[at]).astype(np.float32)
