"""The same import gives the same change records on SQLite and on PostgreSQL; a second import changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.archive_home import clausewatch
from tests.databases import fresh_database

pytestmark = pytest.mark.shared


def records(home: Path) -> list[dict[str, object]]:
    """Every change record, quiet ones too."""
    done = clausewatch("changes", "--all", "--json", home=home)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.postgres
def test_the_bundle_gives_the_same_records_on_postgresql(
    shared: Path, archive_home: Path, postgres_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Identifiers, classes, severities, quotations: line by line the same."""
    wanted = records(archive_home)
    bundle = shared / "data" / "ota" / "genai-eu-versions.bundle"
    with fresh_database(postgres_server) as address:
        monkeypatch.setenv("CLAUSEWATCH_DATABASE", address)
        done = clausewatch("import", "ota", bundle, home=tmp_path / "home")
        assert done.returncode == 0, done.stderr
        found = records(tmp_path / "home")
        monkeypatch.delenv("CLAUSEWATCH_DATABASE")
    assert len(wanted) > 700
    assert found == wanted


def test_a_second_import_changes_nothing(shared: Path, archive_home: Path) -> None:
    before = records(archive_home)
    objects = sorted((archive_home / "archive" / "objects").rglob("*"))
    bundle = shared / "data" / "ota" / "genai-eu-versions.bundle"
    done = clausewatch("import", "ota", bundle, "--json", home=archive_home)
    assert json.loads(done.stdout) == {"captures": 1036, "new": 0, "read": 0, "compared": 0}
    assert records(archive_home) == before
    assert sorted((archive_home / "archive" / "objects").rglob("*")) == objects


def test_every_quotation_of_the_archive_stands_in_its_text(archive_home: Path) -> None:
    """`verify` checks every archived body and every quotation of every record."""
    done = clausewatch("verify", "--json", home=archive_home)
    first = json.loads(done.stdout.splitlines()[0])
    assert done.returncode == 0, done.stdout[:2000]
    assert first["ok"]
    assert first["quotations"] > 3000
