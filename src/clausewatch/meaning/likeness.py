"""What a statement is like, by word vectors: the half of the topic model that knows words which no example used.

A statement becomes the weighted mean of its words' vectors (Arora, Liang, Ma 2017, "smooth inverse frequency"), one mean each
for its text, its lead-in and its own heading; its likeness to some hundred fixed examples (a Gaussian kernel) times weights
per topic and act gives scores.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from clausewatch.meaning.act import Act
from clausewatch.meaning.vectors import DIMENSIONS, word_vectors
from clausewatch.nouns.finding import Asked

Array = NDArray[np.float32]

PARTS: tuple[tuple[Callable[[Asked], str], float], ...] = (
    (lambda asked: asked.text, 1.0),
    (lambda asked: asked.lead_in, 0.5),
    (lambda asked: asked.path[-1] if asked.path else "", 0.6),
)
"""What is averaged apart, and how much each counts. The scales were chosen by leave-one-platform-out; flat around these."""

_WORD = re.compile(r"[a-z]+")
_SMOOTH = 3e-4
# Places of the vocabulary are by falling frequency; Zipf's law gives a word's share of running text.
_ZIPF = 2.7
_MOST_WORDS = 400


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """`centre` and `common` are taken off every mean; `landmarks` are examples (one a row); `by_act` has the shape
    (acts, landmarks, labels)."""

    centre: Array
    common: Array
    landmarks: Array
    by_act: Array
    _lengths: Array = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_lengths", (self.landmarks**2).sum(-1)[None])

    def scores(self, asked: Asked, act: Act) -> Array:
        """One raw score per label."""
        found: Array = self.near(self.place(asked)[None])[0] @ self.by_act[act]
        return found

    def place(self, asked: Asked) -> Array:
        """The statement as one vector of length len(PARTS) * DIMENSIONS; a part that is absent is zero."""
        return np.concatenate([scale * _place_of(self, part(asked)) for part, scale in PARTS])

    def near(self, places: Array) -> Array:
        """The Gaussian kernel between places and landmarks, 0 to 1."""
        far = (places**2).sum(1)[:, None] + self._lengths - 2 * places @ self.landmarks.T
        near: Array = np.exp(-np.maximum(far, 0))
        return near


@lru_cache(4_000)
def _place_of(among: Likeness, text: str) -> Array:
    """Where a text stands by itself: the statements of a provision share heading and lead-in."""
    return turned(mean(text), among.centre, among.common)


def mean(text: str) -> Array:
    """The weighted mean of the words' vectors, of unit length; zero where no word is known. Words past 400 are not read."""
    known = word_vectors().places
    words = _WORD.findall(text.lower())[:_MOST_WORDS]
    return _mean(tuple([known[word] for word in words if word in known]))


@lru_cache(4_000)
def _mean(among: tuple[int, ...]) -> Array:
    vectors, places = word_vectors(), list(among)
    if not places:
        return np.zeros(DIMENSIONS, np.float32)
    found: Array = (_weights()[places] @ vectors.rows[places].astype(np.float32)).astype(np.float32)
    return unit(found)


@cache
def _weights() -> NDArray[np.float64]:
    """How much each known word counts in a mean, rare words more, at a vector of unit length."""
    vectors = word_vectors()
    share = 1 / ((np.arange(len(vectors.places)) + _ZIPF) * np.log(len(vectors.places)))
    found: NDArray[np.float64] = (
        _SMOOTH / (_SMOOTH + share) / np.linalg.norm(vectors.rows.astype(np.float32), axis=1)
    )
    return found


def turned(vector: Array, centre: Array, common: Array) -> Array:
    """The mean without what all statements share."""
    if not vector.any():
        return vector
    moved = vector - centre
    left: Array = (moved - (moved @ common) * common).astype(np.float32)
    return unit(left)


def unit(vector: Array) -> Array:
    """The vector at length one, or zero."""
    # The length as `np.linalg.norm` has it, without its questions about shapes.
    length = math.sqrt(vector.dot(vector))
    return vector / length if length > 0 else vector


def shared_part(texts: Sequence[str]) -> tuple[Array, Array]:
    """`centre` and `common` of these texts: the mean of their vectors, and the direction in which they vary most."""
    means = np.array([mean(text) for text in texts])
    centre = means.mean(axis=0)
    common = np.linalg.svd(means - centre, full_matrices=False)[2][0]
    return centre, common
