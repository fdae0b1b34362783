"""Quick facts of a platform: for each question the statement that answers it best, quoted, or that none was found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from clausewatch.meaning.quickfact_rules import AVOIDS, NEEDS, PREFERS, RULES, Rule
from clausewatch.nouns.audience import Audience, audience_of
from clausewatch.nouns.document import Span
from clausewatch.nouns.finding import Fact, FactKind, TopicId
from clausewatch.nouns.knowledge import QuickFact, QuickFactId, Told

NOT_FOUND = "not found in the captured documents"

_CHOICE = re.compile(r"\b(greater|lesser|higher|lower) of\b", re.IGNORECASE)
"""Marks a sum that is one of two: its half would mislead."""

_LAW_OF = re.compile(r"\blaws? of [^.;,]{0,30}$", re.IGNORECASE)

_MOST_WORDS = 2000
"""Characters of a statement that are looked at; longer ones are tables or pages without sentences."""


def quick_facts(told: Iterable[Told], readers: Mapping[str, Audience] | None = None) -> tuple[QuickFact, ...]:
    """One answer to each question, in their order, from the findings of a platform's current documents.

    A finding that abstains answers nothing. The quotation is the whole statement, verbatim at its span. `readers` are whom
    documents address, by their names; its kind and name tell it of one that is not among them. A contract with
    businesses answers a user's question only where no document for everyone of a kind that would does.
    """
    firm = [
        (each, (readers or {}).get(each.document) or audience_of(each.document_type, each.document))
        for each in told
        if each.finding.topics and not each.finding.abstain
    ]
    speaking: dict[TopicId, list[int]] = {}
    for place, (each, _) in enumerate(firm):
        for score in each.finding.topics[:2]:
            speaking.setdefault(score.topic, []).append(place)
    return tuple(
        _answered(rule, [(place, *firm[place]) for place in _places(rule, speaking)]) for rule in RULES
    )


def topics_asked() -> frozenset[TopicId]:
    """The topics by which questions are answered: a finding that has none of them first or second answers none."""
    return frozenset(topic for rule in RULES for topic in rule.topics)


def _places(rule: Rule, speaking: Mapping[TopicId, Sequence[int]]) -> list[int]:
    return sorted({place for topic in rule.topics for place in speaking.get(topic, ())})


def answering(fact: QuickFactId, told: Iterable[Told]) -> tuple[Told, ...]:
    """Every firm statement that answers the question, best first."""
    rule = next(each for each in RULES if each.id is fact)
    firm = (each for each in told if each.finding.topics and not each.finding.abstain)
    return tuple(sorted((each for each in firm if _answers(rule, each)), key=lambda each: _rank(rule, each)))


def plainly(fact: QuickFactId, told: Told) -> bool:
    """Whether a statement that answers the question does so as its own subject, in the words preferred."""
    rule = next(each for each in RULES if each.id is fact)
    return _topic(rule, told) == 0 and PREFERS[fact].search(told.text) is not None


def _answered(rule: Rule, firm: Iterable[tuple[int, Told, Audience]]) -> QuickFact:
    ranked = sorted(
        (
            ((_distance(rule, each, whom), *_rank(rule, each)), place, each, whom)
            for place, each, whom in firm
            if _answers(rule, each)
        ),
        key=lambda item: item[:2],
    )
    if not ranked:
        return QuickFact(rule.id, rule.question, NOT_FOUND)
    _, _, best, whom = ranked[0]
    statement = best.finding.statement
    return QuickFact(
        rule.id,
        rule.question,
        _short(rule, best) or best.text,
        best.text,
        best.document,
        Span(statement.start, statement.end),
        whom,
    )


def _answers(rule: Rule, told: Told) -> bool:
    finding = told.finding
    if _topic(rule, told) is None or (rule.modalities and finding.plain.modality not in rule.modalities):
        return False
    text = told.text
    if len(text) > _MOST_WORDS or AVOIDS[rule.id].search(text):
        return False
    return all(need.search(text) for need in NEEDS[rule.id])


def _distance(rule: Rule, told: Told, whom: Audience) -> int:
    """How far the document is from those that are asked: 0 to 2, for other readers and of another kind."""
    return (whom is not audience_of(rule.documents[0])) + (told.document_type not in rule.documents)


def _topic(rule: Rule, told: Told) -> int | None:
    """The place of the rule's topic among the statement's first two."""
    return next(
        (place for place, score in enumerate(told.finding.topics[:2]) if score.topic in rule.topics), None
    )


def _rank(rule: Rule, told: Told) -> tuple[float, ...]:
    """Lower is better: the subject before a side remark, preferred words, a fact, the nearest document, surer topics."""
    place = _topic(rule, told) or 0
    document = (
        rule.documents.index(told.document_type)
        if told.document_type in rule.documents
        else len(rule.documents)
    )
    return (
        place,
        0 if PREFERS[rule.id].search(told.text) else 1,
        0 if not rule.facts or _short(rule, told) else 1,
        document,
        rule.topics.index(told.finding.topics[place].topic),
        -round(told.finding.topics[place].score, 1),
        len(told.text),
    )


def _short(rule: Rule, told: Told) -> str:
    """The value of the fact that answers; empty where there is none, or several of which one would tell half."""
    kinds = [fact for fact in told.finding.facts if fact.kind in rule.facts and fact.value]
    kinds = [fact for fact in kinds if fact.role in rule.roles] or [
        fact for fact in kinds if not fact.role and _is_law(fact, told)
    ]
    if not kinds or _CHOICE.search(told.text):
        return ""
    if rule.nearest:
        preferred = PREFERS[rule.id].search(told.text)
        at = told.finding.statement.start + (preferred.end() if preferred is not None else 0)
        return min(kinds, key=lambda fact: abs(fact.start - at)).value
    values = {fact.value for fact in kinds}
    return values.pop() if len(values) == 1 else ""


def _is_law(fact: Fact, told: Told) -> bool:
    """Whether a place is named as one whose law it is; where somebody lives or sues no law governs by that."""
    if fact.kind is not FactKind.PLACE:
        return True
    return _LAW_OF.search(told.content, told.finding.statement.start, fact.start) is not None
