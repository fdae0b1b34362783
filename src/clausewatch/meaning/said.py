"""Everything that is said of an edition: findings of its statements and the sentences of its provisions' pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from clausewatch.meaning.analyse import Aliases, KnownFindings, Subject, analysed, names_of
from clausewatch.meaning.compose import composed_all
from clausewatch.meaning.context import Background
from clausewatch.meaning.cues import cued
from clausewatch.meaning.gate import first_objection
from clausewatch.meaning.knowledge import knowledge, regulations
from clausewatch.meaning.lead_ins import kept_lead_ins
from clausewatch.meaning.regulate import counting
from clausewatch.meaning.taxonomy import Taxonomy
from clausewatch.meaning.topics import shipped_model
from clausewatch.nouns.change import Severity
from clausewatch.nouns.document import Edition, Span
from clausewatch.nouns.finding import HUMAN, Claim, Finding, GateRuling, TopicId, TopicScore
from clausewatch.nouns.identity import Digest, digest_of
from clausewatch.nouns.knowledge import Analysed, Told
from clausewatch.nouns.stated import Said, Stated, TopicTold

_MOST_RULINGS = 50_000
"""Rulings remembered; far more than one document has sentences."""

LEAST_PERHAPS = 0.4
"""Probability from which a topic that is not said is perhaps spoken of. On the labelled statements (shared topics/, each
platform by a model that saw nothing of it) the first topic of a finding that abstains was right in 48 of 85 from here on,
and in 6 of 29 below. Later topics of a ranking: of 17 that some platform of the GenAI-EU archive tells nowhere, 11 were read
to be spoken of in the words shown."""

_Question = tuple[str, tuple[tuple[str, str], ...], tuple[str, ...]]


@dataclass(slots=True)
class Notes:
    """What was worked out for a document before and holds for its other versions. One for each subject.

    `names` is the digest of the names under which `findings` were made; under others they are forgotten.
    """

    names: Digest = ""
    findings: KnownFindings = field(default_factory=dict)
    rulings: dict[_Question, GateRuling] = field(default_factory=dict)

    def under(self, names: Digest) -> None:
        """Forgets the findings that were made under other names."""
        if names != self.names:
            self.findings.clear()
            self.names = names

    def remember(self, stated: Stated) -> None:
        """Takes over the findings that were kept of a provision, made under `names`."""
        at = stated.place.start
        for finding, lead_in in zip(stated.said.findings, kept_lead_ins(stated), strict=True):
            start, end = finding.statement.start, finding.statement.end
            text = stated.text[start - at : end - at]
            self.findings[stated.path, lead_in, text] = finding.moved(-start)

    def rule(self, claim: Claim) -> GateRuling:
        """The gate's ruling with its first reason; the same question is asked once. It does not depend on where the words stand."""
        cited = tuple((each.id, each.text) for each in claim.cited)
        question = claim.text, cited, claim.path
        ruling = self.rulings.get(question)
        if ruling is None:
            if len(self.rulings) >= _MOST_RULINGS:
                self.rulings.clear()
            ruling = self.rulings[question] = first_objection(claim)
        return ruling


def said_of(edition: Edition, subject: Subject, notes: Notes | None = None) -> tuple[Said, ...]:
    """What is said of each provision, in order; the same with or without `notes`. Spans lie in the edition's content."""
    book = notes or Notes()
    made = findings_of(edition, subject, book)
    texts = composed_all(made, book.rule, Background(knowledge(), regulations()))
    return tuple(
        Said(each.findings, text.sentences, text.refused) for each, text in zip(made, texts, strict=True)
    )


def findings_of(edition: Edition, subject: Subject, notes: Notes | None = None) -> tuple[Analysed, ...]:
    """Each provision with the findings of its statements, in order."""
    book = notes or Notes()
    names = names_of(edition, subject)
    book.under(names_digest(names))
    return analysed(edition, subject, names, shipped_model(), book.findings)


def names_digest(names: Aliases) -> Digest:
    """What tells two tables of names apart."""
    return digest_of(*(part for name, party in names for part in (name, party.value)))


