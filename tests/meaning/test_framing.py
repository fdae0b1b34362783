"""Claims that are quotations in our own phrases: passed for what stands in the text, refused for what does not."""

from __future__ import annotations

import pytest

from clausewatch.meaning import phrases
from clausewatch.meaning.gate import first_objection, gate
from clausewatch.nouns.finding import Cited, Claim

FEES = "You must pay the fees within 30 days, unless we agree otherwise in writing."
NEWS = "Our newsletter comes out in spring."


def passes(text: str, *cited: str, path: tuple[str, ...] = ("Fees",)) -> bool:
    given = tuple(Cited(f"s{number}", words) for number, words in enumerate(cited or (FEES,)))
    claim = Claim(text, given, path, "Lumen", "Lumen Labs")
    assert first_objection(claim).passes == gate(claim).passes
    return gate(claim).passes


@pytest.mark.parametrize(
    "text",
    [
        f"The clause puts this duty on users: “{FEES}”",
        f"Under “Fees”: Lumen commits itself to this: “{FEES}”",
        f"The clause says: “{FEES}”",
        "The period named is 30 days: “You must pay the fees within 30 days”.",
        "Another period named is 30 days: “within 30 days”.",
        "A condition is attached: “unless we agree otherwise in writing”.",
        "The clause “Fees” binds users.",
        "The clause binds users and the customer: “You must pay the fees” …",
    ],
)
def test_a_phrase_with_words_of_the_text_passes(text: str) -> None:
    assert passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "The clause puts this duty on users: “You must pay the fees within 90 days.”",
        "The period named is 90 days: “You must pay the fees within 30 days”.",
        "The period named is fees: “You must pay the fees within 30 days”.",
        "The clause “Refunds” binds users.",
        "The clause “Fees” binds advertisers.",
        f"The clause puts this duty on advertisers: “{FEES}”",
        "The clause puts this duty on users: “You must pay the fees within 30 days” …",
        f"The clause rules this out for users, and a fine of 500 dollars is due: “{FEES}”",
    ],
)
def test_a_phrase_with_more_than_the_text_is_refused(text: str) -> None:
    """Other figures, other headings, other parties, an exception cut off, words of its own."""
    assert not passes(text)


@pytest.mark.parametrize(
    "text",
    [
        f"The clause puts this duty on users: “{NEWS}”",
        f"The clause rules this out for users: “{NEWS}”",
        f"The clause gives users this right or choice: “{NEWS}”",
        f"Lumen commits itself to this: “{NEWS}”",
    ],
)
def test_a_phrase_needs_a_sign_of_what_it_says(text: str) -> None:
    assert not passes(text, NEWS)
    assert passes(f"Lumen tells readers this: “{NEWS}”", NEWS)


def test_every_phrase_is_known_to_the_gate() -> None:
    words = "You may not do this, we will not be liable, and you must agree and have the right to object."
    for phrase in phrases.leads():
        assert passes(f"{phrase.format(who='Lumen')}: “{words}”", words), phrase
    for phrase in (*phrases.TERMS_OF_USE.values(), phrases.CONSEQUENCE):
        assert passes(f"{phrase}: “{words}”", words), phrase


def test_who_is_bound_reads_well() -> None:
    assert phrases.bound([(True, "users"), (False, "Lumen")]) == "binds users and leaves a choice to Lumen"
    assert phrases.bound([(True, "Lumen"), (False, "Lumen")]) == "binds Lumen but also leaves it a choice"
    assert (
        phrases.bound([(True, "users"), (True, "Lumen"), (True, "third parties"), (False, "users")])
        == "binds users, Lumen and third parties, and leaves a choice to users"
    )
