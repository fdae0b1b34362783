"""Days within sentences, in words."""

from __future__ import annotations

from datetime import date

import pytest

from clausewatch.publish import spoken, spoken_headline, with_days


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Applies from 2026-08-02.", "Applies from 2 August 2026."),
        (
            "It was away since 2026-04-02, and came 2026-05-01",
            "It was away since 2 April 2026, and came 1 May 2026",
        ),
        (
            "“as of 2026-04-02” is added, since 2026-04-03",
            "“as of 2026-04-02” is added, since 3 April 2026",
        ),
        ("At 2026-04-02T09:00:00Z it stood", "At 2026-04-02T09:00:00Z it stood"),
        (
            "2026-04-02-terms-ab12 and https://x.example/2026-04-02/",
            "2026-04-02-terms-ab12 and https://x.example/2026-04-02/",
        ),
        ("Number 2026-13-45", "Number 2026-13-45"),
        ("", ""),
    ],
)
def test_days_are_spoken_but_not_within_quotations(text: str, told: str) -> None:
    assert spoken(text) == told


def test_the_text_is_cut_at_its_days() -> None:
    assert with_days("From 2026-08-02 on") == ("From ", date(2026, 8, 2), " on")


def test_a_headline_keeps_all_it_says() -> None:
    line = "Added: “We keep it. (and 2 more changes: 2 added); effective 2026-03-09"
    assert (
        spoken_headline(line) == "Added: “We keep it. (and 2 more changes: 2 added); effective 9 March 2026"
    )
    assert spoken_headline("No change of wording") == "No change of wording"
