"""Reading the archive again with another reader: better texts, the same change log, no alert."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.archive_home import clausewatch
from tests.pipeline.live_kit import BEGIN, Live, live, page

from clausewatch import text
from clausewatch.nouns.change import ChangeClass
from clausewatch.nouns.document import BlockKind, Cause, Page, Reading, Text, Version, in_force
from clausewatch.pipeline import recipe
from clausewatch.pipeline.local import capture_due
from clausewatch.pipeline.read import read_some
from clausewatch.pipeline.replay import replay
from clausewatch.pipeline.reread import Rereading
from clausewatch.storage import records
from clausewatch.storage.records import RecordFilter

TERMS = "https://birchwood.example/terms"
FIRST = page("accounts", "payments", "content")
SECOND = page("accounts", "refunds", "content")
THIRD = page("accounts", "refunds", "content", "disputes")


@contextmanager
def at(folder: Path, when: datetime) -> Iterator[Live]:
    """The same instance, started anew at that time."""
    with live(folder, "terms") as made:
        made.clock.time = when
        yield made


def turn(on: Live, body: bytes) -> None:
    on.answers.pages = {TERMS: body}
    on.round()
    on.clock.advance(hours=13)


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """Two versions, the second seen twice."""
    with at(tmp_path, BEGIN) as on:
        for body in (FIRST, SECOND, SECOND):
            turn(on, body)
        assert len(on.versions()) == 2
    return tmp_path


def lossy(given: Page) -> Reading:
    """Another reader: it reads no headings of the second level."""
    reading = read_well(given)
    kept = [
        block for block in reading.text.blocks if not (block.kind is BlockKind.HEADING and block.level == 2)
    ]
    content = reading.text.content
    pieces: list[str] = []
    blocks = []
    length = 0
    for block in kept:
        words = block.of(content)
        blocks.append(replace(block, start=length, end=length + len(words)))
        pieces.append(words)
        length += len(words) + 2
    told = replace(reading.text, content="\n\n".join(pieces), blocks=tuple(blocks), links=(), marks=())
    return replace(reading, text=told)


read_well = text.read


@pytest.fixture
def other_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "read", lossy)
    monkeypatch.setattr(recipe, "READING", "text/other structure/other")


def alerts(on: Live) -> list[tuple[ChangeClass, Cause, bool]]:
    with on.instance.database.read() as connection:
        found = records.records(connection, RecordFilter(rereads=True))
    return [(each.change_class, each.cause, each.alert) for each in found]


def shown(on: Live) -> tuple[Version, ...]:
    return in_force(reversed(on.versions()))[::-1]


def test_the_same_reader_confirms_every_version_and_says_nothing(history: Path) -> None:
    with at(history, BEGIN + timedelta(days=3)) as on:
        before = alerts(on)
        found = replay(on.instance, again=True)
        assert (found.proved, found.alerts) == (True, 0)
        (document,) = found.documents
        assert (document.read, document.records, document.otherwise) == (Rereading(confirmed=2), 1, ())
        assert alerts(on) == before
        assert len(on.versions()) == 2


def test_another_reader_takes_the_place_of_each_reading_and_alerts_nobody(
    history: Path, other_reader: None
) -> None:
    assert other_reader is None
    with at(history, BEGIN + timedelta(days=3)) as on:
        found = replay(on.instance)
        assert found.proved
        (document,) = found.documents
        assert document.read == Rereading(better=2)
        assert [each.cause for each in shown(on)] == [Cause.REREAD, Cause.REREAD]
        assert len(on.versions()) == 4
        assert alerts(on).count((ChangeClass.NOISE, Cause.REREAD, False)) == 2
        assert sum(told for *_, told in alerts(on)) == 1
        # A second run finds nothing left to do.
        (document,) = replay(on.instance).documents
        assert document.read == Rereading()


def test_after_it_only_what_the_platform_changes_is_news(history: Path, other_reader: None) -> None:
    """Also without a replay: the next capture reads the current version again before it compares."""
    assert other_reader is None
    with at(history, BEGIN + timedelta(days=3)) as on:
        turn(on, SECOND)
        assert sum(told for *_, told in alerts(on)) == 1
        turn(on, THIRD)
        with on.instance.database.read() as connection:
            *_, last = records.records(connection, RecordFilter(alerting=True))
        assert {change.kind.value for change in last.changes} == {"added"}
        assert all("disputes" in (change.new or "") for change in last.changes)
        assert sum(told for *_, told in alerts(on)) == 2


def test_lineage_survives_a_better_reading(history: Path, other_reader: None) -> None:
    assert other_reader is None
    with at(history, BEGIN + timedelta(days=3)) as on:
        replay(on.instance)
        kept = shown(on)
        before, after = (
            (on.instance.editions.get(each.replaces or ""), on.instance.editions.get(each.id))
            if (each := kept[-1])
            else (None, None)
        )
        assert before is not None
        assert after is not None
        assert set(after.lineage) & set(before.lineage)


@pytest.mark.shared
def test_an_imported_archive_is_read_again_without_a_word(shared: Path, tmp_path: Path) -> None:
    bundle = shared / "data" / "ota" / "genai-eu-versions.bundle"
    home = tmp_path / "home"
    assert clausewatch("import", "ota", str(bundle), "--platform", "DeepSeek", home=home).returncode == 0
    before = clausewatch("changes", "--all", "--json", home=home).stdout
    done = clausewatch("replay", "--again", "--json", home=home)
    assert done.returncode == 0, done.stderr
    assert '"better": 0' in done.stdout
    assert '"otherwise": []' in done.stdout
    assert clausewatch("changes", "--all", "--json", home=home).stdout == before


def test_what_was_not_compared_yet_is_compared_before_another_reader_comes(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """A kill between reading and comparing, then a new release: the change is told all the same."""
    with at(tmp_path, BEGIN) as on:
        turn(on, FIRST)
        on.answers.pages = {TERMS: SECOND}
        capture_due(on.instance)
        read_some(on.instance, on.document.id, 8)
        assert alerts(on) == []
    request.getfixturevalue("other_reader")
    with at(tmp_path, BEGIN + timedelta(days=1)) as on:
        assert replay(on.instance).before
        assert sum(told for *_, told in alerts(on)) == 1
        assert {each.cause for each in shown(on)} == {Cause.REREAD}


def test_a_reading_that_is_no_document_takes_no_place(history: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def blind(given: Page) -> Reading:
        return replace(read_well(given), text=Text(""))

    monkeypatch.setattr(text, "read", blind)
    monkeypatch.setattr(recipe, "READING", "text/blind structure/2")
    with at(history, BEGIN + timedelta(days=3)) as on:
        (document,) = replay(on.instance).documents
        assert document.read == Rereading(refused=2)
        assert [each.cause for each in shown(on)] == [Cause.PUBLISHED, Cause.PUBLISHED]


def test_provisions_a_better_reader_finds_keep_one_lineage_over_all_versions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first reader saw no headings; the second finds the sections, the same ones in every version."""
    monkeypatch.setattr(text, "read", lossy)
    monkeypatch.setattr(recipe, "READING", "text/1 structure/1")
    with at(tmp_path, BEGIN) as on:
        for body in (FIRST, SECOND, THIRD):
            turn(on, body)
    monkeypatch.setattr(text, "read", read_well)
    monkeypatch.setattr(recipe, "READING", "text/2 structure/1")
    with at(tmp_path, BEGIN + timedelta(days=3)) as on:
        replay(on.instance)
        editions = [on.instance.editions.get(each.id) for each in shown(on)]
        sections = [
            {one.title: line for one, line in zip(each.outline.provisions, each.lineage, strict=True)}
            for each in editions
            if each is not None
        ]
        assert len(sections) == 3
        assert len({each["Content"] for each in sections}) == 1
        assert len({each["Refunds"] for each in sections[1:]}) == 1
