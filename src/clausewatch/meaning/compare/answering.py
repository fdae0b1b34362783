"""How far words answer words: the same stem, or a word that is near it in meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from clausewatch.meaning.compare.terms import Array
from clausewatch.meaning.stems import stem
from clausewatch.meaning.vectors import DIMENSIONS, WordVectors

# Cosines of GloVe vectors below this are of words that merely occur in like texts.
_NEAR = 0.35
_ANCHORS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Sought:
    """Words to be answered, with their weights, stems and vectors (zero rows for unknown words)."""

    words: tuple[str, ...]
    weights: Array
    stems: tuple[str, ...]
    rows: Array

    @staticmethod
    def of(words: Sequence[str], weights: Sequence[float], vectors: WordVectors) -> Sought:
        """The words by their weights; each word once."""
        return Sought(
            tuple(words), np.array(weights, np.float32), tuple(map(stem, words)), rows_of(words, vectors)
        )

    def near(self, words: Sequence[str], vectors: WordVectors) -> Array:
        """How well each of these words (columns) answers each word sought (rows), 0 to 1."""
        near: Array = np.maximum(0, self.rows @ rows_of(words, vectors).T - _NEAR) / np.float32(1 - _NEAR)
        rows, columns = self._same(words)
        near[rows, columns] = np.maximum(near[rows, columns], 1)
        return near

    def same(self, words: Sequence[str]) -> Array:
        """One where a word has the stem of the word sought, else zero; shaped as `near`."""
        found = np.zeros((len(self.words), len(words)), np.float32)
        found[self._same(words)] = 1
        return found

    def _same(self, words: Sequence[str]) -> tuple[list[int], list[int]]:
        places: dict[str, list[int]] = {}
        for row, each in enumerate(self.stems):
            places.setdefault(each, []).append(row)
        pairs = [(row, column) for column, word in enumerate(words) for row in places.get(stem(word), ())]
        return [row for row, _ in pairs], [column for _, column in pairs]

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


def rows_of(words: Sequence[str], vectors: WordVectors) -> Array:
    """The words' vectors, zero where a word is unknown."""
    rows = np.zeros((len(words), DIMENSIONS), np.float32)
    known = [at for at, word in enumerate(words) if vectors.known(word)]
    if known:
        rows[known] = vectors.of([words[at] for at in known])
    return rows
