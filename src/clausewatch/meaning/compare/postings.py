"""An inverted index over rows of terms: rarity is learned from the rows themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clausewatch.meaning.compare.ragged import Rows
from clausewatch.meaning.compare.terms import Array

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


def index_of(terms: Rows, owners: Rows, size: int) -> TermIndex:
    """The index of `size` rows; term n stands in the row `owners[n]`, as often as it is given."""
    known, places = np.unique(terms, return_inverse=True)
    pairs, counts = np.unique(places * size + owners, return_counts=True)
    of, rows = np.divmod(pairs, max(1, size))
    seen = np.bincount(of, minlength=len(known))
    rarity = np.log((size + 1) / (seen + 0.5)).astype(np.float32)
    values = (1 + np.log(counts.astype(np.float32))) * rarity[of]
    lengths = np.sqrt(np.bincount(rows, values * values, minlength=size))
    lengths[lengths == 0] = 1
    starts = np.zeros(len(known) + 1, np.int64)
    np.cumsum(seen, out=starts[1:])
    return TermIndex(
        known.astype(np.int64),
        rarity,
        starts,
        rows.astype(np.int32),
        (values / lengths[rows]).astype(np.float32),
    )
