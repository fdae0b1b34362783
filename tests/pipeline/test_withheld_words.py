"""Words of a text that is withheld are nowhere any more: in no row, page, search, export or pack, while all else stands as it did."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from starlette.testclient import TestClient
from tests.cli.test_backup_command import at_work
from tests.pipeline.live_kit import Live, live, page

from clausewatch.archive import FolderArchive
from clausewatch.cli import main
from clausewatch.errors import WithheldObjectError
from clausewatch.meaning.analyse import Subject
from clausewatch.meaning.said import Notes, said_of
from clausewatch.nouns.advice import About, Answer, Proposal
from clausewatch.nouns.baseline import Acceptance
from clausewatch.nouns.document import Edition
from clausewatch.nouns.stated import Said
from clausewatch.pipeline import analyse
from clausewatch.pipeline.baselines import drifts
from clausewatch.pipeline.comparing import collected
from clausewatch.pipeline.editions import EditionShelf
from clausewatch.pipeline.exporting import Export
from clausewatch.pipeline.local import analyse_waiting
from clausewatch.pipeline.packing import Stock, Wanted, make_pack
from clausewatch.pipeline.replay import replay
from clausewatch.pipeline.verify import verify_instance
from clausewatch.pipeline.withholding import Withheld, withhold
from clausewatch.publish.dataset import Table
from clausewatch.storage import (
    Database,
    advice,
    baselines,
    captures,
    catalog,
    codec,
    logged,
    records,
    withheld,
)
from clausewatch.storage.advice import Asked
from clausewatch.storage.records import RecordFilter
from clausewatch.storage.tables import metadata
from clausewatch.web import Site, create_app
from clausewatch.web.addresses import diff_path, document_path

URL = "https://birchwood.example/terms"
SECRET = "zanthoxylum"
REASON = "A court ordered it"
DOCUMENT = "/platform/birchwood/terms/"


@pytest.fixture
def on(tmp_path: Path, database: Database) -> Iterator[Live]:
    """Three versions, all analysed; only the second speaks of the secret."""
    with live(tmp_path, "terms", at=database) as made:
        for topics in (("privacy", "fees"), ("privacy", "fees", SECRET), ("privacy", "fees", "content")):
            made.answers.pages[URL] = page(*topics)
            made.round()
            made.clock.advance(hours=13)
        assert analyse_waiting(made.instance, everything=True).faults == ()
        made.round()
        yield made


def _fresh(on: Live, folder: Path) -> Live:
    """As the next process finds it: nothing in memory."""
    database, bodies = on.instance.database, FolderArchive(folder / "archive")
    again = replace(on.instance, bodies=bodies, editions=EditionShelf(database, bodies))
    return replace(on, instance=again)


def _client(on: Live) -> TestClient:
    instance = on.instance
    site = Site(instance.database, instance.bodies, on.clock, "http://127.0.0.1", log=instance.log)
    return TestClient(create_app(site), raise_server_exceptions=False)


def _holding(on: Live, word: str) -> list[str]:
    """Every column of the database that holds the word, compressed ones unpacked."""
    found = set()
    with on.instance.database.read() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)).mappings():
                for name, value in row.items():
                    said = codec.unpacked(value) if isinstance(value, bytes) else str(value)
                    if word in said.casefold():
                        found.add(f"{table.name}.{name}")
    return sorted(found)


def _told(on: Live) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    result = verify_instance(on.instance, lambda _done, _all: None)
    return [(each.subject, each.reason) for each in result.findings], result.told


def _withhold_second(on: Live) -> Withheld:
    second = on.versions()[1]
    with on.instance.database.read() as connection:
        taken = captures.capture(connection, second.captures[0])
    assert taken is not None
    assert taken.body is not None
    done = withhold(on.instance, second.text, REASON)
    withhold(on.instance, taken.body, REASON)
    return done


def _pages(on: Live) -> list[str]:
    first, second, third = (each.id for each in on.versions())
    with on.instance.database.read() as connection:
        changed = records.records(connection, RecordFilter(document=on.document.id))
    paths = [
        *(
            "/",
            "/changes/",
            "/feed.atom",
            "/feed.json",
            "/registry/",
            f"/registry/?q={SECRET}",
            "/log/",
            "/review/",
        ),
        *(
            DOCUMENT,
            f"{DOCUMENT}history/",
            f"{DOCUMENT}?at={second}",
            "/platform/birchwood/",
            "/calendar.ics",
        ),
        *(
            diff_path(on.document.id, first, second),
            diff_path(on.document.id, second, third),
            "/platform/birchwood/facts/",
        ),
        *(
            diff_path(on.document.id, first, third),
            f"{DOCUMENT}fees/",
            f"{DOCUMENT}privacy/",
            f"{DOCUMENT}{SECRET}/",
        ),
        *(f"/api/v1/search?q={SECRET}", "/api/v1/changes", "/api/v1/documents/birchwood/terms/versions"),
        f"/api/v1/documents/birchwood/terms/versions/{second}",
        "/api/v1/documents/birchwood/terms/provisions",
    ]
    paths += [f"/change/{each.id}/" for each in changed]
    paths += [f"/api/v1/changes/{each.id}" for each in changed]
    return paths


def test_no_row_holds_a_word_of_it_and_the_log_is_whole(on: Live) -> None:
    before = _holding(on, SECRET)
    assert {"provision.text", "search.words", "search_word.word", "record.details", "version.outline"} <= {
        *before
    }
    done = _withhold_second(on)
    assert (done.emptied.versions, done.emptied.provisions, done.emptied.records) == (1, 1, 2)
    assert _holding(on, SECRET) == []
    assert _told(on) == ([], ("2 objects of the archive are withheld, as leaves of the log say",))
    # What other versions say too is there as before.
    assert {"provision.text", "search.words", "search_word.word"} <= {*_holding(on, "fees")}
    again = withhold(on.instance, on.versions()[1].text, REASON)
    assert (again.leaf, again.emptied.provisions) == (done.leaf, 0)
    assert _told(on)[0] == []


def test_no_page_shows_a_word_of_it_not_even_of_a_server_that_showed_it_before(on: Live) -> None:
    paths = _pages(on)
    with _client(on) as client:
        shown = {path: client.get(path) for path in paths}
        assert {each.status_code for each in shown.values()} <= {200, 404}
        assert sum(SECRET in each.text.casefold() for path, each in shown.items() if SECRET not in path) >= 6
        _withhold_second(on)
        after = {path: client.get(path) for path in paths}
    assert max(each.status_code for each in after.values()) <= 451
    held = [
        path
        for path, each in after.items()
        if SECRET in each.text.casefold().replace(f"“{SECRET}”", "") and SECRET not in path
    ]
    assert held == []
    gone = {path for path, each in after.items() if each.status_code == 451}
    first, second, third = (each.id for each in on.versions())
    assert {diff_path(on.document.id, first, second), diff_path(on.document.id, second, third)} <= gone
    assert after[diff_path(on.document.id, first, third)].status_code == 200
    assert after[f"{DOCUMENT}fees/"].status_code == 200
    answer = json.loads(after[f"/api/v1/search?q={SECRET}"].text)
    assert answer["total"] == 0 if "total" in answer else not answer.get("items")


def test_rounds_replay_exports_and_packs_go_on_in_a_process_that_never_read_it(
    on: Live, tmp_path: Path
) -> None:
    _withhold_second(on)
    after = _fresh(on, tmp_path)
    after.clock.advance(hours=13)
    # What is new is looked for among earlier texts, of which one is not there.
    after.answers.pages[URL] = page("privacy", "fees", "content", "refunds of what was paid before")
    done = after.round()
    assert (done.faults, len(after.versions())) == ((), 4)
    assert analyse_waiting(after.instance, everything=True).faults == ()
    again = replay(after.instance, again=True)
    assert again.proved
    with after.instance.database.read() as connection:
        owner = catalog.platform(connection, "birchwood")
    assert owner is not None
    export = Export(after.instance.database, after.instance.bodies, None)
    rows = {table: list(export.rows(table, owner, after.document)) for table in Table}
    assert [each["text"] is None for each in rows[Table.VERSIONS]] == [False, True, False, False]
    assert all(rows.values())
    assert SECRET not in json.dumps(rows, default=str).casefold()
    instance = after.instance
    stock = Stock(instance.database, instance.bodies, instance.log, b"x = 1\n")
    assert make_pack(stock, Wanted(owner, after.document))
    with instance.database.read() as connection:
        quoting = next(
            each
            for each in records.records(connection, RecordFilter(document=after.document.id))
            if each.headline == withheld.HEADLINE
        )
    with pytest.raises(WithheldObjectError):
        make_pack(stock, Wanted(owner, after.document, record=quoting))
    assert _told(after)[0] == []


def test_a_document_whose_current_text_is_withheld_is_compared_with_nothing_and_stops_nothing(
    on: Live, tmp_path: Path
) -> None:
    with on.instance.database.write() as connection:
        catalog.unwatch_missing(connection, ())
        accepted = Acceptance(on.document.id, on.versions()[0].id, on.clock.now(), "Ada")
        baselines.save(connection, accepted)
    withhold(on.instance, on.versions()[2].text, REASON)
    after = _fresh(on, tmp_path)
    instance = after.instance
    (drift,) = drifts(instance.database, instance.editions)
    assert (drift.withheld, drift.combined) == (True, None)
    found = collected(instance.database, instance.editions, on.clock.now())
    assert found.stated(on.document.id) == ()
    with _client(after) as client:
        answers = {
            path: client.get(path).status_code
            for path in (DOCUMENT, "/baselines/", "/platform/birchwood/facts/", "/compare/")
        }
    assert answers == {DOCUMENT: 451, "/baselines/": 200, "/platform/birchwood/facts/": 200, "/compare/": 200}
    assert analyse_waiting(instance, everything=True).versions == 0
    assert _told(after)[0] == []


def test_a_document_that_is_watched_again_goes_on_after_its_current_text_was_withheld(
    on: Live, tmp_path: Path
) -> None:
    """The next text counts as a new one; the same text captured again brings back no page of what was withheld."""
    known = on.versions()
    with on.instance.database.write() as connection:
        catalog.unwatch_missing(connection, ())
    withhold(on.instance, known[2].text, REASON)
    after = _fresh(on, tmp_path)
    with after.instance.database.read() as connection:
        owner = catalog.platform(connection, "birchwood")
    assert owner is not None
    with after.instance.database.write() as connection:
        catalog.save_platforms(connection, (owner,), watched=True)
    after.clock.time += timedelta(days=1)
    for topics in (("privacy", "fees", "retention"), ("privacy", "fees", "content")):
        after.answers.pages[URL] = page(*topics)
        after.clock.time += timedelta(days=1)
        assert after.round().faults == ()
        after.clock.time += timedelta(hours=1)
        assert after.round().faults == ()
    assert len(after.versions()) == 5
    assert after.versions()[4].text == known[2].text
    with pytest.raises(WithheldObjectError):
        after.instance.editions.get(known[2].id)
    assert after.instance.editions.left(known[2].id) is None
    with _client(after) as client:
        assert client.get(DOCUMENT).status_code == 200
        assert client.get(document_path(on.document.id, known[2].id)).status_code == 451


def test_what_was_withheld_is_not_read_from_memory_once_the_same_text_came_again(on: Live) -> None:
    third = on.versions()[2]
    with on.instance.database.write() as connection:
        catalog.unwatch_missing(connection, ())
    assert on.instance.editions.get(third.id) is not None
    content = on.instance.bodies.get(third.text)
    withhold(on.instance, third.text, REASON)
    assert on.instance.bodies.put(content) == third.text
    with pytest.raises(WithheldObjectError):
        on.instance.editions.get(third.id)


def test_who_was_reading_it_meanwhile_writes_nothing_of_it(on: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text is withheld after it was read and before what follows from it is written."""
    second = on.versions()[1]

    def slowly(edition: Edition, subject: Subject, notes: Notes) -> tuple[Said, ...]:
        found = said_of(edition, subject, notes)
        if edition.version.id == second.id:
            withhold(on.instance, second.text, REASON)
        return found

    monkeypatch.setattr("clausewatch.pipeline.analyse.said_of", slowly)
    # Under another name of its document everything is analysed anew.
    renamed = replace(on.document, name="Rules")
    with on.instance.database.write() as connection:
        owner = catalog.platform(connection, "birchwood")
        assert owner is not None
        catalog.save_platforms(connection, (replace(owner, documents=(renamed,)),), watched=True)
    done = analyse.analyse_all(on.instance, on.document.id)
    assert done.versions == 2
    assert _holding(on, SECRET) == []


