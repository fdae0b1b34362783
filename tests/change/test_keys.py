"""The folded words alone are those that folding a text word by word gives, though they are found in another way."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clausewatch.change.wording import keys, words

_PARTS = st.sampled_from(
    [
        *("may", "Licence", "3rd", "and/or", "user's", "ago", "2 days", "today", "last year", "open", "opens in a new tab"),
        *("www.example.com", "https://example.com/a?b=1", "mail@example.com", "example.com", "e.g.", "1,000.50", "12"),
        *("8 July 2026", "2026-07-08", "July 2026", "08/07/2026", "2026", "7 июля", "令和8年7月8日", "2026年7月8日", "10:30"),
        *("§", "–", "-", "−", "+", "13+", "-5", "<", "≥", "$", "%", "×", "✓", "●", "★", "_", ".", ",", ";", ":", "(", ")"),
        *("ſ", "İ", "ı", "K", "\u200b", "\ufeff", "\u00ad", "‘", "’", "“", "‑", "日本", "ก", "straße", "ﬁ", "ο", "а"),
    ]
)  # fmt: skip
_SPACES = st.sampled_from(["", "", " ", " ", " ", "\n", "\t", "\xa0", "\n\n", "  "])
_TEXTS = st.lists(st.one_of(_PARTS, _SPACES), max_size=14).map("".join)


@given(st.one_of(_TEXTS, st.text(max_size=40)))
@example("may 2026example.com is no address, example.com is")
@example("-5 at the start is a dash, a later -5 a figure (-5)")
@example("- 5\n● a bullet and ● none")
@example("Updated 3 weeks ago · 6 min read")
@example("2026+ and 13+ are not alike")
def test_keys_are_the_words_folded(text: str) -> None:
    assert keys(text) == tuple(each.key for each in words(text))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Pay 30 days after 8 July 2026, or 1,000 EUR", "pay 30 days after date:2026-07-08 or 1000 eur"),
        ("See https://www.example.com/terms/ and/or us", "see example.com/terms and or us"),
        ("What was posted 30 days ago is deleted", "what was posted 30 days ago is deleted"),
    ],
)
def test_what_they_are(text: str, folded: str) -> None:
    assert " ".join(keys(text)) == folded
