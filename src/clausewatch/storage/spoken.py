"""Who spoke of what at an instant, and of which documents that is known. What stands now: storage/clauses.py."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, or_, select, union_all

from clausewatch.meaning.clauses import clause_about, clauses_perhaps, matter_of_perhaps
from clausewatch.meaning.review import findings_as_ruled
from clausewatch.nouns.finding import TopicId
from clausewatch.nouns.identity import DocumentId, PlatformId
from clausewatch.nouns.review import Reviewed
from clausewatch.nouns.stated import Clause, Stated, StatedId
from clausewatch.storage import review
from clausewatch.storage.clauses import Kept
from clausewatch.storage.stated import stated_from
from clausewatch.storage.tables import analysis as analyses
from clausewatch.storage.tables import document as documents
from clausewatch.storage.tables import provision as provisions
from clausewatch.storage.tables import provision_perhaps as maybes
from clausewatch.storage.tables import provision_topic as topics


def told_at(
    connection: Connection, wanted: Collection[TopicId], platforms: Collection[PlatformId], at: datetime
) -> tuple[Kept, ...]:
    """All clauses on these topics, said or perhaps said, in documents of these platforms that stood at that instant, as
    `clauses.told` gives those of now."""
    asked = sorted(wanted)
    found_by = union_all(
        *(select(each.c.provision).where(each.c.topic.in_(asked)) for each in (topics, maybes))
    )
    query = (
        select(provisions, documents.c.type.label("kind"))
        .join(documents, documents.c.id == provisions.c.document)
        .where(provisions.c.id.in_(found_by))
        .where(documents.c.platform.in_(sorted(platforms)), _in_force(at))
        .order_by(provisions.c.start, provisions.c.id)
    )
    rows = [
        (stated_from(row, row["first_version"], 0), str(row["kind"]))
        for row in connection.execute(query).mappings()
    ]
    rulings = review.by_document(connection, {each.document for each, _ in rows})
    found: dict[tuple[DocumentId, str], list[tuple[StatedId, Clause]]] = {}
    for each, kind in rows:
        for clause in _clauses_on(asked, as_ruled(each, rulings), kind):
            found.setdefault((each.document, clause.matter), []).append((each.id, clause))
    kept = (
        Kept(document, name, clause, len(of_one))
        for (document, _), of_one in found.items()
        for name, clause in of_one
    )
    return tuple(sorted(kept, key=lambda each: (each.clause.weight, each.document)))


def _clauses_on(wanted: Collection[TopicId], of: Stated, kind: str) -> Iterator[Clause]:
    for topic in wanted:
        clause = clause_about(topic, (topic,), of.said.findings, of.text)
        if clause is not None:
            yield clause
    unsure = {matter_of_perhaps(topic) for topic in wanted}
    found = clauses_perhaps(of.said.findings, of.text, kind)
    yield from (each for each in found if each.matter in unsure)


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
