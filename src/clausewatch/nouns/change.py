"""What changed between two versions, and what kind of change it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from clausewatch.nouns.document import Cause, Span
from clausewatch.nouns.evidence import Verdict
from clausewatch.nouns.identity import (
    CaptureId,
    Digest,
    DocumentId,
    LineageId,
    ProvisionId,
    RecordId,
    VersionId,
)
from clausewatch.nouns.observed import UNOBSERVED, Observed


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    MODIFIED = "modified"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    RENAMED_HEADING = "renamed-heading"


class ChangeClass(StrEnum):
    SUBSTANTIVE = "substantive"
    METADATA = "metadata"
    EDITORIAL = "editorial"
    NOISE = "noise"
    VARIANT = "variant"
    CAPTURE = "capture"


class Severity(StrEnum):
    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        return _RANKS[self]


_RANKS = {each: rank for rank, each in enumerate(Severity)}


class Direction(StrEnum):
    STRICTER = "stricter-for-user"
    LOOSER = "looser-for-user"
    NEUTRAL = "neutral"
    UNCLEAR = "unclear"


class Shift(StrEnum):
    MODALITY = "modality"
    NUMBER = "number"
    DEADLINE = "deadline"
    PARTY = "party"
    SCOPE_WIDENED = "scope-widened"
    SCOPE_NARROWED = "scope-narrowed"
    NEW_PROHIBITION = "new-prohibition"
    NEW_PERMISSION = "new-permission"
    RIGHT_ADDED = "right-added"
    RIGHT_REMOVED = "right-removed"
    DATA_CATEGORY = "data-category"
    PURPOSE = "purpose"
    RECIPIENT = "recipient"
    DEFINITION = "definition"
    CONTACT = "contact"
    VENUE = "venue"
    CLARIFICATION_ONLY = "clarification-only"


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one statement (or heading) between two versions.

    `old` and `new` are verbatim texts at their spans in the old and new content; None where there is none. `section` is
    the heading path joined by " > ". `provision` and `lineage` name the provision on the new side, or on the old side
    when it is gone. `reasons` say why it has its severity. `source` is the declared address of the page it stands on,
    where the document is put together from several. `away_since` is when a provision that is put back was first missed.
    """

    kind: ChangeKind
    provision: ProvisionId
    lineage: LineageId
    section: str
    old: str | None
    new: str | None
    old_span: Span | None
    new_span: Span | None
    shift: tuple[Shift, ...]
    direction: Direction
    severity: Severity
    summary: str
    reasons: tuple[str, ...] = ()
    source: str = ""
    away_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class RecordDates:
    """The clocks of a change beside the observation: printed, effective, notice.

    `notice` is when the change was announced as far as the text says; `notice_days` the days from then to `effective`.
    `silent_edit` says that wording changed while the printed date stood still; None where no date is printed.
    `objection` is the last day on which the text lets one object to the change. `effective_new` says that the text before
    did not print `effective` as its date of effect. `last_seen` is when the text before was last seen; None where no
    capture tells.
    """

    printed: date | None = None
    effective: date | None = None
    notice: date | None = None
    notice_days: int | None = None
    silent_edit: bool | None = None
    backdated: bool = False
    objection: date | None = None
    effective_new: bool = False
    last_seen: datetime | None = None

    def upcoming(self, observed: date) -> date | None:
        """The date of effect where it is news on the day of observation: newly told, or not yet past; else None."""
        if self.effective is None or not (self.effective_new or self.effective >= observed):
            return None
        return self.effective


@dataclass(frozen=True, slots=True)
class ChangeRecord:
    """All that happened between two consecutive versions, or the first bad capture after a good one.

    A record of class `capture` has no `to_version`; its `capture` and `verdict` say what came instead. `alert` says
    whether this is the kind of change that is told to watches. `reasons` are sentences on why it has its class.
    """

    id: RecordId
    document: DocumentId
    from_version: VersionId
    to_version: VersionId | None
    capture: CaptureId | None
    observed_at: datetime
    cause: Cause
    verdict: Verdict
    change_class: ChangeClass
    alert: bool
    severity: Severity
    direction: Direction
    headline: str
    reasons: tuple[str, ...]
    dates: RecordDates
    changes: tuple[Change, ...]
    recipe: str
    observed: Observed = UNOBSERVED


@dataclass(frozen=True, slots=True)
class PastState:
    """An earlier state of a document, newest last: when it began, the digests of its words and of its whole content."""

    version: VersionId
    observed_at: datetime
    fingerprint: Digest
    text: Digest = ""


@dataclass(frozen=True, slots=True)
class Spell:
    """A time over which words stood in a document: from the version that brought them to the first without them.

    `until` is None while they still stand. `since_at` is when the bringing version was first observed.
    """

    since: VersionId
    since_at: datetime
    until: VersionId | None = None
    until_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """A record and the lineage it gives to the new side's provisions, in their order."""

    record: ChangeRecord
    lineage: tuple[LineageId, ...]


class Op(StrEnum):
    SAME = "same"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a redline. Joining `same` and `deleted` gives the old text, `same` and `inserted` the new."""

    op: Op
    text: str


class RowKind(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"
    MOVED_FROM = "moved-from"
    MOVED_TO = "moved-to"


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One row of two versions side by side: the block indexes concerned and the redline between them.

    `partner` is the row number of the other end of a move.
    """

    kind: RowKind
    old_block: int | None
    new_block: int | None
    pieces: tuple[Piece, ...]
    partner: int | None = None
