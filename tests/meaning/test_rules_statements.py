"""Modality, party, beneficiary, basis and severity of sentences of our own."""

from __future__ import annotations

import pytest
from tests.meaning.rule_cases import AUP, CASES, COM, DEV, PP, TOS, WEIGHED, asked

from clausewatch.meaning.rules import basis_of, beneficiary_of, modality_of, party_of, severity_of
from clausewatch.nouns.change import Severity
from clausewatch.nouns.finding import Asked, Basis, Modality, Party, TopicScore


@pytest.mark.parametrize(("text", "kind", "lead", "modality", "party"), CASES, ids=[c[0][:50] for c in CASES])
def test_what_a_statement_does_and_whom_it_binds(
    text: str, kind: str, lead: str, modality: str, party: str
) -> None:
    given = asked(text, kind, lead)
    assert (modality_of(given), party_of(given)) == (Modality(modality), Party(party))


@pytest.mark.parametrize(("text", "kind", "level"), WEIGHED, ids=[c[0][:50] for c in WEIGHED])
def test_severity_comes_from_words_without_any_topic(text: str, kind: str, level: str) -> None:
    given = asked(text, kind)
    found, reasons = severity_of(given, (), modality_of(given), party_of(given))
    assert found is Severity(level)
    assert reasons
    assert all(reasons)


@pytest.mark.parametrize(
    ("text", "kind", "topic", "level"),
    [
        ("Do not harass other people.", AUP, "ABUSE.compete", "low"),
        ("Do not create malware.", AUP, "HIRISK.state_military", "low"),
        ("Answers may be inaccurate.", TOS, "RISK.liability_limit", "low"),
        ("We may use feedback without any obligation to you.", TOS, "CONTENT.training", "low"),
        ("You must comply with all applicable laws.", TOS, "RISK.user_indemnity", "low"),
        ("Do not use the Service for weapons development.", AUP, "HARM.violence", "high"),
        ("Our total liability shall not exceed $50.", TOS, "OUTPUT.accuracy", "high"),
        ("You are responsible for all activity under your account.", TOS, "PAY.fees", "medium"),
    ],
)
def test_a_wrong_topic_does_not_outweigh_words(text: str, kind: str, topic: str, level: str) -> None:
    given = asked(text, kind)
    found, _ = severity_of(given, (TopicScore(topic, 0.99),), modality_of(given), party_of(given))
    assert found is Severity(level)


def test_a_topic_speaks_where_words_do_not() -> None:
    given = asked("Write slogans for the ballot.", AUP, "You may not:")
    high = (TopicScore("HIRISK.state_military", 0.9),)
    assert severity_of(given, high, Modality.PROHIBITION, Party.USER)[0] is Severity.HIGH
    assert severity_of(given, (TopicScore("HIRISK.state_military", 0.2),), Modality.PROHIBITION, Party.USER)[0] is Severity.MEDIUM  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "path", "platform", "party"),
    [
        (TOS, (), "Quillon Chat", Party.USER),
        (COM, (), "Quillon Chat", Party.CUSTOMER),
        (DEV, (), "Quillon Chat", Party.DEVELOPER),
        (AUP, (), "Quillon API", Party.DEVELOPER),
        (TOS, ("Quillon for Business", "For businesses: business use"), "Quillon Chat", Party.CUSTOMER),
        ("Law Enforcement Guidelines", (), "Quillon Chat", Party.THIRD_PARTY),
        ("Vulnerability Disclosure Policy", (), "Quillon Chat", Party.THIRD_PARTY),
        (PP, ("Quillon API Privacy",), "Quillon API", Party.USER),
    ],
)
def test_you_is_the_reader_that_the_document_has(
    kind: str, path: tuple[str, ...], platform: str, party: Party
) -> None:
    given = Asked("You must not copy the list.", path, "", kind, platform)
    assert party_of(given) is party


def test_a_document_names_its_parties() -> None:
    named = (("tenant", Party.CUSTOMER), ("the lodge", Party.PLATFORM))
    given = Asked("Tenant shall not sublet the workspace.", (), "", TOS, "Quillon", "", named)
    assert (modality_of(given), party_of(given)) == (Modality.PROHIBITION, Party.CUSTOMER)
    given = Asked("The Lodge may evict a workspace.", (), "", TOS, "Quillon", "", named)
    assert (modality_of(given), party_of(given)) == (Modality.POWER, Party.PLATFORM)


def test_a_company_is_known_by_its_verb_when_no_name_was_given() -> None:
    given = Asked("Fernbank AI reserves the right to refuse an order.", (), "", TOS)
    assert (modality_of(given), party_of(given)) == (Modality.POWER, Party.PLATFORM)


@pytest.mark.parametrize(
    ("text", "kind", "gains"),
    [
        ("You may cancel at any time.", TOS, Party.USER),
        ("We will not sell your data.", PP, Party.USER),
        ("Quillon Labs shall notify Customer of a breach.", COM, Party.CUSTOMER),
        ("We may close your account.", TOS, Party.PLATFORM),
        ("We are not liable for delays.", TOS, Party.PLATFORM),
        ("You must pay the fees.", TOS, Party.PLATFORM),
        ("Do not harass other people.", AUP, Party.THIRD_PARTY),
        ("Each party may end this Agreement.", COM, Party.BOTH),
        ('"Output" means what is returned.', TOS, Party.NONE),
    ],
)
def test_who_gains(text: str, kind: str, gains: Party) -> None:
    about = asked(text, kind)
    assert beneficiary_of(about, modality_of(about), party_of(about)) is gains


def test_what_the_lead_in_gives_is_inferred() -> None:
    assert basis_of(asked("You may not copy it.")) is Basis.EXPLICIT
    assert basis_of(asked("copying it", AUP, "You may not use it for:")) is Basis.INFERRED
