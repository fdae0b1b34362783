"""The clocks: what the text says on when it binds, and until when one may object."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.change.editions import Clause, edition

from clausewatch.change import compare
from clausewatch.nouns.change import ChangeRecord, RecordDates
from clausewatch.nouns.document import DateKind, PrintedDate
from clausewatch.text import find_dates

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


def clocks(
    old: list[Clause], new: list[Clause], days: tuple[str, str] = ("2026-01-01", "2026-03-05"), seen: str = ""
) -> ChangeRecord:
    """The record of two pages whose printed dates are read from their texts."""
    sides = [edition(side, day) for side, day in zip((old, new), days, strict=True)]
    before, after = (replace(one, version=replace(one.version, dates=find_dates(one.text))) for one in sides)
    last_seen = datetime.fromisoformat(seen).replace(tzinfo=UTC) if seen else None
    return compare(before, after, last_seen=last_seen).record


def fees(price: int, *lines: str) -> list[Clause]:
    return [("Top", list(lines)), ("Fees", [f"A seat costs {price} crowns.", "A second seat is free."])]


def test_an_effective_date_that_stood_before_and_is_past_is_no_news() -> None:
    line = "Effective March 1, 2024"
    found = clocks(fees(25, line), fees(40, line))
    assert found.dates.effective == date(2024, 3, 1)
    assert found.dates.silent_edit is True
    assert "effective" not in found.headline


def test_no_edit_is_silent_where_a_part_of_the_document_prints_another_day() -> None:
    """The day that dates the whole stands still, the one that a section prints of itself moves with the wording."""
    line = "Effective March 1, 2024"
    section = ("Partners", ["Partners receive your drawings."])
    old, new = (
        [*fees(price, line), section, ("Cookies", [f"Last updated: {day}", "Cookies keep you signed in."])]
        for price, day in ((25, "July 15, 2026"), (40, "August 10, 2026"))
    )
    assert clocks(old, new).dates.silent_edit is False
    assert clocks(old, [*fees(40, line), *old[2:]]).dates.silent_edit is True


@pytest.mark.parametrize("day", ["2026-02-20", "2026-04-03"])
def test_an_effective_date_newly_printed_is_news(day: str) -> None:
    named = date.fromisoformat(day)
    found = clocks(fees(25, "Effective March 1, 2024"), fees(40, f"Effective {named:%B} {named.day}, 2026"))
    assert found.headline.endswith(f"; effective {day}")


@pytest.mark.parametrize(
    "sentence",
    [
        "Changes to these terms will not take effect immediately; we tell you 30 days before.",
        "No changes apply immediately.",
        "These terms don't become effective immediately.",
        "Amendments are never binding at once.",
    ],
)
def test_what_is_denied_to_bind_at_once_does_not(sentence: str) -> None:
    assert clocks(fees(25, sentence), fees(40, sentence)).dates.effective is None


def test_a_denial_elsewhere_denies_nothing() -> None:
    lines = ("Changes will not apply immediately to old orders.", "These terms take effect upon posting.")
    assert clocks(fees(25, *lines), fees(40, *lines)).dates.effective == date(2026, 3, 5)


@pytest.mark.parametrize(
    "line",
    [
        "You may object to a new partner within 30 days of notice. Last updated: March 4, 2026",
        "You may object to the change until April 9, 2026.",
    ],
)
def test_a_standing_word_on_objections_is_not_about_this_change(line: str) -> None:
    assert clocks(fees(25, line), fees(40, line)).dates.objection is None


def test_a_deadline_to_object_counts_where_it_came_and_is_not_past() -> None:
    came = "You may object to the change until April 9, 2026."
    assert clocks(fees(25), fees(40, came)).dates.objection == date(2026, 4, 9)
    past = "You could object to the change until March 1, 2024."
    assert clocks(fees(25), fees(40, past)).dates.objection is None


@pytest.mark.parametrize(
    ("seen", "expected"),
    [("", False), ("2026-01-02", False), ("2026-02-03", False), ("2026-03-04", True)],
)
def test_backdating_is_told_by_when_the_old_text_was_last_seen(seen: str, expected: bool) -> None:
    found = clocks(
        fees(25, "Last updated: December 1, 2025"),
        fees(40, "Last updated: February 1, 2026"),
        ("2025-12-03", "2026-03-05"),
        seen,
    )
    assert found.dates.backdated is expected
    assert (found.dates.last_seen is None) is (not seen)
