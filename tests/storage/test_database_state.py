"""The state of a database differs after every commit, by whichever connection, and after nothing else."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from clausewatch.storage import Database
from clausewatch.storage.tables import platform


def _add(database: Database, name: str) -> None:
    row = {"id": name, "name": name, "company": "", "group_name": ""}
    with database.write() as connection:
        connection.execute(sa.insert(platform), [row])


def test_it_differs_after_a_commit_of_any_connection(database: Database) -> None:
    other = Database(database.address)
    seen = [database.state()]
    _add(database, "own")
    seen.append(database.state())
    _add(other, "other")
    seen.append(database.state())
    beside = threading.Thread(target=_add, args=(database, "thread"))
    beside.start()
    beside.join()
    seen.append(database.state())
    assert len(set(seen)) == len(seen)
    other.close()


def test_it_stays_while_only_something_is_read_or_undone(tmp_path: object) -> None:
    database = Database(f"sqlite:///{tmp_path}/rows.db")
    database.migrate()
    before = database.state()
    with database.read() as connection:
        connection.execute(sa.select(platform)).all()

    def undone() -> None:
        with database.write() as connection:
            connection.execute(sa.delete(platform))
            raise KeyError

    with pytest.raises(KeyError):
        undone()
    assert database.state() == before
    database.close()
