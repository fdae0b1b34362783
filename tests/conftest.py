"""What all tests share: where the real policy data are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from clausewatch.storage import Database
from tests.archive_home import imported_once
from tests.databases import fresh_database, server_address

SHARED = Path(os.environ.get("CLAUSEWATCH_SHARED", Path(__file__).resolve().parents[2] / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data; tests that need it skip where it is absent, as in a checkout without ../shared."""
    if not (SHARED / "data").is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"CI must not skip: the real policy data are not at {SHARED}")
        pytest.skip(f"the real policy data are not at {SHARED} (set CLAUSEWATCH_SHARED)")
    return SHARED


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a PostgreSQL server to make databases on."""
    # One server serves all xdist workers: they share the folder above their own.
    return server_address(tmp_path_factory.getbasetemp().parent / "clausewatch-postgres")


@pytest.fixture
def postgres_database(postgres_server: str) -> Iterator[Database]:
    """An empty, migrated database on PostgreSQL, where writers go side by side."""
    with fresh_database(postgres_server) as address:
        opened = Database(address)
        opened.migrate()
        yield opened
        opened.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty, migrated database: once SQLite, once PostgreSQL."""
    if request.param == "sqlite":
        opened = Database(f"sqlite:///{tmp_path}/rows.db")
        opened.migrate()
        yield opened
        opened.close()
        return
    yield request.getfixturevalue("postgres_database")


@pytest.fixture(scope="session")
def archive_home(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the whole Open Terms Archive bundle imported, made once for all test processes."""
    folder = tmp_path_factory.getbasetemp().parent / "clausewatch-archive"
    return imported_once(folder / "home", shared / "data" / "ota" / "genai-eu-versions.bundle")
