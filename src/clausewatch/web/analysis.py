"""What a provision means, as it was kept or worked out when its page is asked for: versions never change, nor does the
recipe, and rulings are only added."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from clausewatch.meaning.analyse import Subject
from clausewatch.meaning.knowledge import regulations
from clausewatch.meaning.said import firm
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.nouns.change import Severity
from clausewatch.nouns.document import Edition, Provision, Statement
from clausewatch.nouns.finding import HUMAN, Finding, Part, Sentence, TopicId
from clausewatch.nouns.identity import VersionId
from clausewatch.nouns.review import OF_TOPICS, Matter, Ruled
from clausewatch.pipeline.said import analysed, earlier_in, ruled_among, ruled_at, ruled_in
from clausewatch.storage import Database, review
from clausewatch.web.recall import Recall

_VERSIONS = 64
_REPEATED, _WHOLE = 0.5, 0.85
"""Shares of a provision's words, and of a statement's: its number and its last mark are not quoted. Set by hand."""

_PROVISIONS = 512
_TOPIC = re.compile(r"\b[A-Z]+\.[a-z_]+\b")
_TITLES = {
    Part.WHAT: "What it is",
    Part.WHY: "Why it matters",
    Part.USERS: "What this means for users",
    Part.BUSINESSES: "What this means for businesses",
    Part.BOUND: "Who is bound, and what follows",
    Part.ACTIONS: "What you can do",
    Part.QUESTIONS: "Questions to ask",
}


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page with its sentences, grounded ones before context."""

    part: Part
    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is shown of a provision's findings. `topics` are name and probability, in percent, of those that are sure
    enough; 100 where an editor named them. `reviewed` is when an editor last ruled on any of it.

    `regulations` are the context sentences that name an entry of the regulations; they are in no section.

    `language` is set where the text is in one that is not analysed; then all else is empty.
    """

    topics: tuple[tuple[TopicId, str, int], ...]
    severity: Severity
    severity_reasons: tuple[str, ...]
    basis: str
    modalities: tuple[str, ...]
    parties: tuple[str, ...]
    sections: tuple[Section, ...]
    regulations: tuple[Sentence, ...]
    language: str
    recipe: str
    reviewed: datetime | None


_Key = tuple[VersionId, int, Subject]
"""A version, how many rulings there are of its document, and whose it is: by what is said of it depends."""


class Analyst:
    """Gives what is said of provisions and keeps the last versions' at hand. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._earlier: Recall[_Key, tuple[datetime, tuple[Ruled, ...]] | None] = Recall(_VERSIONS)
        self._ruled: Recall[_Key, tuple[Ruled, ...]] = Recall(_VERSIONS)
        self._among: Recall[tuple[_Key, tuple[int, ...]], Mapping[int, Ruled]] = Recall(_VERSIONS)
        self._single: Recall[tuple[_Key, int], Ruled] = Recall(_PROVISIONS)

    def ruled(self, edition: Edition, number: int, subject: Subject) -> Ruled:
        """What is said of the provision at that place of the outline, with the rulings there are by now."""
        key = self._key(edition, subject)
        if key in self._ruled:
            return self.all_ruled(edition, subject)[number]

        def work() -> Ruled:
            found = ruled_at(self._database, edition, number, subject)
            return found or self.all_ruled(edition, subject)[number]

        return self._single.get((key, number), work)

    def kept_ruled(self, edition: Edition, subject: Subject) -> tuple[Ruled, ...] | None:
        """The same of an edition that was analysed; None, and nothing worked out, where it was not."""
        if not analysed(self._database, edition, subject):
            return None
        return self.all_ruled(edition, subject)

    def kept_among(
        self, edition: Edition, numbers: Collection[int], subject: Subject
    ) -> Mapping[int, Ruled] | None:
        """The same of the provisions at those places alone; at least of them."""
        if not analysed(self._database, edition, subject):
            return None
        key = self._key(edition, subject)
        if key in self._ruled:
            return dict(enumerate(self.all_ruled(edition, subject)))
        return self._among.get(
            (key, tuple(numbers)), lambda: ruled_among(self._database, edition, numbers, subject)
        )

    def earlier_ruled(self, edition: Edition, subject: Subject) -> tuple[datetime, tuple[Ruled, ...]] | None:
        """What an earlier recipe said of each provision, and when; None where none did, or where the present one has."""
        if analysed(self._database, edition, subject):
            return None
        return self._earlier.get(
            self._key(edition, subject), lambda: earlier_in(self._database, edition, subject)
        )

    def all_ruled(self, edition: Edition, subject: Subject) -> tuple[Ruled, ...]:
        """What is said of each provision of the edition, in order."""
        return self._ruled.get(
            self._key(edition, subject), lambda: ruled_in(self._database, edition, subject) or ()
        )

    def _key(self, edition: Edition, subject: Subject) -> _Key:
        with self._database.read() as connection:
            return edition.version.id, review.count(connection, edition.version.document), subject


