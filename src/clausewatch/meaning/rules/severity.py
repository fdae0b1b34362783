"""How much a statement weighs, by written rules, each with its reason."""

from __future__ import annotations

from clausewatch.meaning.rules.view import View, view
from clausewatch.meaning.rules.weights import BY_MODALITY, BY_TOPIC, MUTUAL, RULES, USER_BOUND
from clausewatch.nouns.change import Severity
from clausewatch.nouns.finding import Asked, Modality, Party, TopicScore

# A topic below this probability is no ground for a weight (the classifier's scores are calibrated).
TRUSTED = 0.4


def severity_of(
    asked: Asked, topics: tuple[TopicScore, ...], modality: Modality, party: Party
) -> tuple[Severity, tuple[str, ...]]:
    """The weight of a statement and the rules that gave it, in words; `topics` may be empty or wrong: words come first."""
    if modality is Modality.NONE:
        level, reason = BY_MODALITY[modality]
        return level, (reason,)
    seen = view(asked)
    words = _words(seen)
    for rule in RULES:
        if (
            modality in rule.when
            and rule.words.search(words)
            and not (rule.unless and rule.unless.search(words))
        ):
            return rule.level, (rule.reason,)
    for topic in topics[:1]:
        level, when = BY_TOPIC.get(topic.topic, (Severity.NONE, frozenset[Modality]()))
        if modality in when and topic.score >= TRUSTED:
            return level, (f"by its topic {topic.topic}",)
    if modality in USER_BOUND and party in (Party.BOTH, Party.THIRD_PARTY):
        return Severity.LOW, (MUTUAL,)
    level, reason = BY_MODALITY[modality]
    return level, (reason,)


def _words(seen: View) -> str:
    """The statement with its run-in heading, marked, in lower case."""
    return f"{seen.run_in.lower()}. {seen.own}" if seen.run_in else seen.own
