"""What turns the sense of a claim whose words all stand in the text, and what general English lets it say."""

from __future__ import annotations

import pytest

from clausewatch.meaning.gate import gate
from clausewatch.meaning.gate.relations import forms, related
from clausewatch.meaning.gate.wording import stem
from clausewatch.nouns.finding import Cited, Claim


def reasons(claim: str, *statements: str) -> tuple[str, ...]:
    cited = tuple(Cited(str(at), text) for at, text in enumerate(statements))
    return gate(Claim(claim, cited, ("Terms",), "Tern")).reasons


TURNED = [
    ("You waive the right to a jury trial.", "Users keep the right to a jury trial.", "affirms what"),
    ("We email parents before we open the account.", "Tern emails parents after it opens the account.", "other order"),
    ("Users will be paid within 45 days of the end of the month.", "Users are paid 45 days before the end of the month.", "before an event"),
    ("Players need consent from a parent.", "Parents need consent from players.", "each other's places"),
    ("Staff may listen to recordings if you have opted in.", "Staff may listen to recordings unless you have opted out.", "opting"),
    ("The school retains all rights in the data.", "The supplier retains all rights in the data.", "“supplier”"),
    ("You may run tests on your own machines without asking us.", "You may run tests on your own machines only with Tern's approval.", "contrary"),
    ("Liability is limited to the greater of the two sums.", "Liability is limited to the lesser of the two sums.", "opposite"),
    ("Employers, and not Tern, decide whom to interview.", "Tern, and not the employer, decides whom to interview.", "rules out"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "claim", "reason"), TURNED)
def test_a_turned_sense_is_refused_with_its_reason(text: str, claim: str, reason: str) -> None:
    assert any(reason in each for each in reasons(claim, text))


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("You must not resell the service.", "Reselling the service is prohibited."),
        ("You and Tern each waive the right to a jury trial.", "Neither side can have a jury trial."),
        ("We will send you notice at least 45 days before the end of the term.", "Users get notice no fewer than 45 days before the term ends."),
        ("We may close accounts after giving you a warning.", "Before closing an account Tern warns the user."),
        ("Use of bots is forbidden.", "Players may not use bots."),
        ("You grant us a worldwide licence to your photos.", "Users grant Tern a global licence to their photos."),
    ],
)  # fmt: skip
def test_the_same_in_other_words_passes(text: str, claim: str) -> None:
    assert reasons(claim, text) == ()


def test_a_condition_of_another_sentence_is_not_missed() -> None:
    text = "Accounts are open to adults. If an invoice stays unpaid for 60 days, we may suspend the service."
    assert reasons("Accounts are for adults.", text) == ()
    assert reasons("Tern may suspend the service over an unpaid invoice.", text)


def test_general_english_bears_no_party_and_no_outcome() -> None:
    assert reasons(
        "Federal agencies must find alternatives.", "You must not use the service to build weapons."
    )


def test_relations_are_of_the_word_in_any_of_its_forms() -> None:
    assert "delet" not in related("notaword").like
    assert stem("worldwide") in related("global").like
    assert stem("specific") in related("general").opposite
    assert stem("forbid") in related("prohibited").like
    assert "terminate" in forms("terminating")
    assert forms("kept") == ("keep",) or "keep" in forms("kept")


_GIVEN = "We may end your account 30 days after a letter."


@pytest.mark.parametrize(
    "claim",
    [
        "Users have no rights under these terms.",
        "Users get no notice.",
        "Users are not told.",
        "Nobody is told.",
    ],
)
def test_a_denial_is_refused_where_nothing_denies_limits_or_demands(claim: str) -> None:
    assert any("nothing in the cited text denies" in each for each in reasons(claim, _GIVEN))


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("You must be 16 to open an account.", "Nobody under 16 may open an account."),
        ("Birds are provided as is.", "There is no warranty for birds."),
        (_GIVEN, "An account may end no later than that."),
    ],
)
def test_a_denial_may_follow_from_a_demand_or_a_limit(text: str, claim: str) -> None:
    assert not any("nothing in the cited text denies" in each for each in reasons(claim, text))
