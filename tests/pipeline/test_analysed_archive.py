"""What is kept of the real archive: what was worked out on demand, verified, and nothing said twice."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from shutil import copytree

import pytest
from tests.archive_home import clausewatch

from clausewatch.nouns.finding import SentenceKind
from clausewatch.storage import Database, catalog, stated, versions

pytestmark = pytest.mark.shared

PLATFORM = "Meta AI"


def lines(home: Path, *arguments: str) -> list[dict[str, object]]:
    done = clausewatch(*arguments, "--json", home=home)
    assert done.returncode == 0, done.stderr + done.stdout[:2000]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_platform_of_the_archive_is_kept_as_it_would_be_told(archive_home: Path, tmp_path: Path) -> None:
    """Also that quotations shown are quotations verified, and no document says a grounded sentence twice."""
    home = Path(copytree(archive_home, tmp_path / "home"))
    database = Database(f"sqlite:///{home / 'clausewatch.db'}")
    with database.read() as connection:
        owner = catalog.platform(connection, PLATFORM)
    assert owner is not None
    document = owner.documents[0].name
    asked = (
        ("facts", "--platform", PLATFORM),
        ("provisions", "--platform", PLATFORM, "--document", document),
    )
    on_demand = [lines(home, *each) for each in asked]

    (done,) = lines(home, "analyse", "--platform", PLATFORM, "--all")
    assert done["faults"] == []
    assert done["waiting"] == 0
    assert [lines(home, *each) for each in asked] == on_demand
    (again,) = lines(home, "analyse", "--platform", PLATFORM, "--all")
    assert again["versions"] == 0

    (verified,) = lines(home, "verify")
    with database.read() as connection:
        kept = [
            stated.stated_in(connection, version.id) or ()
            for each in owner.documents
            for version in versions.versions(connection, each.id)
        ]
        rows = [stated.stated_over_time(connection, each.id) for each in owner.documents]
    shown = [
        [one.text for row in made for one in row.said.sentences if one.kind is SentenceKind.GROUNDED]
        for made in kept
    ]
    assert verified["sentences"] == sum(
        one.kind is SentenceKind.GROUNDED for some in rows for row in some for one in row.said.sentences
    )
    assert sum(map(len, shown)) >= int(str(verified["sentences"])) > 0
    assert [each for said in shown for each, times in Counter(said).items() if times > 1] == []
    database.close()
