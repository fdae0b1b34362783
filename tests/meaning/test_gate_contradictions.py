"""What a claim says in words of its own against the text, and what it may say in them: bounds, duties denied, lists, consents."""

from __future__ import annotations

import pytest

from clausewatch.meaning.gate import gate
from clausewatch.nouns.finding import Cited, Claim


def reasons(text: str, claim: str) -> tuple[str, ...]:
    return gate(Claim(claim, (Cited("s", text),), ("Terms",), "Tern")).reasons


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        # A bound from the wrong side.
        ("Our service is open to people over 13.", "People under 13 may use the service."),
        ("The game is only for people over 13.", "Children under 13 may play."),
        ("Children under 13 may not use the app.", "People over 13 may not use the app."),
        ("Groups of more than 10 need a permit.", "Groups of fewer than 10 need a permit."),
        ("You may install the app on up to 5 devices.", "Users must install the app on at least 5 devices."),
        ("We keep server logs for at least 30 days.", "Tern keeps server logs for no more than 30 days."),
        ("Our liability is limited to the sum of £100.", "Tern's liability is at least £100."),
        # A duty denied, an act denied.
        ("The shop is not required to keep your receipts.", "The shop is required not to keep your receipts."),
        ("We are not obliged to monitor uploads.", "Tern must not monitor uploads."),
        ("We are under no obligation to monitor uploads.", "Tern does not monitor uploads."),
        ("You do not have to give a phone number.", "Users must not give a phone number."),
        ("You must not share your password.", "Users are not required to share their password."),
        ("You are required not to disclose the key.", "Users are not required to disclose the key."),
        # A word in another's place.
        ("We will refund any unused credits within 14 days.", "Credits that were used are refunded within 14 days."),
        ("We use cookies to remember your language and to count visits.", "Cookies are used for advertising."),
        ("You must not use the service for final decisions on credit or housing.", "You must not use the service for final decisions on insurance."),
        ("We bill the subscription monthly in advance.", "A subscription is billed monthly in arrears."),
        ("You irrevocably assign the rights in your drawings to us.", "Users assign the rights in their drawings, but may revoke this."),
        ("Your claims are decided by an arbitrator and not a jury.", "Claims cannot be decided by an arbitrator."),
        # Against the text in words of its own.
        ("The licence ends 30 days after you remove the photo.", "The licence ends as soon as the photo is removed."),
        ("The licence ends 30 days after you remove the photo.", "The licence goes on for ever."),
        ("If you object, you may close the account free of charge.", "Customers who object must pay a fee to close their account."),
        ("Marketing cookies are set only after you have agreed.", "Tern sets marketing cookies unless the visitor objects."),
        ("We notify you before we replace a supplier.", "Tern obtains the customer's consent before it replaces a supplier."),
        ("We give data to the police where a court order obliges us to.", "Tern gives data to the police on request."),
        ("Nothing in these terms limits our liability for personal injury.", "Tern is not liable for personal injury."),
        ("We will not be liable for lost profits.", "Tern caps, but does not exclude, its liability for lost profits."),
        ("You may recover your costs from the mediator.", "The mediator must award the costs."),
        ("You receive a credit of 10 % on request.", "A credit of 10 % is given automatically."),
        ("If you build on our maps, whether by the interface or not, you agree to the map licence.", "The map licence applies only to those who use the interface."),
    ],
)  # fmt: skip
def test_what_is_against_the_text_is_refused(text: str, claim: str) -> None:
    assert reasons(text, claim)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("You must be at least 18 to place a bet.", "Nobody under 18 may place a bet."),
        ("You must be over 16 to open an account.", "Under-16s cannot open an account."),
        ("Children under 13 may not use the app.", "The app is for people of 13 and over."),
        ("You may install the app on up to 5 devices.", "Users may not install the app on more than 5 devices."),
        ("We keep server logs for no more than 30 days.", "Logs are not kept for more than 30 days."),
        ("We are under no obligation to monitor uploads.", "Tern need not monitor uploads."),
        ("You agree not to copy the maps.", "Users must not copy the maps."),
        ("You are required not to disclose the key.", "Users must not disclose the key."),
        ("We can use your prompts and your chat history to give you recommendations.", "Tern can draw on your chat history to give you recommendations."),
        ("We charge the fee monthly in advance.", "The fee is charged every month in advance."),
        ("You grant us a licence to display and translate your course for as long as it is online.", "As long as a course is online Tern may translate it."),
        ("We are not liable for delays caused by events beyond our control.", "Tern cannot be held liable for delays that come from events which it cannot control."),
        ("The customer tells the supervisory authority about a breach.", "Telling the regulator about a breach is up to the customer."),
    ],
)  # fmt: skip
def test_the_same_from_another_side_passes(text: str, claim: str) -> None:
    assert reasons(text, claim) == ()


def test_a_condition_is_one_of_all_that_follows_it() -> None:
    text = "If you are a guest, we act for the host and we cannot answer your request directly."
    assert reasons(text, "Tern cannot answer requests directly.")
