"""Shifts, directions, severities with reasons, and sentences that say no more than the texts."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.change.editions import Clause, edition

from clausewatch.change import compare
from clausewatch.change.headlines import Told, headline
from clausewatch.nouns.change import Change, ChangeKind, Direction, Severity, Shift

FRAME = "The tool turns drawings into words."


def edit(old: str, new: str, heading: str = "Rules") -> Change:
    before: list[Clause] = [(heading, [FRAME, old])]
    after: list[Clause] = [(heading, [FRAME, new])]
    (found,) = compare(edition(before), edition(after, "2026-02-01")).record.changes
    return found


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Members may bring guests.", "Members must bring guests.", {Shift.MODALITY}),
        ("You must not lend your key.", "You may lend your key.", {Shift.MODALITY, Shift.NEW_PERMISSION}),
        ("We reply within 30 days.", "We reply within 14 days.", {Shift.NUMBER, Shift.DEADLINE}),
        ("A seat costs 30 crowns.", "A seat costs 40 crowns.", {Shift.NUMBER}),
        ("You must not copy maps.", "You must not copy maps, charts or plans.", {Shift.SCOPE_WIDENED, Shift.NEW_PROHIBITION}),
        ("You must not use bots here.", "You must not use unauthorised bots here.", {Shift.SCOPE_NARROWED}),
        ("Only members see your drawings.", "Members see your drawings.", {Shift.SCOPE_WIDENED}),
        ("We collect your name as personal data.", "We collect your name and location as personal data.", {Shift.DATA_CATEGORY}),
        ("We use drawings to answer you.", "We use drawings to answer you and to train our models.", {Shift.PURPOSE}),
        ("The courts of Malta decide.", "The courts of Malta or the tribunal of Gozo decide.", {Shift.VENUE}),
        ("Write to help@alder.example for leave.", "Write to help@birch.example for leave.", {Shift.CONTACT}),
        ("“Work” means a drawing.", "“Work” means a drawing or a song.", {Shift.DEFINITION, Shift.SCOPE_WIDENED}),
    ],
)  # fmt: skip
def test_shifts_are_told_from_the_edited_words(old: str, new: str, expected: set[Shift]) -> None:
    assert expected <= set(edit(old, new).shift)


def test_a_figure_beside_an_unchanged_modal_is_no_change_of_modality() -> None:
    assert Shift.MODALITY not in edit("You must pay within 30 days.", "You must pay within 60 days.").shift


@pytest.mark.parametrize(
    ("old", "new", "severity", "direction"),
    [
        ("We delete your drawings after 30 days.", "We delete your drawings after 90 days.", Severity.HIGH, None),
        ("Only members can view your drawings and data.", "Members can view your drawings and data.", Severity.HIGH, None),
        ("You must not copy maps.", "You must not copy maps or plans.", Severity.LOW, Direction.STRICTER),
        ("Members may bring guests.", "Members must bring guests.", Severity.MEDIUM, Direction.STRICTER),
        ("Ask at the desk except on Sundays.", "Ask at the desk save on Sundays.", Severity.NONE, Direction.NEUTRAL),
    ],
)  # fmt: skip
def test_severity_has_reasons(old: str, new: str, severity: Severity, direction: Direction | None) -> None:
    found = edit(old, new)
    assert found.severity is severity
    assert found.reasons
    assert direction is None or found.direction is direction


_MAIL = "help@birchwood.example"
_PHONE = "+44 20 7946 0000"


@pytest.mark.parametrize(
    ("longer", "shorter", "removed", "added"),
    [
        (f"You must tell us by e-mail at {_MAIL} or by phone at {_PHONE}.", f"You must tell us by e-mail at {_MAIL}.",
         Direction.NEUTRAL, Direction.NEUTRAL),
        (f"To cancel, you must call us on {_PHONE} or write to {_MAIL}.", f"To cancel, you must write to {_MAIL}.",
         Direction.NEUTRAL, Direction.NEUTRAL),
        ("You agree to notify us at 1 Oak Street, London, or (555) 010-2000.", "You agree to notify us at 1 Oak Street, London.",
         Direction.NEUTRAL, Direction.NEUTRAL),
        (f"You can contact us by e-mail at {_MAIL} or by phone at {_PHONE}.", f"You can contact us by e-mail at {_MAIL}.",
         Direction.STRICTER, Direction.LOOSER),
        # A sum is no number to call.
        ("You must pay 300 crowns and 20 crowns a month.", "You must pay 300 crowns.", Direction.LOOSER, Direction.STRICTER),
    ],
)  # fmt: skip
def test_a_way_to_reach_somebody_is_no_duty(
    longer: str, shorter: str, removed: Direction, added: Direction
) -> None:
    assert edit(longer, shorter).direction is removed
    assert edit(shorter, longer).direction is added


def test_a_lone_opt_out_from_training_weighs_high() -> None:
    less: list[Clause] = [("Data", [FRAME])]
    more: list[Clause] = [
        ("Data", [FRAME, "You may opt out of the use of your drawings to train our models."])
    ]
    (gone,) = compare(edition(more), edition(less, "2026-02-01")).record.changes
    assert (gone.severity, gone.direction) == (Severity.HIGH, Direction.STRICTER)
    assert Shift.RIGHT_REMOVED in gone.shift


def test_an_item_takes_its_sense_from_the_openings_above_it() -> None:
    list_: Clause = ("Rules", ["You agree not to use the tool to:", "- do any of the following:"])
    more: Clause = (list_[0], [*list_[1], "- identify or scan for holes in networks of others"])
    (came,) = compare(edition([list_]), edition([more], "2026-02-01")).record.changes
    assert (came.shift, came.direction) == ((Shift.NEW_PROHIBITION,), Direction.STRICTER)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("We give notice 30 days ahead.", "We give notice 14 days ahead.", "The notice period falls from 30 to 14 days"),
        ("A seat costs $30 a month.", "A seat costs $45 a month.", "The figure rises from $30 to $45"),
        ("Members may bring guests.", "Members must bring guests.", "“may” becomes “must”"),
        ("You may bring Guests.", "You may not bring Guests.", "“not” is added"),
        ("Only members see Drawings.", "Members see Drawings.", "“Only” is dropped"),
        ("You must not copy Maps.", "You must not copy Maps or Plans.", "“or Plans” is added"),
    ],
)  # fmt: skip
def test_a_sentence_says_what_changed(old: str, new: str, told: str) -> None:
    assert told in edit(old, new).summary


def test_a_row_is_told_as_an_entry() -> None:
    rows: Clause = ("Partners", ["| Name\tTask\tSince", "| Alder Ltd.\thosting\t2020"])
    more: Clause = (rows[0], [*rows[1], "| Birch Inc.\tsupport\t2026"])
    (came,) = compare(edition([rows]), edition([more], "2026-02-01")).record.changes
    assert came.summary == "The entry “Birch Inc.” is added: support; 2026"


def test_the_headline_counts_the_other_changes_and_dates_them() -> None:
    old: list[Clause] = [("Rules", [FRAME, "We give notice 30 days ahead."])]
    new: list[Clause] = [("Rules", [FRAME, "We give notice 14 days ahead.", "Partners receive your drawings from us.", "These terms take effect on March 9, 2026."])]  # fmt: skip
    found = compare(edition(old), edition(new, "2026-02-01")).record
    assert "more change" in found.headline
    assert "added" in found.headline
    assert found.headline.endswith("; effective 2026-03-09")


def test_the_headline_leads_with_a_turned_rule_before_sentences_only_set_apart() -> None:
    joined = "You must not sell drawings to others and you must not rent drawings to anyone."
    apart = ["You must not sell drawings to others.", "You must not rent drawings to anyone."]
    old: list[Clause] = [("Rules", [FRAME, joined, "You must keep drawings for 16 days."])]
    new: list[Clause] = [("Rules", [FRAME, *apart, "You must keep drawings for 18 days."])]
    before, after = edition(old), edition(new, "2026-02-01")
    record = compare(before, after).record
    grave = {one.kind: replace(one, severity=Severity.HIGH) for one in record.changes}
    split, turned = grave[ChangeKind.SPLIT], grave[ChangeKind.MODIFIED]
    told = Told(
        before.version, after.version, record.change_class, (split, turned), record.dates, again=False
    )
    assert headline(told).startswith(turned.summary)


WORDS = st.lists(
    st.sampled_from("we you may must not share keep data for 30 45 90 days or only partners Alder".split()),  # noqa: SIM905
    min_size=6,
    max_size=14,
)


@settings(deadline=None, max_examples=60)
@given(WORDS, WORDS)
def test_every_figure_name_and_modal_told_stands_in_a_text(old: list[str], new: list[str]) -> None:
    before: list[Clause] = [("Rules", [FRAME, " ".join(old)])]
    after: list[Clause] = [("Rules", [FRAME, " ".join(new)])]
    for one in compare(edition(before), edition(after, "2026-02-01")).record.changes:
        stands = f"{one.old} {one.new}"
        for word in re.findall(r"\d+|\b(?:may|must|not|only|Alder|Partners?)\b", one.summary):
            assert word in stands
