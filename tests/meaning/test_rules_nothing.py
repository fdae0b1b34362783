"""Words that rule nothing speak of no matter: dates, pointers, change logs, links, heads of tables; headings only name one."""

from __future__ import annotations

import pytest

from clausewatch.meaning.classify import Refusal, classify
from clausewatch.meaning.rules import modality_of, names_only, rules_nothing
from clausewatch.meaning.topics import shipped_model
from clausewatch.nouns.finding import Asked, Finding, Modality


def _asked(text: str, *path: str, lead_in: str = "", document_type: str = "Terms of Service") -> Asked:
    return Asked(text, path or ("Terms",), lead_in, document_type, "Birchwood", "Birchwood Ltd")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Effective 1 March", ()),
        ("Effective: March 1, 2025", ()),
        ("Birchwood Terms of Service, last updated on 3 May 2024.", ()),
        ("2024-05-03", ("Birchwood Privacy Policy", "Last updated")),
        ("These terms were last revised on 3 May 2024 and are effective as of 1 June 2024.", ()),
        ("We have updated our Privacy Policy to describe how cookies are used.", ("News",)),
        ("3 May 2024: Added two sub-processors.", ("Log",)),
        ("Clarified which data we delete.", ("Privacy Policy", "Change log")),
        ("Minor corrections to the definitions.", ("Updates",)),
        ("Learn more about how we use cookies.", ("Cookies",)),
        ("Please read our Privacy Policy, which describes how we use personal data.", ()),
        ("For more information about refunds, see our Refund Policy.", ()),
        ("Skip to content", ()),
        ("Download the PDF of these arbitration rules", ()),
        ("© 2025 Birchwood Ltd. All rights reserved.", ()),
        ("Cookie name\tPurpose\tDuration", ("Cookies",)),
    ],
)
def test_such_words_have_no_topic_and_no_modality(text: str, path: tuple[str, ...]) -> None:
    asked = _asked(text, *path)
    assert rules_nothing(asked)
    assert modality_of(asked) is Modality.NONE
    found = classify(asked, shipped_model())
    assert not isinstance(found, Refusal)
    assert found.topics == ()


@pytest.mark.parametrize(
    "text", ["Mandatory arbitration", "13. How to contact us", "Refund Policy", "Legitimate interests:"]
)
def test_a_heading_names_its_matter_and_is_in_doubt(text: str) -> None:
    asked = _asked(text, "Birchwood Terms", "Contents")
    found = classify(asked, shipped_model())
    assert names_only(asked)
    assert isinstance(found, Finding)
    assert found.abstain or not found.topics
    assert found.modality is Modality.NONE


@pytest.mark.parametrize(
    ("text", "path", "lead_in", "kind"),
    [
        ("We may change these terms from 1 March 2025 without notice.", (), "", "Terms of Service"),
        ("You can write to privacy@birchwood.example.", (), "", "Privacy Policy"),
        ("Learn more and opt out of personalised ads in your settings.", (), "", "Privacy Policy"),
        ("For more information, contact our data protection officer.", (), "", "Privacy Policy"),
        ("view what your pupils write", (), "Teachers may:", "Terms of Service"),
        ("No refunds", ("Refund Policy",), "", "Terms of Service"),
        ("Fraud", ("Usage Policy", "What you may not do"), "", "Usage Policy"),
        ("Device identifiers", (), "We collect:", "Privacy Policy"),
        ("Invoices: 10 years", ("Retention",), "", "Privacy Policy"),
        ("analytics_id\tBirchwood\t6 months", ("Cookies",), "", "Cookie Policy"),
        ("You must tell us when the policy you wrote was updated.", (), "", "Terms of Service"),
        ("We have removed the fee; you may cancel at any time.", (), "", "Terms of Service"),
        ("Please read this section: it requires you to go to arbitration.", (), "", "Terms of Service"),
        ("+44 20 7946 0000", ("Contact",), "", "Privacy Policy"),
    ],
)
def test_rules_and_facts_speak(text: str, path: tuple[str, ...], lead_in: str, kind: str) -> None:
    asked = _asked(text, *path, lead_in=lead_in, document_type=kind)
    assert not rules_nothing(asked)
    assert not names_only(asked)
