"""A sieve finds what its pattern finds: the words it looks for first stand in every match."""

from __future__ import annotations

import importlib
import re
from string import ascii_lowercase

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausewatch.meaning.rules.names import marked
from clausewatch.meaning.sieve import Sieve, needed_words, search, sieve
from clausewatch.meaning.words import _patterns, occurs
from clausewatch.nouns.finding import Asked

ROOMS = ("verbs", "formulas", "things", "reading", "references", "provisos", "gazetteer")
SIEVES = [
    each
    for room in ROOMS
    for each in vars(importlib.import_module(f"clausewatch.meaning.rules.{room}")).values()
    if isinstance(each, Sieve)
]


@pytest.mark.parametrize(
    ("pattern", "flags", "needed"),
    [
        (r"\bindemnif(?:y|ies)\b", 0, {"indemnif"}),
        (
            r"\b(?:no|never) (?:refund|return)s?\b",
            0,
            {"no refund", "no return", "never re"},
        ),
        (r"\b(?:may|must)\b[^.;]{0,9}\bterminat\w*", 0, {"terminat"}),
        (r"colou?r [sz]et", 0, {"color ", "colour "}),
        (r"\bTerms\b", re.IGNORECASE, {"terms"}),
        (r"(?:abc)?def(?=ghij)", 0, {"ghij"}),
        (r"(?!never)\w+", 0, set()),
        (r"(?:abc)*", 0, set()),
        (r"abcd|\d+", 0, set()),
        (r"(?i:abcd)", 0, set()),
        (r"ab", 0, set()),
    ],
)
def test_the_words_that_every_match_has(pattern: str, flags: int, needed: set[str]) -> None:
    assert set(needed_words(pattern, flags)) == needed


@settings(suppress_health_check=[HealthCheck.too_slow])  # long patterns: texts for them take a while to draw
@given(st.sampled_from(SIEVES).flatmap(lambda one: st.tuples(st.just(one), st.from_regex(one.pattern))))
def test_whatever_a_pattern_matches_passes_its_sieve(drawn: tuple[Sieve, str]) -> None:
    one, text = drawn
    found = one.search(text)
    assert found is not None
    assert found.span() == one.pattern.search(text).span()  # type: ignore[union-attr]
    assert [each.span() for each in one.finditer(text)] == [
        each.span() for each in one.pattern.finditer(text)
    ]


def test_case_is_ignored_beyond_ascii_as_the_pattern_does() -> None:
    assert Sieve("sale", re.IGNORECASE).search("No \u017fale") is not None
    assert Sieve("sale", re.IGNORECASE).search("NO SALE") is not None
    assert Sieve("sale").search("NO SALE") is None
    assert sieve("sale") is sieve("sale")
    assert search("sale", "no sale") is not None


def test_every_letter_that_is_one_of_ascii_when_case_is_ignored_is_minded() -> None:
    """What a sieve looks for is ASCII: whatever else a pattern takes for it becomes it in lower case, or the pattern decides."""
    every = "".join(map(chr, range(128, 0x110000)))
    for letter in re.findall("[a-z]", every, re.IGNORECASE):
        low = next(one for one in ascii_lowercase if re.match(one, letter, re.IGNORECASE))
        assert Sieve(f"no{low}end", re.IGNORECASE).search(f"“No{letter}end”") is not None


def test_curly_marks_do_not_have_the_pattern_run() -> None:
    assert Sieve("sale", re.IGNORECASE, ("nowhere",)).search("“No sale”") is None
    assert Sieve("sale", re.IGNORECASE, ("sale",)).search("“No SALE”") is not None


@pytest.mark.parametrize("term", ["data broker*", "opt-out", "EU", "AI Act", "fee", "société*"])
@pytest.mark.parametrize("mark", ["“{}”", "{}", "so: {}s", "{}'s", "a {}ing thing", "x{}", "İ {} ı"])
def test_words_are_found_as_by_their_pattern_alone(term: str, mark: str) -> None:
    for form in (term, term.upper(), term.lower(), term.replace(" ", "-"), term.replace("-", " ")):
        text = mark.format(form.replace("*", "s"))
        (each,) = _patterns((term,))
        assert occurs((term,), text) == (each.pattern.search(text) is not None)


def test_capitals_in_a_row_are_read_in_one_pass() -> None:
    """Two ways to read "AB" made the time double with each word: this did not come to an end."""
    text = f"{'plain words ' * 40}{'AB CD ' * 400}end"
    assert marked(text, Asked(text)).endswith("end")
