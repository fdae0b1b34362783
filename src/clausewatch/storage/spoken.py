"""Who speaks of what now: provisions of current versions by their topics, across platforms."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from clausewatch.meaning.review import findings_as_ruled
from clausewatch.nouns.finding import TopicId
from clausewatch.nouns.identity import DocumentId, PlatformId
from clausewatch.nouns.review import Reviewed
from clausewatch.nouns.stated import Stated, TopicTold
from clausewatch.storage import review
from clausewatch.storage.stated import rows_by_id, topics_of
from clausewatch.storage.tables import analysis as analyses
from clausewatch.storage.tables import document as documents
from clausewatch.storage.tables import provision as provisions
from clausewatch.storage.tables import provision_perhaps as maybes
from clausewatch.storage.tables import provision_topic as topics


@dataclass(frozen=True, slots=True)
class Spoken:
    """A provision that stands now, with its findings as editors ruled, whose it is, and all topics that it speaks of."""

    platform: PlatformId
    document: DocumentId
    stated: Stated
    told: tuple[TopicTold, ...]


def speaking_of(
    connection: Connection,
    wanted: Collection[TopicId],
    platforms: Collection[PlatformId] | None = None,
    at: datetime | None = None,
) -> tuple[Spoken, ...]:
    """The provisions in force, now or `at` that instant, that speak of one of the topics, surest first in each document.

    `platforms` keeps to these.

    Spans lie in the content of the version that first states each provision.
    """
    query = (
        select(provisions.c.id, documents.c.platform, func.max(topics.c.score).label("score"))
        .join(topics, topics.c.provision == provisions.c.id)
        .join(documents, documents.c.id == provisions.c.document)
        .where(topics.c.topic.in_(sorted(wanted)), _in_force(at))
        .group_by(provisions.c.id, documents.c.platform, documents.c.position, provisions.c.start)
        .order_by(
            documents.c.platform, documents.c.position, func.max(topics.c.score).desc(), provisions.c.start
        )
    )
    if platforms is not None:
        query = query.where(documents.c.platform.in_(sorted(platforms)))
    found = connection.execute(query).all()
    names = [row.id for row in found]
    rows, told = rows_by_id(connection, names), topics_of(connection, names)
    rulings = review.by_document(connection, {each.document for each in rows.values()})
    shown = {name: as_ruled(each, rulings) for name, each in rows.items()}
    return tuple(
        Spoken(row.platform, shown[row.id].document, shown[row.id], told.get(row.id, ())) for row in found
    )


def perhaps_speaking_of(
    connection: Connection,
    wanted: Collection[TopicId],
    platforms: Collection[PlatformId] | None = None,
    at: datetime | None = None,
    but: Collection[tuple[PlatformId, TopicId]] = (),
) -> tuple[Spoken, ...]:
    """Of each platform and topic the provision in force that likeliest speaks of it, by findings that abstain.

    They are no answer to how many speak of it. Pairs in `but` are left out; `platforms` and spans are as in `speaking_of`,
    `told` is left empty.
    """
    place = func.row_number().over(
        partition_by=(documents.c.platform, maybes.c.topic), order_by=(maybes.c.score.desc(), provisions.c.id)
    )
    query = (
        select(provisions.c.id, documents.c.platform, maybes.c.topic, maybes.c.score, place.label("place"))
        .join(maybes, maybes.c.provision == provisions.c.id)
        .join(documents, documents.c.id == provisions.c.document)
        .where(maybes.c.topic.in_(sorted(wanted)), _in_force(at))
    )
    if platforms is not None:
        query = query.where(documents.c.platform.in_(sorted(platforms)))
    ranked = query.subquery()
    kept = select(ranked).where(ranked.c.place == 1).order_by(ranked.c.score.desc(), ranked.c.id)
    owners = {
        row.id: row.platform for row in connection.execute(kept) if (row.platform, row.topic) not in but
    }
    rows = rows_by_id(connection, owners)
    rulings = review.by_document(connection, {each.document for each in rows.values()})
    return tuple(
        Spoken(owner, rows[name].document, as_ruled(rows[name], rulings), ())
        for name, owner in owners.items()
    )


def as_ruled(of: Stated, rulings: Mapping[DocumentId, tuple[Reviewed, ...]]) -> Stated:
    """The row with its findings as the rulings on its document have them."""
    if of.document not in rulings:
        return of
    return replace(of, said=replace(of.said, findings=findings_as_ruled(of, rulings[of.document])))


def _in_force(at: datetime | None) -> ColumnElement[bool]:
    ends = provisions.c.observed_to
    if at is None:
        return ends.is_(None)
    return and_(provisions.c.observed_from <= at, or_(ends.is_(None), ends > at))


def topics_spoken(connection: Connection) -> dict[PlatformId, frozenset[TopicId]]:
    """Of which topics the provisions in force of each platform speak."""
    query = (
        select(documents.c.platform, topics.c.topic)
        .join(provisions, provisions.c.document == documents.c.id)
        .join(topics, topics.c.provision == provisions.c.id)
        .where(provisions.c.observed_to.is_(None))
        .distinct()
    )
    found: dict[PlatformId, set[TopicId]] = {}
    for owner, topic in connection.execute(query):
        found.setdefault(owner, set()).add(topic)
    return {owner: frozenset(each) for owner, each in found.items()}


def topics_perhaps_spoken(connection: Connection) -> dict[PlatformId, frozenset[TopicId]]:
    """Of which topics some provision in force of each platform perhaps speaks."""
    query = (
        select(documents.c.platform, maybes.c.topic)
        .join(provisions, provisions.c.id == maybes.c.provision)
        .join(documents, documents.c.id == provisions.c.document)
        .where(provisions.c.observed_to.is_(None))
        .distinct()
    )
    found: dict[PlatformId, set[TopicId]] = {}
    for row in connection.execute(query):
        found.setdefault(row.platform, set()).add(row.topic)
    return {platform: frozenset(topics) for platform, topics in found.items()}


def documents_analysed(
    connection: Connection, at: datetime | None = None
) -> dict[PlatformId, tuple[DocumentId, ...]]:
    """The documents of each platform of which some version was analysed, in the catalogue's order.

    With `at` only those of which it is known what they said at that instant.
    """
    known = select(analyses.c.document) if at is None else select(provisions.c.document).where(_in_force(at))
    query = (
        select(documents.c.platform, documents.c.id)
        .where(documents.c.id.in_(known.distinct()))
        .order_by(documents.c.platform, documents.c.position, documents.c.id)
    )
    found: dict[PlatformId, list[DocumentId]] = {}
    for owner, document in connection.execute(query):
        found.setdefault(owner, []).append(document)
    return {owner: tuple(each) for owner, each in found.items()}
