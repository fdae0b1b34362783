"""Documents that could not be captured well for a while, and who is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clausewatch.nouns.identity import AlertId, DocumentId, WatchId, short_id
from clausewatch.nouns.subscription import AlertState

OPERATOR: WatchId = ""
"""In place of a watch: whoever runs the instance."""


class Event(StrEnum):
    """What a notice tells: captures began to fail, or are good again. No change of a document is known of either."""

    FAILING = "capture.failing"
    RECOVERED = "capture.recovered"


@dataclass(frozen=True, slots=True)
class Spell:
    """One unbroken time in which a document was not captured well: since `began_at`, the first bad capture.

    `reason` is that of the newest capture when it was told. `ended_at` is when all its sources were good again.
    """

    document: DocumentId
    began_at: datetime
    reason: str
    told_at: datetime
    ended_at: datetime | None = None

    @property
    def id(self) -> str:
        """The same however often it is found."""
        return short_id("spell", self.document, self.began_at.isoformat())


@dataclass(frozen=True, slots=True)
class Notice:
    """What one watch, or the operator, is told of one or more spells at once. `id` follows from both, so it exists once."""

    watch: WatchId
    event: Event
    spells: tuple[Spell, ...]
    created_at: datetime
    state: AlertState = AlertState.PENDING
    attempts: int = 0
    next_attempt_at: datetime | None = None

    @property
    def id(self) -> AlertId:
        return short_id("notice", self.watch, self.event.value, *sorted(each.id for each in self.spells))
