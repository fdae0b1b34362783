"""Where provisions stand that are in force: what an index of the pages names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from clausewatch.nouns.identity import DocumentId, ProvisionId
from clausewatch.storage.tables import provision as provisions


@dataclass(frozen=True, slots=True)
class Standing:
    """A provision of a current text, and since when it stands so."""

    document: DocumentId
    address: ProvisionId
    since: datetime


def standing_provisions(connection: Connection, limit: int, offset: int = 0) -> tuple[Standing, ...]:
    """The provisions that stand in current texts which were analysed, each once, by document and address."""
    table = provisions.c
    query = (
        select(table.document, table.address, func.max(table.observed_from))
        .where(table.observed_to.is_(None))
        .group_by(table.document, table.address)
        .order_by(table.document, table.address)
        .limit(limit)
        .offset(offset)
    )
    return tuple(Standing(row[0], row[1], row[2]) for row in connection.execute(query))


def count_standing(connection: Connection) -> int:
    """How many `standing_provisions` gives in all."""
    table = provisions.c
    named = select(table.document, table.address).where(table.observed_to.is_(None)).distinct().subquery()
    return int(connection.execute(select(func.count()).select_from(named)).scalar_one())
