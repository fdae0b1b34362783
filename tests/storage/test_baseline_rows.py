"""Acceptances at rest: added, never changed; the newest of each owner and document counts; on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from tests.web.small_instance import BEGIN, TERMS, Builder, _platform

from clausewatch.nouns.baseline import Acceptance
from clausewatch.storage import Database, baselines, catalog, versions
from clausewatch.text.markdown import read_markdown

_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def known(database: Database, tmp_path: Path) -> tuple[Database, tuple[str, ...]]:
    """The database with two versions of a document, oldest first."""
    builder = Builder(tmp_path)
    builder.database = database
    builder.declare(_platform("birchwood", "Birchwood", (TERMS, "Terms of Use")))
    for day in range(2):
        text = read_markdown(f"# Terms\n\nWe keep your messages for {day + 3} days. Then we delete them.\n")
        builder.publish(TERMS, text, BEGIN + timedelta(days=day))
    with database.read() as connection:
        return database, tuple(each.id for each in reversed(versions.versions(connection, TERMS)))


def test_the_newest_acceptance_is_the_baseline_and_none_is_lost(
    known: tuple[Database, tuple[str, ...]],
) -> None:
    database, (first, second) = known
    with database.write() as connection:
        one = baselines.save(connection, Acceptance(TERMS, first, _AT, "Ada", "“for” us"))
        two = baselines.save(connection, Acceptance(TERMS, second, _AT, "Bo"))
        other = baselines.save(connection, Acceptance(TERMS, first, _AT, "Cy", owner="org-1"))
    with database.read() as connection:
        assert baselines.history(connection, TERMS) == (one, two)
        assert baselines.baselines(connection) == {TERMS: two}
        assert baselines.baselines(connection, "org-1") == {TERMS: other}
    with database.write() as connection:
        dropped = baselines.save(connection, Acceptance(TERMS, None, _AT, "Bo"))
    with database.read() as connection:
        assert baselines.baselines(connection) == {}
        assert baselines.history(connection) == (one, two, dropped)
        assert baselines.baselines(connection, "org-1") == {TERMS: other}
        assert catalog.platforms(connection)


def test_only_a_version_on_record_is_accepted(known: tuple[Database, tuple[str, ...]]) -> None:
    database, _ = known
    with pytest.raises(IntegrityError), database.write() as connection:
        baselines.save(connection, Acceptance(TERMS, "f" * 20, _AT, "Ada"))
