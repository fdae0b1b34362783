"""Which version of a document a team accepted, and what changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.change import ChangeRecord, Severity
from clausewatch.nouns.document import Version
from clausewatch.nouns.identity import DocumentId, VersionId

OPEN = ""
"""The owner where an instance has no accounts."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """That somebody accepted a version of a document, or dropped the baseline: then `version` is None.

    Acceptances are never changed; the newest of an owner and document is the baseline. `by` is a name as it was given.
    `number` is 0 until storage gives one.
    """

    document: DocumentId
    version: VersionId | None
    at: datetime
    by: str
    note: str = ""
    owner: str = OPEN
    number: int = 0


@dataclass(frozen=True, slots=True)
class Drift:
    """What changed in a document since the accepted version.

    `accepted` reads the accepted bytes as they are read best now. `between` are the published change records since, oldest
    first; `combined` compares the accepted version with the `current` one directly, its changes gravest first, and is None
    where they are the same version, in different languages (`languages` then names both), or one of them is `withheld`.
    """

    platform: Platform
    document: Document
    acceptance: Acceptance
    accepted: Version
    current: Version
    between: tuple[ChangeRecord, ...] = ()
    combined: ChangeRecord | None = None
    languages: tuple[str, str] | None = None
    withheld: bool = False

    @property
    def silent(self) -> int:
        """How many of the records between changed wording under an unchanged printed date."""
        return sum(bool(each.dates.silent_edit) for each in self.between)

    @property
    def counts(self) -> dict[Severity, int]:
        """How many of the combined changes have each severity, gravest first."""
        changes = self.combined.changes if self.combined else ()
        return {
            each: sum(one.severity is each for one in changes)
            for each in sorted(Severity, key=lambda one: -one.rank)
        }
