"""Who spoke of what at an instant, and of which documents that is known. What stands now: storage/clauses.py."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from clausewatch.meaning.clauses import clause_about
from clausewatch.meaning.review import findings_as_ruled
from clausewatch.nouns.finding import TopicId
from clausewatch.nouns.identity import DocumentId, PlatformId
from clausewatch.nouns.stated import Clause, StatedId
from clausewatch.storage import review
from clausewatch.storage.clauses import Kept
from clausewatch.storage.stated import stated_from
from clausewatch.storage.tables import analysis as analyses
from clausewatch.storage.tables import document as documents
from clausewatch.storage.tables import provision as provisions
from clausewatch.storage.tables import provision_topic as topics


def told_at(
    connection: Connection, wanted: Collection[TopicId], platforms: Collection[PlatformId], at: datetime
) -> tuple[Kept, ...]:
    """All clauses on these topics in documents of these platforms that stood at that instant, as `clauses.told` gives
    those of now."""
    query = (
        select(provisions)
        .join(documents, documents.c.id == provisions.c.document)
        .where(provisions.c.id.in_(select(topics.c.provision).where(topics.c.topic.in_(sorted(wanted)))))
        .where(documents.c.platform.in_(sorted(platforms)), _in_force(at))
        .order_by(provisions.c.start, provisions.c.id)
    )
    rows = [stated_from(row, row["first_version"], 0) for row in connection.execute(query).mappings()]
    rulings = review.by_document(connection, {each.document for each in rows})
    found: dict[tuple[DocumentId, TopicId], list[tuple[StatedId, Clause]]] = {}
    for each in rows:
        of = rulings.get(each.document)
        findings = findings_as_ruled(each, of) if of else each.said.findings
        for topic in sorted(wanted):
            clause = clause_about(topic, (topic,), findings, each.text)
            if clause is not None:
                found.setdefault((each.document, topic), []).append((each.id, clause))
    kept = (
        Kept(document, name, clause, len(of_one))
        for (document, _), of_one in found.items()
        for name, clause in of_one
    )
    return tuple(sorted(kept, key=lambda each: (each.clause.weight, each.document)))


def _in_force(at: datetime | None) -> ColumnElement[bool]:
    ends = provisions.c.observed_to
    if at is None:
        return ends.is_(None)
    return and_(provisions.c.observed_from <= at, or_(ends.is_(None), ends > at))


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
