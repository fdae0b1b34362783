"""The clocks: what the text says on when it binds, and until when one may object."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.change.editions import Clause, edition

from clausewatch.change import compare
from clausewatch.nouns.change import RecordDates
from clausewatch.nouns.document import DateKind, PrintedDate

BASE: list[Clause] = [("Use", ["You may use the tool for drawings."])]


def dates(new: list[Clause], printed: str = "2026-02-01") -> RecordDates:
    return compare(
        edition(BASE, "2026-01-01", "2026-01-01"), edition(new, "2026-02-03", printed)
    ).record.dates


@pytest.mark.parametrize(
    "sentence",
    [
        "Changes are effective immediately upon posting.",
        "These terms take effect as soon as they are posted on this page.",
        "Amendments of this agreement are binding at once.",
    ],
)
def test_bound_at_once_means_the_day_of_printing_or_of_seeing(sentence: str) -> None:
    new: list[Clause] = [*BASE, ("Changes", [sentence])]
    found = dates(new)
    assert (found.effective, found.notice_days) == (date(2026, 2, 1), 0)
    assert dates(new, printed="").effective == date(2026, 2, 3)


def test_other_things_that_happen_at_once_say_nothing_on_the_terms() -> None:
    assert dates([*BASE, ("Use", ["Your account is closed immediately upon request."])]).effective is None


def test_effective_as_of_is_a_date_of_effect_however_it_was_read() -> None:
    said = "These terms are effective as of March 3, 2026."
    new = edition([*BASE, ("Start", [said])], "2026-02-03", "2026-02-01")
    at = new.text.content.index("March")
    read = PrintedDate(DateKind.UPDATED, date(2026, 3, 3), at, at + len("March 3, 2026"))
    new = replace(new, version=replace(new.version, dates=(*new.version.dates, read)))
    found = compare(edition(BASE, "2026-01-01", "2026-01-01"), new).record.dates
    assert (found.printed, found.effective, found.notice_days) == (date(2026, 2, 1), date(2026, 3, 3), 30)


def test_a_row_in_use_from_a_day_ahead_takes_effect_then() -> None:
    rows = ["| Company\tTask\tIn use Since", "| Alder Ltd.\thosting\t2020"]
    old, more = [("Partners", rows)], [("Partners", [*rows, "| Birch Inc.\tsearch\tMarch 5, 2026"])]
    found = compare(edition(old, "2026-01-01", "2026-01-01"), edition(more, "2026-02-03", "2026-02-03")).record.dates  # fmt: skip
    assert (found.effective, found.notice_days) == (date(2026, 3, 5), 30)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Objections are possible until March 22, 2026.", date(2026, 3, 22)),
        ("Until March 22, 2026 you may object to the new partner.", date(2026, 3, 22)),
        ("You may object within 30 days of our notice.", date(2026, 3, 3)),
        ("The offer stands until March 22, 2026.", None),
    ],
)
def test_until_when_one_may_object(sentence: str, expected: date | None) -> None:
    assert dates([*BASE, ("Partners", [sentence])]).objection == expected
