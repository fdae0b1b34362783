"""Stored findings as they lie there, for whoever checks them: damage is told, not raised."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, RowMapping, and_, or_, select

from clausewatch.nouns.identity import Digest, DocumentId, VersionId
from clausewatch.nouns.stated import Analysis, Said, Stated, StatedId
from clausewatch.storage import codec
from clausewatch.storage.standing import Places
from clausewatch.storage.stated import analysis_from, stated_from
from clausewatch.storage.stating import digest_of_row
from clausewatch.storage.tables import analysis as analyses
from clausewatch.storage.tables import provision as provisions
from clausewatch.storage.tables import provision_topic as topics
from clausewatch.storage.tables import version as versions_table

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Kept:
    """A row: what it says, spans as in its first version, None where it cannot be decoded; and whether its digest is
    that of its content."""

    id: str
    stated: Stated | None
    whole: bool
    recipe: str
    stop: int


@dataclass(frozen=True, slots=True)
class KeptAnalysis:
    """An analysis with the rows its version is made of, in order, and where each starts; None where that is damaged."""

    analysis: Analysis
    rows: tuple[tuple[str, int], ...] | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A version of the chain with those that it replaced, oldest reading last."""

    version: VersionId
    at: datetime
    readings: tuple[VersionId, ...]


def kept_rows(connection: Connection, document: DocumentId) -> tuple[Kept, ...]:
    """Every row of the document."""
    query = select(provisions).where(provisions.c.document == document).order_by(provisions.c.id)
    return tuple(_kept(row) for row in connection.execute(query).mappings())


def astray(connection: Connection, document: DocumentId) -> tuple[StatedId, ...]:
    """The rows of the document that are found by a topic as if they were another document's, or stood at another time."""
    row, told = provisions.c, topics.c
    ends = or_(
        row.observed_to == told.observed_to, and_(row.observed_to.is_(None), told.observed_to.is_(None))
    )
    agree = and_(row.document == told.document, row.observed_from == told.observed_from, ends)
    query = (
        select(row.id)
        .join(topics, told.provision == row.id)
        .where(row.document == document, agree.is_not(True))
        .distinct()
        .order_by(row.id)
    )
    return tuple(connection.execute(query).scalars())


def kept_analyses(connection: Connection, document: DocumentId) -> tuple[KeptAnalysis, ...]:
    """Every analysis of the document's versions, also of those that were read better since."""
    query = select(analyses).where(analyses.c.document == document).order_by(analyses.c.version)
    found = []
    for row in connection.execute(query).mappings():
        places = _tried(partial(codec.unpack, Places, row["places"]))
        found.append(KeptAnalysis(analysis_from(row), places.rows if places else None))
    return tuple(found)


def chain(connection: Connection, document: DocumentId) -> tuple[Standing, ...]:
    """The document's versions in force, oldest first."""
    table = versions_table.c
    query = (
        select(table.id, table.observed_at, table.replaces, table.replaced)
        .where(table.document == document)
        .order_by(table.observed_at, table.id)
    )
    rows = {row.id: row for row in connection.execute(query)}
    found = []
    for row in rows.values():
        if row.replaced:
            continue
        readings, at = [row.id], row.replaces
        while at is not None and at in rows:
            readings.append(at)
            at = rows[at].replaces
        found.append(Standing(row.id, row.observed_at, tuple(readings)))
    return tuple(found)


def _kept(row: RowMapping) -> Kept:
    said: Said | None = _tried(lambda: codec.unpack(Said, row["said"]))
    stated: Stated | None = _tried(lambda: stated_from(row, row["first_version"], row["start"]))
    whole = said is not None and _tried(lambda: _digest(row, said)) == row["digest"]
    return Kept(row["id"], stated, whole, row["recipe"], row["stop"])


def _digest(row: RowMapping, said: Said) -> Digest:
    columns: dict[str, Any] = dict(row)
    return digest_of_row(row["lineage"], row["text"], columns, said)


def _tried(decode: Callable[[], Made]) -> Made | None:
    try:
        return decode()
    except codec.UNREADABLE:
        return None
