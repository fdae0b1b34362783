"""The schema, the transactions and the error messages of the database."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from clausewatch.errors import BadInputError
from clausewatch.nouns.catalog import Document, Platform, Source
from clausewatch.storage import Database, catalog
from clausewatch.storage.tables import metadata

NOW = datetime(2026, 3, 10, 9, 0, 0, 123456, tzinfo=UTC)


def platform() -> Platform:
    source = Source(id="acme/terms#1", url="https://acme.example/terms")
    document = Document(
        id="acme/terms", platform="acme", name="Terms", type="Terms of Service", sources=(source,)
    )
    return Platform(id="acme", name="Acme", company="Acme Ltd", group="ai", documents=(document,))


def test_migrations_build_exactly_the_tables(database: Database) -> None:
    """Comparing the migrated schema with tables.py finds nothing to do."""
    with database.read() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    assert found == []
    assert database.ready()


def test_migrating_twice_changes_nothing(database: Database) -> None:
    database.migrate()
    assert database.ready()


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
