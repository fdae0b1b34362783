"""The report says what was right and what was wrong, on finds made up from the story."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from clausewatch.demo import Found, Story, compare_with_story, render
from clausewatch.demo.match import plain, same_change
from clausewatch.demo.story import Expected, ExpectedChange, StoryState
from clausewatch.nouns.change import (
    Change,
    ChangeClass,
    ChangeKind,
    ChangeRecord,
    Direction,
    RecordDates,
    Severity,
)
from clausewatch.nouns.document import Cause
from clausewatch.nouns.evidence import Verdict

LUMEN_TERMS = "lumen-assistant/terms-of-use"


def change(kind: ChangeKind, old: str | None, new: str | None) -> Change:
    return Change(
        kind, "p", "l", "Section", old, new, None, None, (), Direction.UNCLEAR, Severity.MEDIUM, "summary"
    )


def record(document: str, at: datetime, expected: Expected, kind: ChangeClass) -> ChangeRecord:
    """The record that a faultless pipeline would write for the expectation."""
    dates = expected.dates
    return ChangeRecord(
        id=f"{document} {at}",
        document=document,
        from_version="v1",
        to_version=None if kind is ChangeClass.CAPTURE else "v2",
        capture="c",
        observed_at=at,
        cause=Cause.PUBLISHED,
        verdict=expected.verdict or Verdict.OK,
        change_class=kind,
        alert=kind is ChangeClass.SUBSTANTIVE,
        severity=Severity.MEDIUM,
        direction=Direction.UNCLEAR,
        headline="Something changed",
        reasons=(),
        dates=RecordDates(
            dates.printed,
            dates.effective,
            dates.notice,
            dates.notice_days,
            dates.silent_edit,
            bool(dates.backdated),
        ),
        changes=tuple(change(each.kind, each.old, each.new) for each in expected.changes),
        recipe="r",
    )


def seen(document: str, state: StoryState) -> Found:
    at = state.at + timedelta(hours=3)
    kind = state.expected.change_class
    made = None if kind in (None, ChangeClass.NOISE) else record(document, at, state.expected, kind)
    verdict = state.expected.verdict if kind is ChangeClass.CAPTURE else Verdict.OK
    return Found(document, at, made, verdict or Verdict.OK)


@pytest.fixture
def perfect(story: Story) -> dict[tuple[str, date], Found]:
    return {
        (document.id, state.at.date()): seen(document.id, state)
        for document in story.documents
        for state in document.states
    }


def test_a_faultless_run_is_reported_as_such(story: Story, perfect: dict[tuple[str, date], Found]) -> None:
    report = compare_with_story(story, tuple(perfect.values()))
    count = report.totals
    assert (count.states, count.classes_right) == (131, 131)
    assert count.alerts_wanted == count.alerts_raised == 52
    assert (count.alerts_missed, count.alerts_false) == (0, 0)
    assert count.refused == count.bad_captures == 10
    assert count.silent_edits_found == count.silent_edits > 5
    assert count.changes_found == count.changes > 80
    assert report.wrong == ()
    assert render(report).endswith("Everything is as the story tells it.")


def test_an_empty_run_misses_everything_and_says_so(story: Story) -> None:
    report = compare_with_story(story, ())
    assert (report.totals.classes_right, report.totals.alerts_missed, report.totals.refused) == (0, 52, 0)
    assert len(report.wrong) == 131
    assert all("was never captured" in state.wrong for state in report.wrong)


def broken(
    story: Story, perfect: dict[tuple[str, date], Found], document: str, day: date, found: Found | None
) -> tuple[str, str]:
    """What is said about one state when its find is replaced; the other states stay right. With the printed report."""
    finds = {**perfect, (document, day): found}
    report = compare_with_story(story, tuple(each for each in finds.values() if each is not None))
    (result,) = report.wrong
    assert (result.document_id, result.state.at.date()) == (document, day)
    return "; ".join(result.wrong), render(report)


def test_a_missed_change_is_listed_in_plain_words(
    story: Story, perfect: dict[tuple[str, date], Found]
) -> None:
    day = date(2026, 7, 20)
    right = perfect[LUMEN_TERMS, day]
    words, printed = broken(story, perfect, LUMEN_TERMS, day, replace(right, record=None))
    assert "is substantive, was taken for nothing new" in words
    assert "an alert was due and none was raised" in words
    assert "not found: modified" in words
    assert f"- {LUMEN_TERMS}, 2026-07-20: {words}" in printed
    assert printed.splitlines()[6].split()[:7] == ["All", "131", "130", "52", "51", "1", "0"]


def test_a_false_alert_counts_and_is_listed(story: Story, perfect: dict[tuple[str, date], Found]) -> None:
    day = date(2026, 2, 9)
    right = perfect[LUMEN_TERMS, day]
    state = next(each for each in story.documents if each.id == LUMEN_TERMS).states[1]
    false = record(LUMEN_TERMS, right.observed_at, state.expected, ChangeClass.SUBSTANTIVE)
    words, _ = broken(story, perfect, LUMEN_TERMS, day, replace(right, record=false))
    assert words == "is noise, was taken for substantive; 1 alert(s) too many"
    report = compare_with_story(
        story, tuple({**perfect, (LUMEN_TERMS, day): replace(right, record=false)}.values())
    )
    assert (report.totals.alerts_false, report.totals.alerts_raised, report.totals.alerts_wanted) == (
        1,
        53,
        52,
    )


def test_a_bad_capture_taken_for_a_version_or_called_by_another_name_is_wrong(
    story: Story, perfect: dict[tuple[str, date], Found]
) -> None:
    day = date(2026, 5, 4)
    right = perfect[LUMEN_TERMS, day]
    assert right.record is not None
    words, _ = broken(story, perfect, LUMEN_TERMS, day, replace(right, record=None, verdict=Verdict.EMPTY))
    assert words == "is a bad capture of the kind soft-404, was called empty"
    gone = replace(right.record, change_class=ChangeClass.SUBSTANTIVE, alert=True)
    words, _ = broken(story, perfect, LUMEN_TERMS, day, replace(right, record=gone, verdict=Verdict.OK))
    assert "is capture, was taken for substantive" in words


def test_a_good_page_refused_is_wrong(story: Story, perfect: dict[tuple[str, date], Found]) -> None:
    day = date(2026, 2, 9)
    refused = replace(perfect[LUMEN_TERMS, day], verdict=Verdict.CONSENT_WALL)
    words, _ = broken(story, perfect, LUMEN_TERMS, day, refused)
    assert words == "is noise, was taken for a bad capture (consent-wall)"


def test_a_silent_edit_not_flagged_and_a_date_misread_are_wrong(
    story: Story, perfect: dict[tuple[str, date], Found]
) -> None:
    day, document = date(2026, 4, 6), "lumen-assistant/usage-policy"
    right = perfect[document, day]
    assert right.record is not None
    misread = replace(right.record, dates=RecordDates(printed=date(2026, 4, 6), silent_edit=False))
    words, _ = broken(story, perfect, document, day, replace(right, record=misread))
    assert words == "printed is 2026-02-23, was read as 2026-04-06; silent edit is True, was read as False"


def test_a_fair_other_class_is_right_and_takes_its_alert_with_it(
    story: Story, perfect: dict[tuple[str, date], Found]
) -> None:
    day, document = date(2026, 9, 21), "palette-studio/terms-of-service"
    right = perfect[document, day]
    assert right.record is not None
    rename = replace(right.record, change_class=ChangeClass.EDITORIAL, alert=False)
    report = compare_with_story(
        story, tuple({**perfect, (document, day): replace(right, record=rename)}.values())
    )
    assert report.wrong == ()
    assert (report.totals.alerts_wanted, report.totals.alerts_missed) == (51, 0)


def test_later_checks_of_the_same_page_change_nothing_unless_they_bring_a_record(
    story: Story, perfect: dict[tuple[str, date], Found]
) -> None:
    again = tuple(
        Found(each.document_id, each.observed_at + timedelta(hours=1), None, Verdict.UNCHANGED)
        for each in perfect.values()
    )
    assert compare_with_story(story, (*again, *perfect.values())).wrong == ()
    right = perfect[LUMEN_TERMS, date(2026, 7, 20)]
    late = replace(right, observed_at=right.observed_at + timedelta(days=1))
    assert late.record is not None
    late = replace(late, record=replace(late.record, observed_at=late.observed_at))
    (state,) = compare_with_story(story, (*perfect.values(), late)).wrong
    assert state.wrong == (
        "1 alert(s) too many",
        "a second record came while the same page stood: substantive, Something changed",
    )


def test_finds_outside_the_story_are_listed(story: Story, perfect: dict[tuple[str, date], Found]) -> None:
    right = perfect[LUMEN_TERMS, date(2026, 1, 5)]
    stray = (
        replace(right, document_id="nobody/terms"),
        replace(right, observed_at=right.observed_at - timedelta(days=9)),
    )
    report = compare_with_story(story, (*perfect.values(), *stray))
    assert set(report.unplaced) == set(stray)
    assert "nobody/terms, 2026-01-05: found where the story has no page" in render(report)


def told(kind: ChangeKind, old: str | None, new: str | None) -> ExpectedChange:
    return ExpectedChange(kind, "Section", old, new, Severity.MEDIUM, "")


KEPT_30 = "We keep logs for 30 days."
KEPT_90 = "We keep logs for 90 days."


@pytest.mark.parametrize(
    ("expected", "found", "same"),
    [
        (told(ChangeKind.MODIFIED, KEPT_30, KEPT_90), change(ChangeKind.MODIFIED, KEPT_30, KEPT_90), True),
        (
            told(ChangeKind.MODIFIED, KEPT_30, KEPT_90),
            change(ChangeKind.MODIFIED, f"6.1 Logs. {KEPT_30} Then\nthey go.", f"6.1 Logs. **{KEPT_90}** Then they go."),
            True,
        ),
        (told(ChangeKind.MODIFIED, KEPT_30, KEPT_90), change(ChangeKind.MODIFIED, KEPT_90, KEPT_30), False),
        (told(ChangeKind.MODIFIED, KEPT_30, KEPT_90), change(ChangeKind.MODIFIED, "We", "We"), False),
        (told(ChangeKind.MODIFIED, KEPT_30, KEPT_90), change(ChangeKind.ADDED, None, KEPT_90), False),
        (told(ChangeKind.ADDED, None, KEPT_90), change(ChangeKind.ADDED, None, f"- {KEPT_90}"), True),
        (told(ChangeKind.ADDED, None, KEPT_90), change(ChangeKind.MODIFIED, "Logs.", f"Logs. {KEPT_90}"), True),
        (told(ChangeKind.ADDED, None, KEPT_90), change(ChangeKind.MOVED, KEPT_90, KEPT_90), False),
        (told(ChangeKind.REMOVED, KEPT_30, None), change(ChangeKind.REMOVED, KEPT_30, None), True),
        (told(ChangeKind.REMOVED, KEPT_30, None), change(ChangeKind.MODIFIED, KEPT_30, KEPT_90), True),
        (told(ChangeKind.ADDED, None, "Acme GmbH mail Germany"), change(ChangeKind.ADDED, None, "Acme GmbH | mail | Germany"), True),
    ],
)  # fmt: skip
def test_a_found_change_holds_a_told_one(expected: ExpectedChange, found: Change, same: bool) -> None:
    assert same_change(expected, found) is same


def test_texts_are_compared_by_their_words() -> None:
    assert plain("Don’t\u00a0 **share**\u00ad  | “keys”") == 'don\'t share "keys"'
