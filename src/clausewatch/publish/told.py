"""What a message tells of one record."""

from __future__ import annotations

from dataclasses import dataclass

from clausewatch.nouns.catalog import Document, Platform
from clausewatch.nouns.change import ChangeRecord
from clausewatch.publish.record_line import SourceRef


@dataclass(frozen=True, slots=True)
class Told:
    """A record with whose it is and where its text came from."""

    record: ChangeRecord
    document: Document
    platform: Platform
    source: SourceRef
