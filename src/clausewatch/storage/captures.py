"""Captures and readings: what came, and what it was judged to be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, and_, exists, func, or_, select

from clausewatch.nouns.evidence import UNTOLD, Capture, Collection, Exchange, Origin, Verdict
from clausewatch.nouns.identity import CaptureId, Digest, DocumentId, SourceId, VersionId
from clausewatch.nouns.observed import UNCOLLECTED, Collected, SourceFailure
from clausewatch.storage import codec
from clausewatch.storage.tables import capture as captures_table
from clausewatch.storage.tables import document as documents_table
from clausewatch.storage.tables import reading as readings_table
from clausewatch.storage.upsert import insert_once, upsert


@dataclass(frozen=True, slots=True)
class CaptureVerdict:
    """What a capture was judged to be, why, and the version that was current after it.

    `collection` says how the document's whole text was put together with it; None where it was not.
    """

    capture: CaptureId
    document: DocumentId
    source: SourceId
    observed_at: datetime
    verdict: Verdict
    reasons: tuple[str, ...]
    version: VersionId | None
    body: Digest | None
    recipe: str
    collection: Collection | None = None


def save_capture(connection: Connection, capture: Capture) -> bool:
    """Keeps the capture unless it is known; says whether it was new."""
    return insert_once(
        connection,
        captures_table,
        {
            "id": capture.id,
            "document": capture.document,
            "source": capture.source,
            "observed_at": capture.observed_at,
            "origin": capture.origin.value,
            "origin_ref": capture.origin_ref,
            "origin_parent": capture.origin_parent,
            "media_type": capture.media_type,
            "charset": capture.charset,
            "body": capture.body,
            "body_bytes": capture.body_bytes,
            "exchange": codec.dumps(capture.exchange),
            "renderer": capture.exchange.renderer,
            "screenshot": capture.screenshot,
            "collection": codec.dumps(capture.collection),
        },
    )


def capture(connection: Connection, identifier: CaptureId) -> Capture | None:
    """The capture of that identifier."""
    query = select(captures_table).where(captures_table.c.id == identifier)
    row = connection.execute(query).mappings().first()
    return None if row is None else _capture(row)


def brought(connection: Connection, confirmed: Capture) -> Capture | None:
    """The source's latest capture before this one that brought the body which this one says still stands."""
    query = (
        select(captures_table)
        .where(captures_table.c.source == confirmed.source, captures_table.c.body == confirmed.body)
        .where(captures_table.c.observed_at < confirmed.observed_at)
        .order_by(captures_table.c.observed_at.desc(), captures_table.c.id.desc())
    )
    found = (_capture(row) for row in connection.execute(query).mappings())
    return next((each for each in found if not each.exchange.not_modified), None)


def known_of(connection: Connection, origin: Origin) -> frozenset[CaptureId]:
    """Every capture that came that way."""
    query = select(captures_table.c.id).where(captures_table.c.origin == origin.value)
    return frozenset(connection.execute(query).scalars())


def last_with_body(
    connection: Connection, source: SourceId, before: datetime | None = None
) -> Capture | None:
    """The source's latest capture that brought (or confirmed) a body, if any."""
    query = (
        select(captures_table)
        .where(captures_table.c.source == source, captures_table.c.body.is_not(None))
        .order_by(captures_table.c.observed_at.desc(), captures_table.c.id.desc())
        .limit(1)
    )
    if before is not None:
        query = query.where(captures_table.c.observed_at < before)
    row = connection.execute(query).mappings().first()
    return None if row is None else _capture(row)


