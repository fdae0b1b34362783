"""A document as rules are held against it: its edition with what is said of it, or why that is not known."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from clausewatch.meaning.folding import folded, words_in
from clausewatch.meaning.lead_ins import lead_ins
from clausewatch.meaning.quickfact_rules import NEEDS, RULES
from clausewatch.meaning.quickfacts import answering, plainly
from clausewatch.meaning.refusals import names_act
from clausewatch.meaning.regulate import counting
from clausewatch.meaning.requirements.stands import stand_of
from clausewatch.meaning.stems import stem, tokens_of
from clausewatch.nouns.baseline import Drift
from clausewatch.nouns.document import Edition, Span
from clausewatch.nouns.finding import Finding
from clausewatch.nouns.knowledge import QuickFactId, Told
from clausewatch.nouns.requirement import Matter, Quoted, Stand, Subject, Why

_LEAST_DOUBT = 0.4
"""Probability from which a statement that is too unsure to be a finding is a doubt: that from which a provision perhaps speaks
of a topic (`meaning/said.py`), tuned there."""


_CHOICES = {"CONTENT.training": "CONTENT.training_optout"}
"""Topics of acts, and those of the choice that people have in them."""

_PARTS = frozenset({"Zs", "Pd", "Pi", "Pf"})
_PARTING = frozenset("'\",./")

_LEAST_WORDS = 4
"""Fewer are a heading: it names a matter and states nothing. Seen on the captured documents in force of 26 November 2026."""


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
        """The statements that surely state the matter in one of its modalities and stands, those that say most first."""
        return tuple(
            each for each in _on(matter, self.told) if _sure(matter, each) and self._as_asked(matter, each)
        )

    def speaking(self, matter: Matter) -> tuple[Told, ...]:
        """The firm statements on the matter, however they stand to it."""
        return _on(matter, self.told)

    def unsettled(self, matter: Matter) -> tuple[Told, ...]:
        """The statements surely on the matter of which it cannot be told how they stand to the platform's act."""
        return tuple(
            each
            for each in dict.fromkeys((*_on(matter, self.told), *_choices(matter, self.told)))
            if (_sure(matter, each) or each.finding.topics[0].topic in _CHOICES.values())
            and stand_of(each.finding, each.text, self._around(each.finding).lead_in, matter) is None
        )

    def doubtful(self, matter: Matter) -> tuple[Told, ...]:
        """What might state the matter: what is unsure, and where platforms' acts are asked for, what says it with limits."""
        unsure = self._unsure()
        stated = frozenset(each.finding.statement.start for each in self.stating(matter))
        wider = replace(matter, stands=matter.stands | {Stand.LIMITS}) if matter.stands else matter
        return tuple(
            each
            for each in dict.fromkeys((*_on(matter, (*self.told, *unsure)), *_near(matter, self.told)))
            if each.finding.statement.start not in stated and self._as_asked(wider, each)
        )

    def beside(self, fact: QuickFactId) -> tuple[Told, ...]:
        """The statements that have the question's matter as their own subject or answer it unsurely: what answers may leave out."""
        topics = next(each.topics for each in RULES if each.id is fact)
        unsure = self._unsure()
        own = (
            each
            for each in (*self.told, *unsure)
            if not each.finding.abstain and each.finding.topics and each.finding.topics[0].topic in topics
        )
        return tuple(dict.fromkeys((*answering(fact, (*self.told, *unsure)), *own)))

    def quoted(self, told: Iterable[Told]) -> tuple[Quoted, ...]:
        """The statements as quotations, verbatim, each once, in the order given."""
        assert self.edition is not None
        version, content = self.edition.version, self.edition.text.content
        found: dict[str, Quoted] = {}
        for each in told:
            if each.text not in found:
                start, end = each.finding.statement.start, each.finding.statement.end
                section = self._around(each.finding).section
                found[each.text] = quotation(version.document, version.id, content, Span(start, end), section)
        return tuple(found.values())

    def _unsure(self) -> tuple[Told, ...]:
        return tuple(
            replace(each, finding=replace(each.finding, abstain=False))
            for each in self.told
            if each.finding.abstain and each.finding.topics and each.finding.topics[0].score >= _LEAST_DOUBT
        )

    def _as_asked(self, matter: Matter, each: Told) -> bool:
        if matter.modalities and each.finding.plain.modality not in matter.modalities:
            return False
        return (
            not matter.stands
            or stand_of(each.finding, each.text, self._around(each.finding).lead_in, matter) in matter.stands
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


def _on(matter: Matter, told: tuple[Told, ...]) -> tuple[Told, ...]:
    """The firm statements on the matter that hold one of its words, however they stand to it, best first."""
    if matter.fact is not None:
        return tuple(each for each in answering(matter.fact, told) if holds(matter.words, each.text))
    found = [
        (place, -each.finding.severity.rank, -score.score, at, each)
        for at, each in enumerate(told)
        if not each.finding.abstain
        for place, score in enumerate(counting(each.finding))
        if score.topic == matter.topic and holds(matter.words, each.text)
    ]
    return tuple(item[4] for item in sorted(found, key=lambda item: item[:4]))


def _near(matter: Matter, told: tuple[Told, ...]) -> Iterator[Told]:
    """The firm statements that tell of a platform's act that is asked for, in other words than answers mostly have."""
    topics = next((each.topics for each in RULES if each.id is matter.fact), ()) if matter.stands else ()
    for each in told:
        tells = any(score.topic in topics for score in counting(each.finding))
        if tells and not each.finding.abstain and _states(matter, each):
            yield each


def _choices(matter: Matter, told: tuple[Told, ...]) -> Iterator[Told]:
    """The firm statements that give a choice in the act: who may refuse a thing is told that it is done."""
    topics = next((each.topics for each in RULES if each.id is matter.fact), (matter.topic,))
    wanted = {_CHOICES[each] for each in topics if each in _CHOICES}
    for each in told:
        own = each.finding.topics[:1]
        if own and own[0].topic in wanted and not each.finding.abstain and _states(matter, each):
            yield each


def _states(matter: Matter, each: Told) -> bool:
    """Whether the words name the act, by what an answer must hold first."""
    named = matter.fact is None or NEEDS[matter.fact][0].search(each.text) is not None
    return (
        (named or names_act(each.text, matter))
        and holds(matter.words, each.text)
        and len(tokens_of(each.text)) >= _LEAST_WORDS
    )


def _sure(matter: Matter, each: Told) -> bool:
    """Whether it is the statement's own subject, and said in the words in which it mostly is."""
    if matter.fact is not None:
        return plainly(matter.fact, each)
    return each.finding.topics[0].topic == matter.topic and len(tokens_of(each.text)) >= _LEAST_WORDS


def holds(words: tuple[str, ...], text: str) -> bool:
    """Whether the text holds one of the words, or words one after the other, in any of their forms; true where none is asked."""
    if not words:
        return True
    said = _stems(text)
    return any(_stems(each) in said for each in words)


def searchable(words: str) -> bool:
    """Whether all of the words can be looked for: letters and digits of any script, with nothing between but spaces and marks
    that only part words."""
    found = [(each.start, each.end) for each in words_in(words)]
    kept = {place for start, end in found for place in range(start, end)}
    return bool(found) and all(
        place in kept or letter in _PARTING or unicodedata.category(letter) in _PARTS
        for place, letter in enumerate(words)
    )


def _stems(text: str) -> str:
    return f" {' '.join(map(stem, folded(text)))} "
