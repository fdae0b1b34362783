"""Platforms, documents and sources."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection, Row, RowMapping, func, or_, select, update

from clausewatch.nouns.catalog import Document, Platform, Source
from clausewatch.nouns.identity import DocumentId, PlatformId, SourceId, slug
from clausewatch.storage import codec
from clausewatch.storage.tables import document as documents_table
from clausewatch.storage.tables import platform as platforms_table
from clausewatch.storage.tables import source as sources_table
from clausewatch.storage.upsert import insert_once, upsert

_DECLARED = 4096
"""Declarations kept decoded: about 1 kB each."""


@dataclass(frozen=True, slots=True)
class DueSource:
    """A source whose time has come, with what its next capture needs to know."""

    source: Source
    document: DocumentId
    cadence_hours: float
    failures: int


def save_platforms(connection: Connection, platforms: tuple[Platform, ...], *, watched: bool) -> None:
    """Adds or renews the platforms with their documents and sources; sources no longer declared become inactive.

    Histories stay. `watched` says whether the documents are to be captured (imports are not).
    """
    for each in platforms:
        upsert(
            connection,
            platforms_table,
            {"id": each.id, "name": each.name, "company": each.company, "group_name": each.group},
        )
        for position, document in enumerate(each.documents):
            _save_document(connection, document, position, watched=watched)


def _save_document(connection: Connection, document: Document, position: int, *, watched: bool) -> None:
    upsert(connection, documents_table, _document_row(document, position=position, watched=watched))
    connection.execute(
        update(sources_table).where(sources_table.c.document == document.id).values(active=False)
    )
    for place, source in enumerate(document.sources):
        upsert(connection, sources_table, _source_row(document.id, source, place, active=True))


def _document_row(document: Document, *, position: int, watched: bool) -> dict[str, object]:
    return {
        "id": document.id,
        "platform": document.platform,
        "name": document.name,
        "type": document.type,
        "position": position,
        "watched": watched,
        "cadence_hours": document.cadence_hours,
        "details": codec.dumps(document),
    }


def _source_row(document: DocumentId, source: Source, position: int, *, active: bool) -> dict[str, object]:
    return {
        "id": source.id,
        "document": document,
        "url": source.url,
        "position": position,
        "active": active,
        "details": codec.dumps(source),
    }


def unwatch_missing(connection: Connection, kept: tuple[DocumentId, ...]) -> int:
    """Stops capturing watched documents that are no longer declared; gives how many. Their history stays."""
    watched = set(connection.execute(select(documents_table.c.id).where(documents_table.c.watched)).scalars())
    gone = sorted(watched - set(kept))
    for document in gone:
        connection.execute(
            update(documents_table).where(documents_table.c.id == document).values(watched=False)
        )
    return len(gone)


def platforms(connection: Connection) -> tuple[Platform, ...]:
    """All platforms by name, with their documents in declared order."""
    by_platform: dict[PlatformId, list[Document]] = {}
    details = select(documents_table.c.details).order_by(documents_table.c.position, documents_table.c.id)
    for stored in connection.execute(details).scalars().all():
        found = _declared(stored)
        by_platform.setdefault(found.platform, []).append(found)
    rows = connection.execute(
        select(platforms_table).order_by(func.lower(platforms_table.c.name), platforms_table.c.id)
    )
    return tuple(_platform(row, tuple(by_platform.get(row.id, ()))) for row in rows)


def platform(connection: Connection, name: str) -> Platform | None:
    """The platform of that name or slug."""
    row = connection.execute(
        select(platforms_table).where(
            or_(platforms_table.c.id.in_([name, slug(name)]), platforms_table.c.name == name)
        )
    ).first()
    if row is None:
        return None
    rows = connection.execute(
        select(documents_table.c.details)
        .where(documents_table.c.platform == row.id)
        .order_by(documents_table.c.position, documents_table.c.id)
    )
    return _platform(row, tuple(_declared(each.details) for each in rows))


@lru_cache(maxsize=_DECLARED)
def _declared(stored: str) -> Document:
    """The document that was stored so: every list of platforms asks for all of them again."""
    return codec.loads(Document, stored)


def _platform(row: Row[tuple[str, str, str, str]], documents: tuple[Document, ...]) -> Platform:
    return Platform(id=row.id, name=row.name, company=row.company, group=row.group_name, documents=documents)


def document(connection: Connection, identifier: DocumentId) -> Document | None:
    """The document of that identifier."""
    stored = connection.execute(
        select(documents_table.c.details).where(documents_table.c.id == identifier)
    ).scalar()
    return None if stored is None else _declared(stored)


def due_sources(connection: Connection, now: datetime, platform: PlatformId | None) -> tuple[DueSource, ...]:
    """Active sources of watched documents whose time has come by `now`, longest waiting first."""
    query = (
        select(
            sources_table.c.details,
            sources_table.c.document,
            sources_table.c.failures,
            documents_table.c.cadence_hours,
            documents_table.c.details.label("declared"),
        )
        .join(documents_table, documents_table.c.id == sources_table.c.document)
        .where(documents_table.c.watched, sources_table.c.active)
        .where(or_(sources_table.c.due_at.is_(None), sources_table.c.due_at <= now))
        .order_by(sources_table.c.due_at.nulls_first(), sources_table.c.id)
    )
    if platform is not None:
        query = query.where(documents_table.c.platform == platform)
    return tuple(_due(row) for row in connection.execute(query).mappings())


def _due(row: RowMapping) -> DueSource:
    return DueSource(
        source=replace(codec.loads(Source, row["details"]), language=_declared(row["declared"]).language),
        document=row["document"],
        cadence_hours=row["cadence_hours"],
        failures=row["failures"],
    )


def make_due(connection: Connection, platform: PlatformId | None) -> None:
    """Lets every watched source be captured in the next round, whatever its cadence."""
    query = update(sources_table).values(due_at=None)
    if platform is not None:
        of_platform = select(documents_table.c.id).where(documents_table.c.platform == platform)
        query = query.where(sources_table.c.document.in_(of_platform))
    connection.execute(query)


def note_attempt(
    connection: Connection, source: SourceId, at: datetime, due_at: datetime, *, failed: bool
) -> None:
    """Remembers that the source was tried and when its next turn is."""
    connection.execute(
        update(sources_table)
        .where(sources_table.c.id == source)
        .values(last_attempt_at=at, due_at=due_at, failures=sources_table.c.failures + 1 if failed else 0)
    )


def bring_forward(connection: Connection, source: SourceId, tried_at: datetime, due_at: datetime) -> None:
    """Lets the source's next turn come at `due_at` if that is sooner and `tried_at` was its latest attempt."""
    table = sources_table.c
    connection.execute(
        update(sources_table)
        .where(table.id == source, table.last_attempt_at == tried_at, table.due_at > due_at)
        .values(due_at=due_at)
    )


