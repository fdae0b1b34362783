"""One state of the database as a file of its own, taken while others write."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from clausewatch.errors import BadInputError, ClausewatchError
from clausewatch.storage.database import Database


def snapshot(database: Database, path: Path) -> None:
    """Writes the database's state of this moment to `path`, by SQLite's own backup. BadInputError for PostgreSQL, whose
    `pg_dump` does that; ClausewatchError where it cannot be written."""
    if database.dialect != "sqlite":
        raise BadInputError(
            "backup of a PostgreSQL database",
            "it has a tool of its own for that",
            "Stop the rounds, run pg_dump, and `clausewatch backup --without-database` beside it",
        )
    try:
        with database.read() as connection, closing(sqlite3.connect(path)) as target:
            source = connection.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)
            source.backup(target)
    except sqlite3.Error as error:
        raise ClausewatchError(
            str(path), f"the database cannot be copied there ({error})", "Make room there and run it again"
        ) from error
