"""Findings by written rules: modality, parties, severity and facts of one statement, and the alias table of a document."""

from __future__ import annotations

from clausewatch.meaning.rules.aliases import aliases
from clausewatch.meaning.rules.facts import facts_of
from clausewatch.meaning.rules.finding import basis_of, beneficiary_of, modality_of, party_of
from clausewatch.meaning.rules.nothing import names_only, rules_nothing
from clausewatch.meaning.rules.severity import severity_of

__all__ = [
    "aliases",
    "basis_of",
    "beneficiary_of",
    "facts_of",
    "modality_of",
    "names_only",
    "party_of",
    "rules_nothing",
    "severity_of",
]
