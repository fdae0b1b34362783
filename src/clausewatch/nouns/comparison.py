"""How other platforms handle a provision: passages, what is asked, and one cell per platform."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clausewatch.nouns.document import Statement
from clausewatch.nouns.finding import Asked
from clausewatch.nouns.identity import DocumentId, PlatformId, VersionId


class Stance(StrEnum):
    """What a comparable clause does about the matter."""

    STATES = "states"
    LIMITS = "limits"
    REQUIRES = "requires"
    PERMITS = "permits"
    PROHIBITS = "prohibits"
    GRANTS = "grants"
    RESERVES = "reserves"


class CellState(StrEnum):
    """What can be said of one platform: a clause, none in what was collected, or why nothing can be said."""

    COMPARABLE = "comparable"
    SILENT = "silent"
    NOT_CAPTURED = "not captured"
    STALE = "stale"
    NOT_ANALYSED = "not analysed (language)"


@dataclass(frozen=True, slots=True)
class Passage:
    """A statement, or the lead-in of a list, of a version in force: its words with their surroundings, and where it stands."""

    asked: Asked
    platform: PlatformId
    document: DocumentId
    document_name: str
    version: VersionId
    observed_at: datetime
    place: Statement


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage as an answer: the calibrated chance (0 to 1) that it is comparable, and why it was chosen, in words."""

    passage: Passage
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One platform's answer. `quotes` are best first and empty unless the state is comparable; `stance` is the first one's."""

    state: CellState
    stance: Stance | None = None
    quotes: tuple[Shown, ...] = ()