def firm(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that are sure enough to be shown."""
    return tuple(each for each in findings if each.topics and not each.abstain)


def topics_told(findings: Iterable[Finding]) -> tuple[TopicTold, ...]:
    """Of which topics the firm findings tell, once for each modality and party."""
    told: dict[tuple[str, str, str], TopicTold] = {}
    for finding in firm(findings):
        for place, ranked in enumerate(counting(finding)):
            key = ranked.topic, finding.modality.value, finding.bound_party.value
            before = told.get(key)
            told[key] = TopicTold(
                topic=ranked.topic,
                score=max(ranked.score, before.score) if before else ranked.score,
                first=place == 0 or (before is not None and before.first),
                modality=finding.modality,
                party=finding.bound_party,
                severity=_graver(finding.severity, before.severity if before else Severity.NONE),
            )
    return tuple(told[key] for key in sorted(told))


@dataclass(frozen=True, slots=True)
class Cued:
    """A statement in which the words of a topic's cue stand close together, at `words`; `score` is the model's, 0 if none."""

    finding: Finding
    words: Span
    score: float


def topics_perhaps(findings: Sequence[Finding], text: str, at: int = 0) -> tuple[TopicScore, ...]:
    """Topics that are perhaps spoken of and told of by no firm finding. Spans of `findings` count from `at`, where `text` begins.

    (1) What a finding ranks from `LEAST_PERHAPS` on: in one that abstains any topic, in a firm one those that come too late
    to count. (2) What a cue betrays, with less than that: whether the kind of document would say it is for the reader to ask.
    """
    told = {each.topic for each in topics_told(findings)}
    best: dict[TopicId, TopicScore] = {}
    # (1):
    for finding in findings:
        for one in finding.topics:
            if one.score >= LEAST_PERHAPS and one.topic not in told:
                best[one.topic] = max(one, best.get(one.topic, one), key=lambda each: each.score)
    # (2):
    for topic, cue in cued_in(findings, text, at).items():
        if topic not in told and topic not in best:
            best[topic] = TopicScore(topic, cue.score)
    return tuple(best[topic] for topic in sorted(best))


def cued_in(findings: Iterable[Finding], text: str, at: int = 0) -> dict[TopicId, Cued]:
    """The likeliest statement for each topic that a cue betrays, else the first; `text` and `at` as for `topics_perhaps`.

    None of a language that is not analysed, and none that an editor ruled on: a person has read what it is about.
    """
    found: dict[TopicId, Cued] = {}
    for each in findings:
        if each.language or each.recipe.method == HUMAN:
            continue
        start = each.statement.start
        for topic, span in cued(text[start - at : each.statement.end - at]).items():
            score = next((one.score for one in each.topics if one.topic == topic), 0.0)
            if topic not in found or score > found[topic].score:
                found[topic] = Cued(each, Span(start + span.start, start + span.end), score)
    return found


def perhaps_today(
    perhaps: Iterable[TopicScore], told: Iterable[TopicTold], by: Taxonomy
) -> tuple[TopicScore, ...]:
    """The same under the ids that took the place of topics that were split or merged since, without those told of."""
    known = {each.topic for each in told}
    best: dict[TopicId, TopicScore] = {}
    for each in perhaps:
        for topic in by.today(each.topic):
            if topic not in known:
                score = max(each.score, best[topic].score if topic in best else 0.0)
                best[topic] = TopicScore(topic, score)
    return tuple(best[topic] for topic in sorted(best))


def told_today(told: Iterable[TopicTold], by: Taxonomy) -> tuple[TopicTold, ...]:
    """The same under the ids that took the place of topics that were split or merged since.

    Where one is told of already, the surer score and the graver severity stay.
    """
    found: dict[tuple[str, str, str], TopicTold] = {}
    for each in told:
        for topic in by.today(each.topic):
            key = topic, each.modality.value, each.party.value
            before = found.get(key)
            found[key] = replace(
                each,
                topic=topic,
                score=max(each.score, before.score) if before else each.score,
                first=each.first or (before is not None and before.first),
                severity=_graver(each.severity, before.severity if before else Severity.NONE),
            )
    return tuple(found[key] for key in sorted(found))


def gravest(findings: Iterable[Finding]) -> Severity:
    """The top severity of the firm findings."""
    return max((each.severity for each in firm(findings)), key=lambda each: each.rank, default=Severity.NONE)


def told_of(edition: Edition, subject: Subject, findings: Iterable[Finding]) -> tuple[Told, ...]:
    """Findings of the edition with the document's name, as quick facts are picked from."""
    content = edition.text.content
    return tuple(Told(subject.document, subject.document_type, content, each) for each in findings)


def _graver(one: Severity, other: Severity) -> Severity:
    return one if one.rank >= other.rank else other
