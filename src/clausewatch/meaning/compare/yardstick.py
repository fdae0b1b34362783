"""What all passages together say of each: how rare words are, where the middle lies, how far likenesses spread.

Vectors and topics also come as a sketch: a few numbers a passage whose products with a question's are near to the weighted
sum of both likenesses. So the first stage need not touch every column of every passage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clausewatch.meaning.compare.postings import TermIndex, by_term, changes, packed
from clausewatch.meaning.compare.ragged import Ids, Ragged, Rows
from clausewatch.meaning.compare.table import Table
from clausewatch.meaning.compare.terms import Array
from clausewatch.meaning.vectors import DIMENSIONS, WordVectors

Floats = NDArray[np.float64]

SKETCH = 32
"""Numbers a passage in the sketch. Of platforms with more than 300 passages of the dev archive, the 25 best passages are
among the 200 best by sketch (99.5 of 100 with 32 numbers, 99.6 with 48, 99.7 with 64)."""

LEAST_SHARE = 0.02
"""Smaller shares of a topic are left out of the index by topic: 1.8 a passage stay."""

DENSE_WEIGHTS = (1.0, 2.0, 1.0)
"""Weights of the first stage for vectors, topics and shares, each by its spread."""

# How sharply raw topic scores become shares: about the shipped calibration's slope.
_SHARPNESS = 8.0
_AT_ONCE = 8_192


@dataclass(frozen=True, slots=True, eq=False)
class Middle:
    """Means of raw vectors and topics, and the direction that all vectors share, which says nothing of any of them."""

    vector: Array
    direction: Array
    topics: Array


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """How the dense columns vary together, for the spread of any question's likenesses without asking every passage."""

    vectors: Array
    topics: Array
    shares: Array

    def of(self, vector: Array, topics: Array, shares: Array) -> tuple[float, float, float]:
        """The standard deviation over all passages of each likeness to a question."""
        pairs = ((vector, self.vectors), (topics, self.topics), (shares, self.shares))
        one, two, three = (max(0.0, float(each @ varied @ each)) ** 0.5 for each, varied in pairs)
        return one, two, three


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """`rows` are passages; a question times `scales` times `basis` is its place among them."""

    rows: Array
    basis: Array
    scales: Array

    def likeness(self, both: Array) -> Array:
        """About the product of every passage's vector and topics with these, but for a number that is the same for all."""
        found: Array = self.rows @ (self.basis.T @ (both * self.scales))
        return found


def shares_of(scores: Array) -> Array:
    """Raw topic scores as shares that add up to one; the label for no provision is left out."""
    raised = raised_scores(scores[:, :-1])
    shares: Array = (raised / raised.sum(1, keepdims=True)).astype(np.float32)
    return shares


def raised_scores(topics: Array) -> Array:
    """Raw topic scores as shares that do not add up to one yet; the best is one."""
    raised: Array = np.exp(np.float32(_SHARPNESS) * (topics - topics.max(1, keepdims=True)))
    return raised


def normed(rows: Array) -> Array:
    """The rows at length one; empty ones stay empty."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    lengths[lengths == 0] = 1
    found: Array = (rows / lengths).astype(np.float32)
    return found


def centred(raw: Array, middle: Middle) -> Array:
    """Raw sentence vectors as the corpus sees them."""
    moved = raw - middle.vector
    found: Array = normed(moved - np.outer(moved @ middle.direction, middle.direction))
    return found


def centre(raw: Array, middle: Middle) -> None:
    """Makes raw vectors, in their place, what `centred` gives."""
    for some in _chunks(len(raw)):
        raw[some] = centred(raw[some], middle)


def raw_vectors(table: Table, stem_of: Ids, plain: Array, vectors: WordVectors) -> Array:
    """For each row the mean of its words' vectors, weighted by rarity (after Arora, Liang, Ma 2017)."""
    words = [word.decode("ascii") for word in table.words.tolist()]
    known = np.array([vectors.known(word) for word in words], bool)
    of = np.zeros((len(words), DIMENSIONS), np.float32)
    of[known] = vectors.of(words)
    weight = np.where(known, plain[stem_of], 0).astype(np.float32)
    found = np.zeros((len(table), DIMENSIONS), np.float32)
    for some in _chunks(len(table)):
        own = table.own.part(some.start, some.stop)
        weights = weight[own.values]
        total = own.reduced(np.add, (of[own.values] * weights[:, None]).T).T
        found[some] = total / np.maximum(own.reduced(np.add, weights), np.float32(1e-6))[:, None]
    return found


def middle_of(raw: Array, scores: Array) -> Middle:
    """The middle of all rows."""
    count = max(1, len(raw))
    vector = (raw.sum(0) / count).astype(np.float32)
    topics = (scores[:, :-1].sum(0) / count).astype(np.float32)
    varied = np.zeros((DIMENSIONS, DIMENSIONS))
    for some in _chunks(len(raw)):
        moved = raw[some] - vector
        varied += moved.T @ moved
    return Middle(vector, np.linalg.eigh(varied)[1][:, -1].astype(np.float32), topics)


