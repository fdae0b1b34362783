"""Which versions were accepted, when and by whom. Rows are added and read, never changed."""

from __future__ import annotations

from dataclasses import asdict, replace

from sqlalchemy import Connection, RowMapping, func, insert, select

from clausewatch.nouns.baseline import OPEN, Acceptance
from clausewatch.nouns.identity import DocumentId
from clausewatch.storage.tables import baseline as table


def save(connection: Connection, made: Acceptance) -> Acceptance:
    """Adds the acceptance and gives it back under its number."""
    row = {key: value for key, value in asdict(made).items() if key != "number"}
    result = connection.execute(insert(table).values(row).returning(table.c.number))
    return replace(made, number=int(result.scalar_one()))


def history(
    connection: Connection, document: DocumentId | None = None, owner: str = OPEN
) -> tuple[Acceptance, ...]:
    """Everything the owner accepted or dropped, of all documents or one, oldest first."""
    query = select(table).where(table.c.owner == owner).order_by(table.c.number)
    if document is not None:
        query = query.where(table.c.document == document)
    return tuple(_acceptance(row) for row in connection.execute(query).mappings())


def baselines(connection: Connection, owner: str = OPEN) -> dict[DocumentId, Acceptance]:
    """The owner's baseline of each document that has one, by document."""
    newest = select(func.max(table.c.number)).where(table.c.owner == owner).group_by(table.c.document)
    query = (
        select(table)
        .where(table.c.number.in_(newest), table.c.version.is_not(None))
        .order_by(table.c.document)
    )
    return {row["document"]: _acceptance(row) for row in connection.execute(query).mappings()}


def _acceptance(row: RowMapping) -> Acceptance:
    return Acceptance(
        document=row["document"],
        version=row["version"],
        at=row["at"],
        by=row["by"],
        note=row["note"],
        owner=row["owner"],
        number=row["number"],
    )
