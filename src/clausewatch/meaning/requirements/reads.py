"""A document as rules are held against it: its edition with what is said of it, or why that is not known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from clausewatch.meaning.lead_ins import lead_ins
from clausewatch.meaning.quickfacts import answering
from clausewatch.meaning.regulate import counting
from clausewatch.meaning.requirements.stands import stand_of
from clausewatch.nouns.baseline import Drift
from clausewatch.nouns.document import Edition, Span
from clausewatch.nouns.finding import Finding
from clausewatch.nouns.knowledge import Told
from clausewatch.nouns.requirement import Matter, Quoted, Stand, Subject, Why

_LEAST_DOUBT = 0.4
"""Probability from which a statement that is too unsure to be a finding is a doubt: that from which a provision perhaps speaks
of a topic (`meaning/said.py`), tuned there."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Under which headings a statement stands, and the words that lead into its list."""

    section: str
    lead_in: str


@dataclass(frozen=True, slots=True)
class Read:
    """One document. `unread` is why nothing can be said of it; `stale` that its page could not be captured of late.

    `before` is the accepted version in the same way, and `drift` what changed since; None without a baseline. `audience`
    is the catalogue's.
    """

    subject: Subject
    audience: str = ""
    edition: Edition | None = None
    told: tuple[Told, ...] = ()
    around: dict[int, Surroundings] | None = None
    unread: Why | None = None
    stale: bool = False
    before: Read | None = None
    drift: Drift | None = None

    def stating(self, matter: Matter) -> tuple[Told, ...]:
        """The firm statements on the matter in one of its modalities and stands, those that say most first."""
        return tuple(each for each in _on(matter, self.told) if self._as_asked(matter, each))

    def speaking(self, matter: Matter) -> tuple[Told, ...]:
        """The firm statements on the matter, however they stand to it."""
        return _on(matter, self.told)

    def doubtful(self, matter: Matter) -> tuple[Told, ...]:
        """What might state the matter: statements too unsure for a finding; where platforms' acts are asked for, also those
        that say it of a side matter, or with limits."""
        unsure = tuple(
            replace(each, finding=replace(each.finding, abstain=False))
            for each in self.told
            if each.finding.abstain and each.finding.topics and each.finding.topics[0].score >= _LEAST_DOUBT
        )
        doubts = tuple(each for each in _on(matter, unsure, first=True) if self._as_asked(matter, each))
        if matter.stands and Stand.LIMITS not in matter.stands:
            limited = replace(matter, stands=frozenset({Stand.LIMITS}))
            doubts += tuple(each for each in _on(matter, self.told) if self._as_asked(limited, each))
        return doubts

    def quoted(self, told: Iterable[Told]) -> tuple[Quoted, ...]:
        """The statements as quotations, verbatim, each once, in the order given."""
        assert self.edition is not None
        version, content = self.edition.version, self.edition.text.content
        found = {}
        for each in told:
            start, end = each.finding.statement.start, each.finding.statement.end
            section = self._around(each.finding).section
            found[start] = quotation(version.document, version.id, content, Span(start, end), section)
        return tuple(found.values())

    def _as_asked(self, matter: Matter, each: Told) -> bool:
        if matter.modalities and each.finding.modality not in matter.modalities:
            return False
        return (
            not matter.stands
            or stand_of(each.finding, each.text, self._around(each.finding).lead_in) in matter.stands
        )

    def _around(self, finding: Finding) -> Surroundings:
        return (self.around or {}).get(finding.statement.start, Surroundings("", ""))


def quotation(document: str, version: str, content: str, span: Span, section: str) -> Quoted:
    """The words at the span with the line and column, from 1, at which they begin in the content."""
    before = content[: span.start]
    return Quoted(
        document,
        version,
        span.of(content),
        span,
        section,
        before.count("\n") + 1,
        span.start - (before.rfind("\n") + 1) + 1,
    )


def surroundings(edition: Edition) -> dict[int, Surroundings]:
    """What stands around each statement of the edition, by where it starts."""
    content = edition.text.content
    return {
        statement.start: Surroundings(" > ".join(provision.path) or provision.title, before)
        for provision in edition.outline.provisions
        for statement, before in zip(provision.statements, lead_ins(content, provision), strict=True)
    }


def _on(matter: Matter, told: tuple[Told, ...], *, first: bool = False) -> tuple[Told, ...]:
    if matter.fact is not None:
        return answering(matter.fact, told)
    found = [
        (place, -each.finding.severity.rank, -score.score, at, each)
        for at, each in enumerate(told)
        if not each.finding.abstain
        for place, score in enumerate(counting(each.finding)[: 1 if first else None])
        if score.topic == matter.topic
    ]
    return tuple(item[4] for item in sorted(found, key=lambda item: item[:4]))