def spread_of(vectors: Array, scores: Array, middle: Middle) -> Spread:
    """How the dense columns vary."""
    varied = [
        _varied(lambda some: vectors[some], len(vectors)),
        _varied(lambda some: normed(scores[some, :-1] - middle.topics), len(vectors)),
        _varied(lambda some: shares_of(scores[some]), len(vectors)),
    ]
    return Spread(*(each.astype(np.float32) for _, each in varied))


def sketch_of(vectors: Array, scores: Array, middle: Middle) -> Sketch:
    """The sketch of vectors and topics: their main directions after each was weighed as the first stage weighs it."""

    def both(some: slice) -> Array:
        return np.concatenate([vectors[some], normed(scores[some, :-1] - middle.topics)], 1)

    mean, varied = _varied(both, len(vectors))
    scales = np.ones(len(mean))
    parts = (slice(0, vectors.shape[1]), slice(vectors.shape[1], len(mean)))
    for part, weight in zip(parts, DENSE_WEIGHTS, strict=False):
        # The variance of a passage's likeness to another one, on the average.
        usual = (varied[part, part] ** 2).sum() + mean[part] @ varied[part, part] @ mean[part]
        scales[part] = (weight / usual**0.5) ** 0.5 if usual > 0 else 1.0
    basis = np.linalg.eigh(varied * np.outer(scales, scales))[1][:, ::-1][:, :SKETCH]
    rows = np.zeros((len(vectors), basis.shape[1]), np.float32)
    for some in _chunks(len(vectors)):
        rows[some] = ((both(some) - mean) * scales) @ basis
    return Sketch(rows, basis.astype(np.float32), (1 / scales).astype(np.float32))


def topic_index(scores: Array) -> TermIndex:
    """The passages of each topic with their shares of it."""
    rows: list[Rows] = []
    topics: list[Rows] = []
    values: list[Array] = []
    for some in _chunks(len(scores)):
        shares = shares_of(scores[some])
        at, topic = np.nonzero(shares >= LEAST_SHARE)
        rows.append(at + some.start)
        topics.append(topic)
        values.append(shares[at, topic])
    of = np.concatenate([*topics, np.empty(0, np.int64)])
    order = np.argsort(of, kind="stable")
    count = scores.shape[1] - 1
    starts = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(of, minlength=count), out=starts[1:])
    return TermIndex(
        np.arange(count, dtype=np.int64),
        np.ones(count, np.float32),
        starts,
        np.concatenate([*rows, np.empty(0, np.int64)])[order].astype(np.int32),
        np.concatenate([*values, np.empty(0, np.float32)])[order],
    )


def rarity_of(said: Ids, owners: Rows, stems: int, size: int) -> Array:
    """How telling each of so many stems is, given where they are said in passages' own words; unseen ones most of all."""
    keys = packed(said, owners, max(1, size))
    keys.sort()
    seen = np.zeros(stems, np.int64)
    for some in by_term(keys, max(1, size)):
        stem, often = np.unique(some[changes(some)] // max(1, size), return_counts=True)
        seen[stem] = often
    rarity = np.log((size + 1) / (seen + 0.5))
    found: Array = np.where(seen > 0, rarity, np.log(2 * max(1, size))).astype(np.float32)
    return found


def phrase_keys(own: Ragged, stem_of: Ids, stems: int) -> Rows:
    """Stems and pairs of neighbouring stems as numbers, each packed with the row it stands in."""
    size, given = len(own), len(own.values)
    beside = np.ones(max(0, given - 1), bool)
    ends = own.starts[1:-1]
    # Between the last word of a row and the first of the next.
    beside[ends[(ends > 0) & (ends < given)] - 1] = False
    keys = np.empty(given + np.count_nonzero(beside), np.int64)
    filled = given
    for some in _chunks(size):
        first, last = int(own.starts[some.start]), int(own.starts[some.stop])
        part = own.part(some.start, some.stop)
        owners = part.owners() + some.start
        said = stem_of[part.values].astype(np.int64)
        keys[first:last] = packed(said, owners, size)
        paired = beside[first : last - 1] if last > first else beside[:0]
        pairs = packed(pair(said[:-1], said[1:], stems)[paired], owners[1:][paired], size)
        keys[filled : filled + len(pairs)] = pairs
        filled += len(pairs)
    return keys


def pair(one: Rows, other: Rows, stems: int) -> Rows:
    """The number of each pair of stems: greater than that of any stem alone."""
    found: Rows = (one + 1) * stems + other
    return found


def _varied(columns: Callable[[slice], Array], count: int) -> tuple[Floats, Floats]:
    """The mean of the columns and how they vary together."""
    first = columns(slice(0, 0))
    total, squares = np.zeros(first.shape[1]), np.zeros((first.shape[1], first.shape[1]))
    for some in _chunks(count):
        values = columns(some)
        total += values.sum(0)
        squares += values.T @ values
    mean = total / max(1, count)
    return mean, squares / max(1, count) - np.outer(mean, mean)


def _chunks(count: int) -> Iterator[slice]:
    for first in range(0, count, _AT_ONCE):
        yield slice(first, min(count, first + _AT_ONCE))
