"""A version that comes to light between others: what was compared past it no longer joins neighbours."""

from __future__ import annotations

from sqlalchemy import Connection, and_, or_, select, update

from clausewatch.nouns.document import Cause, Version
from clausewatch.nouns.identity import VersionId
from clausewatch.storage.tables import analysis as analyses
from clausewatch.storage.tables import record as records_table
from clausewatch.storage.tables import version as versions_table


def come_between(connection: Connection, version: Version) -> None:
    """Supersedes the records of changes that span the version, if later ones were there before it."""
    follower = _first_after(connection, version)
    if follower is not None:
        _supersede(connection, follower)
        for spanned in _spanning(connection, version):
            _supersede(connection, spanned)


def _spanning(connection: Connection, version: Version) -> tuple[VersionId, ...]:
    """The later versions that were compared with one earlier than this, past others, because it has their language."""
    old, new = versions_table.alias(), versions_table.alias()
    tongue = version.language.split("-", maxsplit=1)[0]
    query = (
        select(new.c.id)
        .join(records_table, records_table.c.to_version == new.c.id)
        .join(old, records_table.c.from_version == old.c.id)
        .where(records_table.c.document == version.document, records_table.c.superseded.is_(False))
        .where(records_table.c.cause == Cause.PUBLISHED.value)
        .where(old.c.observed_at < version.observed_at, new.c.observed_at > version.observed_at)
        .where(or_(new.c.language == tongue, new.c.language.startswith(f"{tongue}-")))
    )
    return tuple(connection.execute(query).scalars()) if tongue else ()


def _first_after(connection: Connection, version: Version) -> VersionId | None:
    table = versions_table.c
    query = (
        select(table.id)
        .where(table.document == version.document, table.replaced.is_(False))
        .where(
            or_(
                table.observed_at > version.observed_at,
                and_(table.observed_at == version.observed_at, table.id > version.id),
            )
        )
        .order_by(table.observed_at, table.id)
        .limit(1)
    )
    found: str | None = connection.execute(query).scalar()
    return found


def _supersede(connection: Connection, follower: VersionId) -> None:
    """The record that led to the follower, by whichever reading of it, no longer joins neighbours."""
    at: VersionId | None = follower
    while at is not None:
        led = records_table.c.to_version == at
        published = records_table.c.cause == Cause.PUBLISHED.value
        connection.execute(update(records_table).where(led, published).values(superseded=True))
        query = select(versions_table.c.replaces).where(versions_table.c.id == at)
        at = connection.execute(query).scalar()
    connection.execute(update(versions_table).where(versions_table.c.id == follower).values(lineage=None))
    # Its provisions may come to be the successors of others, so what is said of them is kept anew.
    connection.execute(update(analyses).where(analyses.c.version == follower).values(context=""))
