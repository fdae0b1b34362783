"""Typed facts with exact spans, and alias tables, of texts of our own."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.meaning.rule_cases import CASES, WEIGHED

from clausewatch.meaning.rules import aliases, facts_of
from clausewatch.meaning.rules.figures import word_value
from clausewatch.nouns.document import Outline, Text
from clausewatch.nouns.finding import Asked, Fact, FactKind, Party

K = FactKind
# text, kind, words at the span, value, role
FACTS: tuple[tuple[str, FactKind, str, str, str], ...] = (
    ("We give thirty (30) days notice.", K.PERIOD, "thirty (30) days", "30 days", "notice period"),
    ("We delete chats after 90 days.", K.PERIOD, "90 days", "90 days", "retention period"),
    ("Withdraw within fourteen days.", K.PERIOD, "fourteen days", "14 days", "withdrawal period"),
    ("You have twenty-six months to claim.", K.PERIOD, "twenty-six months", "26 months", "claim period"),
    ("Reply within five business days.", K.PERIOD, "five business days", "5 business days", "deadline"),
    ("After a year of inactivity accounts close.", K.PERIOD, "a year", "1 year", "inactivity"),
    ("We report breaches in 72 hours.", K.PERIOD, "72 hours", "72 hours", ""),
    ("A 30-day trial is free.", K.PERIOD, "30-day", "30 days", ""),
    ("Our liability is capped at $1,000.50 in all.", K.AMOUNT, "$1,000.50", "USD 1000.50", "liability cap"),
    ("The fee is EUR 40 a month.", K.AMOUNT, "EUR 40", "EUR 40", "price"),
    ("It costs 12 euros.", K.AMOUNT, "12 euros", "EUR 12", "price"),
    ("You must be at least 13 years old.", K.AGE, "13", "13", "minimum age"),
    ("Not for children under the age of 16.", K.AGE, "16", "16", "age named"),
    ("Users aged 18 or older may join.", K.AGE, "18", "18", "age named"),
    ("You get back 12.5% of it.", K.SHARE, "12.5%", "12.5 %", ""),
    ("The interface ends on March 3, 2027.", K.DATE, "March 3, 2027", "2027-03-03", ""),
    ("Effective 2026-01-31 the rule holds.", K.DATE, "2026-01-31", "2026-01-31", ""),
    ("Write to Privacy@quillon.example.", K.EMAIL, "Privacy@quillon.example", "privacy@quillon.example", ""),
    ("See https://quillon.example/terms.", K.LINK, "https://quillon.example/terms", "https://quillon.example/terms", ""),
    ("Call us: phone +351 21 000 0000.", K.PHONE, "+351 21 000 0000", "+351210000000", ""),
    ("Our office: 12 Harbour Street, Porto 4000.", K.ADDRESS, "12 Harbour Street, Porto 4000", "12 Harbour Street, Porto 4000", ""),
    ("Opt out under Settings > Privacy.", K.SETTING, "Settings > Privacy", "Settings > Privacy", ""),
    ("Change it in your account settings.", K.SETTING, "account settings", "account settings", ""),
    ("As required by the EU AI Act.", K.LAW, "EU AI Act", "EU AI Act", ""),
    ("Under the General Data Protection Regulation you may object.", K.LAW, "General Data Protection Regulation", "GDPR", ""),
    ("See 17 U.S.C. § 512(c) for notices.", K.LAW, "17 U.S.C. § 512(c)", "17 U.S.C. § 512(c)", ""),
    ("Article 6(1)(f) GDPR applies.", K.LAW, "Article 6(1)(f) GDPR", "Article 6(1)(f) GDPR", ""),
    ("The Copyright Act protects it.", K.LAW, "Copyright Act", "Copyright Act", ""),
    ("Under the Norwegian Marketing Act you may withdraw.", K.LAW, "Norwegian Marketing Act", "Norwegian Marketing Act", ""),
    ("As the Portuguese Civil Code says.", K.LAW, "Portuguese Civil Code", "Portuguese Civil Code", ""),
    ("See Oregon Trade Code § 14 for it.", K.LAW, "Oregon Trade Code", "Oregon Trade Code", ""),
    ("Under Federal Rule of Civil Procedure 11 it is so.", K.LAW, "Federal Rule of Civil Procedure", "Federal Rule of Civil Procedure", ""),
    ("The Swiss Federal Act on Data Protection applies.", K.LAW, "Swiss Federal Act on Data Protection", "Swiss Federal Act on Data Protection", ""),
    ("Subject to Regulation (EU) 2022/2065.", K.LAW, "Regulation (EU) 2022/2065", "Regulation (EU) 2022/2065", ""),
    ("Follow our Acceptable Use Policy.", K.DOCUMENT, "Acceptable Use Policy", "Acceptable Use Policy", ""),
    ("As said in Section 4.2 above.", K.DOCUMENT, "Section 4.2", "Section 4.2", "section"),
    ("The courts of Ireland decide.", K.PLACE, "Ireland", "Ireland", "venue"),
    ("Governed by the laws of Delaware.", K.PLACE, "Delaware", "Delaware", "governing law"),
    ("We share data with advertising partners.", K.RECIPIENT, "advertising partners", "advertising partners", ""),
    ("Not for medical advice or hiring decisions.", K.SECTOR, "medical advice", "healthcare", ""),
    ("Unless you object, we go on.", K.CONDITION, "Unless you object", "Unless you object", ""),
    ("We keep it if the law asks us to.", K.CONDITION, "if the law asks us to", "if the law asks us to", ""),
    ("No use other than research is allowed.", K.EXCEPTION, "other than research is allowed", "other than research is allowed", ""),
    ("If you violate this policy, we may suspend your account.", K.CONSEQUENCE, "may suspend your account", "may suspend your account", "on breach"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "words", "value", "role"), FACTS, ids=[c[0][:40] for c in FACTS])
def test_a_fact_is_read_with_its_span_value_and_role(
    text: str, kind: FactKind, words: str, value: str, role: str
) -> None:
    found = [fact for fact in facts_of(Asked(text)) if fact.kind is kind]
    assert (words, value, role) in [(text[fact.start : fact.end], fact.value, fact.role) for fact in found]


NOT_THERE = (
    ("Contact us for a quote.", K.PLACE),
    ("CONTACT US AT ANY TIME.", K.PLACE),
    ("You can turn off reports if we misuse them.", K.CONSEQUENCE),
    ("Your activity is kept.", K.LAW),
    ("VS Code sends reports on crashes.", K.LAW),
    ("Birch Studio Code and Birch Cloud Code are two programs.", K.LAW),
    ("Enter your Promotional Code or your Postal Code.", K.LAW),
    ("Press Circle to Act to begin.", K.LAW),
    ("You follow all Laws and Regulations.", K.LAW),
    ("Read our House Rules and the Birchwood Usage Rules.", K.LAW),
    ("Follow our Code of Conduct.", K.LAW),
    ("The AAA Commercial Arbitration Rules decide it.", K.LAW),
    ("We may do this at any time.", K.PERIOD),
    ("These Terms bind you.", K.DOCUMENT),
    ("Version 1.2.3 is out.", K.LINK),
    ("You are 100% welcome after 5 minutes.", K.AGE),
)


@pytest.mark.parametrize(("text", "kind"), NOT_THERE)
def test_what_is_no_fact(text: str, kind: FactKind) -> None:
    assert kind not in {fact.kind for fact in facts_of(Asked(text))}


def _holds(text: str, fact: Fact) -> bool:
    """Whether the span is inside the text and the value's digits, or the words for them, stand in it."""
    words = text[fact.start : fact.end]
    if not words.strip() or fact.kind is K.DATE:
        return bool(words.strip())
    digits = re.findall(r"\d+", fact.value)
    spelt = {
        str(value) for word in re.findall(r"[A-Za-z-]+", words) if (value := word_value(word)) is not None
    }
    printed = re.sub(r"[^\d]", "", words)
    return all(number in words.replace(",", "") or number in printed or number in spelt for number in digits)


