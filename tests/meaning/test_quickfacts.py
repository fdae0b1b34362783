"""Quick facts: the statement that answers, quoted at its span, or that none was found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.meaning.gold import finding, told

from clausewatch.meaning.quickfacts import NOT_FOUND, quick_facts
from clausewatch.nouns.audience import Audience
from clausewatch.nouns.finding import Modality, Party
from clausewatch.nouns.knowledge import QuickFact, QuickFactId, Told


def one(words: str, topic: str, modality: Modality, document: str = "Terms of Service") -> Told:
    return Told(f"lumen/{document}", document, words, finding(words, words, topic, modality, Party.USER))


def answer(id_: QuickFactId, *statements: Told) -> QuickFact:
    return next(fact for fact in quick_facts(statements) if fact.id is id_)


def test_every_question_is_answered_in_order_and_silence_is_told() -> None:
    facts = quick_facts(())
    assert [fact.id for fact in facts] == list(QuickFactId)
    assert {fact.answer for fact in facts} == {NOT_FOUND}
    assert not any(fact.found for fact in facts)


@pytest.mark.parametrize(
    ("id_", "topic", "modality", "words", "short"),
    [
        (QuickFactId.AGE, "ACCESS.age", Modality.OBLIGATION, "You must be at least 13 years old; under 18, ask a parent.", "13"),
        (QuickFactId.GOVERNING_LAW, "DISPUTE.law", Modality.DEFINITION, "The laws of the State of California govern these terms.", "State of California"),
        (QuickFactId.CHANGE_NOTICE, "LIFECYCLE.terms_change", Modality.COMMITMENT, "We will notify you 30 days before we change the terms.", "30 days"),
        (QuickFactId.LIABILITY_CAP, "RISK.liability_limit", Modality.DISCLAIMER, "Our total liability shall not exceed $100.", "$100"),
    ],
)  # fmt: skip
def test_a_typed_fact_answers_in_short(
    id_: QuickFactId, topic: str, modality: Modality, words: str, short: str
) -> None:
    fact = answer(id_, one(words, topic, modality))
    assert fact.answer == short
    assert fact.quotation == words
    assert fact.span is not None
    assert fact.span.of(words) == words


def test_half_an_answer_is_not_given() -> None:
    words = "Our total liability is limited to the greater of $100 or what you paid in the last 12 months."
    fact = answer(QuickFactId.LIABILITY_CAP, one(words, "RISK.liability_limit", Modality.DISCLAIMER))
    assert fact.answer == words


def test_the_topic_alone_answers_nothing() -> None:
    words = "Our staff receive training on privacy."
    assert not answer(QuickFactId.TRAINING, one(words, "CONTENT.training", Modality.DISCLOSURE)).found
    words = "You may not use what the service generates to train other models on content."
    assert not answer(QuickFactId.TRAINING, one(words, "ABUSE.compete", Modality.PROHIBITION)).found


def test_a_doubtful_finding_answers_nothing() -> None:
    sure = one("You must be at least 18 years old.", "ACCESS.age", Modality.OBLIGATION)
    assert answer(QuickFactId.AGE, sure).found
    assert not answer(QuickFactId.AGE, replace(sure, finding=replace(sure.finding, abstain=True))).found


def test_where_a_consumer_lives_is_no_governing_law() -> None:
    words = "As an EEA consumer, you may sue at home, and the law of your country of residence shall govern such claims."
    assert answer(QuickFactId.GOVERNING_LAW, one(words, "DISPUTE.law", Modality.RIGHT)).answer == words


def test_another_kind_of_document_for_users_does_not_outdo_the_terms_for_developers() -> None:
    framework = one(
        "Under the framework you may invoke binding arbitration.",
        "DISPUTE.arbitration",
        Modality.RIGHT,
        "Privacy Policy",
    )
    terms = one(
        "Disputes are resolved by binding arbitration.",
        "DISPUTE.arbitration",
        Modality.OBLIGATION,
        "Developer Terms",
    )
    assert answer(QuickFactId.ARBITRATION, framework, terms).quotation == terms.text


def test_a_business_contract_answers_users_only_where_nothing_else_does() -> None:
    ours = one("California law applies to these terms.", "DISPUTE.law", Modality.DEFINITION)
    dpa = one(
        "This agreement is governed by the laws of Ireland.",
        "DISPUTE.law",
        Modality.DEFINITION,
        "Data Processor Agreement",
    )
    for order in ((ours, dpa), (dpa, ours)):
        fact = answer(QuickFactId.GOVERNING_LAW, *order)
        assert (fact.quotation, fact.readers) == (ours.text, Audience.EVERYONE)
    alone = answer(QuickFactId.GOVERNING_LAW, dpa)
    assert (alone.quotation, alone.readers) == (dpa.text, Audience.BUSINESSES)
    named = {ours.document: Audience.BUSINESSES, dpa.document: Audience.EVERYONE}
    swapped = next(each for each in quick_facts((ours, dpa), named) if each.id is QuickFactId.GOVERNING_LAW)
    assert swapped.quotation == dpa.text


def test_the_nearest_document_is_asked_first_whatever_the_order() -> None:
    words = "We will notify you 30 days before we change the terms."
    other = "We will notify Customer 60 days before we change the terms."
    terms = one(words, "LIFECYCLE.terms_change", Modality.COMMITMENT)
    commercial = one(other, "LIFECYCLE.terms_change", Modality.COMMITMENT, "Commercial Terms")
    for order in ((terms, commercial), (commercial, terms)):
        assert answer(QuickFactId.CHANGE_NOTICE, *order).answer == "30 days"


@pytest.mark.shared
def test_on_labelled_statements_every_quotation_is_verbatim(shared: Path) -> None:
    platforms = told(shared)
    found = {platform: [fact for fact in quick_facts(of) if fact.found] for platform, of in platforms.items()}
    for platform, facts in found.items():
        contents = {each.content for each in platforms[platform]}
        for fact in facts:
            assert any(fact.quotation in content for content in contents)
            assert fact.document
    assert len(found["ChatGPT"]) >= 12
    assert len(found["Claude.ai"]) >= 12
