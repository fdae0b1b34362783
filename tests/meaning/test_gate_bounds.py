"""Bounds told from their other side, and duties that are denied where an act is not."""

from __future__ import annotations

import pytest

from clausewatch.meaning.gate import gate
from clausewatch.nouns.finding import Cited, Claim


def reasons(text: str, claim: str) -> tuple[str, ...]:
    return gate(Claim(claim, (Cited("s", text),), ("Terms",), "Tern")).reasons


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Our service is open to people over 13.", "People under 13 may use the service."),
        ("The game is only for people over 13.", "Children under 13 may play."),
        ("Children under 13 may not use the app.", "People over 13 may not use the app."),
        ("Groups of more than 10 need a permit.", "Groups of fewer than 10 need a permit."),
        ("You may install the app on up to 5 devices.", "Users must install the app on at least 5 devices."),
        ("We keep server logs for at least 30 days.", "Tern keeps server logs for no more than 30 days."),
        ("If you are under 13, you may not use the app.", "Users over 13 may not use the app."),
        ("We remove accounts of users under 13.", "Tern removes accounts of users over 13."),
        ("We reject orders of more than 10 items.", "Tern rejects orders of fewer than 10 items."),
        ("We delete your data within 30 days.", "Tern does not delete data for at least 30 days."),
        ("The shop is not required to keep your receipts.", "The shop is required not to keep your receipts."),
        ("We are not obliged to monitor uploads.", "Tern must not monitor uploads."),
        ("You do not have to give a phone number.", "Users must not give a phone number."),
        ("You must not share your password.", "Users are not required to share their password."),
        ("You are required not to disclose the key.", "Users are not required to disclose the key."),
    ],
)  # fmt: skip
def test_the_wrong_side_of_a_bound_or_of_a_duty_is_refused(text: str, claim: str) -> None:
    assert reasons(text, claim)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("You must be at least 18 to place a bet.", "Nobody under 18 may place a bet."),
        ("You must be over 16 to open an account.", "Under-16s cannot open an account."),
        ("Children under 13 may not use the app.", "The app is for people of 13 and over."),
        ("You may install the app on up to 5 devices.", "Users may not install the app on more than 5 devices."),
        ("If you are under 13, you may not use the app.", "The app is only for people of at least 13."),
        ("Accounts of users younger than 13 are removed.", "Users must be at least 13."),
        ("We keep server logs for no more than 30 days.", "Logs are not kept for more than 30 days."),
        ("We are under no obligation to monitor uploads.", "Tern need not monitor uploads."),
        ("You agree not to copy the maps.", "Users must not copy the maps."),
        ("You are required not to disclose the key.", "Users must not disclose the key."),
    ],
)  # fmt: skip
def test_the_same_from_another_side_passes(text: str, claim: str) -> None:
    assert reasons(text, claim) == ()
