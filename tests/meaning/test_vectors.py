"""The shipped word vectors: near words are nearer than far ones, rows are of unit length, unknown words are told."""

from __future__ import annotations

import numpy as np
import pytest

from clausewatch.meaning.vectors import DIMENSIONS, word_vectors


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [
        ("fee", "price", "lawyer"),
        ("terminate", "end", "banana"),
        ("delete", "erase", "arbitration"),
        ("indemnify", "reimburse", "camera"),
    ],
)
def test_near_words_are_nearer(word: str, near: str, far: str) -> None:
    vectors = word_vectors()
    close, distant = vectors.likeness(word, near), vectors.likeness(word, far)
    assert close is not None
    assert distant is not None
    assert close > distant + 0.1


def test_rows_have_unit_length_and_unknown_words_are_left_out() -> None:
    vectors = word_vectors()
    rows = vectors.of(["fee", "qzxqzx", "price"])
    assert rows.shape == (2, DIMENSIONS)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)
    assert vectors.of([]).shape == (0, DIMENSIONS)
    assert vectors.likeness("fee", "qzxqzx") is None
    assert not vectors.known("qzxqzx")


def test_words_stand_by_falling_frequency() -> None:
    ranks = [word_vectors().rank(word) for word in ("the", "company", "arbitration", "indemnify")]
    known = [rank for rank in ranks if rank is not None]
    assert len(known) == 4
    assert known == sorted(known)
