"""What has not been done yet, asked of the database: the only memory of work there is."""

from __future__ import annotations

from datetime import datetime

from clausewatch.nouns.identity import DocumentId, PlatformId
from clausewatch.storage import Database, captures, catalog, versions
from clausewatch.storage.catalog import DueSource


def due_sources(database: Database, now: datetime, platform: PlatformId | None) -> tuple[DueSource, ...]:
    """Sources whose next capture is due."""
    with database.read() as connection:
        return catalog.due_sources(connection, now, platform)


def waiting_documents(database: Database) -> tuple[DocumentId, ...]:
    """Documents with captures nobody read or versions nobody compared, by name."""
    with database.read() as connection:
        unread = captures.unread_documents(connection)
        uncompared = {pair.document for pair in versions.uncompared(connection)}
    return tuple(sorted({*unread, *uncompared}))
