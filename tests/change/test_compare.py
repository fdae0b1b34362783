"""Comparing two editions: kinds of change, classes with reasons, lineage, dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.change.editions import Clause, edition

from clausewatch.change import RECIPE, capture_record, compare, first_lineage
from clausewatch.nouns.change import (
    ChangeClass,
    ChangeKind,
    ChangeRecord,
    Direction,
    PastState,
    Severity,
    Shift,
)
from clausewatch.nouns.document import Cause, Edition, Judgement, Link
from clausewatch.nouns.evidence import Verdict

BASE: list[Clause] = [
    ("Notice", ["We tell you at least 30 days before a new price applies.", "You can close your account before then."]),
    ("Conduct", ["You may use the tool to translate approved material.", "- Selling access to others", "- Guessing passwords of strangers"]),
    ("Disputes", ["You may opt out of arbitration within 30 days by writing to us.", "Courts of the place where you live decide."]),
]  # fmt: skip


def swap(clauses: list[Clause], before: str, after: str) -> list[Clause]:
    return [
        (heading.replace(before, after), [one.replace(before, after) for one in said])
        for heading, said in clauses
    ]


def record(old: list[Clause], new: list[Clause], printed: tuple[str, str] = ("", "")) -> ChangeRecord:
    return compare(edition(old, "2026-01-01", printed[0]), edition(new, "2026-02-01", printed[1])).record


def test_a_number_changed_in_a_clause_is_one_substantive_change() -> None:
    found = record(BASE, swap(BASE, "30 days before", "14 days before"))
    assert found.change_class is ChangeClass.SUBSTANTIVE
    assert found.alert
    (change,) = found.changes
    assert change.kind is ChangeKind.MODIFIED
    assert change.old == "We tell you at least 30 days before a new price applies."
    assert change.new == "We tell you at least 14 days before a new price applies."
    assert change.section == "Terms > Notice"
    assert {Shift.NUMBER, Shift.DEADLINE} <= set(change.shift)
    assert "falls from 30 to 14 days" in change.summary
    assert found.recipe == RECIPE


def test_spans_hold_the_quoted_texts() -> None:
    old, new = edition(BASE), edition(swap(BASE, "may use", "must not use"), "2026-02-01")
    (change,) = compare(old, new).record.changes
    assert change.old_span is not None
    assert change.new_span is not None
    assert change.old_span.of(old.text.content) == change.old
    assert change.new_span.of(new.text.content) == change.new


def test_one_inserted_not_is_a_stricter_change_of_modality() -> None:
    found = record(BASE, swap(BASE, "You may use the tool", "You may not use the tool"))
    (change,) = found.changes
    assert {Shift.MODALITY, Shift.NEW_PROHIBITION} <= set(change.shift)
    assert change.direction is Direction.STRICTER
    assert found.alert


def test_an_added_and_a_removed_clause_are_told_apart() -> None:
    more: list[Clause] = [(h, [*s, "- Scraping the catalogue"] if h == "Conduct" else s) for h, s in BASE]
    (added,) = record(BASE, more).changes
    assert (added.kind, added.old, added.new) == (ChangeKind.ADDED, None, "Scraping the catalogue")
    (removed,) = record(more, BASE).changes
    assert (removed.kind, removed.old, removed.new) == (ChangeKind.REMOVED, "Scraping the catalogue", None)
    assert removed.lineage


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("passwords of strangers", "Passwords, of strangers", ChangeClass.EDITORIAL),
        ("translate", "trans\u200blate", ChangeClass.EDITORIAL),
        ("arbitration", "arbitraton", ChangeClass.EDITORIAL),
        ("the tool", "the  tool", ChangeClass.NOISE),
    ],
)
def test_what_is_no_wording_does_not_alert(before: str, after: str, expected: ChangeClass) -> None:
    found = record(BASE, swap(BASE, before, after))
    assert found.change_class is expected
    assert not found.alert
    assert found.reasons
    assert all(change.severity is Severity.NONE for change in found.changes)


@pytest.mark.parametrize(
    ("before", "after"),
    [("may opt", "must opt"), ("guessing", "Guessing no"), ("live", "work"), ("You can", "You cannot")],
)
def test_one_word_that_matters_alerts(before: str, after: str) -> None:
    old = swap(BASE, "Guessing", "guessing")
    assert record(old, swap(old, before, after)).alert


def test_addresses_count_without_query_but_with_their_letters() -> None:
    old: list[Clause] = [
        ("Contact", ["Ask for leave at https://www.example.org/leave?sid=1 or ask-us@example.org today."])
    ]
    assert not record(old, swap(old, "sid=1", "sid=2")).alert
    assert record(old, swap(old, "ask-us@", "ask_us@")).alert


def test_only_link_targets_is_noise() -> None:
    one = edition(BASE)
    old = replace(one, text=replace(one.text, links=(Link(10, 14, "https://example.org/a?x=1"),)))
    new = replace(one, text=replace(one.text, links=(Link(10, 14, "https://example.org/a?x=2"),)))
    found = compare(old, new).record
    assert (found.change_class, found.changes) == (ChangeClass.NOISE, ())
    assert "query" in found.reasons[0]


def test_only_links_that_lead_elsewhere_is_editorial() -> None:
    one = edition(BASE)
    old = replace(one, text=replace(one.text, links=(Link(10, 14, "https://example.org/a?utm_source=x"),)))
    new = replace(one, text=replace(one.text, links=(Link(10, 14, "https://example.org/b?utm_source=y"),)))
    found = compare(old, new).record
    assert (found.change_class, found.alert, found.changes) == (ChangeClass.EDITORIAL, False, ())
    assert "1 link leads elsewhere" in found.reasons[0]


def test_a_printed_date_alone_is_metadata_and_a_silent_edit_is_flagged() -> None:
    found = record(BASE, BASE, printed=("2026-01-01", "2026-02-01"))
    assert (found.change_class, found.alert, found.changes) == (ChangeClass.METADATA, False, ())
    reworded = record(
        BASE, swap(BASE, "30 days before", "9 days before"), printed=("2026-01-01", "2026-01-01")
    )
    assert reworded.dates.silent_edit is True
    dated = record(BASE, swap(BASE, "30 days before", "9 days before"), printed=("2026-01-01", "2026-02-01"))
    assert dated.dates.silent_edit is False
    assert record(BASE, swap(BASE, "30 days", "9 days")).dates.silent_edit is None


def test_a_relative_date_is_no_wording() -> None:
    old: list[Clause] = [("Rules", ["Updated 3 days ago", "You must not sell access."])]
    assert not record(old, swap(old, "3 days ago", "over a week ago")).alert


def test_a_moved_section_is_moved_and_editorial() -> None:
    found = record(BASE, [BASE[2], BASE[0], BASE[1]])
    assert found.change_class is ChangeClass.EDITORIAL
    assert {change.kind for change in found.changes} == {ChangeKind.MOVED}


def test_relettering_after_an_insertion_is_no_change_of_the_other_items() -> None:
    old: list[Clause] = [
        ("List", ["- (a) sell the access you were given", "- (b) pass on keys to other people"])
    ]
    new: list[Clause] = [("List", ["- (a) sell the access you were given", "- (b) resell our credits to anyone", "- (c) pass on keys to other people"])]  # fmt: skip
    weighty = [change for change in record(old, new).changes if change.severity is not Severity.NONE]
    assert [change.new for change in weighty] == ["resell our credits to anyone"]


def test_a_clause_split_without_change_of_meaning_is_editorial() -> None:
    old: list[Clause] = [("Rights", ["You may name an agent to act for you, and you may complain to the authority of your country."])]  # fmt: skip
    new: list[Clause] = [("Rights", ["You may name an agent to act for you.", "You may complain to the authority of your country."])]  # fmt: skip
    found = record(old, new)
    assert found.change_class is ChangeClass.EDITORIAL
    assert {change.kind for change in found.changes} <= {ChangeKind.SPLIT}


def test_a_page_that_alternates_is_a_variant_and_a_clause_put_back_is_not() -> None:
    other = [(heading, [f"Elsewhere {one} differently put" for one in said]) for heading, said in BASE]
    first, second = edition(BASE, "2026-01-01"), edition(other, "2026-01-03")
    again = edition(BASE, "2026-01-05")
    past = tuple(
        PastState(one.version.id, one.version.observed_at, one.version.fingerprint) for one in (first, second)
    )
    assert compare(second, again, past).record.change_class is ChangeClass.VARIANT
    late = edition(BASE, "2026-03-05")
    found = compare(second, late, past).record
    assert found.alert
    assert any("returns" in reason for reason in found.reasons)
    without = edition([BASE[0], BASE[1], (BASE[2][0], BASE[2][1][1:])], "2026-01-03")
    past = (past[0], PastState(without.version.id, without.version.observed_at, without.version.fingerprint))
    assert compare(without, again, past).record.alert


def test_a_better_reading_never_alerts() -> None:
    new = edition(swap(BASE, "30 days", "60 days"), "2026-02-01", cause=Cause.REREAD)
    found = compare(edition(BASE), new).record
    assert found.change_class is ChangeClass.NOISE
    assert [change.new for change in found.changes]
    assert not found.alert


def test_lineage_is_carried_through_edits_and_moves() -> None:
    old = edition(BASE)
    old = replace(old, lineage=first_lineage(old))
    new = edition([(BASE[2][0], ["You may opt out of arbitration within 60 days by writing to us."]), *BASE[:2], ("New", ["A wholly new rule."])])  # fmt: skip
    lineage = compare(old, new).lineage
    assert lineage[:3] == (old.lineage[2], old.lineage[0], old.lineage[1])
    assert lineage[3] not in old.lineage
    assert compare(replace(old, lineage=()), new).lineage[:3] == lineage[:3]


def test_a_bad_capture_makes_a_record_without_changes() -> None:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    judged = Judgement(Verdict.CHALLENGE, ("The page asks to prove that one is human.",))
    found = capture_record("platform/terms", edition(BASE).version, "capture-9", at, judged)
    assert (found.change_class, found.alert, found.to_version) == (ChangeClass.CAPTURE, False, None)
    assert found.reasons == judged.reasons
    assert found.id.startswith("2026-03-01-platform-terms-")


WORD = st.sampled_from(
    [
        "you",
        "we",
        "may",
        "must",
        "not",
        "users",
        "data",
        "share",
        "keep",
        "delete",
        "30",
        "days",
        "access",
        "account",
        "rule",
        "any",
        "other",
        "notice",
        "court",
    ]
)
SENTENCE = st.lists(WORD, min_size=2, max_size=12).map(" ".join)
CLAUSES: st.SearchStrategy[list[Clause]] = st.lists(
    st.tuples(
        st.sampled_from(["Notice", "Conduct", "Data", "Disputes"]), st.lists(SENTENCE, min_size=1, max_size=4)
    ),
    min_size=1,
    max_size=5,
)


@given(CLAUSES)
def test_comparing_an_edition_with_itself_yields_nothing(clauses: list[Clause]) -> None:
    one = edition(clauses)
    found = compare(one, one)
    assert found.record.changes == ()
    assert not found.record.alert
    assert found.lineage == first_lineage(one)


@settings(deadline=None)
@given(CLAUSES, CLAUSES)
def test_lineage_is_unique_and_every_quotation_is_verbatim(before: list[Clause], after: list[Clause]) -> None:
    old, new = edition(before), edition(after, "2026-02-01")
    found = compare(old, new)
    assert len(set(found.lineage)) == len(found.lineage) == len(new.outline.provisions)
    for change in found.record.changes:
        assert (change.old is None) or (
            change.old_span is not None and change.old_span.of(old.text.content) == change.old
        )
        assert (change.new is None) or (
            change.new_span is not None and change.new_span.of(new.text.content) == change.new
        )
    assert compare(old, new) == found


@settings(deadline=None)
@given(CLAUSES, SENTENCE)
def test_swapping_the_sides_swaps_added_and_removed(clauses: list[Clause], extra: str) -> None:
    more: list[Clause] = [*clauses, ("Extra", [f"Zebra quagga {extra} okapi"])]
    there = [change.new for change in record(clauses, more).changes if change.kind is ChangeKind.ADDED]
    back = [change.old for change in record(more, clauses).changes if change.kind is ChangeKind.REMOVED]
    assert there == back == [f"Zebra quagga {extra} okapi"]


@settings(deadline=None)
@given(st.permutations(range(6)))
def test_a_pure_move_is_never_an_edit(order: list[int]) -> None:
    clauses: list[Clause] = [
        (f"Part {letter}", [f"Rule {letter} binds {letter * 3} in every case."]) for letter in "abcdef"
    ]
    found = record(clauses, [clauses[place] for place in order])
    assert {change.kind for change in found.changes} <= {ChangeKind.MOVED}
    assert not found.alert


def _long(seed: str, sentences: int) -> Edition:
    said = [f"{seed}{n} {seed}{n % 97} rules that {seed}{n % 31} is bound by {seed}{n * 7} in case {n} {seed}." for n in range(sentences)]  # fmt: skip
    return edition([(f"{seed} {at}", said[at : at + 20]) for at in range(0, sentences, 20)])


def test_a_long_document_with_few_edits_is_quick() -> None:
    compare(_long("alder", 3500), _long("alder", 3490))


def test_two_wholly_different_long_texts_stay_cheap() -> None:
    old, new = _long("alder", 3500), _long("birch", 3500)
    compare(old, new)
