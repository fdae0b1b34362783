"""The last resort of modality: its file, and that it speaks only where no rule does."""

from __future__ import annotations

import numpy as np
import pytest

from clausewatch.errors import BadInputError
from clausewatch.meaning.rules.reading import LIKE_OTHERS, TOLD, plain_reading, reading
from clausewatch.meaning.rules.resort import (
    BUCKETS,
    LENGTH,
    bag,
    features,
    last_resort,
    read_resort,
    write_resort,
)
from clausewatch.meaning.rules.view import view
from clausewatch.nouns.finding import Asked, Modality, Party

UNTOLD = Asked("Whoever forgets the key waits outside until the porter comes.", ("House rules",), "", "Terms")
RULED = Asked("You must lock the gate.", ("House rules",), "", "Terms of Service")


def test_a_weight_file_reads_as_it_was_written() -> None:
    model = last_resort()
    again = read_resort(write_resort(model), "copy")
    assert again.modalities == model.modalities
    assert np.array_equal(again.weights, model.weights)
    assert np.array_equal(again.base, model.base)


@pytest.mark.parametrize("data", [b"", b"no archive", b"PK\x03\x04 broken"])
def test_another_file_is_refused_with_a_mend(data: bytes) -> None:
    with pytest.raises(BadInputError, match=r"training\.modality"):
        read_resort(data, "some file")


def test_no_model_says_that_a_provision_rules_nothing() -> None:
    assert Modality.NONE not in last_resort().modalities


def test_features_are_of_one_length_whatever_the_statement() -> None:
    for text in ("Short.", "A long one, " * 200, "…"):
        buckets, values = bag(features(view(Asked(text))))
        assert len(set(buckets.tolist())) == len(buckets)
        assert buckets.max() < BUCKETS
        assert np.sqrt(values @ values) == pytest.approx(LENGTH, rel=1e-4)


def test_it_speaks_where_no_rule_does_and_nowhere_else() -> None:
    assert plain_reading(UNTOLD).rule in TOLD
    assert reading(UNTOLD).rule == LIKE_OTHERS
    assert not reading(UNTOLD).explicit
    assert reading(RULED).rule not in TOLD | {LIKE_OTHERS}
    assert (reading(RULED).modality, reading(RULED).party) == (Modality.OBLIGATION, Party.USER)


def test_an_item_that_lost_its_list_is_read_by_its_words() -> None:
    asked = Asked("payment firms such as card networks", ("Privacy notice", "Sharing"), "", "Privacy Policy")
    assert reading(asked).modality is not Modality.NONE
