"""How a platform stands to a matter, in one word, by what its statement does."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from clausewatch.meaning.regulate import MOST_TOPICS
from clausewatch.nouns.finding import Finding, Modality, TopicId


class Stance(StrEnum):
    """What a platform's clause does in the matter."""

    STATES = "states"
    LIMITS = "limits"
    REQUIRES = "requires"
    PERMITS = "permits"
    PROHIBITS = "prohibits"
    GRANTS = "grants"
    RESERVES = "reserves"


_OF = {
    Modality.PROHIBITION: Stance.PROHIBITS,
    Modality.OBLIGATION: Stance.REQUIRES,
    Modality.PERMISSION: Stance.PERMITS,
    Modality.POWER: Stance.RESERVES,
    Modality.COMMITMENT: Stance.GRANTS,
    Modality.RIGHT: Stance.GRANTS,
    Modality.DISCLAIMER: Stance.LIMITS,
}


def stance(modality: Modality) -> Stance:
    """The stance of a statement of that modality; what only informs states."""
    return _OF.get(modality, Stance.STATES)


def telling(findings: Iterable[Finding], topics: Iterable[TopicId]) -> Finding | None:
    """The finding that says most about one of the topics: the gravest of those that have it first, else second."""
    wanted = frozenset(topics)
    ranked = sorted(
        (
            (place, -each.severity.rank, -score.score, each.statement.start, each)
            for each in findings
            if not each.abstain
            for place, score in enumerate(each.topics[:MOST_TOPICS])
            if score.topic in wanted
        ),
        key=lambda item: item[:4],
    )
    return ranked[0][4] if ranked else None
