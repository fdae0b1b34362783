"""What objections weigh against free and literal claims, and what follows from a text without standing in it."""

from __future__ import annotations

import pytest

from clausewatch.meaning.gate import gate
from clausewatch.nouns.finding import Cited, Claim


def reasons(claim: str, *statements: str, company: str = "Tern") -> tuple[str, ...]:
    cited = tuple(Cited(str(at), text) for at, text in enumerate(statements))
    return gate(Claim(claim, cited, ("Terms",), "Tern", company)).reasons


FOLLOWS = [
    # A sum, and spans that "and" joins.
    ("An answer takes ninety days at most.", "We answer within 45 days, and may take an additional 45 days."),
    ("A buyer has a fortnight and a day to send an item back.", "You may return an item within 15 days."),
    ("Customers may inspect the books yearly.", "You may inspect our books once every 12 months."),
    # A single case inside a bound, or outside it where something is denied.
    ("A sixteen-year-old may open an account.", "Users who are at least 14 years old may open an account."),
    ("A seventeen-year-old may not use Tern.", "You must be at least 18 years old to use the service."),
    ("Three warnings close an account.", "After a third warning we close the account."),
    # What may not be done without it must be done; what a permission hangs on must be given.
    ("A shop has to tell people that they talk to a bot.", "You may not offer chat services without telling people that they talk to a bot."),
    ("A rise in price has to be announced sixty days in writing beforehand.", "We may change prices with 60 days' written notice."),
    # One of those whom the text speaks to, told as a case; another side of the same event.
    ("A bank may not let Tern decide on a loan.", "You may not use Tern to decide on loans."),
    ("Letting a colleague borrow your account is not permitted.", "Do not lend your account to others."),
    # No sweeping words: "all it can do" is "only", "whatever that costs" is "any fees".
    ("All a customer can do is stop using the model.", "Your sole remedy is to stop using the model."),
    ("Whoever leaks a key pays whatever that costs.", "You are responsible for any fees caused by leaking a key."),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "text"), FOLLOWS)
def test_what_follows_in_other_words_passes(claim: str, text: str) -> None:
    assert reasons(claim, text) == ()


FALSE = [
    ("Tern is liable for losses that users cause.", ("You agree that you:", "(b) shall be liable for losses that users cause."), "of the provider"),
    ("Tern is bound to grant exceptions to artists.", ("We may grant exceptions to artists.",), "stronger"),
    ("Reports may be read by the advertisers.", ("Reports may be read by staff. We sell space to the advertisers.",), "together"),
    ("An account may be created by a parent.", ("An account may be created by the school.",), "by school"),
    ("Goods may be sold to anyone with a licence from the seller's country.", ("Goods may be sold to anyone with a licence from the buyer's country.",), "of “buyer”"),
    ("Tern owns the songs.", ("You own the songs.",), "belongs to"),
    ("It is for Tern to obtain permits.", ("It is the host's responsibility to obtain permits.",), "is for"),
    ("If they differ, the order form prevails over the terms.", ("If they differ, the terms prevail over the order form.",), "prevails"),
    ("The licence ends on removal, copies or no copies.", ("The licence ends on removal, unless others made copies.",), "in either case"),
    ("Tern guarantees an answer within a week.", ("We will make efforts to answer within a week.",), "the contrary"),
    ("Tern may remove an app only for fraud.", ("We may remove an app at any time for any reason, such as fraud.",), "the contrary"),
    ("Members may be removed without notice.", ("We will give members notice before we remove them.",), "without notice"),
    ("Developers are encouraged to show a notice.", ("Developers must show a notice.",), "the contrary"),
    ("A second warning closes the account.", ("A first warning is free; a third warning closes the account.",), "“second”"),
    ("If you upload a stolen photo, your order will be cancelled.", ("You may not upload a stolen photo.",), "no such outcome"),
    ("Tern passes reports on to antivirus makers.", ("A report is passed on to us.",), "gets something"),
    ("Breweries and banks may not advertise.", ("You may not use the service to advertise.",), "sector"),
    ("Requests go to Tern's office in Lisbon.", ("Send requests to our office.",), "Lisbon"),
    ("Tern does not train on what users enter.", ("For business customers, we do not train on what users enter.",), "business customers"),
    ("Tern shares sleep data with insurers.", ("With your explicit consent we share sleep data with insurers.",), "consent"),
    ("Payment is due on the later date, whichever is later.", ("Payment is due on delivery or invoice, whichever is earlier.",), "the later"),
    ("Images must carry a label.", ("Do not mislead people about images.",), "demands nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "statements", "reason"), FALSE)
def test_what_the_text_does_not_say_is_refused_with_its_reason(
    claim: str, statements: tuple[str, ...], reason: str
) -> None:
    found = reasons(claim, *statements)
    assert any(reason in each for each in found), found


LIMITED = "We do not share the recordings with anyone, unless a court orders it."


def test_a_limit_left_out_weighs_in_a_copy_and_not_in_a_free_paraphrase() -> None:
    assert any(
        "left out" in each for each in reasons("Tern does not share the recordings with anyone.", LIMITED)
    )
    assert reasons("Nobody but a judge can have tapes handed over.", LIMITED) == ()


def test_a_copied_sentence_that_is_cut_is_refused() -> None:
    text = "Transfers to accounts within the euro area or to a savings book are free of charge."
    assert any("copied" in each for each in reasons("Transfers to accounts are free of charge.", text))
    assert reasons("Transfers to accounts within the euro area or to a savings book are free.", text) == ()


def test_a_claim_of_which_the_text_bears_little_is_no_paraphrase() -> None:
    assert reasons("Search engines may not use Tern.", "Do not scrape the pages.")
