"""Step: choose the clauses that say most about each matter where an older program kept none."""

from __future__ import annotations

from clausewatch.storage import Database, stating
from clausewatch.storage.unchosen import unchosen


def choose_waiting(database: Database) -> int:
    """Chooses the clauses of documents that have none chosen by today's rules; gives of how many documents."""
    with database.read() as connection:
        waiting = unchosen(connection)
    for each in waiting:
        with database.write() as connection:
            stating.choose_clauses(connection, each)
    return len(waiting)
