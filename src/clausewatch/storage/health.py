"""How each document fares: last good capture, latest verdict, staleness."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, ScalarSelect, exists, func, select, true

from clausewatch.nouns.evidence import Verdict
from clausewatch.nouns.identity import DocumentId, PlatformId, SourceId
from clausewatch.storage import codec
from clausewatch.storage.among import among
from clausewatch.storage.tables import analysis as analyses
from clausewatch.storage.tables import document as documents_table
from clausewatch.storage.tables import reading as readings_table
from clausewatch.storage.tables import source as sources_table
from clausewatch.storage.tables import version as versions_table


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """One source: when it was last good, what its latest capture was, and when its next turn is.

    `document_good` is when its document was last captured well from any source, that of an import included.
    """

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
    document_good: datetime | None = None


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


def on_record(
    connection: Connection, at: datetime | None = None, platforms: Collection[PlatformId] | None = None
) -> tuple[OnRecord, ...]:
    """Every document, or each of these platforms, of which a version is in force, now or at that instant."""
    versions = versions_table.c
    ranking = select(
        versions.id,
        versions.document,
        versions.language,
        func.row_number()
        .over(partition_by=versions.document, order_by=(versions.observed_at.desc(), versions.id.desc()))
        .label("place"),
    ).where(versions.replaced.is_(False), true() if at is None else versions.observed_at <= at)
    if platforms is not None:
        owned = select(documents_table.c.id).where(among(connection, documents_table.c.platform, platforms))
        ranking = ranking.where(versions.document.in_(owned))
    ranked = ranking.subquery()
    query = (
        select(ranked.c.document, ranked.c.language, analyses.c.version)
        .select_from(ranked.outerjoin(analyses, analyses.c.version == ranked.c.id))
        .where(ranked.c.place == 1)
        .order_by(ranked.c.document)
    )
    return tuple(
        OnRecord(document, language, version is not None)
        for document, language, version in connection.execute(query).all()
    )


def source_health(
    connection: Connection,
    document: DocumentId | None = None,
    platforms: Collection[PlatformId] | None = None,
    at: datetime | None = None,
    *,
    versioned: bool = False,
) -> tuple[SourceHealth, ...]:
    """The health of every active source, or of one document's or these platforms'; with `at` by what was captured until then.

    With `versioned` only of documents of which some version is on record.
    """
    sources, latest = sources_table.c, readings_table.alias()
    last_good = _newest(readings_table.c.source == sources.id, at)
    query = (
        select(
            sources.id,
            sources.document,
            sources.url,
            sources.due_at,
            sources.failures,
            documents_table.c.watched,
            documents_table.c.cadence_hours,
            last_good.label("last_good"),
            _newest(readings_table.c.document == sources.document, at).label("document_good"),
            latest.c.observed_at.label("last_seen"),
            latest.c.verdict,
            latest.c.reasons,
        )
        .join(documents_table, documents_table.c.id == sources.document)
        .outerjoin(latest, latest.c.capture == _latest(sources.id, at))
        .where(sources.active)
        .order_by(sources.document, sources.position)
    )
    if platforms is not None:
        query = query.where(among(connection, documents_table.c.platform, platforms))
    if document is not None:
        query = query.where(sources.document == document)
    if versioned:
        query = query.where(exists().where(versions_table.c.document == sources.document))
    return tuple(
        SourceHealth(
            source=row["id"],
            document=row["document"],
            url=row["url"],
            watched=row["watched"],
            cadence_hours=row["cadence_hours"],
            last_good=row["last_good"],
            document_good=row["document_good"],
            last_seen=row["last_seen"],
            verdict=Verdict(row["verdict"]) if row["verdict"] else None,
            reasons=codec.loads(tuple[str, ...], row["reasons"]) if row["reasons"] else (),
            due_at=row["due_at"],
            failures=row["failures"],
        )
        for row in connection.execute(query).mappings()
    )


def _newest(of: ColumnElement[bool], at: datetime | None) -> ScalarSelect[datetime]:
    """When such a reading was last good, now or at that instant. One look into the index, however long the history is."""
    table = readings_table.c
    good = table.verdict.in_([Verdict.OK.value, Verdict.UNCHANGED.value])
    return (
        select(table.observed_at)
        .where(of, good, _until(at))
        .order_by(table.observed_at.desc())
        .limit(1)
        .correlate(sources_table)
        .scalar_subquery()
    )


def _until(at: datetime | None) -> ColumnElement[bool]:
    return true() if at is None else readings_table.c.observed_at <= at


def _latest(source: ColumnElement[str], at: datetime | None) -> ScalarSelect[str]:
    table = readings_table.c
    return (
        select(table.capture)
        .where(table.source == source, _until(at))
        .order_by(table.observed_at.desc(), table.capture.desc())
        .limit(1)
        .correlate(sources_table)
        .scalar_subquery()
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
