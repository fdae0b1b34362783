"""What words are like: shipped word vectors, so that "terminate" and "end" are seen to be near without being listed.

GloVe vectors (Pennington, Socher, Manning 2014) of frequent English words, made by `tools/word_vectors.py`. They tell what
words are about and not what they say of it: "permit" and "prohibit" are near. Never rest polarity or strength on them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 100
"""Length of a word's vector."""

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class WordVectors:
    """A vector of unit length for each known word, words by falling frequency in general English."""

    places: dict[str, int]
    rows: NDArray[np.int8]

    def known(self, word: str) -> bool:
        """Whether the word, in lower case, has a vector."""
        return word in self.places

    def of(self, words: Iterable[str]) -> Vectors:
        """Unit vectors of those words that are known, in order, as an array of shape (known words, DIMENSIONS)."""
        chosen = [self.places[word] for word in words if word in self.places]
        rows: Vectors = self.rows[chosen].astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows

    def likeness(self, first: str, second: str) -> float | None:
        """The cosine of the two words' vectors, -1 to 1; None where one of them is unknown."""
        if first not in self.places or second not in self.places:
            return None
        one, two = self.of((first, second))
        return float(one @ two)

    def rank(self, word: str) -> int | None:
        """The word's place by frequency, 0 for the most frequent; None where it is unknown."""
        return self.places.get(word)


@cache
def word_vectors() -> WordVectors:
    """The shipped vectors, read at first use (about 40 ms)."""
    data = files("clausewatch.meaning").joinpath("knowledge/words.npz")
    with data.open("rb") as stream, np.load(stream, allow_pickle=False) as packed:
        words = packed["words"].tobytes().decode("ascii").split("\n")
        return WordVectors({word: place for place, word in enumerate(words)}, packed["vectors"])
