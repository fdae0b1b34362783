"""Which statement of a provision says most about each matter, and how much it says: what lists of clauses are sorted by."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from clausewatch.meaning.compare.kinds import would_say
from clausewatch.meaning.quote import MOST_QUOTED, last_sentence
from clausewatch.meaning.regulate import all_bearing, case_of, counting
from clausewatch.meaning.said import LEAST_PERHAPS, Cued, cued_in, topics_perhaps
from clausewatch.meaning.stances import perhaps, telling
from clausewatch.nouns.document import Span
from clausewatch.nouns.finding import Finding, TopicId, TopicScore
from clausewatch.nouns.knowledge import Regulations
from clausewatch.nouns.stated import Clause

_FEW = 6
"""Words under which a statement is mostly a heading ("Mandatory arbitration") or an item that needs its list."""

_MARK = re.compile(r"[;:,](?=\s)|\(")
_AFTER = 100
"""Characters that are quoted at least after the words of a cue, as far as their statement goes on."""

_SECOND, _STUB, _GRADE = 20.0, 10.0, 2.0
_FULL = 1.0
"""The most that a sentence weighs which is about the matter first: of the gravest stubs the lightest weighs more."""


def matter_of_regulation(entry: str) -> str:
    """The matter that a regulation's entry is; topics are matters by their own names."""
    return f"regulation/{entry}"


def matter_of_perhaps(topic: TopicId) -> str:
    """The matter of what perhaps speaks of the topic, apart from what does."""
    return f"perhaps/{topic}"


def clauses_of(
    findings: Sequence[Finding], text: str, document_type: str, regulations: Regulations
) -> tuple[Clause, ...]:
    """One clause for each topic that the provision speaks of, or perhaps does, and each entry that bears on it; spans lie in
    `text`."""
    topics = dict.fromkeys(score.topic for each in findings if not each.abstain for score in counting(each))
    wanted: list[tuple[str, tuple[TopicId, ...]]] = [(topic, (topic,)) for topic in topics]
    bearing = all_bearing(case_of(findings, text, document_type), regulations)
    wanted += [(matter_of_regulation(entry.id), entry.topics) for entry in bearing]
    return (
        *_clauses_about(wanted, frozenset(topics), findings, text),
        *clauses_perhaps(findings, text, document_type),
    )


def _clauses_about(
    wanted: Iterable[tuple[str, tuple[TopicId, ...]]],
    spoken: frozenset[TopicId],
    findings: Sequence[Finding],
    text: str,
) -> Iterator[Clause]:
    """One clause for each matter. Of many entries on the same topics it is the same, and is looked for once."""
    made: dict[frozenset[TopicId], Clause | None] = {}
    for matter, among in wanted:
        topics = spoken.intersection(among)
        if topics not in made:
            made[topics] = clause_about(matter, topics, findings, text)
        found = made[topics]
        if found is not None:
            yield Clause(matter, found.start, found.stop, found.modality, found.severity, found.weight)


def clauses_perhaps(findings: Sequence[Finding], text: str, document_type: str) -> tuple[Clause, ...]:
    """For each topic that the provision perhaps speaks of the statement that likeliest does; the likelier, the lighter.

    What only a cue betrays counts in kinds of documents that would say it.
    """
    betrayed, found = cued_in(findings, text), []
    for each in topics_perhaps(findings, text):
        likeliest = perhaps(findings, each.topic) if each.score >= LEAST_PERHAPS else None
        if likeliest is not None:
            at = Span(likeliest.statement.start, likeliest.statement.end)
            found.append(_clause_perhaps(each, likeliest, at))
        elif would_say(each.topic, (document_type,)):
            cue = betrayed[each.topic]
            found.append(_clause_perhaps(each, cue.finding, _around(cue, text)))
    return tuple(found)


def _clause_perhaps(topic: TopicScore, of: Finding, at: Span) -> Clause:
    weight = round(1.0 - topic.score, 6)
    return Clause(matter_of_perhaps(topic.topic), at.start, at.end, of.plain.modality, of.severity, weight)


def _around(cue: Cued, text: str) -> Span:
    """The statement; of one that is too long for its quotation to reach the cue, from where the cue's sentence begins, else from
    a mark before the cue or from its words on."""
    at, words = cue.finding.statement, cue.words
    sentence = last_sentence(text, Span(at.start, words.start)).start
    begins = (at.start, sentence, *(each.end() for each in _MARK.finditer(text, sentence, words.start)))
    near = (each for each in begins if words.end - each <= MOST_QUOTED - _AFTER)
    return Span(next(near, words.start), at.end)


def clause_about(
    matter: str, topics: Collection[TopicId], findings: Sequence[Finding], text: str
) -> Clause | None:
    """What the provision says most tellingly about one of the topics, or None; spans of `findings` lie in `text`."""
    finding = telling(findings, topics)
    if finding is None:
        return None
    at = finding.statement
    return Clause(
        matter, at.start, at.end, finding.plain.modality, finding.severity, _weight(finding, topics, text)
    )


def is_slight(clause: Clause) -> bool:
    """Whether the clause says little about its matter: it is about another one first, or only a heading or a stub."""
    return clause.weight > _FULL


def _weight(finding: Finding, topics: Collection[TopicId], text: str) -> float:
    """Lighter is more telling: sentences before headings and stubs (what names a matter only says nothing about it), then
    the graver, then the surer."""
    first = finding.topics[0]
    few = len(text[finding.statement.start : finding.statement.end].split()) < _FEW
    graded = _SECOND * (first.topic not in topics) + _STUB * few - _GRADE * finding.severity.rank
    return round(graded + 1.0 - first.score, 6)
