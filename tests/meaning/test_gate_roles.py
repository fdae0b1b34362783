"""Parties told by what they are, equivalents of force and denial, and contraries that a free claim brings in."""

from __future__ import annotations

import pytest

from clausewatch.meaning.gate import gate
from clausewatch.meaning.gate.roles import by_name
from clausewatch.nouns.finding import Cited, Claim


def reasons(claim: str, *statements: str) -> tuple[str, ...]:
    cited = tuple(Cited(str(at), text) for at, text in enumerate(statements))
    return gate(Claim(claim, cited, ("Terms",), "Tern", "Tern")).reasons


TRUE = [
    # Roles for names, on both sides.
    ("The company may update its privacy policy at any time.", "We may update our privacy policy at any time."),
    ("The platform has the right to remove posts.", "We may remove posts."),
    ("Account holders are not allowed to share passwords.", "You may not share passwords."),
    ("Anyone using the service is free to export their files.", "You may export your files."),
    ("Authors keep the rights in their songs.", "You keep the rights in the songs that you upload."),
    # The same force and the same ban in other words.
    ("Users must not resell tickets.", "You may not resell tickets."),
    ("Users are asked not to upload passports.", "You should not upload passports."),
    ("Tern gets no right to sell your songs.", "The licence does not grant Tern the right to sell your songs."),
    ("Nobody may hold more than one free account.", "A person may hold no more than one free account."),
    ("Only people with written permission may copy maps.", "Do not copy maps unless you have our written permission."),
    ("Nobody can enter the archive without registering first.", "You must register before entering the archive."),
    # What is denied with a prefix; a number's currency; a day of a month.
    ("Deposits are not refundable.", "Deposits are non-refundable."),
    ("The most that Tern owes is 100 US dollars.", "Our liability will not exceed $100."),
    ("A gift begun on 25 January is charged again on 1 February.", "If you start a gift on January 25th, you are charged again on February 1st."),
    ("Terminating a contract takes a letter.", "You may terminate the contract by letter."),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "text"), TRUE)
def test_roles_and_equivalents_pass(claim: str, text: str) -> None:
    assert reasons(claim, text) == ()


FALSE = [
    ("The platform may upload songs.", "You may upload songs.", "what the provider does"),
    ("The deposit is refundable.", "The deposit is non-refundable.", "denied"),
    ("A draft stays on the server after you sign out.", "A draft is deleted from the server when you sign out.", "contrary"),
    ("Users give up their moral rights in songs.", "You retain your moral rights in songs that you upload.", "contrary"),
    ("Apple is responsible for claims about the app.", "Tern, not Apple, will be responsible for claims about the app.", "rules out"),
    ("The map is collected without asking for consent.", "We obtain your consent before collecting the map.", "denies nothing"),
    ("Users get a credit for the rest of a period.", "There are no credits for the rest of a period.", "no credits"),
    ("Copying maps is forbidden even with permission.", "You may not copy maps without permission.", "even with permission"),
    ("A gift begun on January 25th is charged again on February 25th.", "If you start a gift on January 25th, you are charged again on February 1st.", "February 25th"),
    ("Users may assign the contract as long as they inform Tern.", "You may not assign the contract without our prior written consent.", "contrary"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "text", "reason"), FALSE)
def test_contraries_in_other_words_are_refused(claim: str, text: str, reason: str) -> None:
    assert any(reason in each for each in reasons(claim, text)), reasons(claim, text)


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("A company that buys Tern may read it.", "A company that buys us may read it."),
        ("The service is available in France.", "The service is available in France."),
        ("The provider must answer.", "The payment provider must answer."),
        ("The service may fail.", "The service may fail at times, and we may end it."),
    ],
)
def test_a_role_that_the_text_gives_to_something_else_is_left_alone(claim: str, text: str) -> None:
    assert by_name(claim, [text]) == claim


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        # A rate told of another matter.
        (
            "Late payments incur interest at 5% per month.",
            "Late payments incur interest at 5%. Statements are issued monthly.",
        ),
        ("The setup costs $40 per month.", "The setup costs $40. Support is charged monthly."),
        # A third party is none of the parties.
        (
            "Third parties may terminate this agreement by letter.",
            "Either party may terminate this agreement by letter.",
        ),
        ("Records are shared with third parties.", "Records are shared only between the parties."),
        # "18 may" is no day.
        (
            "People of 16 may trade and buy credits here.",
            "Members over 16 may open an account. Members over 18 may purchase credits and trade them.",
        ),
    ],
)
def test_what_only_looks_borne_is_refused(claim: str, text: str) -> None:
    assert reasons(claim, text)


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("Each seat costs a fee of $40 per month.", "A monthly fee of $40 applies to each seat."),
        (
            "A fee of $25 may be charged for each returned payment.",
            "We may charge a fee of $25 for each returned payment.",
        ),
        ("These terms apply from 25 May 2018.", "THESE TERMS APPLY FROM MAY 25, 2018."),
    ],
)
def test_rates_and_verbs_of_the_same_matter_pass(claim: str, text: str) -> None:
    assert not reasons(claim, text)
