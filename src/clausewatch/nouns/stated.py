"""A provision as stated over a time, with everything that is said of it: the form in which findings are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from clausewatch.nouns.change import Severity
from clausewatch.nouns.document import Span
from clausewatch.nouns.finding import Finding, Modality, Party, Sentence, TopicId
from clausewatch.nouns.identity import Digest, DocumentId, LineageId, ProvisionId, VersionId

StatedId = str
"""Identity of a provision as stated over one unbroken time."""

CLAUSES = "clauses/3"
"""The way in which the clauses that say most are chosen: grows with every edit of meaning/clauses.py that changes which, or
their order, and with what is kept of each."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one provision: a finding for each statement, and the sentences of its page.

    `refused` are the sentences that the gate let pass in no wording. Context sentences are all there are for the
    provision; where a document is shown whole, those that came up before are left out (see `first_told`).
    """

    findings: tuple[Finding, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    refused: tuple[str, ...] = ()

    def moved(self, by: int) -> Said:
        """The same with every span `by` code points further on."""
        return Said(
            tuple([each.moved(by) for each in self.findings]),
            tuple([each.moved(by) if each.spans else each for each in self.sentences]),
            self.refused,
        )


@dataclass(frozen=True, slots=True)
class TopicTold:
    """That a provision speaks of a topic: the surest score, whether some statement has it for its first, and how it
    speaks of it. Only findings that do not abstain tell."""

    topic: TopicId
    score: float
    first: bool
    modality: Modality
    party: Party
    severity: Severity


@dataclass(frozen=True, slots=True)
class Marks:
    """What is seen of a provision at a glance: its severity, and the topics that some statement has first, surest first."""

    severity: Severity
    topics: tuple[TopicId, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """A provision that stood word for word, under the same headings, from `observed_from` until `observed_to`.

    `observed_to` is None while it stands in the current version. `place` and the spans of `said` lie in the content of
    the version that was asked for, which is `version`; `first_version` is the first that states it so. `text` is all of
    its words, heading included, as they stand at `place`.
    """

    id: StatedId
    document: DocumentId
    lineage: LineageId
    address: ProvisionId
    path: tuple[str, ...]
    title: str
    number: str
    lead_in: str
    text: str
    place: Span
    said: Said
    language: str
    severity: Severity
    version: VersionId
    first_version: VersionId
    observed_from: datetime
    observed_to: datetime | None


@dataclass(frozen=True, slots=True)
class Clause:
    """The statement by which a provision says most about a matter: a topic, said or perhaps said, or a regulation's entry.

    `start` and `stop` lie in the provision's `text`. Of two clauses the one of less `weight` says more.
    """

    matter: str
    start: int
    stop: int
    modality: Modality
    severity: Severity
    weight: float


@dataclass(frozen=True, slots=True)
class Analysis:
    """That a version was analysed, by which recipe and when, and how much came of it.

    `context` is the digest of all that findings depend on beside the words: recipe, platform, kind of document, names.
    """

    version: VersionId
    document: DocumentId
    recipe: str
    context: Digest
    at: datetime
    statements: int
    sentences: int
    refused: int