def next_due(connection: Connection) -> datetime | None:
    """When the next source of a watched document is due; None when nothing is watched."""
    query = (
        select(func.min(sources_table.c.due_at))
        .join(documents_table, documents_table.c.id == sources_table.c.document)
        .where(documents_table.c.watched, sources_table.c.active)
    )
    found: datetime | None = connection.execute(query).scalar()
    return found


def add_imported(connection: Connection, platform: Platform) -> None:
    """Makes the platform and its documents known for an import; what is declared already stays as it is.

    The source of an import is never captured: it is active only where nothing else is watched.
    """
    insert_once(
        connection,
        platforms_table,
        {
            "id": platform.id,
            "name": platform.name,
            "company": platform.company,
            "group_name": platform.group,
        },
    )
    for each in platform.documents:
        insert_once(connection, documents_table, _document_row(each, position=0, watched=False))
        watched = connection.execute(
            select(documents_table.c.watched).where(documents_table.c.id == each.id)
        ).scalar_one()
        for place, source in enumerate(each.sources):
            row = _source_row(each.id, source, place, active=not watched)
            insert_once(connection, sources_table, row)


def sources_beside(connection: Connection, document: DocumentId, host: str, limit: int) -> tuple[Source, ...]:
    """The first sources, by name, that other documents than this have at the host."""
    table = sources_table.c
    there = or_(
        *(table.url.startswith(f"{scheme}://{host}/", autoescape=True) for scheme in ("https", "http"))
    )
    query = select(table.details).where(table.document != document, there).order_by(table.id).limit(limit)
    return tuple(codec.loads(Source, stored) for stored in connection.execute(query).scalars())


def source(connection: Connection, identifier: SourceId) -> Source | None:
    """The source of that identifier, active or not."""
    stored = connection.execute(
        select(sources_table.c.details).where(sources_table.c.id == identifier)
    ).scalar()
    return None if stored is None else codec.loads(Source, stored)
