"""Stems and bags are those that the shipped weights were fitted on."""

from __future__ import annotations

import hashlib

import pytest

from clausewatch.meaning.compare.terms import stems, words_of
from clausewatch.meaning.features import bags_of
from clausewatch.meaning.stems import stem, tokens_of
from clausewatch.nouns.finding import Asked

_ASKED = Asked(
    "If you don’t cancel, your subscription renews automatically and we may charge the card you’ve given us.",
    ("Payments", "Renewals"),
    "When you subscribe:",
    document_type="Terms of Service",
)


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("terminations", "termin"),
        ("policies", "polic"),
        ("users", "user"),
        ("used", "used"),
        ("renewed", "renew"),
    ],
)
def test_common_endings_are_cut_and_short_words_are_left(word: str, wanted: str) -> None:
    assert stem(word) == wanted


def test_a_very_long_word_is_cut() -> None:
    assert tokens_of("Don’t " + "x" * 99) == ["don't", "x" * 40]


def test_the_bags_are_those_that_the_weights_were_fitted_on() -> None:
    """Whoever changes this digest fits the weights anew (`training/topics.py`): buckets are all that they know of words."""
    found = hashlib.sha256()
    for buckets, counts in bags_of(_ASKED):
        found.update(buckets.tobytes())
        found.update(counts.round(4).tobytes())
    assert found.hexdigest()[:16] == "8151522726eaba4d"


def test_the_words_of_comparison_leave_out_how_policies_speak() -> None:
    words = words_of("You must not use our Services for mining, including the mining of Bitcoin.")
    assert words == ["mining", "mining", "bitcoin"]
    assert stems(words) == ["mining", "mining", "bitcoin"]
