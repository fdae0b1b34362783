"""Items of lists say what their lead-in makes of them: modality, and the stance that comparisons and topic pages show."""

from __future__ import annotations

import pytest

from clausewatch.meaning.compare import stance_by
from clausewatch.meaning.rules import modality_of
from clausewatch.nouns.comparison import Stance
from clausewatch.nouns.finding import Asked, Modality

_M = Modality


def _item(lead_in: str, text: str) -> Asked:
    return Asked(text, ("Use",), lead_in, "Terms of Service", "Birchwood", "Birchwood Ltd")


@pytest.mark.parametrize(
    ("lead_in", "text", "modality"),
    [
        ("You may not:", "rent the software", _M.PROHIBITION),
        ("You must not, unless the law lets you:", "copy the software", _M.PROHIBITION),
        ("You will not do any of these, unless we agree in writing or the law bars this rule:", "(a) copy it", _M.PROHIBITION),
        ("You agree not to, except where we allow it:", "copy the software", _M.PROHIBITION),
        ("Unless we agree otherwise, you may not:", "copy the software", _M.PROHIBITION),
        ("You will not use it for these purposes:", "(5) Other uses that laws prohibit or that may harm Birchwood", _M.PROHIBITION),
        ("You may not:", "In turn, we may end your account.", _M.POWER),
        ("You may:", "rent the software", _M.PERMISSION),
        ("You must:", "keep your password to yourself", _M.OBLIGATION),
    ],
)  # fmt: skip
def test_an_item_does_what_its_lead_in_says(lead_in: str, text: str, modality: Modality) -> None:
    assert modality_of(_item(lead_in, text)) is modality


@pytest.mark.parametrize(
    ("lead_in", "text", "stance"),
    [
        ("You may not:", "rent the software", Stance.PROHIBITS),
        ("You may not, without our consent:", "rent the software", Stance.LIMITS),
        ("You may not, unless we agree:", "rent the software", Stance.LIMITS),
        ("You may not:", "rent the software without our consent", Stance.LIMITS),
        ("Without limiting the generality of the above, you may not:", "rent the software", Stance.PROHIBITS),
        ("Ask us unless you are sure. You may not:", "rent the software", Stance.PROHIBITS),
        ("You may, only if you are an adult:", "rent the software", Stance.LIMITS),
        ("You may:", "rent the software", Stance.PERMITS),
        ("You must, unless we agree:", "keep it", Stance.REQUIRES),
    ],
)
def test_the_stance_of_an_item_is_that_of_its_lead_in(lead_in: str, text: str, stance: Stance) -> None:
    asked = _item(lead_in, text)
    assert stance_by(modality_of(asked), text, lead_in) is stance
