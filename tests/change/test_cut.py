"""A clause that is split, or clauses that merge: each piece says what it lost and won itself, and nothing is lost between them."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.change.editions import edition

from clausewatch.change import compare
from clausewatch.change.differences import differences
from clausewatch.change.nature import Nature
from clausewatch.change.pairing import pair
from clausewatch.change.units import units
from clausewatch.nouns.change import Change, ChangeClass, ChangeKind, Direction, Severity

FRAME = "These rules hold for everybody who draws with our pens at home or at work."
NO_SALE = "you must not sell drawings of other people to galleries without their written consent"
NO_COPY = "you must not use drawings of other people to train a machine that draws like them"
WHOLE = f"Whoever draws agrees that {NO_SALE}, and {NO_COPY}."
HALVES = (f"Whoever draws agrees that {NO_SALE}.", f"{NO_COPY[0].upper()}{NO_COPY[1:]}.")
CUT = {ChangeKind.SPLIT, ChangeKind.MERGED}


def changes(old: list[str], new: list[str]) -> tuple[Change, ...]:
    sides = [("Rules", [FRAME, *said]) for said in (old, new)]
    return compare(edition([sides[0]]), edition([sides[1]], "2026-02-01")).record.changes


def test_halves_of_a_clause_lose_nothing_to_each_other() -> None:
    for old, new in (([WHOLE], [*HALVES]), ([*HALVES], [WHOLE])):
        found = changes(old, new)
        assert [one.kind for one in found] == [ChangeKind.SPLIT if len(new) > 1 else ChangeKind.MERGED] * 2
        assert {one.severity for one in found} <= {Severity.NONE}
        assert {one.direction for one in found} <= {Direction.NEUTRAL}


def test_what_came_with_a_half_is_told_of_that_half_alone() -> None:
    second = HALVES[1].replace("a machine", "or to describe a machine")
    found = changes([WHOLE], [HALVES[0], second])
    told = [one for one in found if one.severity is not Severity.NONE]
    assert [one.new for one in told] == [second]
    assert "“or to describe” is added" in told[0].summary
    assert {one.direction for one in found if one is not told[0]} <= {Direction.NEUTRAL}
    assert told[0].direction is not Direction.LOOSER


def test_a_prohibition_that_went_at_the_cut_is_told() -> None:
    between = "you must not lend pens to strangers"
    old = f"Whoever draws agrees that {NO_SALE}, {between}, and {NO_COPY}."
    found = changes([old], [*HALVES])
    told = [one for one in found if one.severity is not Severity.NONE]
    assert len(told) == 1
    assert "lend pens to strangers" in told[0].summary


def test_a_sentence_that_came_with_a_half_is_quoted() -> None:
    more = "For the avoidance of doubt, nobody may hand a pen, or anything that was drawn with it, to a school, a shop, a bank or a court of law unless we said so in writing before"
    found = changes([WHOLE], [HALVES[0], f"{more}; and {NO_COPY}."])
    (told,) = (one for one in found if one.severity is not Severity.NONE)
    assert "For the avoidance of doubt, nobody may hand a pen" in told.summary
    assert told.kind not in CUT or told.summary.startswith("Split, and added: ")


def test_a_permission_turned_in_one_half_is_substantive() -> None:
    turned = HALVES[0].replace("must not sell", "may sell")
    sides = [("Rules", [FRAME, *said]) for said in ([WHOLE], [turned, HALVES[1]])]
    record = compare(edition([sides[0]]), edition([sides[1]], "2026-02-01")).record
    assert record.change_class is ChangeClass.SUBSTANTIVE
    assert any("may" in one.summary and one.severity is not Severity.NONE for one in record.changes)


@given(
    dropped=st.sets(st.integers(0, len(WHOLE.split()) - 1), max_size=4),
    cut=st.integers(8, len(WHOLE.split()) - 8),
    turned=st.booleans(),
    merged=st.booleans(),
)
def test_no_word_that_went_or_came_is_in_no_piece(
    dropped: set[int], cut: int, turned: bool, merged: bool
) -> None:
    said = WHOLE.rstrip(".").replace(",", "").split()
    kept = [word for at, word in enumerate(said) if at not in dropped or at < 2]
    pieces = [" ".join(kept[:cut]) + ".", " ".join(kept[cut:]).capitalize() + "."]
    pieces = [each for each in pieces if len(each) > 1]
    if turned:
        pieces.reverse()
    sides = [[FRAME, " ".join(said) + "."], [FRAME, *pieces]]
    if merged:
        sides.reverse()
    before, after = (
        units(edition([("Rules", side)], day))
        for side, day in zip(sides, ("2026-01-01", "2026-02-01"), strict=True)
    )
    found = differences(before, after, pair(before, after))
    edges = [one for one in found if one.kind in CUT]
    if not edges:
        return
    old, new = (
        Counter(key for unit in side for key in unit.keys)
        for side in (
            {id(one.old): one.old for one in found if one.old}.values(),
            {id(one.new): one.new for one in found if one.new}.values(),
        )
    )
    lost = Counter(key for one in found for edit in one.edits for key in edit.old)
    won = Counter(key for one in found for edit in one.edits for key in edit.new)
    lost.update(key for one in found if one.new is None and one.old for key in one.old.keys)
    won.update(key for one in found if one.old is None and one.new for key in one.new.keys)
    assert not (old - new) - lost
    assert not (new - old) - won
    assert all(one.nature in (Nature.CUT, Nature.WORDING) for one in edges)


@pytest.mark.parametrize("merged", [False, True])
def test_a_word_that_went_makes_the_piece_more_than_cut(merged: bool) -> None:
    short = HALVES[0].replace(" without their written consent", "")
    told = changes([short, HALVES[1]], [WHOLE]) if merged else changes([WHOLE], [short, HALVES[1]])
    assert any("consent" in one.summary and one.severity is not Severity.NONE for one in told)


@pytest.mark.parametrize(
    ("whole", "pieces"),
    [
        ("We keep the crane and the ropes of the harbour in good order, and we share your account details with the harbour master.", ["We keep the crane and the ropes of the harbour in good order.", "We do not share your account details with the harbour master."]),
        ("The owner shall pay the harbour for the use of the crane, and the keys are kept by the harbour master at night.", ["The harbour shall pay the owner for the use of the crane.", "The keys are kept by the harbour master at night."]),
        ("We answer within 30 days of a complaint and pay within 60 days of a loss, and the keys are kept by the harbour master.", ["We answer within 60 days of a complaint and pay within 30 days of a loss.", "The keys are kept by the harbour master."]),
        ("Members may use the crane and the slipway on working days, and the keys are kept by the harbour master at night.", ["Members may use the crane or the slipway on working days.", "The keys are kept by the harbour master at night."]),
        ("You pay for the use of the crane on working days, and the keys are kept by the harbour master at night.", ["We pay for the use of the crane on working days.", "The keys are kept by the harbour master at night."]),
        ("Members may use the crane on working days of the year, and the keys are kept by the harbour master at night.", ["Members may use the crane on working days of the year.", "If the keys are kept by the harbour master at night."]),
    ],
)  # fmt: skip
def test_what_is_turned_at_a_cut_is_substantive_both_ways(whole: str, pieces: list[str]) -> None:
    for old, new in (([whole], pieces), (pieces, [whole])):
        sides = [("Rules", [FRAME, *said]) for said in (old, new)]
        record = compare(edition([sides[0]]), edition([sides[1]], "2026-02-01")).record
        assert record.change_class is ChangeClass.SUBSTANTIVE
        assert record.alert


@pytest.mark.parametrize(
    ("whole", "pieces"),
    [
        ("We keep your drawings for thirty days after the end of the contract, and we keep your letters for as long as the law asks.", ["We keep your drawings for thirty days after the end of the contract.", "We keep your letters for as long as the law asks."]),
        ("We may end the contract when a bill stays unpaid for thirty days, in which case we give back what you paid ahead.", ["We may end the contract when a bill stays unpaid for thirty days.", "In that case we give back what you paid ahead."]),
        ("We do not sell your drawings to other people or hand your letters to anybody outside our own house.", ["We do not sell your drawings to other people.", "We do not hand your letters to anybody outside our own house."]),
    ],
)  # fmt: skip
def test_what_only_carries_on_or_takes_up_again_is_editorial(whole: str, pieces: list[str]) -> None:
    sides = [("Rules", [FRAME, *said]) for said in ([whole], pieces)]
    record = compare(edition([sides[0]]), edition([sides[1]], "2026-02-01")).record
    assert record.change_class is ChangeClass.EDITORIAL


def test_sentences_that_only_change_their_places_are_not_called_new() -> None:
    anchors = "anchors are kept in the long shed behind the slipway from October to April"
    cranes = "cranes are served by the harbour master alone on every working day of the year"
    moorings = "moorings cost forty crowns for each night and are paid for at the office"
    old = [f"Whoever lands agrees that {cranes}, and that {anchors}.", f"{moorings.capitalize()}."]
    new = [f"Whoever lands agrees that {cranes}, and that {moorings}.", f"{anchors.capitalize()}."]
    for found in (changes(old, new), changes(new, old)):
        assert not [one for one in found if "is added" in one.summary or "added:" in one.summary]
