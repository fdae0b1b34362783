"""What a law or an authority demands or gives is told by the platform, and is no rule of its own."""

from __future__ import annotations

import pytest

from clausewatch.meaning.compare import stance_by
from clausewatch.meaning.rules import modality_of, party_of
from clausewatch.nouns.comparison import Stance
from clausewatch.nouns.finding import Asked, Modality, Party


def _asked(text: str, lead_in: str = "") -> Asked:
    return Asked(text, ("Copyright",), lead_in, "Terms of Service", "Birchwood", "Birchwood Ltd")


@pytest.mark.parametrize(
    "text",
    [
        "The DMCA prohibits the circumvention of technical measures.",
        "The Digital Millennium Copyright Act (DMCA) also prohibits the circumvention of technical measures.",
        "GDPR gives you the right to object to our processing.",
        "The law requires platforms to report such content.",
        "In some countries, local laws may give you further rights.",
        "Under this heading, the Protection of Timber Act forbids the sale of birch wood.",
        "Consumer protection laws in your country may provide a longer guarantee.",
        "Supervisory authorities may require a company to stop processing.",
    ],
)
def test_what_a_law_says_is_told(text: str) -> None:
    asked = _asked(text)
    assert (modality_of(asked), party_of(asked)) == (Modality.DISCLOSURE, Party.PLATFORM)
    assert stance_by(modality_of(asked), text) is Stance.STATES


@pytest.mark.parametrize(
    ("text", "lead_in", "modality"),
    [
        ("Birchwood prohibits the circumvention of technical measures.", "", Modality.PROHIBITION),
        ("If the law requires it, we may disclose your data.", "", Modality.POWER),
        ("To the extent the law permits, you may not sue us.", "", Modality.PROHIBITION),
        ("You must do what the law requires of you.", "", Modality.OBLIGATION),
        ("The law requires this. You must not copy the software.", "", Modality.PROHIBITION),
        ("the law forbids", "You may not do what:", Modality.PROHIBITION),
    ],
)
def test_a_rule_that_names_a_law_is_the_platforms(text: str, lead_in: str, modality: Modality) -> None:
    assert modality_of(_asked(text, lead_in)) is modality
