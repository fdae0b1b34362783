"""What a team requires of documents, and what holding a document against it gave. Never a statement about compliance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clausewatch.nouns.change import Severity
from clausewatch.nouns.document import Span
from clausewatch.nouns.finding import Modality, TopicId
from clausewatch.nouns.identity import DocumentId, PlatformId, VersionId
from clausewatch.nouns.knowledge import QuickFactId


class Stand(StrEnum):
    """How a statement stands to the platform's own act: it does or may do it, refuses to, or does with limits only."""

    DOES = "does"
    REFUSES = "refuses"
    LIMITS = "limits"


class Unit(StrEnum):
    """What a bound counts."""

    DAYS = "days"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Matter:
    """Which statements are meant: those of a topic, or those that answer a question, that have one of these modalities
    and stands and hold one of these words (any, where none is named)."""

    topic: TopicId = ""
    fact: QuickFactId | None = None
    modalities: frozenset[Modality] = frozenset()
    stands: frozenset[Stand] = frozenset()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Forbid:
    """The document must not state the matter."""

    matter: Matter


@dataclass(frozen=True, slots=True)
class Require:
    """One of a platform's documents must state the matter."""

    matter: Matter


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Every figure that answers the question must be so much or more."""

    fact: QuickFactId
    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class AtMost:
    """Every figure that answers the question must be so much or less."""

    fact: QuickFactId
    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class OneOf:
    """Every place that answers the question must be one of `places`, as people write them; groups are written out."""

    fact: QuickFactId
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoChange:
    """Nothing of that severity or above may have changed since the accepted version."""

    severity: Severity


Requirement = Forbid | Require | AtLeast | AtMost | OneOf | NoChange


@dataclass(frozen=True, slots=True)
class Rule:
    """One requirement, and of what. Empty filters let everything in.

    `documents` are names or `platform/document`. `unknown_fails` lets an unknown outcome break the build; `only_new` keeps
    a failure from doing so that stood in the accepted version already.
    """

    id: str
    title: str
    requirement: Requirement
    severity: Severity = Severity.MEDIUM
    platforms: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    document_types: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    unknown_fails: bool = False
    only_new: bool = False


class Outcome(StrEnum):
    """What holding a document against a rule gave."""

    PASSED = "pass"
    FAILED = "fail"
    UNKNOWN = "unknown"


class Why(StrEnum):
    """Why an outcome is what it is."""

    STATED = "stated"
    STATED_OTHERWISE = "stated-otherwise"
    NOT_STATED = "not-stated"
    WITHIN = "within"
    BEYOND = "beyond"
    MIXED = "mixed"
    NO_VALUE = "no-value"
    DOUBTFUL = "doubtful"
    SILENT = "silent"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    NOT_CAPTURED = "not-captured"
    NOT_ANALYSED = "not-analysed"
    STALE = "stale"
    NO_BASELINE = "no-baseline"


@dataclass(frozen=True, slots=True)
class Quoted:
    """Verbatim words at their span of a version's content; `line` and `column` count from 1 in that content."""

    document: DocumentId
    version: VersionId
    text: str
    span: Span
    section: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an edition gave: an outcome, why, in words, and the quotations it rests on."""

    outcome: Outcome
    why: Why
    told: str
    quoted: tuple[Quoted, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """The document a rule was held against, or the whole platform where `document` is empty. `url` is where it is read."""

    platform: PlatformId
    platform_name: str
    document: DocumentId = ""
    document_name: str = ""
    document_type: str = ""
    version: VersionId = ""
    observed_at: datetime | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A rule held against a document. `stood` says that it failed in the accepted version by the same words already."""

    rule: Rule
    subject: Subject
    ruling: Ruling
    accepted: VersionId = ""
    stood: bool = False

    @property
    def breaks(self) -> bool:
        """Whether this breaks a build."""
        if self.ruling.outcome is Outcome.UNKNOWN:
            return self.rule.unknown_fails
        return self.ruling.outcome is Outcome.FAILED and not (self.stood and self.rule.only_new)
