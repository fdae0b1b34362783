"""What a platform plainly says that it does not do is told apart from what it says that it does."""

from __future__ import annotations

import pytest

from clausewatch.meaning.compare import stance_by
from clausewatch.meaning.rules.finding import modality_of
from clausewatch.nouns.comparison import Stance
from clausewatch.nouns.finding import Asked, Modality


def _stance(text: str, lead_in: str = "") -> Stance:
    return stance_by(modality_of(Asked(text, lead_in=lead_in)), text, lead_in)


@pytest.mark.parametrize(
    "text",
    [
        "We do not use your recordings to train our models.",
        "We will not train our models on your recordings.",
        "Birchwood may not train models on Customer Content.",
        "We don’t sell your personal data.",
        "We never share your messages with advertisers.",
        "Your recordings will not be used to train models.",
        "We value your trust, and we do not sell your data.",
    ],
)
def test_a_plain_refusal_is_one(text: str) -> None:
    assert _stance(text) is Stance.REFUSES


@pytest.mark.parametrize(
    "text",
    [
        "We train our models on your recordings.",
        "Your recordings are used to train our models.",
        "We may not be able to delete all of your data.",
        "We do not sell your data, and we share it with partners.",
        "We do not currently sell your data.",
        "We do not knowingly collect data of children.",
        "Deleting your account does not delete your recordings.",
        "If you object, we do not use your recordings for training.",
        "Advertisers do not share your data with us.",
        "You do not share your data with us.",
    ],
)
def test_what_is_no_plain_refusal_stays_a_statement(text: str) -> None:
    assert stance_by(Modality.COMMITMENT, text) is Stance.STATES


@pytest.mark.parametrize(
    "text",
    [
        "We do not train our models on your recordings unless you opt in.",
        "Unless you opt in, we do not use your recordings to train our models.",
        "We do not share your data with anybody except in the following cases:",
        "We will not use Customer Content for training without your consent.",
        "We do not sell your data other than as you ask us to.",
    ],
)
def test_a_refusal_with_exceptions_is_a_limit(text: str) -> None:
    assert _stance(text) is Stance.LIMITS


def test_what_others_may_not_do_stays_a_ban() -> None:
    assert _stance("You may not train models on outputs.") is Stance.PROHIBITS
    assert _stance("You may not train models on outputs without our consent.") is Stance.LIMITS


def test_a_list_of_what_a_platform_does_not_do() -> None:
    assert stance_by(Modality.COMMITMENT, "sell your data", "We do not:") is Stance.REFUSES
    assert (
        stance_by(Modality.COMMITMENT, "sell your data", "Unless you ask us to, we do not:") is Stance.LIMITS
    )
    assert stance_by(Modality.COMMITMENT, "sell your data", "We may:") is Stance.STATES
