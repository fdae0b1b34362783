"""What is a change of rules and what is not, in pairs that differ by little; the class is the same both ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.change.editions import edition

from clausewatch.change import compare
from clausewatch.nouns.change import ChangeClass, PastState
from clausewatch.nouns.document import Edition, Link

LAST = "We always keep this last sentence as it is."


def made(said: Sequence[str], day: str, *, linked: bool = False) -> Edition:
    one = edition(
        [("Use", ["You must be a member to borrow a boat."]), ("Rules", [*said, LAST])],
        day,
    )
    if not linked:
        return one
    texts = [text.removeprefix("- ") for text in said if text.startswith("- ")]
    starts = [one.text.content.index(text) for text in texts]
    links = tuple(
        Link(start, start + len(text), "https://harbour.example/page")
        for start, text in zip(starts, texts, strict=True)
    )
    return replace(one, text=replace(one.text, links=links))


def alerts(old: Sequence[str], new: Sequence[str], *, linked: bool = False) -> tuple[bool, bool]:
    """Whether the change and its reverse alert."""
    there = compare(made(old, "2026-01-01", linked=linked), made(new, "2026-02-01", linked=linked))
    back = compare(made(new, "2026-01-01", linked=linked), made(old, "2026-02-01", linked=linked))
    return there.record.alert, back.record.alert


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # Amounts are no enumerators.
        ("- 4.50 EUR for each boat and day", "- 14.50 EUR for each boat and day"),
        ("| 3.5 million litres\tHarbour", "| 1.5 million litres\tHarbour"),
        ("- 0.5 % of the fee for each late day", "- 2.5 % of the fee for each late day"),
        ("2.5 times the fee is the most you pay.", "4.5 times the fee is the most you pay."),
        ("- 21. The age that a skipper must have", "- 17. The age that a skipper must have"),
        # Ages outside stamps.
        ("Boats reported lost more than 20 days ago are written off.", "Boats reported lost more than 80 days ago are written off."),
        ("Members who joined a year ago may vote.", "Members who joined a week ago may vote."),
        # Dates in rules.
        ("You may cancel the course until 1 May 2026.", "You may cancel the course until 1 April 2026."),
        ("We keep the harbour log until 30 June 2027.", "We keep the harbour log until 30 June 2031."),
        # Other words of nearly the same letters.
        ("The skipper needs your content first.", "The skipper needs your consent first."),
        ("We ask for your contract before the trip.", "We ask for your contact before the trip."),
        ("You may not sail adopted boats.", "You may not sail adapted boats."),
        ("The law of Australia applies to trips.", "The law of Austria applies to trips."),
        # Signs.
        ("Ages 16+ may row alone.", "Ages 16 may row alone."),
        ("Boats sail at -4 degrees too.", "Boats sail at 4 degrees too."),
        ("Boats < 200 kilograms are free.", "Boats > 200 kilograms are free."),
        ("☐ Send me news of the harbour", "☑ Send me news of the harbour"),
        ("The rate is 1.375 percent.", "The rate is 1375 percent."),
        # Addresses of other things and owners.
        ("Object at https://harbour.example/opt-out today.", "Object at https://harbour.example/careers today."),
        ("Report it at https://ann.github.io/report now.", "Report it at https://bob.github.io/report now."),
        # Names that are more than names.
        ("The log is kept in South Korea only.", "The log is kept in North Korea only."),
        ("The Basic Plan includes towing.", "The Gold Plan includes towing."),
        ("You may rely on the Delaware Boating Act.", "You may rely on the Nevada Boating Act."),
        ("We sell the log to Birch Platforms.", "We sell the log to Alder Platforms."),
    ],
)  # fmt: skip
def test_small_differences_that_are_other_rules_alert_both_ways(old: str, new: str) -> None:
    assert alerts([old], [new]) == (True, True)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Updated 3 days ago", "Updated over a week ago"),
        ("3.1 Boats are lent to members.", "3.2 Boats are lent to members."),
        ("A deposit of 1,000 euros is due.", "A deposit of 1000 euros is due."),
        ("The skipper recieves the keys.", "The skipper receives the keys."),
        ("Disputes go to arbitraton first.", "Disputes go to arbitration first."),
        ("See https://harbour.example/legal/fees first.", "See https://harbour.example/fees-2026 first."),
        ("Version 3.1 of these rules", "Version 3.2 of these rules"),
    ],
)
def test_small_differences_that_say_the_same_do_not_alert_either_way(old: str, new: str) -> None:
    assert alerts([old], [new]) == (False, False)


@pytest.mark.parametrize(
    "rule",
    [
        "Deposits are final.",
        "Skippers fees apply.",
        "These rules supersede all prior agreements between us.",
        "These terms replace all earlier terms and agreements.",
    ],
)
def test_a_short_rule_that_comes_or_goes_is_no_label(rule: str) -> None:
    assert alerts([], [rule]) == (True, True)


@pytest.mark.parametrize("pointer", ["See previous versions", "Hearing.", "Earlier versions of these terms"])
def test_a_label_or_pointer_that_comes_or_goes_is_no_rule(pointer: str) -> None:
    assert alerts([], [pointer]) == (False, False)


def test_linked_entries_of_the_documents_own_lists_are_rules() -> None:
    opening = "We share the log with:"
    one, two = [opening, "- Alder Towing"], [opening, "- Alder Towing", "- Birch Radar"]
    assert alerts(one, two, linked=True) == (True, True)
    assert alerts(one, [opening, "- Birch Radar"], linked=True) == (True, True)
    assert alerts([opening, "- Towing"], [opening, "- Towing", "- Support"]) == (True, True)


def test_a_product_renamed_throughout_is_only_a_name_and_a_place_is_none() -> None:
    product = ["Pontoon Chat is free.", "You may use Pontoon Chat alone.", "Logs of Pontoon Chat are kept."]
    assert alerts(product, [one.replace("Pontoon", "Jetty") for one in product]) == (False, False)
    place = ["The log is kept in Ireland.", "Copies are kept in Ireland too.", "We moor boats in Ireland."]
    assert alerts(place, [one.replace("Ireland", "Iceland") for one in place]) == (True, True)


def heading(title: str, day: str) -> Edition:
    return edition([(title, ["- Row upstream with a guest", "- Moor at the pier"])], day)


@pytest.mark.parametrize(
    ("old", "new"),
    [("You may:", "You may not:"), ("Deposits are returned", "No deposits are returned")],
)
def test_a_heading_that_turns_what_stands_under_it_round_is_a_rule(old: str, new: str) -> None:
    assert compare(heading(old, "2026-01-01"), heading(new, "2026-02-01")).record.alert
    assert compare(heading(new, "2026-01-01"), heading(old, "2026-02-01")).record.alert
    plain = compare(heading("Boats", "2026-01-01"), heading("Vessels", "2026-02-01")).record
    assert not plain.alert


def test_an_item_that_moves_from_allowed_to_banned_is_a_rule() -> None:
    def lists(allowed: list[str], banned: list[str], day: str) -> Edition:
        return edition([("What you may do", allowed), ("What you may not do", banned)], day)

    item, stay, other = "- Row upstream with a guest", "- Moor at the pier", "- Fish from the boats"
    old, new = lists([item, stay], [other], "2026-01-01"), lists([stay], [other, item], "2026-02-01")
    assert compare(old, new).record.alert
    assert compare(new, replace(old, version=replace(old.version, observed_at=new.version.observed_at + timedelta(1)))).record.alert  # fmt: skip
    within = lists([stay, item], [other], "2026-02-01")
    assert compare(old, within).record.change_class is ChangeClass.EDITORIAL


def classes(texts: Sequence[list[str]], days: Sequence[int]) -> list[ChangeClass]:
    past: list[PastState] = []
    found = []
    before: Edition | None = None
    for said, day in zip(texts, days, strict=True):
        one = made(said, f"2026-01-{day:02d}")
        if before is not None:
            found.append(compare(before, one, tuple(past)).record.change_class)
        past.append(PastState(one.version.id, one.version.observed_at, one.version.fingerprint))
        before = one
    return found


def test_clauses_withdrawn_for_days_and_put_back_are_told_twice_and_alternation_is_a_variant() -> None:
    kept = [f"Rule {letter} binds every skipper of a {letter * 2} boat." for letter in "abcdefghijkl"]
    real, flap = ChangeClass.SUBSTANTIVE, ChangeClass.VARIANT
    assert classes([kept, kept[5:], kept], [1, 3, 8]) == [real, real]
    assert classes([kept, kept[1:], kept, kept[1:], kept], [1, 2, 3, 4, 5]) == [real, real, flap, flap]


WORDS = [
    "boat",
    "harbour",
    "skipper",
    "fee",
    "you",
    "we",
    "may",
    "must",
    "not",
    "share",
    "keep",
    "content",
    "consent",
    "30",
    "days",
    "any",
]
SENTENCE = st.lists(st.sampled_from(WORDS), min_size=3, max_size=9).map(lambda said: " ".join(said) + ".")


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(WORDS), min_size=4, max_size=9), st.integers(0, 3), st.sampled_from(WORDS))
def test_one_word_put_for_another_has_one_class_both_ways(said: list[str], at: int, word: str) -> None:
    other = [*said[:at], word, *said[at + 1 :]]
    there, back = alerts([" ".join(said) + "."], [" ".join(other) + "."])
    assert there == back == (said != other)


@settings(deadline=None, max_examples=40)
@given(st.lists(SENTENCE, min_size=2, max_size=5, unique=True), st.data())
def test_where_provisions_are_cut_does_not_change_the_class(said: list[str], data: st.DataObject) -> None:
    edited = list(said)
    at = data.draw(st.integers(0, len(said) - 1))
    edited[at] = data.draw(SENTENCE)
    cut = data.draw(st.integers(1, len(said) - 1))

    def whole(lines: list[str], day: str) -> Edition:
        return edition([("Rules", lines)], day)

    def parted(lines: list[str], day: str) -> Edition:
        return edition([("Rules", lines[:cut]), ("More", lines[cut:])], day)

    one = compare(whole(said, "2026-01-01"), whole(edited, "2026-02-01")).record.alert
    two = compare(parted(said, "2026-01-01"), parted(edited, "2026-02-01")).record.alert
    assert one == two


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Updated 3 weeks ago · 6 min read", "Updated 6 weeks ago · 6 min read"),
        ("Harbor Policy Team | Updated yesterday", "Harbor Policy Team | Updated 2 months ago"),
    ],
)
def test_a_byline_of_several_stretches_grows_old_in_silence(old: str, new: str) -> None:
    assert compare(edition([("Terms", [old, "You may cancel."])]), edition([("Terms", [new, "You may cancel."])])).record.change_class is ChangeClass.NOISE  # fmt: skip
