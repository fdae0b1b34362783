"""The figures and places by which statements answer a question."""

from __future__ import annotations

import re

from clausewatch.meaning.quickfact_rules import RULES
from clausewatch.meaning.requirements.places import adjectives
from clausewatch.nouns.finding import Fact, FactKind
from clausewatch.nouns.knowledge import QuickFactId, Told
from clausewatch.nouns.requirement import Unit

_DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "business day": 1, "working day": 1, "calendar day": 1}
_DAYS |= {
    "consecutive day": 1,
    "week": 7,
    "calendar week": 7,
    "month": 30,
    "calendar month": 30,
    "quarter": 90,
    "year": 365,
}
"""A month counts 30 days and a year 365. Business days count as days: the less that they may be."""

_VALUE = re.compile(r"(\d+) ([a-z ]+?)s?")
_OF = {each.id: each for each in RULES}

UNITS: dict[QuickFactId, Unit] = {
    each.id: Unit.YEARS if FactKind.AGE in each.facts else Unit.DAYS
    for each in RULES
    if {FactKind.AGE, FactKind.PERIOD} & set(each.facts)
}
"""The questions that figures answer, and what these count."""

PLACED = frozenset(each.id for each in RULES if FactKind.PLACE in each.facts)
"""The questions that places answer."""

_WITHOUT_NOTICE = re.compile(
    r"\bwithout (?:any )?(?:\w+ ){0,2}(?:notice|notification|notifying|warning)\b|\b(?:no|not (?:required|obligated|obliged) to (?:give|provide)) (?:\w+ )?notice\b",
    re.IGNORECASE,
)
_OF_TERMS = re.compile(
    r"\b(?:terms|agreement|polic(?:y|ies)|conditions|contract|addendum|guidelines|statement)\b", re.IGNORECASE
)
_SENTENCES = re.compile(r"(?<=[.;!])\s+")
_NOTICE = frozenset(
    {QuickFactId.CHANGE_NOTICE, QuickFactId.TERMINATION_NOTICE, QuickFactId.SUBPROCESSOR_NOTICE}
)


def is_none(fact: QuickFactId, text: str) -> bool:
    """Whether the words answer a question about notice by none at all; of changes, in a sentence about the terms themselves."""
    return fact in _NOTICE and any(
        _WITHOUT_NOTICE.search(each) and (fact is not QuickFactId.CHANGE_NOTICE or _OF_TERMS.search(each))
        for each in _SENTENCES.split(text)
    )


_AT_ONCE = re.compile(
    r"\b(?:effective|effect|force|apply|applies|binding|bound)\b[^.;]{0,30}?\b(?:immediately(?! (?:prior|before|preceding))|at once|instantly|(?:up)?on post\w+|(?:when|once|as soon as) (?:they are |we )?(?:post|publish))",
    re.IGNORECASE,
)


def contradicting(fact: QuickFactId, told: Told) -> tuple[float, ...]:
    """Figures that the statement gives in whatever role, and none where it tells of no time at all: what may turn an outcome."""
    kinds = _OF[fact].facts
    found = tuple(
        number for each in told.finding.facts if each.kind in kinds and (number := _number(each)) is not None
    )
    none = is_none(fact, told.text) or (fact in _NOTICE and _AT_ONCE.search(told.text) is not None)
    return (*found, 0.0) if none else found


def figures_of(fact: QuickFactId, told: Told) -> tuple[float, ...]:
    """The figures in the unit of the question, in the order of the text; only those of its role."""
    return tuple(number for each in _facts(fact, told) if (number := _number(each)) is not None)


def places_of(fact: QuickFactId, told: Told) -> tuple[str, ...]:
    """The places by which the statement answers, as it names them."""
    named = (each.value for each in _facts(fact, told))
    return tuple(dict.fromkeys((*named, *adjectives(told.text))))


def _facts(fact: QuickFactId, told: Told) -> tuple[Fact, ...]:
    rule = _OF[fact]
    wanted = rule.roles[:1] if UNITS.get(fact) is Unit.DAYS else rule.roles
    return tuple(each for each in told.finding.facts if each.kind in rule.facts and each.role in wanted)


def _number(fact: Fact) -> float | None:
    if fact.kind is FactKind.AGE:
        return float(fact.value)
    hit = _VALUE.fullmatch(fact.value)
    unit = _DAYS.get(hit[2]) if hit else None
    return None if hit is None or unit is None else int(hit[1]) * unit
