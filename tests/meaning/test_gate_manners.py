"""How, at whose cost, why and by whom something is done."""

from __future__ import annotations

import pytest

from clausewatch.meaning.gate import gate
from clausewatch.nouns.finding import Cited, Claim


def reasons(claim: str, *statements: str) -> tuple[str, ...]:
    cited = tuple(Cited(str(at), text) for at, text in enumerate(statements))
    return gate(Claim(claim, cited, ("Terms",), "Tern", "Tern")).reasons


FALSE = [
    ("You can close the account by phone.", "You can close the account by e-mail.", "how the cited text"),
    ("Reports are sent in by post.", "Send reports to the desk via the form on our site.", "how the cited text"),
    ("A refund is asked for with the refund form.", "You may ask for a refund by writing to refunds@tern.example.", "how the cited text"),
    ("Tern returns the goods at its own expense.", "We return the goods at your expense.", "at that of the user"),
    ("The audit is at the customer's expense.", "We will have the audit done at our cost.", "at that of the provider"),
    ("Tern raises the fee to pay for its new harbour.", "We may change the fee once a year. You pay the fee to our bank.", "no such reason"),
    ("Tern may delete the recordings.", "We may request that you delete the recordings.", "is what the provider does"),
    ("Tern may replace a broken lock.", "We may ask you to replace a broken lock.", "is what the provider does"),
    ("Tern has to obtain the permission of the singers.", "You warrant to us that you have obtained the permission of the singers.", "is what the provider does"),
    ("A court may remove content.", "A court may require that we remove content.", "only asks"),
    ("The rightsholder may take down a video.", "The rightsholder may request that you take down a video.", "copied"),
    ("Each party must keep the records for six years.", "Each party must keep records, but you must keep them for six years.", "each party"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "text", "reason"), FALSE)
def test_another_way_bearer_or_reason_is_refused(claim: str, text: str, reason: str) -> None:
    found = reasons(claim, text)
    assert any(reason in each for each in found), found


TRUE = [
    ("Customers can close an account by mailing Tern.", "You can close the account by e-mail."),
    ("Complaints are made by email.", "Send complaints to complaints@tern.example."),
    ("The account can be closed in the dashboard.", "You may close the account from the dashboard of your profile."),
    ("Customers send goods back at their own expense.", "You send goods back at your expense."),
    ("Tern has the audit done at its own cost.", "We will have the audit done at our expense."),
    ("Tern reads logs to prevent fraud.", "We read logs in order to prevent fraud."),
    ("Tern publishes a summary in anonymised form.", "We publish an anonymised summary."),
    ("Tern may want a user to replace a broken lock.", "We may ask you to replace a broken lock."),
    ("Tern can request that users delete the recordings.", "We may request that you delete the recordings."),
    ("Each side has to keep records for six years.", "You and we are equal: each party must keep records for six years."),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "text"), TRUE)
def test_the_same_way_bearer_or_reason_passes(claim: str, text: str) -> None:
    assert reasons(claim, text) == ()


SAME = [
    ("Tern treats what is submitted as non-confidential.", "We do not treat submissions as confidential."),
    ("Tern does not treat submissions as confidential.", "Submissions are treated as non-confidential."),
    ("An employee's files may be read by the employer.", "Your employer may manage your account and read your files."),
    ("Minors need a parent's agreement.", "If you are below the age of majority, a parent must agree."),
    ("Tern does not call an ambulance.", "We do not call emergency services for you."),
    ("Researchers may pass data on to others under licence.", "Data may be redistributed by researchers under licence."),
    ("A court order is a reason for Tern to disclose an address.", "We may disclose your address, for example if a court orders it."),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "text"), SAME)
def test_another_name_for_the_same_passes(claim: str, text: str) -> None:
    assert reasons(claim, text) == ()


OTHER = [
    ("Tern treats submissions as non-confidential.", "We treat submissions as confidential."),
    ("Tern treats submissions as confidential.", "We do not treat submissions as confidential."),
    ("Employees may delete the account.", "The publisher may delete the account."),
    ("Tern does not pass data on to others.", "We do not pass data on to brokers."),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "text"), OTHER)
def test_what_only_looks_alike_is_refused(claim: str, text: str) -> None:
    assert reasons(claim, text)
