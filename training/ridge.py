"""Kernel ridge regression with soft targets: one closed-form solution, and what it says of platforms it never saw.

Steps: (1) rows to one sparse matrix, (2) its Gram matrix, (3) one factorisation. Leaving a whole platform out then needs no
retraining: with Q the inverse of the regularised Gram matrix, the held-out predictions of the rows g are
y_g - Q_gg^-1 (Q y)_g (the block form of the leave-one-out identity of ridge regression).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve, solve, solve_triangular
from scipy.sparse import csr_matrix

from clausewatch.meaning.features import BUCKETS, VIEWS, Bag, bags_of
from clausewatch.meaning.topics import weighed
from training.sources import WEIGHTS, Row

# Tuned by leave-one-platform-out on the 512 labelled items, all flat around these values.
SCALES = dict(zip(VIEWS, (1.0, 1.0, 0.4, 0.4, 0.3, 0.7, 0.3, 0.6), strict=True))
PENALTY = 3.0
# What the first, second and third named topic of a row are worth as targets.
TARGETS = (1.0, 0.6, 0.4)

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights per bucket and label, rarity per bucket, and the held-out scores of the labelled items in their order."""

    weights: Array
    rarity: Array
    held_out: Array


def fit(rows: Sequence[Row], labels: Sequence[str], penalty: float = PENALTY) -> Fitted:
    """The model of all rows, and leave-one-platform-out scores of the rows whose source is "items"."""
    bags = [bags_of(row.asked) for row in rows]
    rarity = _rarity(rows, bags)
    matrix = _matrix(bags, rarity, tuple(SCALES[view] for view in VIEWS))
    root = np.sqrt(np.array([WEIGHTS[row.source] for row in rows], np.float32))[:, None]
    gram = (matrix @ matrix.T).toarray() * (root * root.T)
    gram[np.diag_indices_from(gram)] += penalty
    factor = cho_factor(gram, lower=True, overwrite_a=True)
    wanted = root * _targets(rows, labels)
    dual = cho_solve(factor, wanted)
    weights = np.asarray(matrix.T @ (root * dual), np.float32)
    return Fitted(weights, rarity, _held_out(rows, factor[0], wanted, dual))


def _held_out(rows: Sequence[Row], lower: Array, wanted: Array, dual: Array) -> Array:
    platforms = np.array([row.platform for row in rows])
    items = np.flatnonzero([row.source == "items" for row in rows])
    out = np.zeros((len(rows), wanted.shape[1]), np.float32)
    for platform in sorted(set(platforms[items])):
        group = np.flatnonzero(platforms == platform)
        unit = np.zeros((len(rows), len(group)), np.float32)
        unit[group, np.arange(len(group))] = 1
        half = solve_triangular(lower, unit, lower=True)
        out[group] = wanted[group] - solve(half.T @ half, dual[group], assume_a="pos")
    root = np.sqrt(np.array([WEIGHTS[rows[at].source] for at in items], np.float32))[:, None]
    return out[items] / root


def _rarity(rows: Sequence[Row], bags: Sequence[tuple[Bag, ...]]) -> Array:
    """Inverse document frequency over the rows that come from no platform, so that nothing is learned from the held out."""
    seen = np.zeros(BUCKETS, np.float32)
    count = 0
    for row, views in zip(rows, bags, strict=True):
        if not row.platform:
            count += 1
            seen[np.unique(np.concatenate([buckets for buckets, _ in views]))] += 1
    return (np.log((1 + count) / (1 + seen)) + 1).astype(np.float16).astype(np.float32)


def _matrix(bags: Sequence[tuple[Bag, ...]], rarity: Array, scales: tuple[float, ...]) -> csr_matrix:
    columns, values, ends = [], [], [0]
    for views in bags:
        for (buckets, unit), scale in zip(weighed(views, rarity), scales, strict=True):
            columns.append(buckets)
            values.append(scale * unit)
        ends.append(ends[-1] + sum(buckets.size for buckets, _ in views))
    return csr_matrix(
        (np.concatenate(values).astype(np.float32), np.concatenate(columns), ends), shape=(len(bags), BUCKETS)
    )


def _targets(rows: Sequence[Row], labels: Sequence[str]) -> Array:
    at = {label: place for place, label in enumerate(labels)}
    found = np.zeros((len(rows), len(labels)), np.float32)
    for place, row in enumerate(rows):
        for topic, worth in zip(row.topics, TARGETS, strict=False):
            found[place, at[topic]] = worth
    return found
