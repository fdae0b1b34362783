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


def perhaps(findings: Iterable[Finding], topic: TopicId) -> Finding | None:
    """The finding that likeliest speaks of the topic, wherever in its ranking it stands; the first of those as likely."""
    ranked = [(each, one.score) for each in findings for one in each.topics if one.topic == topic]
    best = max(ranked, key=lambda each: (each[1], -each[0].statement.start), default=None)
    return best and best[0]
