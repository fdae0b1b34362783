"""Pairs that differ by one word or sign, written to mislead: what changes a rule alerts both ways, what says the same does not."""

from __future__ import annotations

import pytest
from tests.change.editions import edition
from tests.change.test_classes import alerts, made

from clausewatch.change import compare
from clausewatch.nouns.change import ChangeKind, Severity, Shift
from clausewatch.nouns.document import Edition


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We share the log with others.", "We share no log with others."),
        ("The fee is 25 euros a month.", "The fee is 40 euros a month."),
        ("You may appeal a ban.", "You must appeal a ban."),
        ("Members may borrow a boat.", "Members can not borrow a boat."),
        ("The contract is performed in Ireland.", "The contract is performed in Luxembourg."),
        ("Your data are stored in Ireland.", "Your data are stored in Luxembourg."),
        (
            "This contract is between you and OpenSail OpCo LLC.",
            "This contract is between you and OpenSail Ireland Ltd.",
        ),
        ("We collect your name, email and phone.", "We collect your name, email and photos."),
        ("You may cancel until 1 May 2026.", "You may cancel until 1 June 2026."),
        ("Write to us at help@harbour.example today.", "Write to us at care@harbour.example today."),
        ("You own your outputs.", "You own your output."),
        ("You pay 10 EUR a day.", "You pay 10 USD a day."),
        ("You pay $10 a day.", "You pay €10 a day."),
        ("The interest is 5 % a year.", "The interest is 8 % a year."),
        ("We answer within 10 business days.", "We answer within 10 days."),
        ("Guests need a ticket and a badge.", "Guests need a ticket or a badge."),
        ("We do not share data, except with courts.", "We do not share data."),
        ("Use must be lawful.", "Use must be unlawful."),
        ("We act on authorised requests.", "We act on unauthorised requests."),
        ("You have the exclusive right to the berth.", "You have the right to the berth."),
        ("The harbour master is the sole judge of claims.", "The harbour master is the judge of claims."),
        ("We use the log only for billing.", "We use the log for billing."),
        ("You are 18 or older.", "You are 16 or older."),
        ("Fees are refundable.", "Fees are non-refundable."),
        ("Fees are refundable.", "Fees are not refundable."),
        ("The boats are taxable.", "The boats are nontaxable."),
        ("Data are kept for a year.", "Data are kept for two years."),
        ("We keep it for thirty days.", "We keep it for ninety days."),
        ("Notice is given by e-mail or post.", "Notice is given by e-mail."),
        ("All claims go to the courts of Kerry.", "All claims go to the courts of Clare."),
        ("You shall indemnify us.", "You shall not indemnify us."),
        ("We may terminate for cause.", "We may terminate without cause."),
        ("The licence is revocable.", "The licence is irrevocable."),
        ("The licence is transferable.", "The licence is non-transferable."),
        ("Liability is limited to direct damages.", "Liability is limited to indirect damages."),
        ("At least 30 members vote.", "At most 30 members vote."),
        ("You can opt out before launch.", "You can opt out after launch."),
        ("We will notify you.", "We will try to notify you."),
        ("Members under 13 may join.", "Members over 13 may join."),
        ("The cap is 1,000 euros.", "The cap is 10,000 euros."),
        ("The cap is 1,000 euros.", "The cap is 1,000,000 euros."),
        ("The service is free.", "The service is fee."),
        ("- Sailing at night", "- Sailing at noon"),
        ("The provider may assign this.", "The customer may assign this."),
        ("This includes minors.", "This excludes minors."),
        ("Posts are public by default.", "Posts are private by default."),
        ("Ask for it weekly.", "Ask for it monthly."),
        ("The first offence costs a warning.", "The third offence costs a warning."),
        ("The trial ends at 9 am.", "The trial ends at 9 pm."),
        ("Contact dpo@harbour.example.", "Contact dpo@harbor.example."),
        ("We aim to reply in 2-3 days.", "We aim to reply in 2-8 days."),
        ("You grant us a license to host content.", "You grant us a licence to host and sell content."),
        ("You agree to arbitration.", "You agree to mediation."),
        ("Prices exclude VAT.", "Prices include VAT."),
        ("The age is 13.", "The age is 13+."),
        ("We store it in the EU.", "We store it in the US."),
        ("Users outside the EU are bound.", "Users inside the EU are bound."),
        ("We may share it with Acme.", "We may share it with Bolt."),
        ("Your subscription renews unless cancelled.", "Your subscription renews."),
        ("It is 10:00 to 18:00 daily.", "It is 10:00 to 16:00 daily."),
        ("The form is at harbour.example/optout now.", "The form is at harbour.example/signup now."),
        ("Our liability is ≤ 100 euros.", "Our liability is ≥ 100 euros."),
        ("You must not rent the boat.", "You must now rent the boat."),
        ("Neither party is liable.", "Either party is liable."),
        ("Data of adults is kept.", "Data of adults is sold."),
        ("Nothing is sold.", "Something is sold."),
        ("Boats are insured.", "Boats are uninsured."),
        ("Our staff reads your chats.", "Our staff reads your chat logs."),
        ("We disclaim warranties.", "We claim warranties."),
    ],
)
def test_one_word_that_changes_the_rule_alerts_both_ways(old: str, new: str) -> None:
    assert alerts([old], [new]) == (True, True)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We say “boats” here - often.", 'We say "boats" here – often.'),
        ("You pay the fee  here.", "You pay the fee here."),
        ("We keep it for 30 days.", "We keep it for thirty (30) days."),
        ("The colour and behaviour of boats matter.", "The color and behavior of boats matter."),
        ("We recieve your letter.", "We receive your letter."),
        ("You must not do it.", "You must not do it!"),
        ("We don't share it.", "We do not share it."),
        ("Pay us, please.", "Pay us please."),
        ("We keep the dаta of boats.", "We keep the data of boats."),
        ("The fee is 1,000 euros.", "The fee is 1000 euros."),
        ("Boat owners pay a fee.", "Boat owners pay the fee."),
        ("We keep your e-mail address.", "We keep your email address."),
        ("See section 4.2 for boats.", "See Section 4.2 for boats."),
        ("We keep it until 1 May 2026.", "We keep it until May 1, 2026."),
    ],
)
def test_what_says_the_same_is_quiet_both_ways(old: str, new: str) -> None:
    assert alerts([old], [new]) == (False, False)


