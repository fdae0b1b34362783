"""What is known about the world, per topic: texts for people and where they may be shown; and what is made from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from clausewatch.nouns.audience import Audience
from clausewatch.nouns.change import Severity
from clausewatch.nouns.document import Provision, Span
from clausewatch.nouns.finding import Bearing, Finding, Modality, RegulationEntry, Sentence, TopicId


@dataclass(frozen=True, slots=True)
class Effect:
    """What a term of one modality means, in general, for people who use a service and for organisations that do."""

    users: str
    businesses: str


@dataclass(frozen=True, slots=True)
class SectorNote:
    """A remark for one sector. `when` is its rule in words; `terms` and `also` are that rule as words of the text.

    The sector may be named only where one of `terms` occurs in the provision and, if `also` is given, one of those too.
    """

    sector: str
    when: str
    note: str
    terms: tuple[str, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicKnowledge:
    """Everything known about one topic. Sentences are about the world, never about one document."""

    id: TopicId
    title: str
    what: str
    why: str
    effects: tuple[tuple[Modality, Effect], ...]
    sectors: tuple[SectorNote, ...]
    facts: tuple[str, ...]
    questions: tuple[str, ...]
    actions: tuple[str, ...]
    severity: tuple[tuple[Severity, str], ...]
    change_watch: tuple[str, ...]
    related: tuple[TopicId, ...]

    def effect(self, modality: Modality) -> Effect | None:
        """What such a term means in general; None where nothing is known for this modality."""
        return dict(self.effects).get(modality)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All topics of one version of the knowledge, in the order of their file."""

    version: str
    topics: tuple[TopicKnowledge, ...]


@dataclass(frozen=True, slots=True)
class Regulations:
    """All entries of one version of the regulations, in the order of their file; `places` are those of a topic's entries."""

    version: str
    as_of: str
    entries: tuple[RegulationEntry, ...]
    places: Mapping[TopicId, tuple[int, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places: dict[TopicId, tuple[int, ...]] = {}
        for place, entry in enumerate(self.entries):
            for topic in entry.topics:
                places[topic] = (*places.get(topic, ()), place)
        object.__setattr__(self, "places", places)

    def about(self, topics: Iterable[TopicId]) -> tuple[tuple[int, RegulationEntry], ...]:
        """The entries of any of the topics with their places, in the order of the file."""
        found = {place for topic in topics for place in self.places.get(topic, ())}
        return tuple((place, self.entries[place]) for place in sorted(found))


@dataclass(frozen=True, slots=True)
class BearsOn:
    """A regulation entry that bears on a provision, by which of its bearings, and the sentence that says so."""

    entry: RegulationEntry
    topic: TopicId
    bearings: tuple[Bearing, ...]
    text: str


@dataclass(frozen=True, slots=True)
class EntryCover:
    """One entry held against a platform: which of its topics a provision speaks of, and which none does."""

    entry: RegulationEntry
    found: tuple[TopicId, ...]
    not_found: tuple[TopicId, ...]


@dataclass(frozen=True, slots=True)
class InstrumentCover:
    """One instrument held against a platform. "Not found" means in the captured documents, and nothing more."""

    instrument: str
    jurisdiction: str
    entries: tuple[EntryCover, ...]
    found: tuple[TopicId, ...]
    not_found: tuple[TopicId, ...]


@dataclass(frozen=True, slots=True)
class Analysed:
    """One provision as text is composed for it: its findings, in order, and what its document is.

    `content` is the text of the version; the spans of provision, statements and facts lie in it.
    """

    content: str
    provision: Provision
    findings: tuple[Finding, ...]
    platform: str
    company: str = ""
    document_type: str = ""


@dataclass(frozen=True, slots=True)
class Composition:
    """The sentences of one provision's page in their order; `refused` are those that the gate let pass in no wording."""

    sentences: tuple[Sentence, ...]
    refused: tuple[str, ...] = ()

    @property
    def dropped(self) -> int:
        return len(self.refused)


class QuickFactId(StrEnum):
    """The questions that are answered for every platform, in the order in which they are shown."""

    TRAINING = "training"
    TRAINING_CHOICE = "training-choice"
    RETENTION = "retention"
    HUMAN_REVIEW = "human-review"
    OUTPUT_OWNERSHIP = "output-ownership"
    LIABILITY_CAP = "liability-cap"
    ARBITRATION = "arbitration"
    CLASS_WAIVER = "class-waiver"
    GOVERNING_LAW = "governing-law"
    AGE = "age"
    TERMINATION_NOTICE = "termination-notice"
    CHANGE_NOTICE = "change-notice"
    SUBPROCESSOR_NOTICE = "subprocessor-notice"
    LAW_ENFORCEMENT = "law-enforcement"
    PROHIBITED_SECTORS = "prohibited-sectors"
    EXPORT = "export"
    AI_DISCLOSURE = "ai-disclosure"


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with its words and the document they stand in, as quick facts are picked from."""

    document: str
    document_type: str
    content: str
    finding: Finding

    @property
    def text(self) -> str:
        return self.finding.statement.of(self.content)


@dataclass(frozen=True, slots=True)
class QuickFact:
    """An answer with its verbatim quotation, where it stands and whom that document addresses; not found when there is no
    quotation."""

    id: QuickFactId
    question: str
    answer: str
    quotation: str = ""
    document: str = ""
    span: Span | None = None
    readers: Audience | None = None

    @property
    def found(self) -> bool:
        return self.span is not None
