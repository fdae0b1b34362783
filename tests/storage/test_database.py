"""The schema, the transactions and the error messages of the database."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

from clausewatch.errors import BadInputError
from clausewatch.nouns.catalog import Document, Platform, Source
from clausewatch.storage import Database, catalog
from clausewatch.storage.account_tables import metadata

NOW = datetime(2026, 3, 10, 9, 0, 0, 123456, tzinfo=UTC)


def platform() -> Platform:
    source = Source(id="acme/terms#1", url="https://acme.example/terms")
    document = Document(
        id="acme/terms", platform="acme", name="Terms", type="Terms of Service", sources=(source,)
    )
    return Platform(id="acme", name="Acme", company="Acme Ltd", group="ai", documents=(document,))


def _portable(_item: object, name: str | None, *_kind: object) -> bool:
    """All but each database's own full-text index, which SQLAlchemy has no words for; searching tests it."""
    return name is None or not name.startswith("search_index")


def test_migrations_build_exactly_the_tables(database: Database) -> None:
    """Comparing the migrated schema with tables.py finds nothing to do."""
    with database.read() as connection:
        found = compare_metadata(
            MigrationContext.configure(connection, opts={"include_object": _portable}), metadata
        )
    assert found == []
    assert database.ready()


def test_who_reads_sees_one_state_whatever_is_written_meanwhile(database: Database) -> None:
    with database.read() as connection:
        assert catalog.platforms(connection) == ()
        with database.write() as writing:
            catalog.save_platforms(writing, (platform(),), watched=False)
        assert catalog.platforms(connection) == ()
    with database.write() as connection:
        assert catalog.platforms(connection) == (platform(),)
    with database.read() as connection:
        assert catalog.platforms(connection) == (platform(),)


def test_migrating_twice_changes_nothing(database: Database) -> None:
    database.migrate()
    assert database.ready()


def test_a_database_with_rows_is_brought_up_from_the_first_schema(tmp_path: Path) -> None:
    """Rows that point to each other stay as they are while tables gain columns."""
    made = Database(f"sqlite:///{tmp_path / 'rows.db'}")
    with as_file(files("clausewatch.storage") / "migrations") as folder, made.write() as connection:
        config = Config()
        config.set_main_option("script_location", str(folder))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    rows = (
        "INSERT INTO platform VALUES ('acme', 'Acme', 'Acme Ltd', 'ai')",
        "INSERT INTO document VALUES ('acme/terms', 'acme', 'Terms', 'Terms of Service', 0, true, 12, '{}')",
        (
            "INSERT INTO version (id, document, observed_at, captures, cause, text, state, fingerprint, title, language,"
            " words, dates, recipe, layout, outline, provisions)"
            " VALUES ('v1', 'acme/terms', '2026-03-01T00:00:00.000000Z', '[]', 'published', 't', 's', 'f', '', 'en', 1, '[]',"
            " 'text/1', x'00', x'00', 0)"
        ),
        (
            "INSERT INTO record (id, document, from_version, to_version, observed_at, cause, verdict, class, alert, severity,"
            " direction, headline, details, recipe)"
            " VALUES ('r1', 'acme/terms', 'v1', 'v1', '2026-03-01T00:00:00.000000Z', 'published', 'ok', 'noise', false,"
            " 'none', 'neutral', '', x'00', 'change/1')"
        ),
    )
    with made.write() as connection:
        for row in rows:
            connection.execute(sa.text(row))
    made.migrate()
    assert made.ready()
    with made.read() as connection:
        found = connection.execute(sa.text("SELECT replaced, replaces, confirmed_by FROM version")).one()
        assert (bool(found[0]), found[1], found[2]) == (False, None, None)
        assert connection.execute(sa.text("SELECT count(*) FROM record")).scalar() == 1
    made.close()


def test_a_failing_write_leaves_nothing(database: Database) -> None:
    """An exception inside write() undoes all of it."""

    def fail_half_way() -> None:
        with database.write() as connection:
            catalog.save_platforms(connection, (platform(),), watched=True)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    with database.read() as connection:
        assert catalog.platforms(connection) == ()


def test_instants_keep_their_microseconds_and_zone(database: Database) -> None:
    with database.write() as connection:
        catalog.save_platforms(connection, (platform(),), watched=True)
        catalog.note_attempt(connection, "acme/terms#1", NOW, NOW, failed=False)
    with database.read() as connection:
        assert catalog.next_due(connection) == NOW
        assert [due.source.url for due in catalog.due_sources(connection, NOW, None)] == [
            "https://acme.example/terms"
        ]


def test_platforms_come_back_equal(database: Database) -> None:
    with database.write() as connection:
        catalog.save_platforms(connection, (platform(),), watched=True)
        catalog.save_platforms(connection, (platform(),), watched=True)
    with database.read() as connection:
        assert catalog.platforms(connection) == (platform(),)
        assert catalog.platform(connection, "Acme") == platform()
        assert catalog.platform(connection, "nobody") is None


@pytest.mark.parametrize("address", ["nonsense", "mysql://x/y", "sqlite:////nowhere/at/all.db"])
def test_unusable_addresses_are_told_with_their_mend(address: str) -> None:
    with pytest.raises(BadInputError, match="database") as caught:
        Database(address)
    assert caught.value.mend


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "rows.db"
    path.write_bytes(b"this is a letter, not a database" * 100)
    with pytest.raises(BadInputError, match=r"rows\.db"):
        Database(f"sqlite:///{path}")


def test_passwords_are_not_repeated_in_errors() -> None:
    with pytest.raises(BadInputError) as caught:
        Database("postgresql://me:sesame@127.0.0.1:1/none")
    assert "sesame" not in str(caught.value)
