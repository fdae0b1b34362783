"""Runs of captures, changes by day, and changes of a topic; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.web.small_instance import TERMS, _platform

from clausewatch.nouns.change import ChangeClass, ChangeRecord, Direction, RecordDates, Severity
from clausewatch.nouns.document import Cause, Outline, Text, Version
from clausewatch.nouns.evidence import Capture, Exchange, Origin, Verdict
from clausewatch.nouns.identity import source_id
from clausewatch.storage import Database, captures, catalog, records, timelines, versions
from clausewatch.storage.captures import CaptureVerdict

_AT = datetime(2026, 1, 5, 23, 59, tzinfo=UTC)
_URL = "https://birchwood.example/terms-of-use"
_DAY = timedelta(days=1)


def _declare(database: Database) -> str:
    with database.write() as connection:
        catalog.save_platforms(
            connection, (_platform("birchwood", "Birchwood", (TERMS, "Terms of Use")),), watched=True
        )
    return source_id(TERMS, _URL)


def _read(database: Database, source: str, day: int, verdict: Verdict) -> None:
    at, name = _AT + day * _DAY, f"c{day:03}"
    exchange = Exchange(_URL, _URL, (), 200, (), (), None, 1)
    capture = Capture(name, TERMS, source, at, Origin.LIVE, "", "text/html", "utf-8", None, 0, exchange)
    with database.write() as connection:
        captures.save_capture(connection, capture)
        captures.save_reading(
            connection, CaptureVerdict(name, TERMS, source, at, verdict, (), None, None, "test/1")
        )


def test_readings_are_told_as_runs(database: Database) -> None:
    source = _declare(database)
    days = {
        0: Verdict.OK, 1: Verdict.UNCHANGED, 2: Verdict.CHALLENGE, 3: Verdict.UNCONFIRMED, 4: Verdict.ERROR, 5: Verdict.OK,
        100: Verdict.UNCHANGED,
    }  # fmt: skip
    for day, verdict in days.items():
        _read(database, source, day, verdict)
    with database.read() as connection:
        found = timelines.runs(connection, (TERMS,), 100)
        newest = timelines.runs(connection, (TERMS,), 1)
        nothing = timelines.runs(connection, (), 100)
    told = [(each.good, (each.begins - _AT) // _DAY, (each.ends - _AT) // _DAY) for each in found]
    assert told == [(True, 0, 1), (False, 2, 4), (True, 5, 5), (True, 100, 100)]
    assert found[3].before == _AT + 5 * _DAY
    assert newest == found[3:]
    assert nothing == ()


def test_the_mark_differs_as_soon_as_an_older_version_is_read_better(database: Database) -> None:
    """Also that of an instant at which both were there: as many have words as before, and the newest is the same."""
    _declare(database)
    old = Version("v1", TERMS, _AT, (), Cause.PUBLISHED, "a" * 64, "f", "", "en", 1, (), "test/1")
    new = replace(old, id="v2", observed_at=_AT + _DAY, text="b" * 64)
    better = replace(old, id="v3", cause=Cause.REREAD, text="c" * 64, replaces="v1")
    then = _AT + 2 * _DAY
    marks = []
    for each in (old, new, better):
        with database.write() as connection:
            versions.save_version(connection, each, Text("x"), Outline(()), "s")
            marks.append((versions.newest_mark(connection), versions.newest_mark(connection, then)))
    assert len({now for now, _ in marks}) == len({at for _, at in marks}) == 3


def test_changes_are_counted_by_day_platform_and_severity(database: Database) -> None:
    _declare(database)
    version = Version("v1", TERMS, _AT, (), Cause.PUBLISHED, "a" * 64, "f", "", "en", 1, (), "test/1")
    record = ChangeRecord(
        "r0", TERMS, "v1", None, None, _AT, Cause.PUBLISHED, Verdict.OK, ChangeClass.SUBSTANTIVE, True,
        Severity.LOW, Direction.UNCLEAR, "", (), RecordDates(), (), "test/1",
    )  # fmt: skip
    kept = (
        record,
        replace(record, id="r1", observed_at=_AT - timedelta(hours=20)),
        replace(record, id="r2", observed_at=_AT + timedelta(minutes=2), severity=Severity.HIGH),
        replace(record, id="r3", change_class=ChangeClass.NOISE),
        replace(record, id="r4", cause=Cause.REREAD),
    )
    with database.write() as connection:
        versions.save_version(connection, version, Text("x"), Outline(()), "s")
        for each in kept:
            records.save_record(connection, each)
    with database.read() as connection:
        found = timelines.day_counts(connection, _AT - 30 * _DAY)
        later = timelines.day_counts(connection, _AT + timedelta(minutes=1), "birchwood")
        others = timelines.day_counts(connection, _AT - 30 * _DAY, "nettle")
    assert [(each.day.day, each.severity, each.count) for each in found] == [
        (5, Severity.LOW, 2),
        (6, Severity.HIGH, 1),
    ]
    assert [each.count for each in later] == [1]
    assert others == ()
