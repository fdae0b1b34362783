"""How each document fares: last good capture, latest verdict, staleness."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, select, true

from clausewatch.nouns.evidence import Verdict
from clausewatch.nouns.identity import DocumentId, SourceId
from clausewatch.storage import codec
from clausewatch.storage.tables import analysis as analyses
from clausewatch.storage.tables import document as documents_table
from clausewatch.storage.tables import reading as readings_table
from clausewatch.storage.tables import source as sources_table
from clausewatch.storage.tables import version as versions_table


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """One source: when it was last good, what its latest capture was, and when its next turn is."""

    source: SourceId
    document: DocumentId
    url: str
    watched: bool
    cadence_hours: float
    last_good: datetime | None
    last_seen: datetime | None
    verdict: Verdict | None
    reasons: tuple[str, ...]
    due_at: datetime | None
    failures: int


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """Counts and bounds of a document's history."""

    document: DocumentId
    versions: int
    first_version: datetime | None
    latest_version: datetime | None
    last_good: datetime | None
    provisions: int
    words: int


@dataclass(frozen=True, slots=True)
class OnRecord:
    """The version of a document that was in force at some instant: its language, and whether it was analysed."""

    document: DocumentId
    language: str
    analysed: bool


def on_record(connection: Connection, at: datetime | None = None) -> tuple[OnRecord, ...]:
    """Every document of which a version is in force, now or at that instant."""
    versions = versions_table.c
    ranking = select(
        versions.id,
        versions.document,
        versions.language,
        func.row_number()
        .over(partition_by=versions.document, order_by=(versions.observed_at.desc(), versions.id.desc()))
        .label("place"),
    ).where(versions.replaced.is_(False), true() if at is None else versions.observed_at <= at)
    ranked = ranking.subquery()
    query = (
        select(ranked.c.document, ranked.c.language, analyses.c.version)
        .select_from(ranked.outerjoin(analyses, analyses.c.version == ranked.c.id))
        .where(ranked.c.place == 1)
        .order_by(ranked.c.document)
    )
    return tuple(OnRecord(row[0], row[1], row[2] is not None) for row in connection.execute(query))


def source_health(
    connection: Connection, document: DocumentId | None = None, at: datetime | None = None
) -> tuple[SourceHealth, ...]:
    """The health of every active source, or of one document's; with `at` by what was captured until that instant."""
    readings = readings_table.c
    of_document: ColumnElement[bool] = true() if document is None else readings.document == document
    if at is not None:
        of_document = and_(of_document, readings.observed_at <= at)
    good = (
        select(readings.source, func.max(readings.observed_at).label("at"))
        .where(readings.verdict.in_([Verdict.OK.value, Verdict.UNCHANGED.value]), of_document)
        .group_by(readings.source)
        .subquery()
    )
    ranking = select(
        readings.source,
        readings.verdict,
        readings.reasons,
        readings.observed_at,
        func.row_number()
        .over(partition_by=readings.source, order_by=(readings.observed_at.desc(), readings.capture.desc()))
        .label("place"),
    )
    ranked = ranking.where(of_document).subquery()
    query = (
        select(
            sources_table.c.id,
            sources_table.c.document,
            sources_table.c.url,
            sources_table.c.due_at,
            sources_table.c.failures,
            documents_table.c.watched,
            documents_table.c.cadence_hours,
            good.c["at"].label("last_good"),
            ranked.c.observed_at.label("last_seen"),
            ranked.c.verdict,
            ranked.c.reasons,
        )
        .join(documents_table, documents_table.c.id == sources_table.c.document)
        .outerjoin(good, good.c.source == sources_table.c.id)
        .outerjoin(ranked, (ranked.c.source == sources_table.c.id) & (ranked.c.place == 1))
        .where(sources_table.c.active)
        .order_by(sources_table.c.document, sources_table.c.position)
    )
    if document is not None:
        query = query.where(sources_table.c.document == document)
    return tuple(
        SourceHealth(
            source=row["id"],
            document=row["document"],
            url=row["url"],
            watched=row["watched"],
            cadence_hours=row["cadence_hours"],
            last_good=row["last_good"],
            last_seen=row["last_seen"],
            verdict=Verdict(row["verdict"]) if row["verdict"] else None,
            reasons=codec.loads(tuple[str, ...], row["reasons"]) if row["reasons"] else (),
            due_at=row["due_at"],
            failures=row["failures"],
        )
        for row in connection.execute(query).mappings()
    )


def document_facts(
    connection: Connection, documents: tuple[DocumentId, ...] | None = None
) -> dict[DocumentId, DocumentFacts]:
    """Counts and bounds for every document that has a version, or for those named."""
    versions = versions_table.c
    readings = readings_table.c
    good_query = (
        select(readings.document, func.max(readings.observed_at))
        .where(readings.verdict.in_([Verdict.OK.value, Verdict.UNCHANGED.value]))
        .group_by(readings.document)
    )
    if documents is not None:
        good_query = good_query.where(readings.document.in_(documents))
    good = {row[0]: row[1] for row in connection.execute(good_query)}
    ranking = select(
        versions.document,
        versions.provisions,
        versions.words,
        func.count().over(partition_by=versions.document).label("count"),
        func.min(versions.observed_at).over(partition_by=versions.document).label("first"),
        versions.observed_at.label("latest"),
        func.row_number()
        .over(partition_by=versions.document, order_by=(versions.observed_at.desc(), versions.id.desc()))
        .label("place"),
    ).where(versions.replaced.is_(False))
    if documents is not None:
        ranking = ranking.where(versions.document.in_(documents))
    ranked = ranking.subquery()
    rows = connection.execute(select(ranked).where(ranked.c.place == 1)).mappings()
    return {
        row["document"]: DocumentFacts(
            document=row["document"],
            versions=row["count"],
            first_version=row["first"],
            latest_version=row["latest"],
            last_good=good.get(row["document"]),
            provisions=row["provisions"],
            words=row["words"],
        )
        for row in rows
    }
