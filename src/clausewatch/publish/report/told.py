"""What reports are made of: nouns gathered for one report each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.change import ChangeRecord, DiffRow
from clausewatch.nouns.document import Edition, Version
from clausewatch.nouns.evidence import Capture
from clausewatch.nouns.knowledge import QuickFact
from clausewatch.publish.about import RecordTold


@dataclass(frozen=True, slots=True)
class Sourced:
    """A version with the captures it was read from."""

    version: Version
    captures: tuple[Capture, ...]


@dataclass(frozen=True, slots=True)
class Meant:
    """What is said of a changed provision: sentences held to its words, sentences of general knowledge, and steps."""

    section: str
    means: tuple[str, ...]
    context: tuple[str, ...]
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeTold:
    """A record with all that its report names. `analysed` says whether findings of the new text are kept;
    `earlier` is when they were made, where an earlier recipe made them."""

    record: ChangeRecord
    document: Document
    platform: Platform
    old: Sourced
    new: Sourced | None
    meant: tuple[Meant, ...]
    analysed: bool
    earlier: datetime | None = None


@dataclass(frozen=True, slots=True)
class DocumentTold:
    """A document as a profile lists it: its text in force and when it was last captured well."""

    document: Document
    version: Version | None
    versions: int
    changes: int
    last_good: datetime | None


@dataclass(frozen=True, slots=True)
class PlatformTold:
    """A platform's profile. `facts` are quick facts with the path of the text that each stands in.

    `records` are its changes of rules, newest first, without their changes.
    """

    platform: Platform
    documents: tuple[DocumentTold, ...]
    facts: tuple[tuple[QuickFact, str], ...]
    records: tuple[ChangeRecord, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class DigestTold:
    """The changes that were observed from `begins` to `ends`, both included, for whoever asked (`subject`)."""

    subject: str
    begins: date
    ends: date
    records: tuple[RecordTold, ...]


@dataclass(frozen=True, slots=True)
class RedlineTold:
    """Two versions of a document row by row. `changed` leaves out what is the same."""

    document: Document
    platform: Platform
    old: Edition
    new: Edition
    rows: tuple[DiffRow, ...]
    changed: bool
    path: str
