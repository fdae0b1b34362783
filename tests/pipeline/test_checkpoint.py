"""Everything that is captured, read and analysed has its leaf once, whatever was cut off, and `verify` holds both to it."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.evidence.log_kit import mutate
from tests.pipeline.live_kit import Live, live, page

from clausewatch.evidence import FolderLog
from clausewatch.nouns.evidence import Failure, Problem
from clausewatch.nouns.identity import digest
from clausewatch.pipeline.checkpoint import log_waiting
from clausewatch.pipeline.instance import Instance
from clausewatch.pipeline.local import analyse_waiting, capture_due, process_waiting
from clausewatch.pipeline.proving import prove
from clausewatch.pipeline.verify import verify_instance
from clausewatch.pipeline.verify_log import verify_log
from clausewatch.proof.checkpoint import check_proof, parse_proof
from clausewatch.proof.leaves import capture_record, roster_record
from clausewatch.proof.statement import Leaf, LeafKind, parse_statement
from clausewatch.storage import Database, captures, catalog, logged

URL = "https://birchwood.example/terms"


@pytest.fixture(scope="module")
def logged_home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    """Two versions, with a failed capture between them, each logged by its round; and when that was."""
    folder = tmp_path_factory.mktemp("logged")
    with live(folder, "terms") as made:
        for said in (
            page("privacy", "payment", "content"),
            Problem(Failure.TIMEOUT, "60 s"),
            page("privacy", "content"),
        ):
            made.answers.pages[URL] = said
            made.round()
            made.clock.advance(hours=13)
        return folder, made.clock.time


@pytest.fixture
def on(tmp_path: Path, logged_home: tuple[Path, datetime]) -> Iterator[Live]:
    """A copy of that home, opened."""
    folder, at = logged_home
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    with live(tmp_path, "terms") as made:
        made.clock.time = at
        yield made


def _leaves(on: Live) -> list[Leaf]:
    head = on.instance.log.head()
    assert head is not None
    size = head.checkpoint.size
    return [parse_statement(entry) for entry in on.instance.log.entries(0, size, size)]


def _kinds(on: Live) -> Counter[str]:
    return Counter(leaf.kind.value for leaf in _leaves(on))


def test_every_capture_version_and_analysis_has_its_leaf(on: Live) -> None:
    assert _kinds(on) == {"key": 1, "roster": 2, "capture": 3, "version": 2, "analysis": 2}
    taken = [leaf for leaf in _leaves(on) if leaf.kind is LeafKind.CAPTURE]
    assert [leaf.said["seq"] for leaf in taken] == [0, 1, 2]
    assert [leaf.said["failure"] for leaf in taken] == [None, "timeout", None]
    assert ["body" in leaf.subjects for leaf in taken] == [True, False, True]
    assert {leaf.said["kind"] for leaf in taken} == {"live"}
    read = [leaf for leaf in _leaves(on) if leaf.kind is LeafKind.VERSION]
    assert [leaf.said["bodies"] for leaf in read] == [
        [taken[0].subjects["body"]],
        [taken[2].subjects["body"]],
    ]
    assert on.instance.bodies.get(read[1].subjects["text"]).decode().startswith("Terms of Use")
    result = verify_instance(on.instance, lambda _done, _all: None)
    assert (result.findings, result.leaves, result.waiting, result.told) == ((), 10, 0, ())


def test_logging_twice_changes_nothing_and_a_day_later_only_the_roster_is_told(on: Live) -> None:
    before = on.instance.log.head()
    done = log_waiting(on.instance)
    assert (done.leaves, done.told, done.faults) == (0, (), ())
    assert on.instance.log.head() == before
    on.clock.advance(hours=24)
    assert log_waiting(on.instance).leaves == 1
    assert _kinds(on)["roster"] == 3


def test_the_roster_tells_what_is_no_longer_tracked(on: Live) -> None:
    with on.instance.database.write() as connection:
        catalog.unwatch_missing(connection, ())
    assert log_waiting(on.instance).leaves == 1
    last = _leaves(on)[-1]
    assert (last.kind, last.said["documents"]) == (LeafKind.ROSTER, 0)
    assert last.subjects["roster"] == digest(roster_record(()))
    assert on.instance.bodies.get(last.subjects["roster"]) == roster_record(())


def test_a_proof_of_a_capture_holds_for_a_stranger_with_the_key(on: Live) -> None:
    capture = on.verdicts()[1].capture
    proved = prove(on.instance.database, on.instance.log, LeafKind.CAPTURE, capture)
    head = check_proof(parse_proof(str(proved.proof)), proved.entry, proved.head.key)
    assert head.size == 10
    assert json.loads(proved.entry)["predicate"]["capture"] == capture


def test_leaves_and_records_carry_no_cookie(on: Live) -> None:
    with on.instance.database.read() as connection:
        one = captures.capture(connection, on.verdicts()[0].capture)
    assert one is not None
    told = replace(
        one,
        exchange=replace(
            one.exchange,
            request_headers=(("Cookie", "id=secret"),),
            headers=(("Set-Cookie", "id=secret"), ("ETag", '"1"')),
        ),
    )
    record = capture_record(told)
    assert b"secret" not in record
    assert json.loads(record)["headers"] == [["Set-Cookie", ""], ["ETag", '"1"']]


@pytest.mark.parametrize("place", ["save_leaves", "latest_leaves"])
def test_a_crash_between_log_and_database_keeps_every_leaf_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    with live(tmp_path, "terms") as on:
        on.answers.pages[URL] = page("privacy", "payment", "content")
        calls = 0

        def crash(*given: object) -> object:
            nonlocal calls
            calls += 1
            if calls == 2:
                raise RuntimeError("the process ends here")
            return kept(*given)

        kept = getattr(logged, place)
        monkeypatch.setattr(logged, place, crash)
        with pytest.raises(RuntimeError, match="ends here"):
            on.round()
        monkeypatch.undo()
        told = log_waiting(on.instance).told
        assert bool(told) == (place == "save_leaves")
        assert _kinds(on) == {"key": 1, "roster": 1, "capture": 1, "version": 1, "analysis": 1}
        assert verify_log(on.instance).problems == ()


def test_rows_that_were_lost_are_made_of_the_log(on: Live) -> None:
    with on.instance.database.write() as connection:
        connection.execute(text("DELETE FROM leaf"))
    done = log_waiting(on.instance)
    assert (done.leaves, done.size) == (0, 10)
    assert done.told == ("10 leaves of the log were not in the database; they are now",)
    assert verify_log(on.instance).problems == ()


def test_a_clock_that_went_back_is_told(on: Live) -> None:
    on.clock.advance(days=-30)
    assert "before the log's last leaf" in log_waiting(on.instance).told[0]
    on.answers.pages[URL] = page("privacy")
    on.clock.advance(days=60)
    on.round()
    on.clock.advance(days=-59)
    with on.instance.database.write() as connection:
        catalog.make_due(connection, None)
    on.round()
    checked = verify_log(on.instance)
    assert checked.problems == ()
    assert "went back between 1 pairs" in checked.told[0]


CHANGES = {
    "UPDATE capture SET observed_at = observed_at - 1 WHERE body IS NULL": "is not the one that was logged",
    "UPDATE capture SET media_type = 'text/plain' WHERE body IS NOT NULL": "is not the one that was logged",
    "UPDATE version SET fingerprint = text": "another fingerprint",
    "UPDATE version SET observed_at = observed_at - 5": "another t0",
    "UPDATE provision SET digest = lineage": "what the database has of it is not what was logged",
    "UPDATE leaf SET subject = 'x' WHERE kind = 'capture'": "remembers another",
    "DELETE FROM leaf WHERE number = 4": "the database lost it",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_row_that_was_changed_after_it_was_logged_is_named(on: Live, change: str) -> None:
    with on.instance.database.write() as connection:
        connection.execute(text(change))
    problems = verify_log(on.instance).problems
    assert problems
    assert any(CHANGES[change] in why for _, why in problems)


def test_what_was_put_in_behind_the_logs_back_is_named_and_what_is_new_waits(on: Live) -> None:
    copy = (
        "INSERT INTO capture (id, document, source, observed_at, origin, origin_ref, origin_parent, media_type, body_bytes,"
        " exchange) SELECT '{}', document, source, {}, origin, origin_ref, origin_parent, media_type, 0, exchange"
        " FROM capture WHERE body IS NULL AND media_type = '' LIMIT 1"
    )
    with on.instance.database.write() as connection:
        connection.execute(text(copy.format("old", "observed_at - 3600000000")))
        connection.execute(text(copy.format("new", "observed_at + 200 * 3600000000")))
    checked = verify_log(on.instance)
    assert [subject for subject, _ in checked.problems] == ["capture old"]
    assert checked.waiting == 2


def test_every_one_of_100_mutations_of_the_instances_log_is_found(on: Live, tmp_path: Path) -> None:
    chance, found = random.Random(3), 0
    folder = tmp_path / "mutated"
    head = on.instance.log.head()
    assert head is not None
    size = head.checkpoint.size
    for _ in range(100):
        shutil.copytree(tmp_path / "log", folder / "log")
        how = mutate(folder, chance)
        told = verify_log(_with_log(on, folder)).problems
        kind, name = how.split()
        # What a larger tile holds, and earlier heads, which nothing asks for.
        spare = kind == "gone" and ((".p/" in name and not name.endswith(f".p/{size}")) or "heads/" in name)
        assert told or spare, how
        found += bool(told)
        shutil.rmtree(folder)
    assert found >= 60


def _with_log(on: Live, folder: Path) -> Instance:
    return replace(on.instance, log=FolderLog(folder / "log", folder / "log.key"))


def test_a_damaged_log_stops_the_log_and_not_the_round(on: Live, tmp_path: Path) -> None:
    (tmp_path / "log/checkpoint").unlink()
    on.answers.pages[URL] = page("payment")
    # As the next process finds it: this one has looked at the tiles already.
    fresh = _with_log(on, tmp_path)
    done = log_waiting(fresh)
    assert "the log: " in done.faults[0]
    with on.instance.database.read() as connection:
        assert logged.known_size(connection) == 10
    assert any("the database knows 10" in why or "more than" in why for _, why in verify_log(fresh).problems)


def test_two_instances_that_log_at_once_log_everything_once(tmp_path: Path) -> None:
    with live(tmp_path, "terms", "more") as on:
        on.answers.pages[URL] = page("privacy", "payment")
        on.answers.pages["https://birchwood.example/more"] = page("content")
        capture_due(on.instance)
        process_waiting(on.instance)
        analyse_waiting(on.instance)
        with ThreadPoolExecutor(4) as threads:
            done = [job.result() for job in [threads.submit(log_waiting, on.instance) for _ in range(4)]]
        assert sum(each.leaves for each in done) == 6
        assert _kinds(on) == {"key": 1, "roster": 1, "capture": 2, "version": 1, "analysis": 1}
        assert verify_log(on.instance).problems == ()


def test_the_log_on_either_database(tmp_path: Path, database: Database) -> None:
    with live(tmp_path, "terms", at=database) as on:
        on.answers.pages[URL] = page("privacy", "payment", "content")
        on.round()
        assert log_waiting(on.instance).leaves == 0
        assert _kinds(on) == {"key": 1, "roster": 1, "capture": 1, "version": 1, "analysis": 1}
        assert verify_log(on.instance).problems == ()
