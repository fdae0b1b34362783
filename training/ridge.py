"""Kernel ridge regression with soft targets: one closed-form solution, and what it says of platforms it never saw.

Steps: (1) rows to one sparse matrix of bags and one dense matrix of likenesses, (2) their Gram matrix, (3) one factorisation,
(4) back to weights per bucket and per landmark. Leaving a whole platform out then needs no retraining: with Q the inverse of
the regularised Gram matrix and d the dual, the dual without the rows g is d - Q_.g Q_gg^-1 d_g (the block form of the
leave-one-out identity of ridge regression). Rows of one reader are more alike than the kernel says, and whatever is asked is
read as the items' reader would.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve, cholesky, solve
from scipy.linalg.lapack import spotri
from scipy.sparse import csr_matrix

from clausewatch.meaning.act import Act, act_of
from clausewatch.meaning.buckets import BUCKETS, Bag
from clausewatch.meaning.features import VIEWS, bags_of
from clausewatch.meaning.likeness import Likeness, shared_part
from clausewatch.meaning.topics import weighed
from training.sources import WEIGHTS, Row, house

# Tuned by leave-one-platform-out on the 512 labelled items, all flat around these values.
SCALES = dict(zip(VIEWS, (1.0, 1.0, 0.4, 0.4, 0.3, 0.7, 0.3, 0.6, 0.7), strict=True))
PENALTY = 3.0
# What the first, second and third named topic of a row are worth as targets.
TARGETS = (1.0, 0.5, 0.3)
# How much likeness counts beside the bags, for statements of any act and, once more, for those of the same act.
LIKENESS = 1.5
SAME_ACT = 0.5
LANDMARKS = 768
# Kernel values between landmarks are nearly dependent; this much on the diagonal keeps the weights small enough for half precision.
_STEADY = 0.03
# A bucket that no example uses says little, and the names of platforms are among them: it weighs as a frequent word does.
_UNSEEN = 1.0

# How much more the rows of one reader's hand are alike: readers draw some lines elsewhere (feature augmentation, Daumé III 2007).
SAME_READER = 1.0
# What more than this share of the rows have in common, and how many rows are multiplied at once.
_OFTEN = 0.015
_AT_ONCE = 256

READ = frozenset({"items", "labelled"})
"""Sources of statements that a reader labelled where they stand; the others are written for training."""

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights per bucket and label, rarity per bucket, likeness, and the held-out scores of the `READ` rows in order."""

    weights: Array
    rarity: Array
    likeness: Likeness
    held_out: Array


def fit(
    rows: Sequence[Row], labels: Sequence[str], penalty: float = PENALTY, beside: Array | None = None
) -> Fitted:
    """The model of all rows, and the scores of the `READ` rows with their company left out.

    `beside` is a further kernel between the rows, for trials: with it only `held_out` is complete, the weights lack its part.
    """
    return _solved(_Made.of(rows, beside), rows, labels, penalty)


@dataclass(frozen=True, slots=True)
class _Made:
    """What is known of the rows before anything is learned from them: bags, traits, acts, and their kernel. Rarity and landmarks
    are those of the rows that are not "labelled"."""

    matrix: csr_matrix
    rarity: Array
    bare: Likeness
    traits: Array
    back: Array
    acts: NDArray[np.int_]
    kernel: Array

    @staticmethod
    def of(rows: Sequence[Row], beside: Array | None = None) -> _Made:
        bags = [bags_of(row.asked) for row in rows]
        common = [at for at, row in enumerate(rows) if row.source != "labelled"]
        rarity = _rarity([rows[at] for at in common], [bags[at] for at in common])
        matrix = _matrix(bags, rarity, tuple(SCALES[view] for view in VIEWS))
        bare, back = _landmarks([rows[at] for at in common])
        traits = bare.near(np.array([bare.place(row.asked) for row in rows])) @ back
        acts = np.array([act_of(row.asked) for row in rows])
        kernel = _products(matrix)
        alike = LIKENESS * (traits @ traits.T)
        if beside is not None:
            alike += beside
        kernel += alike
        alike *= _same(acts)
        kernel += np.float32(SAME_ACT) * alike
        return _Made(matrix, rarity, bare, traits, back, acts, kernel)


