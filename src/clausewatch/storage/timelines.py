"""What timelines and heat maps are drawn from: dated aggregates, so that a page costs one query and few rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import BigInteger, Connection, case, func, or_, select, true, type_coerce

from clausewatch.nouns.change import ChangeClass, Severity
from clausewatch.nouns.document import Cause
from clausewatch.nouns.evidence import Verdict
from clausewatch.nouns.identity import DocumentId, PlatformId, SourceId
from clausewatch.storage.tables import document as documents_table
from clausewatch.storage.tables import reading as readings_table
from clausewatch.storage.tables import record as records_table
from clausewatch.storage.tables import version as versions_table
from clausewatch.storage.types import Instant

_DAY = 86_400_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
BLANK = timedelta(days=45)
"""A source without a capture for so long is said to have none: the slowest cadence of the catalogue is a month."""


@dataclass(frozen=True, slots=True)
class Run:
    """Readings of one source that follow each other, all good or all not: when the first and the last of them were.

    `before` is the reading that came before them, where there was one.
    """

    document: DocumentId
    source: SourceId
    good: bool
    begins: datetime
    ends: datetime
    before: datetime | None


@dataclass(frozen=True, slots=True)
class DayCount:
    """Changes of rules of one severity that a platform's documents had on one day (UTC)."""

    platform: PlatformId
    day: date
    severity: Severity
    count: int


def runs(connection: Connection, documents: Collection[DocumentId], limit: int) -> tuple[Run, ...]:
    """The newest `limit` runs of the sources of these documents, by source and then by time.

    A run ends where the verdict turns, or where no capture is on record for `BLANK`.
    """
    table = readings_table.c
    good = case((table.verdict.in_([Verdict.OK.value, Verdict.UNCHANGED.value]), 1), else_=0)
    # A good text that waits to be seen a second time is neither a success nor an outage.
    judged = table.verdict != Verdict.UNCONFIRMED.value
    order = (table.observed_at, table.capture)
    # `lag` tells no type of its own.
    lag_at = type_coerce(func.lag(table.observed_at).over(partition_by=table.source, order_by=order), Instant)
    marked = (
        select(
            table.document,
            table.source,
            table.observed_at,
            good.label("good"),
            func.lag(good).over(partition_by=table.source, order_by=order).label("good_before"),
            lag_at.label("before"),
            func.max(table.observed_at).over(partition_by=table.source).label("last"),
        )
        .where(table.document.in_(sorted(documents)), judged)
        .subquery()
    )
    row = marked.c
    apart = type_coerce(row.observed_at, BigInteger) - type_coerce(row.before, BigInteger)
    begins = or_(
        row.before.is_(None), row.good != row.good_before, apart > BLANK // timedelta(microseconds=1)
    )
    query = select(marked).where(begins).order_by(row.observed_at.desc(), row.source).limit(limit)
    found: dict[SourceId, list[Run]] = {}
    for each in connection.execute(query):
        later = found.setdefault(each.source, [])
        ends = later[-1].before if later else each.last
        later.append(
            Run(
                each.document,
                each.source,
                bool(each.good),
                each.observed_at,
                ends or each.observed_at,
                each.before,
            )
        )
    return tuple(run for source in sorted(found) for run in reversed(found[source]))


def day_counts(
    connection: Connection, since: datetime, platform: PlatformId | None = None
) -> tuple[DayCount, ...]:
    """How many changes of rules there were on each day since then, by platform and severity, in order of days."""
    table = records_table.c
    # Whole days since 1970; both databases divide whole numbers without a rest.
    day = (type_coerce(table.observed_at, BigInteger).op("/")(_DAY)).label("day")
    query = (
        select(documents_table.c.platform, day, table.severity, func.count().label("number"))
        .join(documents_table, documents_table.c.id == table.document)
        .where(
            table["class"] == ChangeClass.SUBSTANTIVE.value,
            table.superseded.is_(False),
            table.cause != Cause.REREAD.value,
            table.observed_at >= since,
        )
        .group_by(documents_table.c.platform, day, table.severity)
        .order_by(day, documents_table.c.platform, table.severity)
    )
    if platform is not None:
        query = query.where(documents_table.c.platform == platform)
    return tuple(
        DayCount(
            row.platform, (_EPOCH + timedelta(days=int(row.day))).date(), Severity(row.severity), row.number
        )
        for row in connection.execute(query)
    )


def last_observed(
    connection: Connection, platforms: Collection[PlatformId] | None = None, at: datetime | None = None
) -> dict[DocumentId, datetime]:
    """When each document, or each of these platforms, was last captured well or had a version, now or until that instant.

    After it nothing is known of the document: a count of later days is no count. One look into an index for each document.
    """
    readings, versions = readings_table.c, versions_table.c
    captured = (
        select(readings.observed_at)
        .where(
            readings.document == documents_table.c.id,
            readings.verdict.in_([Verdict.OK.value, Verdict.UNCHANGED.value]),
            true() if at is None else readings.observed_at <= at,
        )
        .order_by(readings.observed_at.desc())
        .limit(1)
        .correlate(documents_table)
        .scalar_subquery()
    )
    published = (
        select(versions.observed_at)
        .where(
            versions.document == documents_table.c.id,
            versions.replaced.is_(False),
            true() if at is None else versions.observed_at <= at,
        )
        .order_by(versions.observed_at.desc())
        .limit(1)
        .correlate(documents_table)
        .scalar_subquery()
    )
    query = select(documents_table.c.id, captured, published)
    if platforms is not None:
        query = query.where(documents_table.c.platform.in_(sorted(platforms)))
    seen = {
        document: [each for each in when if each is not None]
        for document, *when in connection.execute(query).all()
    }
    return {document: max(found) for document, found in seen.items() if found}
