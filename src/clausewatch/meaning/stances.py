"""Which of many findings says most about a matter, or perhaps speaks of it."""

from __future__ import annotations

from collections.abc import Iterable

from clausewatch.meaning.regulate import counting
from clausewatch.nouns.finding import Finding, TopicId


def telling(findings: Iterable[Finding], topics: Iterable[TopicId]) -> Finding | None:
    """The finding that says most about one of the topics: the gravest of those that have it first, else second."""
    wanted = frozenset(topics)
    ranked = sorted(
        (
            (place, -each.severity.rank, -score.score, each.statement.start, each)
            for each in findings
            if not each.abstain
            for place, score in enumerate(counting(each))
            if score.topic in wanted
        ),
        key=lambda item: item[:4],
    )
    return ranked[0][4] if ranked else None


def perhaps(findings: Iterable[Finding], topics: Iterable[TopicId]) -> Finding | None:
    """The likeliest of the findings that abstain and have one of the topics first."""
    wanted = frozenset(topics)
    unsure = [each for each in findings if each.abstain and each.topics and each.topics[0].topic in wanted]
    return max(unsure, key=lambda each: (each.topics[0].score, -each.statement.start), default=None)
