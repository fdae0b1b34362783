"""An inverted index over rows of terms: rarity is learned from the rows themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clausewatch.meaning.compare.ragged import Ids, Rows
from clausewatch.meaning.compare.terms import Array

_AT_ONCE = 1 << 20
"""Keys of a part that is looked at."""

Unit = dict[int, float]
"""A text as a vector of length one: terms by their place in the index."""


@dataclass(frozen=True, slots=True, eq=False)
class TermIndex:
    """Postings of every term: the rows it stands in and its weight there, rows being vectors of length one.

    Terms are numbers; `terms` holds them in rising order, and a term's place there is its place in the other columns.
    """

    terms: Rows
    rarity: Array
    starts: Rows
    rows: NDArray[np.int32]
    values: Array

    def unit(self, terms: Iterable[int]) -> Unit:
        """The text of these terms as a vector; unknown terms do not count."""
        counts = Counter(place for term in terms if (place := self.place(term)) is not None)
        raw = {place: float((1 + np.log(n)) * self.rarity[place]) for place, n in counts.items()}
        length = sum(value * value for value in raw.values()) ** 0.5 or 1.0
        return {place: value / length for place, value in raw.items()}

    def place(self, term: int) -> int | None:
        """Where the term stands among the terms; None where no row holds it."""
        at = int(np.searchsorted(self.terms, term))
        return at if at < len(self.terms) and self.terms[at] == term else None

    def likeness(self, to: Unit, size: int) -> Array:
        """The cosine of every row, of which there are `size`, to the vector: 0 to 1 for a vector of length one."""
        total = np.zeros(size, np.float32)
        for place, value in to.items():
            part = slice(self.starts[place], self.starts[place + 1])
            total[self.rows[part]] += np.float32(value) * self.values[part]
        return total


def packed(terms: Rows | Ids, owners: Rows, size: int) -> Rows:
    """Each term with the row that it stands in, as one number, in the order of terms and then of rows. `size` is the number
    of rows."""
    keys: Rows = terms * np.int64(size)
    keys += owners
    return keys


def index_of(keys: Rows, size: int) -> TermIndex:
    """The index of `size` rows, of `packed` terms, each as often as it is given. `keys` is sorted in place: a copy of it would
    be the most of what building takes."""
    keys.sort()
    parts = [_postings(some, size) for some in by_term(keys, size)]
    lengths = np.zeros(size)
    for each in parts:
        np.add.at(lengths, each.rows, each.values * each.values)
    lengths = np.sqrt(lengths)
    lengths[lengths == 0] = 1
    for each in parts:
        np.divide(each.values, lengths[each.rows], out=each.values, casting="same_kind")
    seen = np.concatenate([np.empty(0, np.int64), *(np.diff(each.starts) for each in parts)])
    starts = np.zeros(len(seen) + 1, np.int64)
    np.cumsum(seen, out=starts[1:])
    return TermIndex(
        np.concatenate([np.empty(0, np.int64), *(each.terms for each in parts)]),
        np.concatenate([np.empty(0, np.float32), *(each.rarity for each in parts)]),
        starts,
        np.concatenate([np.empty(0, np.int32), *(each.rows for each in parts)]),
        np.concatenate([np.empty(0, np.float32), *(each.values for each in parts)]),
    )


def by_term(keys: Rows, size: int) -> Iterator[Rows]:
    """Sorted keys in parts, all of one term in the same."""
    first = 0
    while first < len(keys):
        last = keys[min(first + _AT_ONCE, len(keys)) - 1]
        end = int(np.searchsorted(keys, (last // size + 1) * size))
        yield keys[first:end]
        first = end


def changes(values: Rows) -> Rows:
    """Where something else stands than before it, in sorted values."""
    return np.flatnonzero(np.concatenate([np.ones(min(1, len(values)), bool), values[1:] != values[:-1]]))


def _postings(keys: Rows, size: int) -> TermIndex:
    """The postings of these sorted keys; their rows have no length of one yet."""
    first = changes(keys)
    counts = np.diff(first, append=len(keys)).astype(np.float32)
    of, rows = np.divmod(keys[first], size)
    starts = np.append(changes(of), len(of))
    seen = np.diff(starts)
    rarity = np.log((size + 1) / (seen + 0.5)).astype(np.float32)
    values = (1 + np.log(counts)) * np.repeat(rarity, seen)
    return TermIndex(of[starts[:-1]], rarity, starts, rows.astype(np.int32), values)
