"""Both databases tell whether an insert made a row."""

from __future__ import annotations

from clausewatch.storage import Database
from clausewatch.storage.tables import platform
from clausewatch.storage.upsert import insert_all_once, insert_once


def row(name: str) -> dict[str, str]:
    return {"id": name, "name": name, "company": "", "group_name": ""}


def test_an_insert_says_whether_the_row_is_new(database: Database) -> None:
    with database.write() as connection:
        assert insert_once(connection, platform, row("a"))
        assert not insert_once(connection, platform, row("a"))
        assert insert_all_once(connection, platform, [row(name) for name in "abc"]) == 2
        assert insert_all_once(connection, platform, [row("a")]) == 0
        assert insert_all_once(connection, platform, []) == 0
