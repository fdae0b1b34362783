"""One statement in, one finding out: topics by the model; modality and parties by written rules and the judge over them; severity
and facts by written rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache

from clausewatch.meaning import rules
from clausewatch.meaning.act import act_of
from clausewatch.meaning.judge import judged
from clausewatch.meaning.rules.view import view
from clausewatch.meaning.topics import Ranking, TopicModel
from clausewatch.nouns.change import Severity
from clausewatch.nouns.document import Statement, StatementKind
from clausewatch.nouns.finding import JUDGED, Asked, Basis, Finding, Modality, Party, Plain, Recipe
from clausewatch.text.language import language_of

METHOD = "clausewatch.meaning"
"""The method of a finding whose modality and party the written rules give."""

LONGEST = 20_000
"""A statement of more characters is refused: it is no statement but a document that was not taken apart."""

_AT_ONCE = 250
"""Statements: of 100, 250, 500 and 1,000 the quickest. Eight times as many are remembered."""

_language_of = lru_cache(maxsize=2 * _AT_ONCE)(language_of)

ANALYSED_LANGUAGES = frozenset({"", "en"})
"""Primary language subtags of texts that are analysed; texts that name none are."""


def is_analysed(language: str) -> bool:
    """Whether texts of that language ("" where it is not known, else as `en` or `en-GB`) are analysed."""
    return language.partition("-")[0] in ANALYSED_LANGUAGES


class Refusal(StrEnum):
    """Why there is no finding."""

    EMPTY = "it has no words"
    TOO_LONG = f"it is longer than {LONGEST:,} characters; take it apart into its sentences and items"


def classify(asked: Asked, model: TopicModel, statement: Statement | None = None) -> Finding | Refusal:
    """What is said about a statement, the same for the same words, surroundings and model; or why nothing is.

    `statement` is where it stands in its version; without one the span is that of the text given. Topics are abstained from
    where their calibrated probability is too low, and absent where the statement is no provision. A text in a known language
    other than English is not analysed: its finding names the language and is otherwise empty.
    """
    if not asked.text.strip():
        return Refusal.EMPTY
    if len(asked.text) > LONGEST:
        return Refusal.TOO_LONG
    where = statement or Statement(StatementKind.SENTENCE, 0, len(asked.text))
    recipe = Recipe(METHOD, model.version)
    language = _language_of(asked.text)
    if language not in ANALYSED_LANGUAGES:
        return _not_analysed(where, recipe, language)
    ranking = _ranked(asked, model)
    made = judged(asked, provision=bool(ranking.topics))
    severity, reasons = rules.severity_of(asked, ranking.topics, made.modality, made.party)
    return Finding(
        statement=where,
        topics=ranking.topics,
        modality=made.modality,
        bound_party=made.party,
        beneficiary=rules.beneficiary_of(asked, made.modality, made.party),
        basis=rules.basis_of(asked) if made.as_ruled else Basis.INFERRED,
        severity=severity,
        severity_reasons=reasons,
        facts=rules.facts_of(asked),
        abstain=ranking.abstain,
        recipe=recipe if made.as_ruled else Recipe(JUDGED, model.version),
        ruled=None if made.as_ruled else Plain(rules.modality_of(asked), rules.party_of(asked)),
    )


def classify_all(many: Sequence[Asked], model: TopicModel) -> tuple[Finding | Refusal, ...]:
    """What `classify` says of each, in order.

    Each step is done for some hundred statements before the next, and what it gives is remembered: patterns, weights and
    examples are together far larger than a processor's near memory, and going through all of them for each statement in
    turn took half as long again (measured 26 November 2026).
    """
    found: list[Finding | Refusal] = []
    for start in range(0, len(many), _AT_ONCE):
        some = many[start : start + _AT_ONCE]
        _look_at([each for each in some if _is_read(each)], model)
        found += (classify(each, model) for each in some)
    return tuple(found)


def _is_read(asked: Asked) -> bool:
    return len(asked.text) <= LONGEST and _language_of(asked.text) in ANALYSED_LANGUAGES


def _look_at(some: Sequence[Asked], model: TopicModel) -> None:
    for asked in some:
        view(asked)
    for asked in some:
        rules.rules_nothing(asked)
    for asked in some:
        act_of(asked)
    model.look_at([each for each in some if not rules.rules_nothing(each)])


def _ranked(asked: Asked, model: TopicModel) -> Ranking:
    """The model's ranking; without topics for words that rule nothing, and in doubt for those that only name a matter."""
    if rules.rules_nothing(asked):
        return Ranking((), abstain=False)
    ranking = model.rank(asked)
    return replace(ranking, abstain=True) if ranking.topics and rules.names_only(asked) else ranking


def _not_analysed(where: Statement, recipe: Recipe, language: str) -> Finding:
    return Finding(
        statement=where,
        topics=(),
        modality=Modality.NONE,
        bound_party=Party.NONE,
        beneficiary=Party.NONE,
        basis=Basis.EXPLICIT,
        severity=Severity.NONE,
        severity_reasons=(f"not analysed (language {language})",),
        facts=(),
        abstain=True,
        recipe=recipe,
        language=language,
    )
