"""Which watch a changed one became: told by name, so that watches that began at one instant are not taken for each other."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import insert, select, update

from clausewatch.nouns.change import Severity
from clausewatch.nouns.subscription import Channel, Watch
from clausewatch.storage import Connection, Database, subscriptions
from clausewatch.storage.watch_tables import watch as watches

AT = datetime(2026, 4, 1, tzinfo=UTC)


def kept(connection: Connection, name: str, organisation: str = "birds") -> Watch:
    made = Watch(name, name, Channel.FEED, "", (), (), Severity.LOW, AT, organisation=organisation)
    subscriptions.save_watch(connection, made)
    return made


def follows(connection: Connection, name: str) -> str | None:
    found = subscriptions.watch(connection, name)
    assert found is not None
    heir = subscriptions.heir(connection, found)
    return heir.id if heir else None


@pytest.fixture
def known(database: Database) -> Database:
    with database.write() as connection:
        for name in "abc":
            kept(connection, name)
    return database


def test_two_that_began_at_one_instant_are_not_each_others_heirs(known: Database) -> None:
    with known.write() as connection:
        subscriptions.end_watch(connection, "a")
        assert follows(connection, "a") is None


def test_a_watch_is_followed_over_every_change_of_it(known: Database) -> None:
    with known.write() as connection:
        subscriptions.hand_over(connection, "a", "b")
        subscriptions.hand_over(connection, "b", "c")
        assert (follows(connection, "a"), follows(connection, "b")) == ("c", "c")
        subscriptions.end_watch(connection, "c")
        assert (follows(connection, "a"), follows(connection, "b")) == (None, None)


def test_two_may_become_one(known: Database) -> None:
    with known.write() as connection:
        subscriptions.hand_over(connection, "a", "c")
        kept(connection, "c")
        subscriptions.hand_over(connection, "b", "c")
        assert (follows(connection, "a"), follows(connection, "b")) == ("c", "c")


def test_there_and_back_ends_at_the_one_that_is_there(known: Database) -> None:
    with known.write() as connection:
        subscriptions.hand_over(connection, "a", "b")
        kept(connection, "a")
        subscriptions.hand_over(connection, "b", "a")
        assert follows(connection, "b") == "a"
        subscriptions.end_watch(connection, "a")
        assert (follows(connection, "a"), follows(connection, "b")) == (None, None)


def test_one_that_ended_and_is_made_anew_is_nobodys_heir(known: Database) -> None:
    with known.write() as connection:
        subscriptions.hand_over(connection, "a", "b")
        subscriptions.end_watch(connection, "b")
        kept(connection, "b")
        assert follows(connection, "a") is None


def test_heirs_of_before_are_named_where_they_can_be_told(tmp_path: Path) -> None:
    opened = Database(f"sqlite:///{tmp_path / 'rows.db'}")
    with as_file(files("clausewatch.storage") / "migrations") as folder, opened.write() as connection:
        config = Config()
        config.set_main_option("script_location", str(folder))
        config.attributes["connection"] = connection
        command.upgrade(config, "0019")
        rows = [
            {"id": name, "organisation": of, "active": active, "created_at": AT}
            for name, of, active in (
                ("changed", "birds", False),
                ("became", "birds", True),
                ("unsure", "bees", False),
                ("one", "bees", True),
                ("other", "bees", True),
                ("ended", "ants", False),
                ("operators", None, False),
                ("operators too", None, True),
            )
        ]
        same = {
            "name": "",
            "channel": "feed",
            "target": "",
            "platforms": "[]",
            "documents": "[]",
            "minimum": "low",
        }
        connection.execute(insert(watches), [{**same, "secret": "", **row} for row in rows])
    opened.migrate()
    with opened.write() as connection:
        query = select(watches.c.id, watches.c.became).where(watches.c.became.is_not(None))
        assert [tuple(row) for row in connection.execute(query)] == [("changed", "became")]
        connection.execute(update(watches).values(scope=""))
        assert follows(connection, "changed") == "became"
    opened.close()
