"""How far a passage answers the words of a question: the same stem, or a word that is near it in meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    def of(weighed: Mapping[str, float], vectors: WordVectors) -> Sought:
        """The words by their weights."""
        words = tuple(weighed)
        rows = np.zeros((len(words), DIMENSIONS), np.float32)
        known = [at for at, word in enumerate(words) if vectors.known(word)]
        if known:
            rows[known] = vectors.of([words[at] for at in known])
        weights = np.array([weighed[word] for word in words], np.float32)
        return Sought(words, weights, tuple(map(stem, words)), rows)

    def answered(self, words: Sequence[str], vectors: WordVectors) -> Array:
        """For each word sought how well these words answer it, 0 to 1."""
        known = [word for word in words if vectors.known(word)]
        found = np.zeros(len(self.words), np.float32)
        if known and self.words:
            found = np.maximum(0, (self.rows @ vectors.of(known).T).max(1) - _NEAR) / (1 - _NEAR)
        given = set(map(stem, words))
        same = np.array([each in given for each in self.stems], np.float32)
        return np.maximum(found, same)

    def cover(self, answered: Array) -> float:
        """The answered share of all weight."""
        total = float(self.weights.sum())
        return float(self.weights @ answered) / total if total > 0 else 0.0

    def anchors(self, answered: Array) -> float:
        """The mean over the few weightiest words: what the matter hangs on."""
        top = np.argsort(-self.weights, kind="stable")[:_ANCHORS]
        return float(answered[top].mean()) if top.size else 0.0
