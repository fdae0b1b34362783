"""Likeness by word vectors, and who acts: the same words in another mouth are another topic."""

from __future__ import annotations

import numpy as np
import pytest

from clausewatch.meaning.act import Act, act_of
from clausewatch.meaning.likeness import PARTS, mean
from clausewatch.meaning.topics import shipped_model
from clausewatch.meaning.vectors import DIMENSIONS
from clausewatch.nouns.finding import Asked


@pytest.mark.parametrize(
    ("asked", "act"),
    [
        (Asked("You must not copy the output."), Act.BAN),
        (Asked("copying the output", (), "You may not use the service for:"), Act.BAN),
        (Asked("We collect your address."), Act.PLATFORM),
        (Asked("You must keep your password secret."), Act.OTHER_SIDE),
        (Asked(""), Act.UNKNOWN),
    ],
)
def test_who_acts(asked: Asked, act: Act) -> None:
    assert act_of(asked) is act


def test_words_of_a_kind_are_nearer_than_others() -> None:
    gun, rifle, invoice = (
        mean(text) for text in ("firearms and pistols", "rifles and guns", "monthly invoices")
    )
    assert gun @ rifle > gun @ invoice
    assert np.linalg.norm(gun) == pytest.approx(1, abs=1e-5)
    assert not mean("zxqvw 123 §").any()


def test_a_place_has_a_part_for_text_lead_in_and_heading() -> None:
    likeness = shipped_model().likeness
    place = likeness.place(Asked("We keep logs.", (), "For how long:"))
    assert place.shape == (len(PARTS) * DIMENSIONS,)
    text, lead_in, heading = np.split(place, len(PARTS))
    assert text.any()
    assert lead_in.any()
    assert not heading.any()
    near = likeness.near(likeness.landmarks[:3])
    assert np.allclose(np.diag(near), 1, atol=1e-3)
    assert near.min() >= 0
    assert near.max() <= 1.001