def _solved(made: _Made, rows: Sequence[Row], labels: Sequence[str], penalty: float) -> Fitted:
    root = np.sqrt(np.array([WEIGHTS[row.source] for row in rows], np.float32))[:, None]
    reader = np.array([{"items": 1, "labelled": 2}.get(row.source, 0) for row in rows])
    gram = made.kernel * (root * root.T)
    for each in (1, 2):
        of = np.flatnonzero(reader == each)
        gram[np.ix_(of, of)] *= 1 + SAME_READER
    gram[np.diag_indices_from(gram)] += penalty
    factor = cho_factor(gram, lower=True, overwrite_a=True)
    dual = cho_solve(factor, root * _targets(rows, labels))
    # What is asked is read as whoever labelled the items reads.
    asked = root * (1 + SAME_READER * (reader == 1).astype(np.float32))[:, None]
    weights = np.asarray(made.matrix.T @ (asked * dual), np.float32)
    by_act = _by_act(made.traits, made.acts, asked * dual, made.back)
    likeness = Likeness(made.bare.centre, made.bare.common, made.bare.landmarks, by_act)
    return Fitted(weights, made.rarity, likeness, _held_out(rows, factor[0], made.kernel, asked, dual))


def _products(matrix: csr_matrix) -> Array:
    """The rows' products with one another. What many rows have is multiplied as a dense matrix, which takes a fifth of the time."""
    shared = np.bincount(matrix.indices, minlength=matrix.shape[1])
    by_column = matrix.tocsc()
    often = by_column[:, np.flatnonzero(shared > _OFTEN * matrix.shape[0])].toarray()
    found: Array = often @ often.T
    rest = by_column[:, np.flatnonzero((shared > 0) & (shared <= _OFTEN * matrix.shape[0]))].tocsr()
    turned = rest.T.tocsr()
    for start in range(0, matrix.shape[0], _AT_ONCE):
        found[start : start + _AT_ONCE] += (rest[start : start + _AT_ONCE] @ turned).toarray()
    return found


def _landmarks(rows: Sequence[Row]) -> tuple[Likeness, Array]:
    """Likeness without weights, and the matrix from traits' weights to landmarks' weights; a row's traits are its nearness to the
    landmarks times that matrix, and their products are the kernel. Landmarks and what is taken off are from rows of no platform,
    evenly over them."""
    own = [row.asked for row in rows if not row.platform]
    centre, common = shared_part([asked.text for asked in own if asked.text])
    nothing = np.zeros(0, np.float32)
    bare = Likeness(centre, common, nothing, nothing)
    chosen = np.linspace(0, len(own) - 1, min(LANDMARKS, len(own))).astype(int)
    landmarks = np.array([bare.place(own[at]) for at in chosen]).astype(np.float16).astype(np.float32)
    bare = Likeness(centre, common, landmarks, nothing)
    near = bare.near(landmarks) + _STEADY * np.eye(len(landmarks), dtype=np.float32)
    return bare, np.linalg.inv(cholesky(near, lower=True)).T.astype(np.float32)


def _same(acts: NDArray[np.int_]) -> NDArray[np.bool_]:
    same: NDArray[np.bool_] = (acts[:, None] == acts[None]) & (acts[:, None] != Act.UNKNOWN)
    return same


def _by_act(traits: Array, acts: NDArray[np.int_], dual: Array, back: Array) -> Array:
    """Weights per act, landmark and label."""
    every = traits.T @ dual
    found = []
    for act in Act:
        inside = acts == act
        own = SAME_ACT * (traits[inside].T @ dual[inside]) if act is not Act.UNKNOWN else 0.0
        found.append(LIKENESS * back @ (every + own))
    return np.array(found, np.float32)


def _held_out(rows: Sequence[Row], lower: Array, kernel: Array, asked: Array, dual: Array) -> Array:
    """Scores of the `READ` rows in order. With Q the inverse of the regularised matrix, the dual without the rows g is
    dual - Q_.g Q_gg^-1 dual_g."""
    inverse, failed = spotri(lower, lower=1)
    if failed:
        raise ArithmeticError(f"the kernel could not be inverted ({failed})")
    inverse = np.tril(inverse)
    inverse += np.tril(inverse, -1).T
    houses = np.array([house(row.platform) for row in rows])
    read = np.flatnonzero([row.source in READ for row in rows])
    out = np.zeros_like(dual)
    for each in sorted(set(houses[read])):
        group = np.flatnonzero(houses == each)
        beside = inverse[:, group]
        left = dual - beside @ solve(beside[group], dual[group], assume_a="pos")
        left[group] = 0
        out[group] = kernel[group] @ (asked * left)
    return out[read]


def _rarity(rows: Sequence[Row], bags: Sequence[tuple[Bag, ...]]) -> Array:
    """Inverse document frequency over the rows that come from no platform, so that nothing is learned from the held out."""
    seen = np.zeros(BUCKETS, np.float32)
    count = 0
    for row, views in zip(rows, bags, strict=True):
        if not row.platform:
            count += 1
            seen[np.unique(np.concatenate([buckets for buckets, _ in views]))] += 1
    rarity = np.where(seen > 0, np.log((1 + count) / (1 + seen)) + 1, _UNSEEN)
    return rarity.astype(np.float16).astype(np.float32)


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
