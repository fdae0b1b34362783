"""One statement in, one finding out: topics by the model; modality, parties, severity and facts by written rules."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from clausewatch.meaning import rules
from clausewatch.meaning.topics import Ranking, TopicModel
from clausewatch.nouns.change import Severity
from clausewatch.nouns.document import Statement, StatementKind
from clausewatch.nouns.finding import Asked, Basis, Finding, Modality, Party, Recipe
from clausewatch.text.language import language_of

LONGEST = 20_000
"""A statement of more characters is refused: it is no statement but a document that was not taken apart."""

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
    recipe = Recipe("clausewatch.meaning", model.version)
    language = language_of(asked.text)
    if language not in ANALYSED_LANGUAGES:
        return _not_analysed(where, recipe, language)
    ranking = _ranked(asked, model)
    modality, party = rules.modality_of(asked), rules.party_of(asked)
    severity, reasons = rules.severity_of(asked, ranking.topics, modality, party)
    return Finding(
        statement=where,
        topics=ranking.topics,
        modality=modality,
        bound_party=party,
        beneficiary=rules.beneficiary_of(asked),
        basis=rules.basis_of(asked),
        severity=severity,
        severity_reasons=reasons,
        facts=rules.facts_of(asked),
        abstain=ranking.abstain,
        recipe=recipe,
    )


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
