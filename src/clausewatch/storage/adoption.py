"""What editions say of a topic over the whole history, for counting who spoke of it when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from clausewatch.nouns.adoption import EditionHeld
from clausewatch.nouns.change import ChangeClass
from clausewatch.nouns.document import Cause
from clausewatch.nouns.finding import Modality, TopicId
from clausewatch.nouns.identity import DocumentId, RecordId, VersionId
from clausewatch.nouns.stated import StatedId
from clausewatch.storage.among import among
from clausewatch.storage.tables import analysis as analyses
from clausewatch.storage.tables import provision as provisions
from clausewatch.storage.tables import provision_topic as topics
from clausewatch.storage.tables import record as records
from clausewatch.storage.tables import review as reviews
from clausewatch.storage.tables import version as versions
from clausewatch.storage.versions import newest_mark


def editions_held(connection: Connection, recipe: str) -> tuple[EditionHeld, ...]:
    """Every version in force of every document, by document, oldest first.

    What was analysed by another recipe counts as not analysed: a difference between two recipes is no change of a platform.
    """
    table = versions.c
    found_by = and_(analyses.c.version == table.id, analyses.c.recipe == recipe)
    query = (
        select(table.document, table.id, table.observed_at, table.language, analyses.c.version.is_not(None))
        .select_from(versions.outerjoin(analyses, found_by))
        .where(table.replaced.is_(False))
        .order_by(table.document, table.observed_at, table.id)
    )
    rows = connection.execute(query).all()
    changed = _published_into(connection, records.c["class"] == ChangeClass.SUBSTANTIVE.value)
    return tuple(EditionHeld(row[0], row[1], row[2], row[3], bool(row[4]), row[1] in changed) for row in rows)


def recipes_held(connection: Connection) -> dict[str, int]:
    """How many versions in force each recipe analysed last."""
    query = (
        select(analyses.c.recipe, func.count())
        .join(versions, versions.c.id == analyses.c.version)
        .where(versions.c.replaced.is_(False))
        .group_by(analyses.c.recipe)
        .order_by(analyses.c.recipe)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def editions_at(
    connection: Connection, at: datetime | None = None, of: Collection[DocumentId] | None = None
) -> tuple[EditionHeld, ...]:
    """The version in force of each document, or of each of these, now or at that instant, by document; analysed by whichever
    recipe."""
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
    if of is not None:
        query = query.where(among(connection, table.document, of))
    query = query.where(table.observed_at == newest.scalar_subquery())
    # Of two that were observed at once the last one is in force.
    found = {
        row[0]: EditionHeld(row[0], row[1], row[2], row[3], bool(row[4])) for row in connection.execute(query)
    }
    return tuple(found.values())


def rows_telling(
    connection: Connection, topic: TopicId, modality: Modality | None = None
) -> dict[VersionId, StatedId]:
    """For each version in force that speaks of the topic, in any modality or in one, the row that does so most surely.

    How surely is a score of 0 to 1, and 1 more where some statement has it for its first.
    """
    table = topics.c
    surest = (table.score + case((table.first, 1.0), else_=0.0)).desc()
    place = func.row_number().over(partition_by=versions.c.id, order_by=(surest, table.provision))
    stands = and_(
        versions.c.document == table.document,
        versions.c.observed_at >= table.observed_from,
        or_(table.observed_to.is_(None), versions.c.observed_at < table.observed_to),
    )
    ranked = (
        select(versions.c.id, table.provision, place.label("place"))
        .select_from(topics.join(versions, stands))
        .where(table.topic == topic, versions.c.replaced.is_(False))
    )
    if modality is not None:
        ranked = ranked.where(table.modality == modality.value)
    found = ranked.subquery()
    query = select(found.c.id, found.c.provision).where(found.c.place == 1)
    return {row[0]: row[1] for row in connection.execute(query)}


def words_standing(
    connection: Connection, documents: Collection[DocumentId], at: datetime, *, before: bool
) -> tuple[str, ...]:
    """The words of each provision that stood in these documents at that instant, or just before it; each once."""
    table = provisions.c
    begun = table.observed_from < at if before else table.observed_from <= at
    going_on = table.observed_to >= at if before else table.observed_to > at
    query = (
        select(table.text)
        .distinct()
        .where(table.document.in_(sorted(documents)), begun, or_(table.observed_to.is_(None), going_on))
        .order_by(table.text)
    )
    return tuple(connection.execute(query).scalars())


def modalities_of(connection: Connection, topic: TopicId) -> tuple[tuple[Modality, int], ...]:
    """How the topic is spoken of, with how many documents ever did so; most first."""
    # First each once: PostgreSQL would sort all rows to count those that differ.
    each = select(topics.c.modality, topics.c.document).where(topics.c.topic == topic).distinct().subquery()
    count = func.count()
    query = select(each.c.modality, count).group_by(each.c.modality).order_by(count.desc(), each.c.modality)
    return tuple((Modality(row[0]), row[1]) for row in connection.execute(query))


def records_into(connection: Connection, documents: Collection[DocumentId]) -> dict[VersionId, RecordId]:
    """The record of what changed when each version of these documents came; those without one are left out."""
    return _published_into(connection, records.c.document.in_(sorted(set(documents))))


def _published_into(connection: Connection, wanted: ColumnElement[bool]) -> dict[VersionId, RecordId]:
    """The record that led to each version in force, by whichever reading of it."""
    query = select(records.c.to_version, records.c.id).where(
        wanted,
        records.c.to_version.is_not(None),
        records.c.superseded.is_(False),
        records.c.cause == Cause.PUBLISHED.value,
    )
    found = {row[0]: row[1] for row in connection.execute(query)}
    readings = select(versions.c.id, versions.c.replaces).where(versions.c.replaces.is_not(None))
    better = {row[1]: row[0] for row in connection.execute(readings)}
    for version, record in list(found.items()):
        at = version
        while at in better:
            at = better[at]
        found.setdefault(at, record)
    return found


def history_mark(connection: Connection) -> tuple[object, ...]:
    """What differs as soon as a version comes, is analysed, or is ruled on, or a record comes or is superseded: then adoption
    is to be counted anew."""
    analysed = connection.execute(select(func.count(), func.max(analyses.c.at)).select_from(analyses)).one()
    ruled = connection.execute(select(func.max(reviews.c.number))).scalar()
    # An edition that a record tells of is one that changed; a record may come after its version, and after the analysis.
    told = select(func.count(), func.count().filter(records.c.superseded)).select_from(records)
    return *newest_mark(connection), *analysed, ruled, *connection.execute(told).one()