@pytest.mark.parametrize(
    ("old", "new", "shift"),
    [
        ("The contract is performed in Ireland.", "The contract is performed in Luxembourg.", Shift.VENUE),
        ("You may cancel until 1 May 2026.", "You may cancel until 1 June 2026.", Shift.DEADLINE),
        ("Use must be lawful.", "Use must be unlawful.", Shift.MODALITY),
        ("The licence is transferable.", "The licence is non-transferable.", Shift.MODALITY),
        ("You can opt out before launch.", "You can opt out after launch.", Shift.MODALITY),
        (
            "The harbour master is the sole judge of claims.",
            "The harbour master is the judge of claims.",
            Shift.SCOPE_WIDENED,
        ),
        (
            "You have the exclusive right to the berth.",
            "You have the right to the berth.",
            Shift.SCOPE_WIDENED,
        ),
        (
            "This contract is between you and OpenSail OpCo LLC.",
            "This contract is between you and OpenSail Ireland Ltd.",
            Shift.PARTY,
        ),
    ],
)
def test_it_is_told_what_shifted_and_that_it_weighs(old: str, new: str, shift: Shift) -> None:
    change = compare(made([old], "2026-01-01"), made([new], "2026-02-01")).record.changes[0]
    assert shift in change.shift
    assert Shift.CLARIFICATION_ONLY not in change.shift
    assert change.severity.rank >= Severity.MEDIUM.rank


def headed(heading: str, day: str) -> Edition:
    return edition(
        [
            ("Use", ["You must be a member to borrow a boat."]),
            (heading, ["We always keep this last sentence."]),
        ],
        day,
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("All fees are refundable", "All fees are non-refundable"),
        ("You must be 18", "You must be 16"),
        ("We sell your data", "We share your data"),
        ("Refunds are given within 30 days", "Refunds are given within 14 days"),
        ("You own your content", "We own your content"),
    ],
)
def test_a_heading_that_is_a_rule_is_a_statement(old: str, new: str) -> None:
    for before, after in ((old, new), (new, old)):
        record = compare(headed(before, "2026-01-01"), headed(after, "2026-02-01")).record
        assert record.alert
        assert [one.kind for one in record.changes] == [ChangeKind.MODIFIED]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Your Privacy Choices", "Your Privacy Rights"),
        ("How we use your data", "How we use your information"),
        ("What data do we collect?", "What information do we collect?"),
        ("What Is Personal Data to Us", "What Is Personal Information to Us"),
        ("Information we collect from you", "Data we collect from you"),
        ("When You Are a Guest Here", "When You Are a Visitor Here"),
    ],
)
def test_a_heading_that_names_its_clause_is_none(old: str, new: str) -> None:
    record = compare(headed(old, "2026-01-01"), headed(new, "2026-02-01")).record
    assert not record.alert
    assert [one.kind for one in record.changes] == [ChangeKind.RENAMED_HEADING]
