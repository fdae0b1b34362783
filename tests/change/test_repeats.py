"""Which changes of a record are the same edit, and in which order edits are told."""

from __future__ import annotations

from dataclasses import replace

from tests.publish.publish_kit import change

from clausewatch.change import edits, numbers
from clausewatch.nouns.change import Change, ChangeKind, Direction, Severity


def renamed(clause: str, severity: Severity = Severity.LOW, section: str = "A") -> Change:
    """A clause in which the vendor's name gave way to another."""
    old = f"The Vendor {clause}."
    return change(old=old, new=old.replace("Vendor", "Supplier"), severity=severity, section=section)


def test_the_gravest_come_first_and_equals_keep_their_order() -> None:
    low, medium, other = (
        change(new=f"Now {word}.", severity=severity)
        for word, severity in (("one", Severity.LOW), ("two", Severity.MEDIUM), ("three", Severity.LOW))
    )
    assert [each.places for each in edits((low, medium, other))] == [(1,), (0,), (2,)]


def test_the_same_word_replaced_in_many_places_is_one_edit() -> None:
    found = (renamed("keeps logs"), change(), renamed("may sue"), renamed("and the Vendor pay"))
    assert [each.places for each in edits(found)] == [(1,), (0, 2, 3)]


def test_another_rating_or_another_word_is_another_edit() -> None:
    first = renamed("keeps logs")
    found = (
        first,
        replace(renamed("may sue"), direction=Direction.UNCLEAR),
        renamed("pays", Severity.MEDIUM),
        change(old="The Vendor acts.", new="The Merchant acts.", severity=Severity.LOW),
        replace(renamed("rests"), shift=()),
    )
    assert len(edits(found)) == len(found)


def test_words_that_swap_places_are_not_the_words_that_are_replaced() -> None:
    """The same words went and came in both, but each for another."""
    one = change(old="A red cat and a shy dog", new="A big cat and a sly dog")
    other = change(old="A red cat and a shy dog", new="A sly cat and a big dog")
    assert len(edits((one, other))) == 2


def test_what_was_added_or_removed_twice_is_one_edit_and_a_bare_move_is_its_own() -> None:
    added = change(ChangeKind.ADDED, None, "Back to top")
    removed = change(ChangeKind.REMOVED, "Back to top", None)
    moved = change(ChangeKind.MOVED, "Words", "Words")
    found = edits((added, removed, moved, added, removed, moved))
    assert sorted(each.places for each in found) == [(0, 3), (1, 4), (2,), (5,)]


def test_long_words_in_common_make_no_other_edit() -> None:
    """What both texts begin or end with is not counted; words that are longer than what both share are no part of it."""
    begin, end = "Whoever uses the services " * 40, " as stated in the schedule" * 40
    one = change(old=f"{begin}may trade{end}", new=f"{begin}may trader{end}")
    other = change(old="They may trade as they like.", new="They may trader as they like.")
    assert [each.places for each in edits((one, other))] == [(0, 1)]


def test_every_change_is_in_one_edit() -> None:
    found = (*(renamed(f"does {number % 3}", section=str(number)) for number in range(9)), change())
    assert sorted(place for each in edits(found) for place in each.places) == list(range(10))
    assert edits(()) == ()


def test_numbers_keep_a_provisions_changes_together() -> None:
    found = tuple(change(section=section) for section in ("A", "B", "A", "C", "B"))
    assert numbers(found) == (0, 2, 1, 4, 3)
