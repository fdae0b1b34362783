"""What rows say that are made of others, as they lie there, for whoever checks them against those."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, and_, select

from clausewatch.nouns.document import Cause
from clausewatch.nouns.evidence import Verdict
from clausewatch.nouns.identity import CaptureId, Digest, DocumentId, RecordId, SourceId, VersionId
from clausewatch.storage.tables import capture as captures
from clausewatch.storage.tables import leaf as leaves
from clausewatch.storage.tables import reading as readings
from clausewatch.storage.tables import record as records
from clausewatch.storage.tables import version as versions
from clausewatch.storage.versions import EMPTIED

_VERSION: tuple[str, ...] = (
    *("id", "document", "observed_at", "state", "title", "language", "words", "provisions", "recipe"),
    *("confirmed_by", "replaces", "replaced", "learned", "lineage"),
)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version's columns that follow from its text, from its leaf or from other versions. `compared` says that its lineage
    is kept; `replaced` that a better reading took its place; `emptied` that its words were withheld."""

    id: VersionId
    document: DocumentId
    observed_at: datetime
    state: Digest
    title: str
    language: str
    words: int
    provisions: int
    recipe: str
    confirmed_by: str | None
    replaces: VersionId | None
    replaced: bool
    learned: Digest | None
    compared: bool

    @property
    def emptied(self) -> bool:
        return self.state == EMPTIED


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A change record by what it joins."""

    id: RecordId
    to_version: VersionId | None
    capture: CaptureId | None
    published: bool
    superseded: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, with the number of the leaf of its capture and when it was logged; None where it was not yet."""

    capture: CaptureId
    source: SourceId
    observed_at: datetime
    verdict: Verdict
    leaf: int | None
    logged_at: datetime | None


def version_rows(connection: Connection, document: DocumentId) -> tuple[VersionRow, ...]:
    """Every version of the document in the order of history, also those that were read better since."""
    table = versions.c
    query = (
        select(*(table[name] for name in _VERSION))
        .where(table.document == document)
        .order_by(table.observed_at, table.id)
    )
    return tuple(_version(row) for row in connection.execute(query).mappings())


def version_row(connection: Connection, version: VersionId) -> VersionRow | None:
    """That version's."""
    query = select(*(versions.c[name] for name in _VERSION)).where(versions.c.id == version)
    row = connection.execute(query).mappings().first()
    return None if row is None else _version(row)


def record_rows(connection: Connection, document: DocumentId) -> tuple[RecordRow, ...]:
    """Every record of the document, superseded ones included."""
    table = records.c
    query = (
        select(table.id, table.to_version, table.capture, table.cause, table.superseded)
        .where(table.document == document)
        .order_by(table.id)
    )
    return tuple(
        RecordRow(row.id, row.to_version, row.capture, row.cause == Cause.PUBLISHED.value, row.superseded)
        for row in connection.execute(query)
    )


def judgements(connection: Connection, document: DocumentId) -> tuple[Judged, ...]:
    """Every verdict on the document's captures, in the order in which they were observed."""
    table = readings.c
    logged = and_(leaves.c.kind == "capture", leaves.c.subject == table.capture)
    query = (
        select(table.capture, table.source, table.observed_at, table.verdict, leaves.c.number, leaves.c.at)
        .outerjoin(leaves, logged)
        .where(table.document == document)
        .order_by(table.observed_at, table.capture)
    )
    return tuple(
        Judged(row.capture, row.source, row.observed_at, Verdict(row.verdict), row.number, row.at)
        for row in connection.execute(query)
    )


def renderer_of(connection: Connection, capture: CaptureId) -> str | None:
    """The browser by which that capture is kept as rendered; empty where by none, None where there is no such capture."""
    query = select(captures.c.renderer).where(captures.c.id == capture)
    found: str | None = connection.execute(query).scalar()
    return found


def _version(row: RowMapping) -> VersionRow:
    told = {name: row[name] for name in _VERSION if name != "lineage"}
    return VersionRow(**told, compared=row["lineage"] is not None)
