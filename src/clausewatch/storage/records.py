"""Change records."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    union,
    update,
)

from clausewatch.nouns.change import (
    ChangeClass,
    ChangeRecord,
    Severity,
)
from clausewatch.nouns.document import Cause
from clausewatch.nouns.finding import TopicId
from clausewatch.nouns.identity import (
    Digest,
    DocumentId,
    LineageId,
    PlatformId,
    RecordId,
    WatchId,
)
from clausewatch.storage.record_rows import as_kept, lineage_in, record_in, row_of
from clausewatch.storage.standing import chunks
from clausewatch.storage.tables import analysis as analyses_table
from clausewatch.storage.tables import document as documents_table
from clausewatch.storage.tables import provision_topic as topics_table
from clausewatch.storage.tables import record as records_table
from clausewatch.storage.types import Instant
from clausewatch.storage.upsert import insert_once
from clausewatch.storage.watch_tables import alert as alerts_table


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """Which records are asked for; None and False mean any. `rereads` lets in those of our own better reading.

    Those observed from `since` to `until`, both included. `below` keeps those that come before that place in the order of observation.
    """

    platform: PlatformId | None = None
    document: DocumentId | None = None
    since: datetime | None = None
    until: datetime | None = None
    alerting: bool = False
    silent: bool = False
    classes: tuple[ChangeClass, ...] = ()
    severities: tuple[Severity, ...] = ()
    rereads: bool = False
    limit: int | None = None
    offset: int = 0
    below: tuple[datetime, RecordId] | None = None


def save_record(connection: Connection, record: ChangeRecord) -> bool:
    """Keeps the record unless it is known; says whether it was new. One that is known and was superseded stands again: what
    came between its versions turned out to be no neighbour of the later one."""
    new = insert_once(connection, records_table, row_of(record))
    if not new:
        known = records_table.c.id == record.id
        connection.execute(
            update(records_table).where(known, records_table.c.superseded).values(superseded=False)
        )
    return new


def renew(connection: Connection, record: ChangeRecord) -> None:
    """Keeps the record, sealed anew, in place of the one of its identifier."""
    connection.execute(update(records_table).where(records_table.c.id == record.id).values(row_of(record)))


def altered(connection: Connection, document: DocumentId) -> tuple[RecordId, ...]:
    """The records of the document that are not as they were kept, superseded ones included.

    What was kept before records had seals is not told; earlier seals are over the columns alone.
    """
    table = records_table.c
    query = select(records_table).where(table.document == document).order_by(table.id)
    # SQLite keeps any number as a boolean: one that is read as true is then no match for a filter.
    sides = (True, False)
    neither = or_(table.alert.not_in(sides), table.superseded.not_in(sides), table.silent_edit.not_in(sides))
    odd = frozenset(connection.execute(query.with_only_columns(table.id).where(neither)).scalars())
    return tuple(
        row["id"] for row in connection.execute(query).mappings() if row["id"] in odd or not as_kept(row)
    )


def record(connection: Connection, identifier: RecordId) -> ChangeRecord | None:
    """The record of that identifier, superseded or not."""
    query = select(records_table).where(records_table.c.id == identifier)
    row = connection.execute(query).mappings().first()
    return None if row is None else record_in(row)


def by_id(connection: Connection, names: Iterable[RecordId]) -> dict[RecordId, ChangeRecord]:
    """Those records, superseded or not."""
    found: dict[RecordId, ChangeRecord] = {}
    for some in chunks(dict.fromkeys(names)):
        query = select(records_table).where(records_table.c.id.in_(some))
        found |= {row["id"]: record_in(row) for row in connection.execute(query).mappings()}
    return found


def records(
    connection: Connection, wanted: RecordFilter, *, newest_first: bool = False
) -> tuple[ChangeRecord, ...]:
    """The records that pass the filter, in order of observation, superseded ones left out."""
    table = records_table.c
    order = (table.observed_at.desc(), table.id.desc()) if newest_first else (table.observed_at, table.id)
    query = _filtered(select(records_table), wanted).order_by(*order)
    if wanted.limit is not None:
        query = query.limit(wanted.limit)
    return tuple(record_in(row) for row in connection.execute(query).mappings())


def briefly(connection: Connection, wanted: RecordFilter) -> tuple[ChangeRecord, ...]:
    """The records that pass the filter, newest first, for lists: their `changes` are left out."""
    table = records_table.c
    query = _filtered(select(records_table), wanted).order_by(table.observed_at.desc(), table.id.desc())
    query = query.limit(wanted.limit).offset(wanted.offset or None)
    return tuple(record_in(row, brief=True) for row in connection.execute(query).mappings())


def of_lineage(connection: Connection, wanted: RecordFilter, lineage: LineageId) -> tuple[ChangeRecord, ...]:
    """The records that pass the filter, newest first; of their `changes` only those of that provision."""
    table = records_table.c
    query = _filtered(select(records_table), wanted).order_by(table.observed_at.desc(), table.id.desc())
    return tuple(lineage_in(row, lineage) for row in connection.execute(query.limit(wanted.limit)).mappings())


def neighbours(
    connection: Connection, found: ChangeRecord
) -> tuple[ChangeRecord | None, ChangeRecord | None]:
    """The told records of the same document before and after this one, without their changes."""
    table = records_table.c
    told = _filtered(select(records_table), RecordFilter(document=found.document, alerting=True))
    place = tuple_(table.observed_at, table.id)
    here = tuple_(literal(found.observed_at, Instant), literal(found.id))
    before = told.where(place < here).order_by(table.observed_at.desc(), table.id.desc()).limit(1)
    after = told.where(place > here).order_by(table.observed_at, table.id).limit(1)
    earlier, later = (connection.execute(query).mappings().first() for query in (before, after))
    return (
        None if earlier is None else record_in(earlier, brief=True),
        None if later is None else record_in(later, brief=True),
    )


def count_by_class(connection: Connection, wanted: RecordFilter) -> dict[ChangeClass, int]:
    """How many records of each class pass the filter."""
    query = _filtered(select(records_table.c["class"], func.count()), wanted).group_by(
        records_table.c["class"]
    )
    return {ChangeClass(row[0]): row[1] for row in connection.execute(query)}


def count_by_severity(connection: Connection, wanted: RecordFilter) -> dict[Severity, int]:
    """How many records of each severity pass the filter."""
    query = _filtered(select(records_table.c.severity, func.count()), wanted).group_by(
        records_table.c.severity
    )
    return {Severity(row[0]): row[1] for row in connection.execute(query)}


def rewriting(connection: Connection, topic: TopicId, limit: int) -> tuple[ChangeRecord, ...]:
    """The newest changes of rules with which words on that topic came or went, without their changes.

    Only where the version before was analysed too: else nothing tells whether the words were there already.
    """
    record, said = records_table.c, topics_table.c
    at = record.observed_at
    came = select(said.document, said.observed_from).where(said.topic == topic)
    went = select(said.document, said.observed_to).where(said.topic == topic, said.observed_to.is_not(None))
    turned = tuple_(record.document, at).in_(union(came, went))
    before = exists().where(analyses_table.c.version == record.from_version)
    after = exists().where(analyses_table.c.version == record.to_version)
    query = (
        _filtered(select(records_table), RecordFilter(classes=(ChangeClass.SUBSTANTIVE,)))
        .where(before, after, turned)
        .order_by(at.desc(), record.id.desc())
        .limit(limit)
    )
    return tuple(record_in(row, brief=True) for row in connection.execute(query).mappings())


def told_to(connection: Connection, watch: WatchId, limit: int) -> tuple[ChangeRecord, ...]:
    """The records that the watch was alerted about, newest first, superseded ones included: they were told."""
    query = (
        select(records_table)
        .join(alerts_table, alerts_table.c.record == records_table.c.id)
        .where(alerts_table.c.watch == watch)
        .order_by(records_table.c.observed_at.desc(), records_table.c.id.desc())
        .limit(limit)
    )
    return tuple(record_in(row) for row in connection.execute(query).mappings())


def count_alerting(connection: Connection, platform: PlatformId | None = None) -> dict[DocumentId, int]:
    """How many alerting records each document has, or each of the platform."""
    query = (
        select(records_table.c.document, func.count())
        .where(records_table.c.alert, records_table.c.superseded.is_(False))
        .group_by(records_table.c.document)
    )
    if platform is not None:
        query = query.where(records_table.c.document.in_(_of_platform(platform)))
    return {row[0]: row[1] for row in connection.execute(query)}


def untold(
    connection: Connection, limit: int, classes: Collection[ChangeClass] = ()
) -> tuple[ChangeRecord, ...]:
    """The oldest records that no watch was asked about yet: those that alert, and those of these classes."""
    wanted = or_(records_table.c.alert, records_table.c["class"].in_([each.value for each in classes]))
    query = (
        select(records_table)
        .where(wanted, records_table.c.told_at.is_(None), records_table.c.superseded.is_(False))
        .order_by(records_table.c.observed_at, records_table.c.id)
        .limit(limit)
    )
    return tuple(record_in(row) for row in connection.execute(query).mappings())


def superseded(connection: Connection, names: Iterable[RecordId]) -> frozenset[RecordId]:
    """Those of the records in whose place a later reading put others."""
    table = records_table.c
    query = select(table.id).where(table.id.in_(list(names)), table.superseded)
    return frozenset(connection.execute(query).scalars())


def mark_told(connection: Connection, identifier: RecordId, at: datetime) -> None:
    """Remembers that the watches were asked about this record."""
    connection.execute(update(records_table).where(records_table.c.id == identifier).values(told_at=at))


def log_digest(connection: Connection) -> Digest:
    """A digest over every record of what platforms did, byte for byte as stored: the same digest, the same log.

    When a record was told is no part of what it says.
    """
    table = records_table.c
    said = [each for each in table if each.name != "told_at"]
    query = select(*said).where(table.cause == Cause.PUBLISHED.value).order_by(table.id)
    sha = sha256()
    for row in connection.execute(query):
        sha.update(repr(tuple(row)).encode())
    return sha.hexdigest()


def count_alerts(connection: Connection) -> int:
    """How many alerts were ever made, and how many records that call for some wait to be told."""
    waiting = select(func.count()).where(records_table.c.alert, records_table.c.told_at.is_(None))
    made = connection.execute(select(func.count()).select_from(alerts_table)).scalar_one()
    return int(made) + int(connection.execute(waiting).scalar_one())


def _of_platform(platform: PlatformId) -> Select[tuple[DocumentId]]:
    return select(documents_table.c.id).where(documents_table.c.platform == platform)


def _filtered(query: Select[Any], wanted: RecordFilter) -> Select[Any]:
    table = records_table.c
    query = query.where(table.superseded.is_(False))
    if not wanted.rereads:
        query = query.where(table.cause != Cause.REREAD.value)
    if wanted.platform is not None:
        query = query.where(table.document.in_(_of_platform(wanted.platform)))
    if wanted.document is not None:
        query = query.where(table.document == wanted.document)
    query = _in_time(query, wanted)
    if wanted.alerting:
        query = query.where(table.alert)
    if wanted.silent:
        query = query.where(table.silent_edit)
    if wanted.severities:
        query = query.where(table.severity.in_([each.value for each in wanted.severities]))
    if wanted.classes:
        query = query.where(table["class"].in_([each.value for each in wanted.classes]))
    return query


def _in_time(query: Select[Any], wanted: RecordFilter) -> Select[Any]:
    at = records_table.c.observed_at
    if wanted.since is not None:
        query = query.where(at >= wanted.since)
    if wanted.until is not None:
        query = query.where(at <= wanted.until)
    if wanted.below is not None:
        place = tuple_(literal(wanted.below[0], Instant), literal(wanted.below[1]))
        query = query.where(tuple_(at, records_table.c.id) < place)
    return query
