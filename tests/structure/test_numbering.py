"""Printed numbers are told from words and other numbers."""

from __future__ import annotations

import pytest

from clausewatch.structure.numbering import numbered


@pytest.mark.parametrize(
    ("words", "number", "rest"),
    [
        ("3.1 Fees", "3.1", "Fees"),
        ("3.1. Fees", "3.1", "Fees"),
        ("2.4.Feedback is welcome", "2.4", "Feedback is welcome"),
        ("1.THE SERVICE", "1", "THE SERVICE"),
        ("1) Fees", "1)", "Fees"),
        ("(b) use it", "(b)", "use it"),
        ("(iv) use it", "(iv)", "use it"),
        ("IV. Fees", "IV.", "Fees"),
        ("A. Fees", "A.", "Fees"),
        ("Article 5: Fees", "Article 5", "Fees"),
        ("Schedule 4 - Helpers", "Schedule 4", "Helpers"),
        ("§ 2 Geltung", "§ 2", "Geltung"),
        ("第五条 费用", "第五条", "费用"),
        ("一、总则", "一、", "总则"),
    ],
)
def test_numbers(words: str, number: str, rest: str) -> None:
    found = numbered(words, heading=True)
    assert found is not None
    assert (found.number, words[found.rest :]) == (number, rest)


@pytest.mark.parametrize(
    "words", ["2024 was good", "2.5 million people", "10 days", "Section 9 applies", "I agree", "a b"]
)
def test_no_numbers(words: str) -> None:
    assert numbered(words) is None