def meaning_of(ruled: Ruled) -> Meaning:
    """What is shown of it."""
    said = ruled.said
    sure = firm(said.findings)
    worst = max(sure, key=lambda each: each.severity.rank, default=None)
    best: dict[TopicId, int] = {}
    for each in sure:
        first = each.topics[0]
        best[first.topic] = max(best.get(first.topic, 0), _percent(each, ruled))
    known = taxonomy()
    entries = {each.id for each in regulations().entries}
    plain = tuple(each for each in said.sentences if each.source not in entries)
    ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
    return Meaning(
        topics=tuple((topic, known.topic(topic).name, sure_of) for topic, sure_of in ranked[:3]),
        severity=worst.severity if worst else Severity.NONE,
        severity_reasons=worst.severity_reasons if worst else (),
        basis=worst.basis.value if worst else "",
        modalities=tuple(dict.fromkeys(each.modality.value for each in sure)),
        parties=tuple(dict.fromkeys(each.bound_party.value for each in sure)),
        sections=tuple(
            Section(part, title, chosen)
            for part, title in _TITLES.items()
            if (chosen := tuple(each for each in plain if each.part is part))
        ),
        regulations=tuple(each for each in said.sentences if each.source in entries),
        language=next((each.language for each in said.findings if each.language), ""),
        reviewed=max((each.at for each in ruled.applied), default=None),
        recipe=next((f"{each.recipe.method} {each.recipe.version}" for each in said.findings), ""),
    )


def beside_its_words(meaning: Meaning, provision: Provision) -> Meaning:
    """What is shown of it where its words stand on the same page: without the sentences that only quote its statements
    again, where these make up half of its words or more. Of a longer provision they are the gravest few, and stay."""
    told = {part.part: part.sentences for part in meaning.sections}.get(Part.WHAT, ())
    again = frozenset(each for each in told if _only_quotes(each, provision.statements))
    quoted = sum(span.end - span.start for each in again for span in each.spans)
    words = sum(each.end - each.start for each in provision.statements)
    if not again or quoted < _REPEATED * words:
        return meaning
    kept = (
        replace(each, sentences=tuple(one for one in each.sentences if one not in again))
        for each in meaning.sections
    )
    return replace(meaning, sections=tuple(each for each in kept if each.sentences))


def _only_quotes(sentence: Sentence, statements: tuple[Statement, ...]) -> bool:
    """Whether it rests on statements as wholes and is no editor's: then it is composed of their words and a lead."""
    if sentence.source or not sentence.spans:
        return False
    last = sentence.spans[-1]
    return any(
        each.start <= last.start
        and last.end <= each.end
        and last.end - last.start >= _WHOLE * (each.end - each.start)
        for each in statements
    )


def topic_of(source: str) -> tuple[TopicId, str]:
    """The topic under which an entry of the knowledge stands, and its name; of one that is no more, nothing."""
    topic = source.partition("/")[0]
    name = next((each.name for each in taxonomy().topics if each.id == topic), "")
    return (topic, name) if name else ("", "")


def topics_named(words: str) -> str:
    """The words with every topic in them called by its name, in quotation marks, instead of its id."""

    def named(found: re.Match[str]) -> str:
        _, name = topic_of(found[0])
        return f"“{name}”" if name else found[0]

    return _TOPIC.sub(named, words)


def topics_ruled(words: str, matter: Matter) -> tuple[tuple[TopicId, str], ...]:
    """The topics that such a value names, each with its name, or its id again where it is no more; none of another matter."""
    if matter not in OF_TOPICS:
        return ()
    return tuple((each, topic_of(each)[1] or each) for each in words.split())


def _percent(finding: Finding, ruled: Ruled) -> int:
    """How sure the first topic is: 100 where an editor named it, and never more than 99 of a program."""
    by_editor = finding.recipe.method == HUMAN and any(
        each.target.matter is Matter.TOPIC for each in ruled.applied
    )
    score = finding.topics[0].score
    return 100 if by_editor and score >= 1.0 else min(99, round(100 * score))
