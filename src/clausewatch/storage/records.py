"""Change records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, select, update

from clausewatch.nouns.change import (
    Change,
    ChangeClass,
    ChangeRecord,
    Direction,
    RecordDates,
    Severity,
)
from clausewatch.nouns.document import Cause
from clausewatch.nouns.evidence import Verdict
from clausewatch.nouns.identity import DocumentId, PlatformId, RecordId
from clausewatch.storage import codec
from clausewatch.storage.tables import document as documents_table
from clausewatch.storage.tables import record as records_table
from clausewatch.storage.upsert import insert_once


@dataclass(frozen=True, slots=True)
class _Details:
    reasons: tuple[str, ...]
    dates: RecordDates
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """Which records are asked for; None and False mean any."""

    platform: PlatformId | None = None
    document: DocumentId | None = None
    since: datetime | None = None
    alerting: bool = False
    silent: bool = False
    classes: tuple[ChangeClass, ...] = ()
    limit: int | None = None


def save_record(connection: Connection, record: ChangeRecord) -> bool:
    """Keeps the record unless it is known; says whether it was new."""
    details = _Details(record.reasons, record.dates, record.changes)
    return insert_once(
        connection,
        records_table,
        {
            "id": record.id,
            "document": record.document,
            "from_version": record.from_version,
            "to_version": record.to_version,
            "capture": record.capture,
            "observed_at": record.observed_at,
            "cause": record.cause.value,
            "verdict": record.verdict.value,
            "class": record.change_class.value,
            "alert": record.alert,
            "severity": record.severity.value,
            "direction": record.direction.value,
            "headline": record.headline,
            "silent_edit": record.dates.silent_edit,
            "details": codec.pack(details),
            "recipe": record.recipe,
        },
    )


def record(connection: Connection, identifier: RecordId) -> ChangeRecord | None:
    """The record of that identifier, superseded or not."""
    query = select(records_table).where(records_table.c.id == identifier)
    row = connection.execute(query).mappings().first()
    return None if row is None else _record(row)


def records(
    connection: Connection, wanted: RecordFilter, *, newest_first: bool = False
) -> tuple[ChangeRecord, ...]:
    """The records that pass the filter, in order of observation, superseded ones left out."""
    table = records_table.c
    order = (table.observed_at.desc(), table.id.desc()) if newest_first else (table.observed_at, table.id)
    query = _filtered(select(records_table), wanted).order_by(*order)
    if wanted.limit is not None:
        query = query.limit(wanted.limit)
    return tuple(_record(row) for row in connection.execute(query).mappings())


def count_by_class(connection: Connection, wanted: RecordFilter) -> dict[ChangeClass, int]:
    """How many records of each class pass the filter."""
    query = _filtered(select(records_table.c["class"], func.count()), wanted).group_by(
        records_table.c["class"]
    )
    return {ChangeClass(row[0]): row[1] for row in connection.execute(query)}


def count_alerting(connection: Connection) -> dict[DocumentId, int]:
    """How many alerting records each document has."""
    query = (
        select(records_table.c.document, func.count())
        .where(records_table.c.alert, records_table.c.superseded.is_(False))
        .group_by(records_table.c.document)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def untold(connection: Connection, limit: int) -> tuple[ChangeRecord, ...]:
    """The oldest alerting records that no watch was told about yet."""
    query = (
        select(records_table)
        .where(
            records_table.c.alert, records_table.c.told_at.is_(None), records_table.c.superseded.is_(False)
        )
        .order_by(records_table.c.observed_at, records_table.c.id)
        .limit(limit)
    )
    return tuple(_record(row) for row in connection.execute(query).mappings())


def mark_told(connection: Connection, identifier: RecordId, at: datetime) -> None:
    """Remembers that the watches were asked about this record."""
    connection.execute(update(records_table).where(records_table.c.id == identifier).values(told_at=at))


def _filtered(query: Select[Any], wanted: RecordFilter) -> Select[Any]:
    table = records_table.c
    query = query.where(table.superseded.is_(False))
    if wanted.platform is not None:
        of_platform = select(documents_table.c.id).where(documents_table.c.platform == wanted.platform)
        query = query.where(table.document.in_(of_platform))
    if wanted.document is not None:
        query = query.where(table.document == wanted.document)
    if wanted.since is not None:
        query = query.where(table.observed_at >= wanted.since)
    if wanted.alerting:
        query = query.where(table.alert)
    if wanted.silent:
        query = query.where(table.silent_edit)
    if wanted.classes:
        query = query.where(table["class"].in_([each.value for each in wanted.classes]))
    return query


def _record(row: RowMapping) -> ChangeRecord:
    details = codec.unpack(_Details, row["details"])
    return ChangeRecord(
        id=row["id"],
        document=row["document"],
        from_version=row["from_version"],
        to_version=row["to_version"],
        capture=row["capture"],
        observed_at=row["observed_at"],
        cause=Cause(row["cause"]),
        verdict=Verdict(row["verdict"]),
        change_class=ChangeClass(row["class"]),
        alert=row["alert"],
        severity=Severity(row["severity"]),
        direction=Direction(row["direction"]),
        headline=row["headline"],
        reasons=details.reasons,
        dates=details.dates,
        changes=details.changes,
        recipe=row["recipe"],
    )
