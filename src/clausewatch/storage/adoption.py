"""What editions say of a topic over the whole history, for counting who spoke of it when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from clausewatch.nouns.adoption import EditionHeld, SaidOver
from clausewatch.nouns.finding import Modality, TopicId
from clausewatch.nouns.identity import RecordId, VersionId
from clausewatch.storage.standing import chunks
from clausewatch.storage.tables import analysis as analyses
from clausewatch.storage.tables import provision as provisions
from clausewatch.storage.tables import provision_topic as topics
from clausewatch.storage.tables import record as records
from clausewatch.storage.tables import version as versions


def editions_held(connection: Connection) -> tuple[EditionHeld, ...]:
    """Every version in force of every document, by document, oldest first."""
    table = versions.c
    query = (
        select(table.document, table.id, table.observed_at, table.language, analyses.c.version.is_not(None))
        .select_from(versions.outerjoin(analyses, analyses.c.version == table.id))
        .where(table.replaced.is_(False))
        .order_by(table.document, table.observed_at, table.id)
    )
    return tuple(
        EditionHeld(row[0], row[1], row[2], row[3], bool(row[4])) for row in connection.execute(query)
    )


def editions_at(connection: Connection, at: datetime | None = None) -> tuple[EditionHeld, ...]:
    """The version in force of each document, now or at that instant, by document."""
    table, later = versions.c, versions.alias()
    query = (
        select(table.document, table.id, table.observed_at, table.language, analyses.c.version.is_not(None))
        .select_from(versions.outerjoin(analyses, analyses.c.version == table.id))
        .where(table.replaced.is_(False))
        .order_by(table.document, table.observed_at, table.id)
    )
    newest = select(func.max(later.c.observed_at)).where(
        later.c.document == table.document, later.c.replaced.is_(False)
    )
    if at is not None:
        newest = newest.where(later.c.observed_at <= at)
    query = query.where(table.observed_at == newest.scalar_subquery())
    # Of two that were observed at once the last one is in force.
    found = {
        row[0]: EditionHeld(row[0], row[1], row[2], row[3], bool(row[4])) for row in connection.execute(query)
    }
    return tuple(found.values())


def said_over_time(
    connection: Connection, topic: TopicId, modality: Modality | None = None
) -> tuple[SaidOver, ...]:
    """Over which times each document spoke of the topic, once for each time, by document and time."""
    table = provisions.c
    query = (
        select(table.document, func.min(table.id), table.observed_from, table.observed_to)
        .join(topics, topics.c.provision == table.id)
        .where(topics.c.topic == topic)
        .where(or_(table.observed_to.is_(None), table.observed_to > table.observed_from))
        .group_by(table.document, table.observed_from, table.observed_to)
        .order_by(table.document, table.observed_from)
    )
    if modality is not None:
        query = query.where(topics.c.modality == modality.value)
    return tuple(SaidOver(*row) for row in connection.execute(query))


def modalities_of(connection: Connection, topic: TopicId) -> tuple[tuple[Modality, int], ...]:
    """How the topic is spoken of, with how many documents ever did so; most first."""
    count = func.count(provisions.c.document.distinct())
    query = (
        select(topics.c.modality, count)
        .join(provisions, provisions.c.id == topics.c.provision)
        .where(topics.c.topic == topic)
        .group_by(topics.c.modality)
        .order_by(count.desc(), topics.c.modality)
    )
    return tuple((Modality(row[0]), row[1]) for row in connection.execute(query))


def records_into(connection: Connection, editions: Collection[VersionId]) -> dict[VersionId, RecordId]:
    """The record of what changed when each of these versions came; those without one are left out."""
    found: dict[VersionId, RecordId] = {}
    for some in chunks(sorted(set(editions))):
        query = select(records.c.to_version, records.c.id).where(
            records.c.to_version.in_(some), records.c.superseded.is_(False)
        )
        found |= {row[0]: row[1] for row in connection.execute(query)}
    return found
