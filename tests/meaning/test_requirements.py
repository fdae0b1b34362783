"""Rules held against texts of our own: pass, fail or unknown, and by which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from clausewatch import structure
from clausewatch.meaning.analyse import Subject as Analysed
from clausewatch.meaning.requirements import Read, checked, surroundings
from clausewatch.meaning.requirements.places import adjectives, folded, is_place, written_out
from clausewatch.meaning.requirements.reads import holds, searchable
from clausewatch.meaning.requirements.stands import stand_of
from clausewatch.meaning.said import findings_of, told_of
from clausewatch.nouns.change import Severity
from clausewatch.nouns.document import Cause, Edition, Statement, StatementKind, Version
from clausewatch.nouns.finding import Basis, Finding, Modality, Party, Recipe
from clausewatch.nouns.knowledge import QuickFactId
from clausewatch.nouns.requirement import (
    AtLeast,
    Checked,
    Forbid,
    Matter,
    NoChange,
    OneOf,
    Outcome,
    Require,
    Requirement,
    Rule,
    Stand,
    Subject,
    Unit,
    Why,
)
from clausewatch.text.markdown import read_markdown

TRAINING = Forbid(Matter(fact=QuickFactId.TRAINING, stands=frozenset({Stand.DOES})))
SALE = Forbid(
    Matter("SHARE.sale", stands=frozenset({Stand.DOES}), words=("sell", "sold", "sale")),
)
NOTICE = AtLeast(QuickFactId.CHANGE_NOTICE, 30, Unit.DAYS)
LAW = OneOf(QuickFactId.GOVERNING_LAW, written_out(("EU",)))


def read(body: str, kind: str = "Terms of Service") -> Read:
    text = read_markdown(f"# Terms\n\n{body}\n")
    version = Version(
        "v" * 20, "birchwood/terms", datetime(2026, 3, 1, tzinfo=UTC), ("c",), Cause.PUBLISHED,
        "t" * 64, "f" * 64, "Terms", "en", 99, (), "test/1",
    )  # fmt: skip
    edition = Edition(version, text, structure.outline(text))
    about = Analysed("Terms", kind, "Birchwood", "Birchwood Ltd")
    findings = [finding for each in findings_of(edition, about) for finding in each.findings]
    return Read(
        Subject("birchwood", "Birchwood", "birchwood/terms", "Terms", kind, version.id, version.observed_at),
        edition=edition,
        told=told_of(edition, about, findings),
        around=surroundings(edition),
    )


def rule(requirement: Requirement) -> Rule:
    return Rule("one", "One", requirement)


def held(requirement: Requirement, body: str) -> Checked:
    (found,) = checked(rule(requirement), (read(body),))
    content = read(body).edition
    assert content is not None
    for each in found.ruling.quoted:
        assert each.span.of(content.text.content) == each.text
    return found


@pytest.mark.parametrize(
    ("requirement", "body", "outcome", "why"),
    [
        (TRAINING, "## Content\n\nWe may use your content to train our models.", Outcome.FAILED, Why.STATED),
        (TRAINING, "## Content\n\nWe will not use your content to train our models.", Outcome.PASSED, Why.STATED_OTHERWISE),
        (TRAINING, "## Content\n\nWe do not use your content to train our models unless you opt in.", Outcome.UNKNOWN, Why.DOUBTFUL),
        (TRAINING, "## Hours\n\nThe office is open on weekdays from nine to five.", Outcome.PASSED, Why.NOT_STATED),
        (NOTICE, "## Changes\n\nWe will give you 30 days' notice of changes to these terms.", Outcome.PASSED, Why.WITHIN),
        (NOTICE, "## Changes\n\nWe will give you two weeks' notice of changes to these terms.", Outcome.FAILED, Why.BEYOND),
        (NOTICE, "## Changes\n\nWe may change these terms at any time without notice to you.", Outcome.FAILED, Why.BEYOND),
        (NOTICE, "## Changes\n\nWe will notify you of changes to these terms by e-mail.", Outcome.UNKNOWN, Why.NO_VALUE),
        (NOTICE, "## Hours\n\nThe office is open on weekdays from nine to five.", Outcome.UNKNOWN, Why.SILENT),
        (LAW, "## Law\n\nThese terms are governed by the laws of Ireland.", Outcome.PASSED, Why.WITHIN),
        (LAW, "## Law\n\nThese terms are governed by Irish law.", Outcome.PASSED, Why.WITHIN),
        (LAW, "## Law\n\nThese terms are governed by the laws of the State of California.", Outcome.FAILED, Why.BEYOND),
        (
            LAW,
            ("## Law\n\nFor customers in Europe, these terms are governed by the laws of Ireland. "
            "For all others, these terms are governed by the laws of California."),
            Outcome.UNKNOWN,
            Why.MIXED,
        ),
        (LAW, "## Hours\n\nThe office is open on weekdays from nine to five.", Outcome.UNKNOWN, Why.SILENT),
        (NoChange(Severity.HIGH), "## Hours\n\nThe office is open on weekdays.", Outcome.UNKNOWN, Why.NO_BASELINE),
    ],
)  # fmt: skip
def test_an_outcome_follows_from_the_words(
    requirement: Requirement, body: str, outcome: Outcome, why: Why
) -> None:
    found = held(requirement, body)
    assert (found.ruling.outcome, found.ruling.why) == (outcome, why)
    silent = {Why.NOT_STATED, Why.SILENT, Why.NO_BASELINE}
    assert bool(found.ruling.quoted) is (why not in silent)


@pytest.mark.parametrize(
    "sentence",
    [
        "We use your content to train our models if you have not opted out.",
        "We will use your content to train our models if you don't opt out.",
        "When you use our services we may use your content to train our models.",
        "We use your content to train our models whether you use the free or the paid version.",
        "We train our models on your content and do not share it with third parties.",
        "We collect your content to train our models and we never sell it.",
        "Free users cannot opt out: we use their content to train our models.",
        "Your content is used to train our models, even where you do not use the paid version.",
        "What you upload is used to train our models.",
        "We do not need your consent to train our models on your content.",
        "We do not share content used to train our models.",
        "We do not use your name to train our models; your messages train our models.",
        "Content that you do not share with others is used to train our models.",
        "Our models are not trained on public data but on your content.",
        "We do not sell your content and use it to train our models.",
        "We will not stop using your content to train our models.",
        "We never train our models without using your content.",
        "You agree that we may use your content to train our models and that you will not object.",
        "We do not currently use your content to train our models.",
        "If you do not want us to use your content to train our models, you can opt out in your settings.",
        "We may process any content to improve our services and develop new products.",
        "We do not use all of your content to train our models.",
        "We do not train our models on your content alone.",
        "We never sell your content, train our models on it.",
        "We do not use your content to train our models (we use your chats).",
        "Unless you opt in, we do not use your content to train our models.",
    ],
)
def test_training_that_is_stated_with_a_negation_elsewhere_does_not_pass(sentence: str) -> None:
    assert held(TRAINING, f"## Content\n\n{sentence}").ruling.outcome is not Outcome.PASSED


@pytest.mark.parametrize(
    "sentence",
    [
        "We sell your personal data if you have not opted out.",
        "We sell your personal data whether you are a registered user or a visitor.",
        "We do not sell your personal data to everyone.",
        "We do not share your personal data, we sell it.",
        "We do not sell personal data of children.",
        "We do not need your consent to sell your personal data.",
        "We sell your personal data and do not ask for your consent.",
    ],
)
def test_sale_that_is_stated_with_a_negation_elsewhere_does_not_pass(sentence: str) -> None:
    assert held(SALE, f"## Data\n\n{sentence}").ruling.outcome is not Outcome.PASSED


@pytest.mark.parametrize(
    ("requirement", "sentence"),
    [
        (TRAINING, "We do not use your content to train our models."),
        (TRAINING, "We don’t train our models on your content."),
        (TRAINING, "Your content is not used to train our models."),
        (TRAINING, "We do not use your content to train or improve our models."),
        (TRAINING, "We do not use the content you upload to train our models."),
        (SALE, "We take your privacy seriously, and we do not sell your personal data to anyone."),
        (
            SALE,
            "Birchwood does not “sell” your personal data as that term is defined by applicable laws and regulations.",
        ),
        (SALE, "We don't sell your personal data, and we never will."),
        (TRAINING, "No customer content is used to train our models."),
        (SALE, "We will never sell your data."),
        (SALE, "Birchwood does not and will never sell your personal data."),
        (SALE, "We do not sell, rent or share your personal data with third parties."),
    ],
)
def test_a_refusal_and_nothing_else_passes(requirement: Requirement, sentence: str) -> None:
    found = held(requirement, f"## Content\n\n{sentence}").ruling
    assert (found.outcome, found.why) == (Outcome.PASSED, Why.STATED_OTHERWISE)


def test_a_sure_statement_whose_stand_cannot_be_told_is_unknown() -> None:
    found = held(
        TRAINING, "## Content\n\nHow your content is used to train our models in the service."
    ).ruling
    assert (found.outcome, found.why) == (Outcome.UNKNOWN, Why.DOUBTFUL)


THIRTY = "We will give you at least 30 days' notice of changes to these terms."


@pytest.mark.parametrize(
    "sentence",
    [
        "We may change these terms at any time without notice.",
        "For users on the free plan, changes take effect 3 days after we post them.",
        "Changes of these terms take effect immediately when we post them.",
        "Changes of these terms that are not material are in force immediately.",
        "We may update these terms and notify you five days before the update.",
    ],
)
def test_a_statement_that_contradicts_a_figure_keeps_it_from_passing(sentence: str) -> None:
    assert held(NOTICE, f"## Changes\n\n{THIRTY}").ruling.outcome is Outcome.PASSED
    found = held(NOTICE, f"## Changes\n\n{THIRTY} {sentence}").ruling
    assert (found.outcome, found.why) == (Outcome.UNKNOWN, Why.MIXED)
    assert sentence in [each.text for each in found.quoted]


@pytest.mark.parametrize(
    "sentence",
    [
        "These terms are governed by the laws of the Cayman Islands and, for consumers, Irish law.",
        "These terms are governed by the laws of Ireland or the laws of the place where you live.",
        "These terms are governed by the laws of Ireland, Bermuda, and France.",
        "These terms are governed by Irish law or by Bahamian law.",
    ],
)
def test_a_law_of_no_known_place_keeps_a_rule_on_places_from_passing(sentence: str) -> None:
    found = held(LAW, f"## Law\n\n{sentence}").ruling
    assert (found.outcome, found.why) == (Outcome.UNKNOWN, Why.MIXED)


@pytest.mark.parametrize(
    "sentence",
    [
        "These terms are governed by the laws of the Slovak Republic, without regard to conflict of laws.",
        "The laws of France and Germany govern these terms and not the laws of any other place.",
        "These terms are governed by the laws of the Republic of Ireland, excluding its rules on conflict of laws.",
    ],
)
def test_laws_of_known_places_pass(sentence: str) -> None:
    assert held(LAW, f"## Law\n\n{sentence}").ruling.outcome is Outcome.PASSED


def test_what_was_not_captured_or_not_analysed_is_unknown_under_every_rule() -> None:
    known = read("## Content\n\nWe may use your content to train our models.")
    for unread in (Why.NOT_CAPTURED, Why.NOT_ANALYSED):
        gone = replace(known, edition=None, told=(), around=None, unread=unread)
        for requirement in (
            TRAINING,
            NOTICE,
            LAW,
            Require(Matter("CONTENT.training")),
            NoChange(Severity.LOW),
        ):
            (found,) = checked(rule(requirement), (gone,))
            assert (found.ruling.outcome, found.ruling.why) == (Outcome.UNKNOWN, unread)


def test_a_platform_without_a_fitting_document_is_unknown_and_not_passed_over() -> None:
    (found,) = checked(rule(NOTICE), (read("## Cookies\n\nWe set one cookie.", "Trackers Policy"),))
    assert (found.ruling.outcome, found.subject.document) == (Outcome.UNKNOWN, "")


def test_what_is_stale_does_not_pass_and_still_fails() -> None:
    good = replace(read("## Law\n\nThese terms are governed by the laws of Ireland."), stale=True)
    bad = replace(read("## Law\n\nThese terms are governed by the laws of California."), stale=True)
    outcomes = [checked(rule(LAW), (each,))[0].ruling.outcome for each in (good, bad)]
    assert outcomes == [Outcome.UNKNOWN, Outcome.FAILED]


def test_one_document_that_states_it_is_enough_where_it_is_required() -> None:
    silent = read("## Hours\n\nThe office is open on weekdays from nine to five.")
    says = read("## Content\n\nWe will not use your content to train our models.")
    wanted = rule(Require(Matter("CONTENT.training", stands=frozenset({Stand.REFUSES}))))
    (found,) = checked(wanted, (silent, says))
    assert (found.ruling.outcome, found.ruling.quoted[0].text) == (
        Outcome.PASSED,
        "We will not use your content to train our models.",
    )
    (missing,) = checked(wanted, (silent,))
    assert (missing.ruling.outcome, missing.ruling.why) == (Outcome.FAILED, Why.NOT_STATED)


APPEAL = "## Appeal\n\nYou may appeal our decision to close your account."


@pytest.mark.parametrize(
    "sentence",
    [
        "You cannot opt out of the use of your content for training our models.",
        "There is no way to opt out of the use of your content for training our models.",
        "Opting out of the use of your content for training our models is not possible.",
        "We do not offer an opt-out from the use of your content for training our models.",
    ],
)
def test_a_right_that_is_denied_is_not_stated(sentence: str) -> None:
    wanted = rule(Require(Matter("CONTENT.training_optout")))
    (found,) = checked(wanted, (read(f"## Content\n\n{sentence}"),))
    assert found.ruling.outcome is not Outcome.PASSED
    given = "You can opt out of the use of your content for training our models."
    (found,) = checked(wanted, (read(f"## Content\n\n{given}"),))
    assert found.ruling.outcome is Outcome.PASSED


def test_what_is_required_stood_only_where_every_wanted_document_was_accepted() -> None:
    wanted = rule(Require(Matter("LIFECYCLE.appeal", words=("appeal",))))
    silent = read("## Hours\n\nThe office is open on weekdays from nine to five.")
    old, new = replace(silent, before=silent), silent
    assert [each.stood for each in checked(wanted, (old, old))] == [True]
    assert [(each.ruling.outcome, each.stood) for each in checked(wanted, (old, new))] == [
        (Outcome.FAILED, False)
    ]
    assert checked(wanted, (replace(silent, before=read(APPEAL)),))[0].stood is False


def test_a_failure_stood_only_where_the_same_words_failed_before() -> None:
    before = read("## Content\n\nWe may use your content to train our models.")
    more = read(
        "## Content\n\nWe may use your content to train our models. We may use your files to train our models."
    )
    (same,) = checked(rule(TRAINING), (replace(before, before=before),))
    (new,) = checked(rule(TRAINING), (replace(more, before=before),))
    assert (same.stood, new.stood) == (True, False)


@pytest.mark.parametrize(
    ("modality", "text", "stand"),
    [
        (Modality.POWER, "We may use your content to train models.", Stand.DOES),
        (Modality.POWER, "We may use your content to train models if you opt in.", Stand.LIMITS),
        (Modality.POWER, "With your consent, we may train on your content.", Stand.LIMITS),
        (Modality.POWER, "We may use feedback you submit. Other content will not be used to train models.", Stand.LIMITS),
        (Modality.POWER, "Birchwood does not and will never sell your data.", Stand.REFUSES),
        (Modality.COMMITMENT, "We don’t train on your content.", Stand.REFUSES),
        (Modality.COMMITMENT, "We never sell your data.", Stand.REFUSES),
        (Modality.COMMITMENT, "We do not train on your content except where you ask us to.", Stand.LIMITS),
        (Modality.DISCLOSURE, "Your content is used to train models.", Stand.DOES),
        (Modality.DISCLOSURE, "How your content is used to train models", None),
        (Modality.DISCLOSURE, "Do we train on your content?", None),
        (Modality.RIGHT, "You may object to training.", None),
    ],
)  # fmt: skip
def test_how_a_statement_stands_to_the_act(modality: Modality, text: str, stand: Stand | None) -> None:
    finding = Finding(
        Statement(StatementKind.SENTENCE, 0, len(text)), (), modality, Party.PLATFORM, Party.NONE,
        Basis.EXPLICIT, Severity.NONE, (), (), abstain=False, recipe=Recipe("test", "1"),
    )  # fmt: skip
    assert stand_of(finding, text) is stand


def test_places_go_by_many_names() -> None:
    assert folded("the State of California") == folded("California")
    assert folded("People's Republic of China") == folded("China")
    assert adjectives("governed by the laws of the Slovak Republic or by Irish law") == (
        "Slovakia",
        "Ireland",
    )
    assert len(written_out(("EU",))) == 27
    assert all(map(is_place, ("EU", "Ireland", "United States", "New York")))
    assert not is_place("Atlantis")


def test_words_are_found_in_their_forms_and_whole() -> None:
    assert holds(("appeal",), "You may file appeals.")
    assert holds(("report a violation",), "Please report a violation here.")
    assert not holds(("sale",), "We salute you.")
    assert holds((), "anything")
    assert holds(("Künstliche Intelligenz",), "Wir nutzen künstliche Intelligenz.")
    assert holds(("kunstliche",), "KÜNSTLICHE Intelligenz")
    assert holds(("模型",), "我们使用您的内容训练模型。")
    assert not holds(("模型",), "我们使用您的内容。")
    assert holds(("opt-out",), "There is an opt out.")


def test_words_that_cannot_be_looked_for_are_told_from_others() -> None:
    assert all(map(searchable, ("sell", "opt-out", "user’s content", "模型", "Künstliche", "24/7")))
    assert not any(map(searchable, ("§", "C++", "C#", "...", "a ☃")))
