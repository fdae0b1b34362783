"""What is held of every platform at an instant: from it follows whether silence may be claimed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from clausewatch.meaning.classify import is_analysed
from clausewatch.nouns.catalog import Platform
from clausewatch.nouns.comparison import Holding
from clausewatch.nouns.identity import DocumentId, PlatformId
from clausewatch.pipeline.coverage import coverage
from clausewatch.storage import Connection, health
from clausewatch.storage.health import SourceHealth

Held = Mapping[PlatformId, tuple[Holding, ...]]
"""The documents on record of each platform that has any."""


def holdings(
    connection: Connection, owners: Collection[Platform], now: datetime, at: datetime | None = None
) -> Held:
    """What is held of these platforms now, or what was at that instant; a document out of the catalogue is not held.

    Stale is what was too old at the instant in question, so that an answer for a past day stays the same.
    """
    names = tuple(owner.id for owner in owners)
    known = {each.document: each for each in health.on_record(connection, at, names)}
    sources: dict[DocumentId, list[SourceHealth]] = {}
    for source in health.source_health(connection, platforms=names, at=at, versioned=True):
        sources.setdefault(source.document, []).append(source)
    found = {
        owner.id: tuple(
            Holding(
                each.id,
                each.type,
                readable=is_analysed(known[each.id].language),
                analysed=known[each.id].analysed,
                stale=_stale(sources.get(each.id, ()), at or now),
            )
            for each in owner.documents
            if each.id in known
        )
        for owner in owners
    }
    return {platform: held for platform, held in found.items() if held}


def _stale(sources: Collection[SourceHealth], at: datetime) -> bool:
    """Whether a document that was captured well once is no longer: what was never watched is as old as it says."""
    known = any(each.last_good is not None for each in sources)
    return known and coverage(tuple(sources), at).troubled
