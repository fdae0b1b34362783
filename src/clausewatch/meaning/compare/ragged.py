"""Rows of differing length in two flat arrays, so that a million of them need no object each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Ragged:
    """Row n is `values[starts[n]:starts[n + 1]]`."""

    starts: Rows
    values: NDArray[Any]

    @staticmethod
    def of(rows: Sequence[Sequence[int]]) -> Ragged:
        """The rows as given."""
        starts = np.zeros(len(rows) + 1, np.int64)
        np.cumsum([len(row) for row in rows], out=starts[1:])
        flat = [value for row in rows for value in row]
        return Ragged(starts, np.array(flat, np.int32))

    @staticmethod
    def joined(parts: Sequence[Ragged]) -> Ragged:
        """The rows of all parts, one part after the other."""
        lengths = [np.diff(part.starts) for part in parts]
        starts = np.zeros(sum(map(len, lengths)) + 1, np.int64)
        if parts:
            np.cumsum(np.concatenate(lengths), out=starts[1:])
        kept = [part.values[part.starts[0] : part.starts[-1]] for part in parts]
        return Ragged(starts, np.concatenate(kept) if kept else np.empty(0, np.int32))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def row(self, at: int) -> NDArray[Any]:
        """One row."""
        return self.values[self.starts[at] : self.starts[at + 1]]

    def part(self, first: int, last: int) -> Ragged:
        """The rows from `first` up to `last`, which is left out; nothing is copied but where they start."""
        return Ragged(
            self.starts[first : last + 1] - self.starts[first],
            self.values[self.starts[first] : self.starts[last]],
        )

    def take(self, rows: Rows) -> Ragged:
        """Those rows, in that order."""
        first = self.starts[rows]
        lengths = self.starts[rows + 1] - first
        starts = np.zeros(len(rows) + 1, np.int64)
        np.cumsum(lengths, out=starts[1:])
        places = np.repeat(first - starts[:-1], lengths) + np.arange(starts[-1])
        return Ragged(starts, self.values[places])

    def owners(self) -> Rows:
        """For each value the row it stands in."""
        return np.repeat(np.arange(len(self), dtype=np.int64), np.diff(self.starts))

    def reduced(self, by: np.ufunc, values: NDArray[Any]) -> NDArray[Any]:
        """For each row what `by` makes of its part of `values` (on the last axis); zero where a row is empty."""
        found = np.zeros((*values.shape[:-1], len(self)), values.dtype)
        filled = np.flatnonzero(np.diff(self.starts))
        if filled.size:
            found[..., filled] = by.reduceat(values, self.starts[filled], axis=-1)
        return found


def letters(texts: Iterable[bytes]) -> Ragged:
    """Texts as rows of bytes."""
    given = list(texts)
    starts = np.zeros(len(given) + 1, np.int64)
    np.cumsum([len(each) for each in given], out=starts[1:])
    return Ragged(starts, np.frombuffer(b"".join(given), np.uint8))
