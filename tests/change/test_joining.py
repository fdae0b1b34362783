"""What is told as one change: sentences that carry on, cards, addresses; and items told by sentence."""

from __future__ import annotations

from tests.change.editions import Clause, edition

from clausewatch.change import compare
from clausewatch.nouns.change import Change, ChangeKind, Severity

STAYS = "You keep what you made with the tool."


def changes(old: list[Clause], new: list[Clause]) -> tuple[Change, ...]:
    return compare(edition(old), edition(new, "2026-02-01")).record.changes


def test_a_sentence_that_carries_on_the_one_before_is_one_change_with_it() -> None:
    new: list[Clause] = [("Use", [STAYS, "You must not harm the tool.", "~ This includes writing programs that slow it down."])]  # fmt: skip
    (found,) = changes([("Use", [STAYS])], new)
    assert found.new == "You must not harm the tool. This includes writing programs that slow it down."
    assert found.new_span is not None
    assert found.new_span.of(edition(new).text.content) == found.new


def test_two_rules_in_one_paragraph_are_two_changes() -> None:
    new: list[Clause] = [("Use", [STAYS, "You must not harm the tool.", "~ Partners receive your address from us."])]  # fmt: skip
    assert len(changes([("Use", [STAYS])], new)) == 2


def test_what_carries_on_an_edited_sentence_belongs_to_the_edit() -> None:
    old: list[Clause] = [("Terms", [STAYS, "New terms bind you on the day of release.", "~ Once published, they replace the old ones."])]  # fmt: skip
    new: list[Clause] = [("Terms", [STAYS, "New terms bind you seven days after their release."])]
    (found,) = changes(old, new)
    assert found.kind is ChangeKind.MODIFIED
    assert found.old is not None
    assert found.old.endswith("they replace the old ones.")


def test_the_fields_of_a_card_are_one_change_and_bare_labels_are_not() -> None:
    cards = [
        "- Login cookie", "- Type: session", "- Purpose: it keeps you signed in.",
        "- Basket cookie", "- Type: persistent", "- Purpose: it keeps what you chose.",
    ]  # fmt: skip
    found = changes([("Cookies", [STAYS, *cards])], [("Cookies", [STAYS])])
    assert [one.old.split("\n")[0] for one in found if one.old] == ["Login cookie", "Basket cookie"]
    kinds = ["- Device data: which machine you use.", "- Usage data: what you click on."]
    assert len(changes([("Data", [STAYS, *kinds])], [("Data", [STAYS])])) == 2


def test_an_address_is_known_by_its_opening_line() -> None:
    old: list[Clause] = [("Contact", [STAYS, "For Malta:", "Alder Ltd.", "3 Harbour Row", "Valletta"])]
    new: list[Clause] = [("Contact", [STAYS, "For Malta:", "Birch Services", "Suite 9", "Sliema"])]
    (found,) = changes(old, new)
    assert (found.kind, found.old is not None and "Alder Ltd." in found.old) == (ChangeKind.MODIFIED, True)
    assert found.new is not None
    assert "Birch Services" in found.new


def test_an_item_of_several_sentences_tells_which_sentence_came() -> None:
    said = "- We collect what you type into the tool. We answer with text made from it."
    more = f"{said} Under no condition do we extract voiceprints or faces."
    (found,) = changes([("Data", [STAYS, said])], [("Data", [STAYS, more])])
    assert (found.kind, found.old) == (ChangeKind.ADDED, None)
    assert found.new == "Under no condition do we extract voiceprints or faces."


def test_a_clause_in_other_words_is_edited_and_not_replaced() -> None:
    old: list[Clause] = [("Keeping", [STAYS, "Each of your end users controls whether their conversations are retained."])]  # fmt: skip
    new: list[Clause] = [("Keeping", [STAYS, "Your workspace admins control how long conversation data is retained."])]  # fmt: skip
    (found,) = changes(old, new)
    assert found.kind is ChangeKind.MODIFIED
    assert found.severity is Severity.HIGH


def test_a_number_before_a_heading_is_no_change_of_it() -> None:
    assert not changes([("9 General rules", [STAYS])], [("10 General rules", [STAYS])])


def test_the_opening_of_a_list_and_a_pointer_weigh_nothing() -> None:
    new: list[Clause] = [("Use", [STAYS, "You must not use the tool for any of these:", "- stalking strangers", "For more information see our help pages."])]  # fmt: skip
    weights = {one.new: one.severity for one in changes([("Use", [STAYS])], new)}
    assert weights["You must not use the tool for any of these:"] is Severity.NONE
    assert weights["For more information see our help pages."] is Severity.NONE
    assert weights["stalking strangers"] is Severity.MEDIUM
