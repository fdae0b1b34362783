"""Citations: their forms, and that no name in a document can break out of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from clausewatch.web.citing import Cited, citations

CITED = Cited(
    author="Birchwood Ltd",
    document="Terms of Use",
    part="History",
    observed_at=datetime(2026, 3, 6, 9, 0, tzinfo=UTC),
    original="https://birchwood.example/terms",
    permalink="https://watch.example/platform/birchwood/terms/history/?at=ab12",
    text="ab" * 32,
)


def by_style(cited: Cited) -> dict[str, str]:
    return {each.style: each.words for each in citations(cited)}


def test_each_form_names_author_title_day_source_and_archive() -> None:
    forms = by_style(CITED)
    assert forms["APA"] == (
        "Birchwood Ltd. (2026, March 6). Terms of Use [History]. Retrieved March 6, 2026, from "
        "https://birchwood.example/terms. Archived at https://watch.example/platform/birchwood/terms/history/?at=ab12"
    )
    assert forms["Bluebook style"] == (
        "Birchwood Ltd, Terms of Use, “History”, https://birchwood.example/terms (as captured Mar. 6, 2026) "
        f"[https://watch.example/platform/birchwood/terms/history/?at=ab12] (text SHA-256 {'ab' * 32})."
    )
    assert forms["Permanent address and hash"].endswith("ab" * 32 + ")")
    bibtex = forms["BibTeX"].splitlines()
    assert bibtex[0] == "@online{birchwood-ltd-terms-of-use-abababab,"
    assert "  title = {{Terms of Use: History}}," in bibtex
    assert bibtex[-1] == "}"


@pytest.mark.parametrize(
    "author", ["}, note = {x", r"\input{/etc/passwd}", "a\nb\u202e% c", "Ünïcode & Söhne_1"]
)
def test_hostile_names_stay_words_in_bibtex(author: str) -> None:
    entry = by_style(replace(CITED, author=author, document=author, part=author))["BibTeX"]
    unescaped = entry.replace(r"\{", "").replace(r"\}", "")
    depth = 0
    for place, each in enumerate(unescaped):
        depth += {"{": 1, "}": -1}.get(each, 0)
        assert depth > 0 or place in (*range(unescaped.index("{")), len(unescaped) - 1)
    assert depth == 0
    assert r"\input" not in entry
    assert "\u202e" not in entry
    assert entry.count("\n") == 7


def test_what_is_not_known_is_left_out() -> None:
    forms = by_style(replace(CITED, part="", original=""))
    assert "[]" not in forms["APA"]
    assert ", from" not in forms["APA"]
    assert "“" not in forms["Bluebook style"]
