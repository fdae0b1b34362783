"""Who is named in what changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.publish.publish_kit import change

from clausewatch.change import affected
from clausewatch.nouns.change import Severity


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("You must not resell access.", ("users",)),
        ("Customer shall pay within 30 days.", ("business customers",)),
        ("Developers may call the API from servers only.", ("developers and operators",)),
        ("Children under 13 need a parent's consent.", ("minors and their parents",)),
        ("We answer notices from copyright holders.", ("holders of rights",)),
        ("Sub-processors are bound by contract.", ("vendors and recipients of data",)),
        ("The court at Delft decides.", ()),
        ("The youngest court decides.", ()),
    ],
)
def test_groups_are_named_by_words_of_the_clause(words: str, named: tuple[str, ...]) -> None:
    assert affected([change(old=None, new=words)]) == named


def test_only_weighty_changes_count_and_removed_words_do() -> None:
    slight = change(old="You agree.", new="You agree!", severity=Severity.NONE)
    gone = replace(change(old="Parents may object.", new=None), new=None)
    assert affected([slight]) == ()
    assert affected([slight, gone]) == ("minors and their parents",)
