"""What a message or a report is about."""

from __future__ import annotations

from dataclasses import dataclass

from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.change import ChangeRecord


@dataclass(frozen=True, slots=True)
class RecordTold:
    """A record with whose it is."""

    record: ChangeRecord
    document: Document
    platform: Platform
