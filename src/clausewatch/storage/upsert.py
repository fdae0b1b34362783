"""Insert-or-renew and insert-or-leave, in the words both databases share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

_COUNTED = {"preserve_rowcount": True}
"""Without it SQLAlchemy forgets on PostgreSQL how many rows an insert made."""


def upsert(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    """Inserts the row, or renews the named columns of the row with the same primary key."""
    statement = insert_into(connection, table).values(row)
    keys = [column.name for column in table.primary_key]
    renewed = {name: statement.excluded[name] for name in row if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=renewed))


def insert_once(connection: Connection, table: Table, row: dict[str, Any]) -> bool:
    """Inserts the row unless its primary key is there; says whether it did."""
    keys = [column.name for column in table.primary_key]
    statement = insert_into(connection, table).values(row).on_conflict_do_nothing(index_elements=keys)
    return connection.execute(statement, execution_options=_COUNTED).rowcount == 1


def insert_all_once(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> int:
    """Inserts the rows but for those whose primary key is there; gives how many it inserted."""
    if not rows:
        return 0
    keys = [column.name for column in table.primary_key]
    statement = insert_into(connection, table).on_conflict_do_nothing(index_elements=keys)
    return connection.execute(statement, rows, execution_options=_COUNTED).rowcount


def insert_into(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert in the database's own dialect, which may say what to do with a row that is there."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)
