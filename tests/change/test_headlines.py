"""The parts of a headline, as pages show it."""

from __future__ import annotations

from datetime import date

import pytest

from clausewatch.change import Headline, parted, worded

_LINE = "“will” becomes “must” in “You must pay.”"


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (_LINE, Headline(_LINE)),
        (f"{_LINE}; effective 2026-03-09", Headline(_LINE, effective=date(2026, 3, 9))),
        (f"{_LINE} (and 1 more change: 1 added)", Headline(_LINE, 1, "1 added")),
        (
            f"{_LINE} (and 3 more changes: 2 added, 1 edited); effective 2026-12-01",
            Headline(_LINE, 3, "2 added, 1 edited", date(2026, 12, 1)),
        ),
        ("An editor’s words (and a remark)", Headline("An editor’s words (and a remark)")),
        ("Said; effective 2026-13-40", Headline("Said; effective 2026-13-40")),
        ("", Headline("")),
    ],
)
def test_a_headline_comes_apart(line: str, parts: Headline) -> None:
    assert parted(line) == parts


def test_what_earlier_recipes_wrote_reads_as_a_sentence() -> None:
    assert worded("Split off “We use data we …”: “We use data.”") == ("“We use data.” now stands by itself")
    assert worded("Merged into “Subject to law …”: “You have these rights.”") == (
        "“You have these rights.” is now part of “Subject to law …”"
    )
    assert parted("Split off “A …”: “B is cut … (and 2 more changes: 2 split)").lead == (
        "“B is cut …” now stands by itself"
    )


def test_a_quotation_that_was_cut_is_closed_and_no_other() -> None:
    assert worded("Added: “We may share …") == "Added: “We may share …”"
    assert worded("Added: “We may share …”") == "Added: “We may share …”"
    assert worded("Added: “The word “terms”") == "Added: “The word “terms”"
