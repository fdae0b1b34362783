"""Buckets of words, pairs of words and runs of letters, for many texts at once.

A feature's bucket is its CRC-32 by the number of buckets. That of a text which is put together follows from those of its parts
(as in zlib's `crc32_combine`): each word is read once, and whatever it stands beside is reckoned in whole arrays. Through a
dictionary of features it took five times as long, since hardly any pair of words comes up again while it is near.
"""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from clausewatch.meaning.stems import LITTLE, LONGEST_WORD, stem

BUCKETS = 1 << 16
"""Size of the hashed space. A smaller one costs accuracy, a larger one weight files; 2^16 was measured to be enough."""

Bag = tuple[NDArray[np.int64], NDArray[np.float32]]
"""Distinct buckets, and how often each occurs, damped."""

Ints = NDArray[np.int64]

Owned = tuple[Ints, Ints]
"""Buckets in any order, as often as they occur, and to which of the texts each belongs."""

_LOW = BUCKETS - 1
_NONE = np.empty(0, np.int64)
_EMPTY: Bag = (_NONE, np.empty(0, np.float32))


def bucket(feature: str) -> int:
    """The bucket of a feature."""
    return zlib.crc32(feature.encode()) % BUCKETS


def phrases(many: Sequence[Sequence[str]], views: Sequence[str]) -> Owned:
    """Of each text's words the stems, pairs of neighbours, and pairs with the little words left out, in its view."""
    known: dict[str, int] = {}
    words = np.array([known.setdefault(stem(word), len(known)) for text in many for word in text], np.int64)
    if not words.size:
        return _NONE, _NONE
    of = np.repeat(np.arange(len(many)), [len(text) for text in many])
    sums = np.array([zlib.crc32(word.encode()) for word in known], np.int64)
    opening = np.array([zlib.crc32(word.encode() + b" ") for word in known], np.int64)
    lengths = np.array([len(word) for word in known])
    telling = np.array([word not in LITTLE for word in known])[words]

    def heads(kind: str, room: int) -> Ints:
        # What view and kind add to a sum before each length of word.
        lines = {view: _moved_by_length(zlib.crc32(f"{view}{kind}".encode()), room) for view in set(views)}
        return np.array([lines[view] for view in views])

    def pairs(kind: str, some: Ints, theirs: Ints) -> Owned:
        near = theirs[1:] == theirs[:-1]
        first, second, whose = some[:-1][near], some[1:][near], theirs[1:][near]
        before = heads(kind, 1)[whose, lengths[first]] ^ opening[first]
        return _moved(before, lengths[second]) ^ (sums[second] & _LOW), whose

    alone = (heads("u", 0)[of, lengths[words]] ^ sums[words]) & _LOW, of
    parts = (alone, pairs("b", words, of), pairs("s", words[telling], of[telling]))
    return np.concatenate([each for each, _ in parts]), np.concatenate([whose for _, whose in parts])


def letters(many: Sequence[Sequence[str]], view: str) -> Owned:
    """Of each text's words the runs of three to five letters, their edges marked."""
    grams = [_grams(word, view) for text in many for word in text]
    if not grams:
        return _NONE, _NONE
    words = np.repeat(np.arange(len(many)), [len(text) for text in many])
    return np.concatenate(grams), np.repeat(words, [len(each) for each in grams])


def bags(owned: Owned, count: int) -> list[Bag]:
    """One bag for each of so many texts."""
    buckets, of = owned
    if not buckets.size:
        return [_EMPTY] * count
    found = of * BUCKETS + buckets
    found.sort()
    # What `np.unique` and `np.diff` give, without their questions about types and shapes: for one text they take longer than
    # the sorting.
    first = np.flatnonzero(np.concatenate((_FIRST, found[1:] != found[:-1])))
    counts = np.empty_like(first)
    counts[:-1], counts[-1] = first[1:] - first[:-1], found.size - first[-1]
    damped = (1 + np.log(counts)).astype(np.float32)
    distinct = found[first]
    ends = np.searchsorted(distinct, np.arange(count + 1) * BUCKETS).tolist()
    distinct &= _LOW
    return [(distinct[a:b], damped[a:b]) for a, b in itertools.pairwise(ends)]


_FIRST = np.array([True])


@lru_cache(100_000)
def _grams(word: str, view: str) -> Ints:
    marked = f" {word} "
    found = [
        bucket(f"{view}c{marked[at : at + size]}")
        for size in (3, 4, 5)
        for at in range(len(marked) - size + 1)
    ]
    return np.array(found, np.int64)


def _moved(sums: Ints, by: Ints) -> Ints:
    """The low bits of what each sum becomes when so many bytes, by themselves of sum 0, follow it: byte for byte."""
    table = _moves()
    found: Ints = table[by, 0, sums & 255] ^ table[by, 1, sums >> 8 & 255]
    found ^= table[by, 2, sums >> 16 & 255] ^ table[by, 3, sums >> 24]
    return found


@cache
def _moves() -> Ints:
    """By number of bytes that follow, place of a byte in the sum, and that byte: the low bits of what it becomes. A sum's bits
    move each by itself."""
    found = np.zeros((LONGEST_WORD + 1, 4, 256), np.int64)
    values = np.arange(256)
    for bit in range(32):
        moved = _moved_by_length(1 << bit, 0) & _LOW
        found[:, bit // 8] ^= np.where(values >> bit % 8 & 1, moved[:, None], 0)
    return found


@lru_cache(1_000)
def _moved_by_length(total: int, room: int) -> Ints:
    """What a sum becomes when `room` bytes and a word's follow, by the length of the word."""
    zeros = [bytes(length + room) for length in range(LONGEST_WORD + 1)]
    return np.array([zlib.crc32(each, total) ^ zlib.crc32(each) for each in zeros], np.int64)
