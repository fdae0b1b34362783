"""Rules of modality on sentences of our own, one for each mechanism: roles, products, passives, nominal leads."""

from __future__ import annotations

import pytest

from clausewatch.meaning.rules import modality_of, party_of
from clausewatch.nouns.finding import Asked

TERMS, API, BUSINESS = "Terms of Service", "Developer Terms", "Commercial Terms"


@pytest.mark.parametrize(
    ("kind", "path", "lead_in", "text", "expected"),
    [
        (TERMS, "Terms", "", "Teachers can invite pupils to a class.", "permission user"),
        (TERMS, "Terms", "", "Hosts are expected to answer within a day.", "obligation user"),
        (BUSINESS, "Merchant Agreement", "Merchant shall:", "show its prices", "obligation customer"),
        (API, "API Terms", "Licensee shall not:", "decompile the API", "prohibition operator/developer"),
        (BUSINESS, "Agreement", "", "The Vendor will correct errors.", "commitment platform"),
        (BUSINESS, "Agreement", "", "Customer may terminate on 30 days' notice.", "right customer"),
        (TERMS, "Terms", "Zephyr may not be used for:", "Credit scoring", "prohibition user"),
        (TERMS, "Terms", "", "You consent to our recording your calls.", "power platform"),
        (TERMS, "Terms", "", "Zephyr is free to use your ideas without any obligation.", "power platform"),
        (TERMS, "Terms", "", "Access may be revoked by Zephyr at its discretion.", "power platform"),
        (TERMS, "Terms", "", "The output belongs to you.", "right user"),
        (TERMS, "Terms", "", "We do not endorse what members say.", "disclaimer platform"),
        (TERMS, "Terms", "", "Reminders can be switched off in the settings.", "permission user"),
        (TERMS, "Terms", "How to appeal:", "Open the notice and press the button", "procedure user"),
        (TERMS, "Terms", "Examples of prohibited content include:", "Weapons manuals", "prohibition user"),
        (TERMS, "Terms", "When using Zephyr you must refrain from:", "posting spam", "prohibition user"),
        (TERMS, "Terms", "As a driver you are responsible for:", "the state of your car", "obligation user"),
        ("Privacy Policy", "Privacy", "", "By profiling we mean guessing at interests.", "definition none"),
        ("Privacy Policy", "Privacy", "You may:", "Object to our use of your data", "right user"),
        (
            BUSINESS,
            "DPA",
            "",
            "The Customer is the controller and Zephyr is the processor.",
            "definition both",
        ),
    ],
)
def test_a_statement_is_read_by_its_grammar(
    kind: str, path: str, lead_in: str, text: str, expected: str
) -> None:
    asked = Asked(text, (path,), lead_in, kind, "Zephyr")
    assert f"{modality_of(asked).value} {party_of(asked).value}" == expected
