"""How far words answer words: the same stem, or a word that is near it in meaning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clausewatch.meaning.compare.ragged import Ids
from clausewatch.meaning.compare.terms import Array
from clausewatch.meaning.vectors import DIMENSIONS, WordVectors

# Cosines of GloVe vectors below this are of words that merely occur in like texts.
_NEAR = 0.35
_ANCHORS = 3

_UNKNOWN = -1
"""The place of a word that has no vector, and of a stem that no passage has."""


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """Words as they are compared: the places of their vectors and of their stems, negative where there is none."""

    vectors: Ids
    stems: Ids


@dataclass(frozen=True, slots=True, eq=False)
class Sought:
    """Words to be answered, with their weights: `near` has how well each word given (columns) answers each of them (rows), 0 to
    1; `same` whether it has the same stem."""

    weights: Array
    near: Array
    same: NDArray[np.bool_]

    def cover(self, answered: Array) -> Array:
        """The answered share of all weight, for each column."""
        total = float(self.weights.sum())
        found: Array = self.weights @ answered / np.float32(total) if total > 0 else answered.sum(0) * 0
        return found

    def anchors(self, answered: Array) -> Array:
        """The mean over the few weightiest words, for each column: what the matter hangs on."""
        top = np.argsort(-self.weights, kind="stable")[:_ANCHORS]
        found: Array = answered[top].mean(0) if top.size else answered.sum(0)
        return found

    def first(self, count: int) -> Sought:
        """The first so many of the words sought."""
        return Sought(self.weights[:count], self.near[:count], self.same[:count])


def sought(asked: Spoken, weights: Array, given: Spoken, vectors: WordVectors) -> Sought:
    """The words asked, of these weights, as far as those given answer them."""
    likeness = _rows(asked.vectors, vectors) @ _rows(given.vectors, vectors).T
    near: Array = np.maximum(0, likeness - _NEAR) / np.float32(1 - _NEAR)
    same: NDArray[np.bool_] = (asked.stems[:, None] == given.stems[None, :]) & (asked.stems >= 0)[:, None]
    near[same] = np.maximum(near[same], 1)
    return Sought(weights, near, same)


def places_of(words: Iterable[str], vectors: WordVectors) -> Ids:
    """The places of the words' vectors, as `Spoken` has them."""
    return np.array([vectors.places.get(word, _UNKNOWN) for word in words], np.int32)


def stems_at(places: Iterable[int | None]) -> Ids:
    """The places of stems, as `Spoken` has them."""
    return np.array([_UNKNOWN if at is None else at for at in places], np.int32)


def _rows(places: Ids, vectors: WordVectors) -> Array:
    """Vectors of length one, zero where a word is unknown."""
    rows = np.zeros((len(places), DIMENSIONS), np.float32)
    known = np.flatnonzero(places >= 0)
    found = vectors.rows[places[known]].astype(np.float32)
    found /= np.sqrt(np.einsum("ij,ij->i", found, found))[:, None]
    rows[known] = found
    return rows