@given(
    st.lists(
        st.sampled_from(
            [c[0] for c in FACTS]
            + [c[0] for c in CASES]
            + [c[0] for c in WEIGHED]
            + ["“", "(", "§", "€", " ", "\n", ">", "12", "thirty", "@"]
        ),
        max_size=6,
    )
)
@settings(max_examples=120, deadline=None)
def test_every_fact_stands_verbatim_at_its_span(parts: list[str]) -> None:
    text = " ".join(parts)
    for fact in facts_of(Asked(text)):
        assert 0 <= fact.start < fact.end <= len(text)
        assert _holds(text, fact), (text[fact.start : fact.end], fact)


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_failing(text: str) -> None:
    for fact in facts_of(Asked(text)):
        assert text[fact.start : fact.end].strip()


def _table(content: str, platform: str = "Quillon Chat", company: str = "") -> dict[str, Party]:
    return dict(aliases(Text(content), Outline(()), platform, company))


def test_the_alias_table_is_read_from_definitions() -> None:
    found = _table(
        "This agreement is between Quillon Labs, Inc. (“Quillon”, “we” or “us”) and you or the organisation you act for "
        "(“Customer” or “you”).\n“Authorized User” means an individual whom Customer permits to use the Service.\n"
        "“Developer” means any person who builds an application.\n“Service” means our website.\n"
        "“Tenant” means the entity that registers a workspace.\n"
    )
    assert found["quillon"] is Party.PLATFORM
    assert found["quillon chat"] is Party.PLATFORM
    assert found["customer"] is Party.CUSTOMER
    assert found["you"] is Party.CUSTOMER
    assert found["authorized user"] is Party.USER
    assert found["developer"] is Party.DEVELOPER
    assert found["tenant"] is Party.CUSTOMER
    assert "service" not in found
    assert "we" not in found


def test_other_companies_are_not_the_platform() -> None:
    found = _table(
        "Quillon Labs, Inc. (“Quillon”, “we”) runs the app.\nPapaya Stores, Inc. (“Papaya”) sells it.\nQuillon Norge AS (“Quillon Norway”) bills it."
    )
    assert found["quillon norway"] is Party.PLATFORM
    assert "papaya" not in found


def test_you_keeps_its_meaning_where_it_means_people() -> None:
    assert "you" not in _table("“You” means the person who uses the app.")


def test_an_empty_document_names_only_the_platform() -> None:
    assert _table("", "Quillon", "Quillon Labs") == {
        "quillon": Party.PLATFORM,
        "quillon labs": Party.PLATFORM,
    }