def last_good(
    connection: Connection, source: SourceId, before: datetime, *, inclusive: bool = False
) -> Capture | None:
    """The source's latest capture before (or, inclusive, at) that instant whose verdict was good."""
    at = captures_table.c.observed_at
    query = (
        select(captures_table)
        .join(readings_table, readings_table.c.capture == captures_table.c.id)
        .where(captures_table.c.source == source, at <= before if inclusive else at < before)
        .where(readings_table.c.verdict.in_([Verdict.OK.value, Verdict.UNCHANGED.value]))
        .order_by(captures_table.c.observed_at.desc(), captures_table.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).mappings().first()
    return None if row is None else _capture(row)


def last_plain_verdicts(connection: Connection, source: SourceId, limit: int) -> tuple[Verdict, ...]:
    """The verdicts on the source's latest live captures that no browser took and that brought a body, newest first."""
    query = (
        select(readings_table.c.verdict)
        .join(captures_table, captures_table.c.id == readings_table.c.capture)
        .where(captures_table.c.source == source, captures_table.c.origin == Origin.LIVE.value)
        .where(captures_table.c.renderer == "", captures_table.c.body.is_not(None))
        .order_by(captures_table.c.observed_at.desc(), captures_table.c.id.desc())
        .limit(limit)
    )
    return tuple(Verdict(found) for found in connection.execute(query).scalars())


def held(connection: Connection, source: SourceId, until: datetime, limit: int = 3) -> tuple[Capture, ...]:
    """The source's latest captures up to that instant that wait to be seen a second time, since its last good one."""
    at = captures_table.c.observed_at
    good = last_good(connection, source, until, inclusive=True)
    query = (
        select(captures_table)
        .join(readings_table, readings_table.c.capture == captures_table.c.id)
        .where(captures_table.c.source == source, at <= until)
        .where(readings_table.c.verdict == Verdict.UNCONFIRMED.value)
        .order_by(at.desc(), captures_table.c.id.desc())
        .limit(limit)
    )
    if good is not None:
        query = query.where(at > good.observed_at)
    return tuple(_capture(row) for row in connection.execute(query).mappings())


def not_good_since(connection: Connection, source: SourceId, before: datetime) -> int:
    """How many verdicts in a row, the latest before that instant included, were not good."""
    good = last_good(connection, source, before)
    query = select(func.count()).where(
        readings_table.c.source == source, readings_table.c.observed_at < before
    )
    if good is not None:
        query = query.where(readings_table.c.observed_at > good.observed_at)
    return int(connection.execute(query).scalar_one())


def unread_beside(connection: Connection, one: Capture, until: datetime) -> bool:
    """Whether another source of the document has an unread capture after this one and up to that instant."""
    at = captures_table.c.observed_at
    after = or_(at > one.observed_at, and_(at == one.observed_at, captures_table.c.id > one.id))
    query = (
        select(captures_table.c.id)
        .where(captures_table.c.document == one.document, captures_table.c.source != one.source)
        .where(after, at <= until)
        .where(~exists().where(readings_table.c.capture == captures_table.c.id))
        .limit(1)
    )
    return connection.execute(query).first() is not None


def unread_documents(connection: Connection) -> tuple[DocumentId, ...]:
    """Documents with captures that nobody has read yet."""
    unread = exists().where(
        captures_table.c.document == documents_table.c.id,
        ~exists().where(readings_table.c.capture == captures_table.c.id),
    )
    query = select(documents_table.c.id).where(unread).order_by(documents_table.c.id)
    return tuple(connection.execute(query).scalars())


def unread(connection: Connection, document: DocumentId, limit: int) -> tuple[Capture, ...]:
    """The document's oldest unread captures, in the order they were observed."""
    query = (
        select(captures_table)
        .where(captures_table.c.document == document)
        .where(~exists().where(readings_table.c.capture == captures_table.c.id))
        .order_by(captures_table.c.observed_at, captures_table.c.id)
        .limit(limit)
    )
    return tuple(_capture(row) for row in connection.execute(query).mappings())


def save_reading(connection: Connection, reading: CaptureVerdict) -> None:
    """Keeps what a capture was judged to be; a second judgement replaces the first."""
    upsert(
        connection,
        readings_table,
        {
            "capture": reading.capture,
            "document": reading.document,
            "source": reading.source,
            "observed_at": reading.observed_at,
            "verdict": reading.verdict.value,
            "reasons": codec.dumps(reading.reasons),
            "version": reading.version,
            "body": reading.body,
            "recipe": reading.recipe,
            "collection": None if reading.collection is None else codec.dumps(reading.collection),
        },
    )


def last_reading(
    connection: Connection, source: SourceId, before: datetime, *, inclusive: bool = False
) -> CaptureVerdict | None:
    """The source's latest verdict before (or, inclusive, at) that instant."""
    at = readings_table.c.observed_at
    query = (
        select(readings_table)
        .where(readings_table.c.source == source, at <= before if inclusive else at < before)
        .order_by(readings_table.c.observed_at.desc(), readings_table.c.capture.desc())
        .limit(1)
    )
    row = connection.execute(query).mappings().first()
    return None if row is None else _verdict(row)


def collected(connection: Connection, document: DocumentId, old: datetime, trigger: CaptureId) -> Collected:
    """How the text that this capture brought was collected, how the text just before it was, and what failed between.

    `old` is when the text before began to stand.
    """
    table = readings_table.c
    after = connection.execute(
        select(table.observed_at, table.collection).where(table.capture == trigger)
    ).first()
    if after is None:
        return UNCOLLECTED
    between = [table.document == document, table.observed_at >= old, table.observed_at < after.observed_at]
    before = connection.execute(
        select(table.collection)
        .where(*between, table.collection.is_not(None))
        .order_by(table.observed_at.desc(), table.capture.desc())
        .limit(1)
    ).scalar()
    good = [each.value for each in Verdict if each.good]
    failed = tuple(
        SourceFailure(row.source, Verdict(row.verdict))
        for row in connection.execute(
            select(table.source, table.verdict)
            .where(*between, table.verdict.not_in(good))
            .group_by(table.source, table.verdict)
            .order_by(table.verdict, table.source)
        )
    )
    kinds = tuple(dict.fromkeys(each.verdict for each in failed))
    return Collected(_collection(before), _collection(after.collection), kinds, failed)


def last_shown(connection: Connection, version: VersionId) -> dict[SourceId, Capture]:
    """For each source that was captured since that version began the latest good capture that its text was put together of.

    What came after the whole text was last put together, while the version was still current, says what was no part of it
    yet, or of a source that was taken out, never.
    """
    table = readings_table.c
    whole = select(func.max(table.observed_at)).where(table.version == version, table.collection.is_not(None))
    query = (
        select(captures_table)
        .join(readings_table, table.capture == captures_table.c.id)
        .where(table.version == version, captures_table.c.body.is_not(None))
        .where(table.verdict.in_([Verdict.OK.value, Verdict.UNCHANGED.value]))
        .where(table.observed_at <= whole.scalar_subquery())
        .order_by(captures_table.c.observed_at, captures_table.c.id)
    )
    return {row["source"]: _capture(row) for row in connection.execute(query).mappings()}


def bodies_shown(connection: Connection, version: VersionId) -> frozenset[Digest]:
    """The bodies with which that version was put together, or found to say the same."""
    query = (
        select(readings_table.c.body)
        .where(readings_table.c.version == version, readings_table.c.body.is_not(None))
        .where(readings_table.c.collection.is_not(None))
        .distinct()
    )
    return frozenset(connection.execute(query).scalars())


def last_seen(
    connection: Connection, document: DocumentId, since: datetime, before: datetime
) -> datetime | None:
    """When the text that stood from `since` until `before` was last seen at a good capture; None without one between."""
    table = readings_table.c
    query = select(func.max(table.observed_at)).where(
        table.document == document,
        table.observed_at >= since,
        table.observed_at < before,
        table.verdict.in_([Verdict.OK.value, Verdict.UNCHANGED.value]),
    )
    found: datetime | None = connection.execute(query).scalar()
    return found


def reading_of(connection: Connection, capture: CaptureId) -> CaptureVerdict | None:
    """What that capture was judged to be; None while it is unread."""
    query = select(readings_table).where(readings_table.c.capture == capture)
    row = connection.execute(query).mappings().first()
    return None if row is None else _verdict(row)


def readings(
    connection: Connection, document: DocumentId, limit: int | None = 200
) -> tuple[tuple[Capture, CaptureVerdict], ...]:
    """The document's captures with their verdicts, newest first."""
    query = (
        select(captures_table, *[column.label(f"reading_{column.name}") for column in readings_table.c])
        .join(readings_table, readings_table.c.capture == captures_table.c.id)
        .where(captures_table.c.document == document)
        .order_by(captures_table.c.observed_at.desc(), captures_table.c.id.desc())
        .limit(limit)
    )
    return tuple((_capture(row), _verdict(row, "reading_")) for row in connection.execute(query).mappings())


def latest(connection: Connection) -> datetime | None:
    """When the newest capture of all was observed."""
    found: datetime | None = connection.execute(select(func.max(captures_table.c.observed_at))).scalar()
    return found


def _capture(row: RowMapping) -> Capture:
    return Capture(
        id=row["id"],
        document=row["document"],
        source=row["source"],
        observed_at=row["observed_at"],
        origin=Origin(row["origin"]),
        origin_ref=row["origin_ref"],
        media_type=row["media_type"],
        charset=row["charset"],
        body=row["body"],
        body_bytes=row["body_bytes"],
        exchange=codec.loads(Exchange, row["exchange"]),
        origin_parent=row["origin_parent"],
        screenshot=row["screenshot"],
        collection=_collection(row["collection"]),
    )


def _collection(stored: str | None) -> Collection:
    return codec.loads(Collection, stored) if stored else UNTOLD


def _verdict(row: RowMapping, prefix: str = "") -> CaptureVerdict:
    return CaptureVerdict(
        capture=row[prefix + "capture"],
        document=row[prefix + "document"],
        source=row[prefix + "source"],
        observed_at=row[prefix + "observed_at"],
        verdict=Verdict(row[prefix + "verdict"]),
        reasons=codec.loads(tuple[str, ...], row[prefix + "reasons"]),
        version=row[prefix + "version"],
        body=row[prefix + "body"],
        recipe=row[prefix + "recipe"],
        collection=_collection(told) if (told := row[prefix + "collection"]) else None,
    )


def bodies(connection: Connection, document: DocumentId) -> tuple[tuple[CaptureId, Digest], ...]:
    """Every body and screenshot that a capture of the document brought, each once, with the first that named it."""
    found: list[tuple[CaptureId, Digest]] = []
    for column in (captures_table.c.body, captures_table.c.screenshot):
        query = (
            select(func.min(captures_table.c.id), column)
            .where(captures_table.c.document == document, column.is_not(None))
            .group_by(column)
            .order_by(column)
        )
        found += [(row[0], row[1]) for row in connection.execute(query)]
    return tuple(found)