def test_what_models_proposed_of_it_goes(on: Live) -> None:
    first, second = on.versions()[:2]
    with on.instance.database.write() as connection:
        for number, of in enumerate((first, second)):
            proposal = Proposal(SECRET if number else "fees", (), ())
            asked = Asked(
                str(number),
                on.clock.now(),
                of.document,
                About.PROVISION,
                f"{of.id}#x",
                "m",
                "r",
                Answer(proposal),
            )
            assert advice.save_asked(connection, asked)
    _withhold_second(on)
    with on.instance.database.read() as connection:
        assert advice.subjects(connection, on.document.id) == {f"{first.id}#x"}


def test_words_that_an_earlier_release_left_are_told_and_go_when_it_is_withheld_again(on: Live) -> None:
    """Until now only the archived bytes went."""
    second = on.versions()[1].text
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(withheld, "empty", lambda *_given: withheld.Emptied())
        withhold(on.instance, second, REASON)
    found, told = _told(on)
    assert found == []
    assert any(f"text {second} is withheld and the database has words of it still" in each for each in told)
    withhold(on.instance, second, REASON)
    assert _holding(on, SECRET) == []
    assert not any("words of it still" in each for each in _told(on)[1])


def test_a_version_emptied_without_a_leaf_is_a_failure(on: Live) -> None:
    with on.instance.database.write() as connection:
        withheld.empty(connection, on.versions()[1].text)
    found, _ = _told(on)
    assert any("its layout is not that of its state" in why for _, why in found)
    with on.instance.database.read() as connection:
        assert logged.withheld(connection) == frozenset()


def test_the_command_names_what_else_holds_its_words(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with at_work(home, rounds=3) as on:
        second = on.versions()[1]
        with on.instance.database.read() as connection:
            taken = captures.capture(connection, second.captures[0])
        assert taken is not None
        done = CliRunner().invoke(
            main, ["log", "withhold", second.text, "--reason", REASON, "--home", str(home)]
        )
        assert done.exit_code == 0, done.output
        assert "The words of 1 versions are gone from the database" in done.output
        assert f"  {taken.body}\n" in done.output
        done = CliRunner().invoke(
            main, ["log", "withhold", str(taken.body), "--reason", REASON, "--home", str(home)]
        )
        assert "are not withheld" not in done.output
        checked = CliRunner().invoke(main, ["verify", "--home", str(home)])
        assert checked.exit_code == 0, checked.output
