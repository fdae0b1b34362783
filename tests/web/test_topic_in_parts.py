"""A matter of which many platforms speak: its page shows them part by part, and loses none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from benchmarks.rows import to_be_filled
from benchmarks.topics import build
from starlette.testclient import TestClient
from tests.web.conftest import BASE, StillClock
from tests.web.test_over_time import spread

from clausewatch.archive import FolderArchive
from clausewatch.errors import BadInputError
from clausewatch.meaning.taxonomy import taxonomy
from clausewatch.storage import Database
from clausewatch.storage.tables import clause
from clausewatch.web import Site, create_app
from clausewatch.web.addresses import topic_path
from clausewatch.web.stances import PART, SideBySide, matter_of_topic, side_by_side
from clausewatch.web.standings import everyone

_TOPIC = taxonomy().topics[0].id
_PROVISIONS = 4_000


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Database:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('parts')}/rows.db")
    database.migrate()
    build(database, _PROVISIONS)
    return database


def _sides(database: Database, part: int | None) -> SideBySide:
    with database.read() as connection:
        everybody = everyone(connection, StillClock().now())
        return side_by_side(connection, everybody, matter_of_topic(_TOPIC), 3, part)


def test_the_parts_together_are_the_whole(filled: Database) -> None:
    whole = _sides(filled, None)
    assert len(whole.speaking) > PART
    parts = [_sides(filled, part) for part in range(1, _sides(filled, 1).parts + 1)]
    assert [each for part in parts for each in part.shown] == [
        part.speaking[place]
        for part in parts
        for place, each in enumerate(part.speaking)
        if each.part == part.part
    ]
    told = [
        (each.platform.id, each.clauses, each.more, each.elsewhere) for part in parts for each in part.shown
    ]
    assert told == [(each.platform.id, each.clauses, each.more, each.elsewhere) for each in whole.speaking]
    for part in parts:
        assert len(part.shown) <= PART
        known = [(each.platform.id, each.stance, each.differs) for each in part.speaking]
        assert known == [(each.platform.id, each.stance, each.differs) for each in whole.speaking]
    assert _sides(filled, 99) == parts[-1]


def test_what_was_chosen_before_stances_were_kept_reads_the_same(filled: Database, tmp_path: Path) -> None:
    older = Database(f"sqlite:///{tmp_path}/older.db")
    older.migrate()
    build(older, _PROVISIONS)
    with older.write() as connection:
        connection.execute(sa.update(clause).values(stance=None))
    for part in (None, 1, 2):
        assert _sides(older, part) == _sides(filled, part)


def test_every_platform_is_led_to_on_the_part_that_shows_it(filled: Database, tmp_path: Path) -> None:
    app = create_app(Site(filled, FolderArchive(tmp_path), StillClock(), BASE))
    client = TestClient(app, base_url=BASE)
    path = topic_path(_TOPIC)
    first = client.get(path).text
    glance = first.partition('class="facts glance"')[2].partition("</dl>")[0]
    links = re.findall(r'href="([^"#]*)#(of-[^"]+)"', glance)
    assert len(links) == len(_sides(filled, None).speaking)
    pages = {"": first} | {query: client.get(f"{path}{query}").text for query, _ in links if query}
    assert len(pages) > 1
    for query, place in links:
        assert f'id="{place}"' in pages[query], (query, place)
    assert '<a href="?page=2#sides" rel="next">' in first
    assert f"{BASE}{path}?page=2" in pages["?page=2"]
    assert client.get(f"{path}?page=none").status_code == 400


def test_of_many_dated_steps_the_newest_are_shown_and_all_behind_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clausewatch.web.pages.topic._STEPS", 1)
    with spread(tmp_path) as on:
        instance = on.instance
        app = create_app(Site(instance.database, instance.bodies, instance.clock, BASE))
        client = TestClient(app, base_url=BASE)
        path = topic_path("DISPUTE.arbitration")
        shown = _steps(client.get(path).text)
        every = _steps(client.get(f"{path}?steps=all").text)
        assert len(every) > 1
        assert shown == every[-1:]
        assert f'href="{path}?steps=all#spread"' in client.get(path).text
        assert (
            "steps=all"
            not in client.get(f"{path}?steps=all").text.partition("<main")[2].partition("</main>")[0]
        )
        assert client.get(f"{path}?steps=some").status_code == 400


def _steps(page: str) -> list[str]:
    table = page.partition('class="steps downward"')[2].partition("</table>")[0]
    return table.split("<tr>")[2:]


def test_a_database_said_to_be_built_is_not_filled_unasked(filled: Database, tmp_path: Path) -> None:
    empty = Database(f"sqlite:///{tmp_path}/empty.db")
    empty.migrate()
    with pytest.raises(BadInputError, match="holds no provision"):
        to_be_filled(empty, "provision", empty.address, fill=False)
    assert to_be_filled(empty, "provision", empty.address, fill=True)
    assert to_be_filled(empty, "provision", None, fill=False)
    assert not to_be_filled(filled, "provision", filled.address, fill=False)
    with pytest.raises(BadInputError, match="holds provisions"):
        to_be_filled(filled, "provision", filled.address, fill=True)
